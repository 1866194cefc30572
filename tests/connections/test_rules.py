"""The truth table: state x expiry x scope x direction x switch, for one and for lists, and at the door."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.base.actor import Power, by_link, nobody, operator
from kithkin.connections import actions, door, queries, rules
from kithkin.connections.models import Consent, Guardianship, Refusal
from kithkin.connections.scopes import FULL, Scope
from tests.people import allow, connect, customer, organisation, register

EVERY = frozenset(Scope)


def asked(family):
    return connect(family.andrew, family.blaise)


def allowed(family, scopes=EVERY):
    connection = connect(family.andrew, family.blaise)
    allow(connection, scopes=scopes)
    return connection


def declined(family):
    connection = asked(family)
    actions.decline(queries.latest(connection), by=by_link(family.blaise))


def declined_for_good(family):
    connection = asked(family)
    actions.decline(queries.latest(connection), by=by_link(family.blaise), for_good=True)


def withdrawn(family):
    actions.withdraw(queries.latest(allowed(family)), by=customer(family.blaise))


def removed(family):
    actions.remove(allowed(family), by=customer(family.andrew))


def lapsed(family):
    connection = allowed(family)
    Consent.objects.filter(connection=connection).update(ends_at=clock.now() - timedelta(seconds=1))


def blocked(family):
    allowed(family)
    Refusal.objects.create(member=family.blaise, lead=family.andrew, since=clock.now())


def blocked_for_all(family):
    allowed(family)
    Refusal.objects.create(member=family.blaise, lead=None, since=clock.now())


def blocked_for_all_but_another_guardian(family):
    """Darren is Blaise's guardian, and stays; Andrew is not."""
    blocked_for_all(family)
    guarding = connect(family.darren, family.blaise)
    end = clock.now() + timedelta(days=4000)
    Guardianship.objects.create(
        connection=guarding, state="stands", ground="own-word", asked_at=clock.now(), ends_on=end.date(), ends_at=end
    )


def of_another_group(family):
    connection = connect(family.darren, family.blaise)
    allow(connection, scopes=EVERY)
    connect(family.andrew, family.blaise)


def the_other_way_round(family):
    connection = connect(family.blaise, family.andrew)
    allow(connection, scopes=EVERY)


def through_a_third(family):
    allow(connect(family.andrew, family.darren), scopes=EVERY)
    allow(connect(family.darren, family.blaise), scopes=EVERY)


def strangers(family):
    pass


CLOSED = [
    strangers,
    asked,
    declined,
    declined_for_good,
    withdrawn,
    removed,
    lapsed,
    blocked,
    blocked_for_all,
    blocked_for_all_but_another_guardian,
    of_another_group,
    the_other_way_round,
    through_a_third,
]


def answers(family, scope):
    """What the rule says of Blaise to Andrew: for one, in the list, and at the door."""
    andrew = customer(family.andrew)
    one = bool(rules.may(andrew, scope, family.blaise))
    listed = family.blaise in rules.open_to(andrew, scope)
    cards = [card for card in door.group(andrew) if card.contact_id == family.blaise.pk]
    return one, listed, any(scope in card.open for card in cards)


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_is_open_without_a_live_consent(family, state):
    state(family)

    assert [answers(family, scope) for scope in Scope] == [(False, False, False)] * len(Scope)


@pytest.mark.parametrize("state", CLOSED)
def test_nobody_looks_active_without_a_live_consent(family, state):
    state(family)

    cards = [card for card in door.group(customer(family.andrew)) if card.contact_id == family.blaise.pk]

    assert [card for card in cards if card.active] == []


@pytest.mark.parametrize("granted", list(Scope))
def test_a_consent_opens_the_scopes_it_names_and_no_other(family, granted):
    allowed(family, frozenset({granted}))

    assert [scope for scope in Scope if answers(family, scope) == (True, True, True)] == [granted]
    assert [scope for scope in Scope if answers(family, scope) == (False, False, False)] == [
        scope for scope in Scope if scope != granted
    ]


def test_just_buy_for_me_is_active_and_opens_nothing(family):
    allowed(family, frozenset())

    [card] = door.group(customer(family.andrew))

    assert (card.active, card.open, card.email) == (True, frozenset(), None)


@pytest.mark.parametrize("state", [strangers, declined, declined_for_good, withdrawn, removed, lapsed, blocked_for_all])
def test_with_the_consent_switch_off_an_answer_still_counts(family, state):
    state(family)
    family.organisation.consent_on = False
    family.organisation.save()

    assert [answers(family, scope) for scope in Scope] == [(False, False, False)] * len(Scope)


def test_with_the_consent_switch_off_an_unanswered_connection_opens_the_full_functions(family):
    asked(family)
    family.organisation.consent_on = False
    family.organisation.save()

    assert {scope for scope in Scope if answers(family, scope) == (True, True, True)} == FULL


def test_a_contact_of_another_organisation_stays_closed_whatever_his_consent_says(family):
    connection = allowed(family)
    connection.organisation = organisation("elsewhere")
    connection.save()

    assert [answers(family, scope) for scope in Scope] == [(False, False, False)] * len(Scope)


def test_nobody_and_a_mailed_link_open_nothing(family):
    allowed(family)

    for who in (nobody(family.organisation.pk), by_link(family.andrew)):
        assert list(rules.open_to(who, Scope.SEE_TICKETS)) == []
        assert door.group(who) == []


def test_an_operator_reads_his_own_organisation_and_only_with_the_power(family):
    elsewhere = register(organisation("elsewhere"), "Gus")
    reader = operator(1, family.organisation.pk, [Power.READ_CONTACTS])
    other = operator(1, family.organisation.pk, [Power.READ_LETTERS])

    assert rules.may(reader, Scope.SEE_CONTACT_DETAILS, family.blaise)
    assert not rules.may(reader, Scope.SEE_CONTACT_DETAILS, elsewhere)
    assert not rules.may(other, Scope.SEE_CONTACT_DETAILS, family.blaise)
