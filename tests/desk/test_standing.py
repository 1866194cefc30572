"""What the desk says of a connection is what the rules do."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.connections import actions, door, queries
from kithkin.connections.models import Consent, Refusal
from kithkin.connections.scopes import Scope
from kithkin.desk import figures, standing
from kithkin.desk.standing import Standing
from tests.people import allow, connect, customer
from tests.persons.test_guardians import child


def asked(family):
    return connect(family.andrew, family.blaise)


def allowed(family):
    connection = connect(family.andrew, family.blaise)
    allow(connection, scopes=frozenset({Scope.SEE_TICKETS, Scope.SEE_ORDERS}))
    return connection


def declined(family):
    actions.decline(queries.latest(asked(family)), by=by_link(family.blaise))


def declined_for_good(family):
    actions.decline(queries.latest(asked(family)), by=by_link(family.blaise), for_good=True)


def withdrawn(family):
    actions.withdraw(queries.latest(allowed(family)), by=customer(family.blaise))


def removed(family):
    actions.remove(allowed(family), by=customer(family.andrew))


def expired(family):
    late = clock.now() - timedelta(days=family.organisation.request_days, seconds=1)
    with clock.held(late):
        asked(family)


def lapsed(family):
    Consent.objects.filter(connection=allowed(family)).update(ends_at=clock.now() - timedelta(seconds=1))


def refused_by_all(family):
    allowed(family)
    Refusal.objects.create(member=family.blaise, lead=None, since=clock.now())


def guarding_a_child_who_blocked_everybody(family):
    connection = child(family.andrew)
    actions.block(connection.child, None, by=customer(connection.child))


def added_again_after_a_no(family):
    """The plain no is young, so nobody is written to."""
    declined(family)
    actions.remove(queries.members(customer(family.andrew)).get(), by=customer(family.andrew))
    asked(family)


def added_again_after_a_no_for_good(family):
    declined_for_good(family)
    actions.remove(queries.members(customer(family.andrew)).get(), by=customer(family.andrew))
    asked(family)


STATES = [
    (asked, Standing.ASKED),
    (allowed, Standing.ALLOWED),
    (declined, Standing.DECLINED),
    (declined_for_good, Standing.DECLINED_FOR_GOOD),
    (withdrawn, Standing.WITHDRAWN),
    (removed, Standing.REMOVED),
    (expired, Standing.EXPIRED),
    (lapsed, Standing.LAPSED),
    (refused_by_all, Standing.DECLINED_FOR_GOOD),
    (guarding_a_child_who_blocked_everybody, Standing.ALLOWED),
    (added_again_after_a_no, Standing.NOT_ASKED),
    (added_again_after_a_no_for_good, Standing.DECLINED_FOR_GOOD),
]
UNANSWERED = {asked, expired, added_again_after_a_no}


def stands(family):
    clerk = operator(1, family.organisation.pk, [Power.READ_CONTACTS])
    leads, _led_by = queries.of_contact(clerk, family.andrew.pk, slice(50))
    return standing.of_lead(leads)


def opened_by_rule(family) -> frozenset:
    cards = door.group(customer(family.andrew))
    return cards[0].open if cards else frozenset()


@pytest.mark.parametrize(("happened", "state"), STATES)
def test_the_desk_names_the_state(family, happened, state):
    happened(family)

    assert stands(family)[0].state is state
    assert stands(family)[0].open == opened_by_rule(family)


@pytest.mark.parametrize(("happened", "state"), STATES)
def test_the_desk_names_the_state_with_the_consent_switch_off(family, happened, state):
    happened(family)
    family.organisation.consent_on = False
    family.organisation.save()

    assert stands(family)[0].state is (Standing.BY_SWITCH if happened in UNANSWERED else state)
    assert stands(family)[0].open == opened_by_rule(family)


@pytest.mark.parametrize("consent_on", [True, False])
@pytest.mark.parametrize(("happened", "state"), STATES)
def test_the_figures_count_what_the_rule_opens(family, happened, state, consent_on):
    happened(family)
    family.organisation.consent_on = consent_on
    family.organisation.save()

    counted = figures.consent(family.organisation)

    cards = door.group(customer(family.andrew))
    opened = counted.allowed + (0 if consent_on else counted.unanswered)
    assert (counted.all, opened) == (len(cards), sum(card.active for card in cards))
    assert counted.closed == counted.all - counted.allowed - counted.unanswered


def test_every_state_has_its_words_and_no_two_the_same():
    said = {(str(standing.CHIPS[state].word), standing.CHIPS[state].picture) for state in Standing}

    assert len(said) == len(Standing)


def test_the_last_day_is_that_of_the_consent_or_of_the_request(family):
    asked_at = clock.now()
    with clock.held(asked_at):
        connection = asked(family)
        assert stands(family)[0].until == asked_at + timedelta(days=family.organisation.request_days)
        allow(connection)
        assert stands(family)[0].until == asked_at + timedelta(days=family.organisation.consent_days)


def test_removed_connections_stand_last(family):
    connect(family.andrew, family.darren)
    with clock.held(clock.now() + timedelta(hours=1)):
        removed(family)

    assert [stand.other for stand in stands(family)] == [family.darren, family.blaise]


def test_asking_again_is_counted(family):
    connection = asked(family)
    actions.ask_again(connection, by=customer(family.andrew))

    assert len(stands(family)[0].asked) == 2
