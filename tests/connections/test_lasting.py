"""What happens to a consent over time: changed, narrowed, renewed, ended, reminded of, blocked; and the switch."""

from datetime import timedelta

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.base.verdict import NotAllowed, WrongMove
from kithkin.connections import actions, door, proof, queries, stages
from kithkin.connections.models import Connection, Consent, ConsentEvent, Refusal
from kithkin.connections.scopes import FULL, Scope
from kithkin.connections.states import State
from kithkin.mail.models import Letter
from tests.people import allow, connect, customer, organisation, register

TICKETS = frozenset({Scope.SEE_TICKETS})


def opened(family):
    """What Andrew has open, per person."""
    return [card.open for card in door.group(customer(family.andrew))]


def receipts(member):
    return Letter.objects.filter(template="consent-receipt", contact_id=member.pk).count()


def whole(connection):
    """The chain holds and says what the row says."""
    events = list(connection.events.order_by("sequence"))
    assert proof.break_in(events) is None
    return proof.folded(events) == proof.stored(queries.latest(connection))


@pytest.mark.scenario(18)
def test_the_member_changes_what_is_open_and_the_day_stays(family):
    connection = connect(family.andrew, family.blaise)
    consent = allow(connection)
    ends_at = consent.ends_at

    with clock.held(clock.now() + timedelta(days=5)):
        actions.change(consent, TICKETS, by=customer(family.blaise))

    assert (opened(family), queries.latest(connection).ends_at) == ([TICKETS], ends_at)
    assert (receipts(family.blaise), whole(connection)) == (2, True)


def test_the_lead_gives_rights_back_and_never_takes_one(family):
    connection = connect(family.andrew, family.blaise)
    allow(connection, scopes=FULL)

    actions.narrow(connection, TICKETS, by=customer(family.andrew))

    assert opened(family) == [TICKETS]
    for wish in (FULL, TICKETS, TICKETS | {Scope.RESELL}):
        with pytest.raises(WrongMove):
            actions.narrow(connection, wish, by=customer(family.andrew))
    with pytest.raises(NotAllowed):
        actions.narrow(connection, frozenset(), by=customer(family.blaise))
    assert (receipts(family.blaise), whole(connection)) == (1, True)


@pytest.mark.scenario(19)
def test_a_late_renewal_needs_no_new_invitation(family):
    connection = connect(family.andrew, family.blaise)
    consent = allow(connection)

    with clock.held(consent.ends_at + timedelta(days=1)):
        lapsed = opened(family)
        actions.renew(consent, by=by_link(family.blaise))
        renewed = opened(family)

    assert (lapsed, renewed) == ([frozenset()], [FULL])
    assert Letter.objects.filter(template="consent-request").count() == 1
    assert whole(connection)


@pytest.mark.parametrize("state", ["asked", "declined", "withdrawn"])
def test_what_was_never_allowed_or_was_taken_back_is_not_renewed(family, state):
    connection = connect(family.andrew, family.blaise)
    consent = queries.latest(connection)
    if state == "declined":
        actions.decline(consent, by=by_link(family.blaise))
    if state == "withdrawn":
        actions.withdraw(allow(connection), by=by_link(family.blaise))

    with pytest.raises(WrongMove):
        actions.renew(queries.latest(connection), by=by_link(family.blaise))


def test_the_member_is_reminded_once_thirty_days_before(family):
    consent = allow(connect(family.andrew, family.blaise))

    counted = []
    for days in (31, 29, 28, -1):
        with clock.held(consent.ends_at - timedelta(days=days)):
            counted.append(actions.remind_due(by=customer(family.blaise)))

    assert counted == [0, 1, 0, 0]
    assert Letter.objects.filter(template="consent-reminder", contact_id=family.blaise.pk).count() == 1


def test_a_renewed_consent_is_reminded_of_again(family):
    consent = allow(connect(family.andrew, family.blaise))
    with clock.held(consent.ends_at - timedelta(days=10)):
        actions.remind_due(by=customer(family.blaise))
        actions.renew(consent, by=customer(family.blaise))
    consent.refresh_from_db()

    with clock.held(consent.ends_at - timedelta(days=10)):
        assert actions.remind_due(by=customer(family.blaise)) == 1


def test_blocking_one_lead_ends_what_is_his_and_leaves_the_others(family):
    mine = connect(family.andrew, family.blaise)
    allow(mine)
    allow(connect(family.darren, family.blaise))

    actions.block(family.blaise, family.andrew, by=customer(family.blaise))

    assert opened(family) == [frozenset()]
    assert [card.active for card in door.group(customer(family.darren))] == [True]
    assert queries.latest(mine).state == State.WITHDRAWN
    assert whole(mine)


@pytest.mark.parametrize("one", [True, False])
def test_a_blocked_lead_asks_in_vain_and_sees_no_difference(family, one):
    connection = connect(family.andrew, family.blaise)
    silent = connect(family.andrew, family.darren)
    actions.block(family.blaise, family.andrew if one else None, by=customer(family.blaise))

    for each in (connection, silent):
        actions.ask_again(each, by=customer(family.andrew))

    blocked, unanswered = door.group(customer(family.andrew))
    assert Letter.objects.filter(template="consent-request", contact_id=family.blaise.pk).count() == 1
    assert (blocked.active, blocked.open, blocked.ask_again_from is None) == (
        unanswered.active,
        unanswered.open,
        unanswered.ask_again_from is None,
    )


def test_unblocking_brings_nothing_back_by_itself(family):
    connection = connect(family.andrew, family.blaise)
    allow(connection)
    actions.block(family.blaise, None, by=customer(family.blaise))

    actions.unblock(family.blaise, None, by=customer(family.blaise))

    assert (opened(family), Refusal.objects.count()) == ([frozenset()], 0)


def test_nobody_blocks_for_somebody_else(family):
    for verb in (actions.block, actions.unblock):
        with pytest.raises(NotAllowed):
            verb(family.blaise, family.andrew, by=customer(family.andrew))


def while_consent_was_off(family, number: int = 3) -> list[Connection]:
    family.organisation.consent_on = False
    family.organisation.save()
    family.andrew.organisation = family.organisation
    members = [register(family.organisation, "Member" + "abc"[each]) for each in range(number)]
    made = [connect(family.andrew, member) for member in members]
    family.organisation.consent_on = True
    family.organisation.save()
    return made


def hana(family):
    return operator(1, family.organisation.pk, [Power.SET_CHARACTERISTICS])


def test_older_connections_stay_pending_and_are_asked_in_stages(family):
    while_consent_was_off(family)

    found = actions.settle_older(family.organisation, active=False, by=hana(family))
    with CaptureQueriesContext(database) as seen:
        sent = [stages.send_requests(family.organisation, most=2, by=hana(family)) for _ in range(3)]

    assert (found, sent, opened(family)) == (3, [2, 1, 0], [frozenset()] * 3)
    looks = [each for each in seen.captured_queries if "FROM (SELECT 1) AS one" in each["sql"]]
    assert len(looks) == 3, "what speaks against asking is looked into once for each"
    assert Letter.objects.filter(template="consent-request").count() == 3


def test_a_stage_goes_on_to_those_behind_an_address_that_takes_no_more_today(family, monkeypatch):
    monkeypatch.setattr(stages, "AT_ONCE", 1)
    made = while_consent_was_off(family)
    limited(family, requests_per_recipient_day=1)
    connect(family.darren, made[0].child)

    sent = [stages.send_requests(family.organisation, most=1, by=hana(family)) for _ in range(3)]
    with clock.held(clock.now() + timedelta(days=2)):
        sent += [stages.send_requests(family.organisation, most=1, by=hana(family)) for _ in range(2)]

    assert sent == [1, 1, 0, 1, 0]


def test_older_connections_become_active_when_the_organiser_says_so(family):
    made = while_consent_was_off(family)
    connect(family.andrew, family.blaise)

    actions.settle_older(family.organisation, active=True, by=hana(family))

    assert opened(family) == [frozenset(), FULL, FULL, FULL], "who was asked since stays pending"
    assert ConsentEvent.objects.filter(what="carried-over", by_kind="operator").count() == 3
    assert all(whole(connection) for connection in made)


def test_another_organisations_operator_settles_nothing(family):
    stranger = operator(1, organisation("elsewhere").pk, [Power.SET_CHARACTERISTICS])

    with pytest.raises(NotAllowed):
        actions.settle_older(family.organisation, active=True, by=stranger)


def limited(family, **limits):
    for name, value in limits.items():
        setattr(family.organisation, name, value)
    family.organisation.save()
    for contact in (family.andrew, family.blaise, family.darren):
        contact.organisation = family.organisation


def test_ten_additions_a_day(family):
    limited(family, invitations_per_day=1)
    connect(family.andrew, family.blaise)

    with pytest.raises(NotAllowed, match="in a day"):
        connect(family.andrew, family.darren)
    with clock.held(clock.now() + timedelta(hours=25)):
        connect(family.andrew, family.darren)


def test_removing_does_not_give_an_addition_back(family):
    limited(family, invitations_per_day=1)
    actions.remove(connect(family.andrew, family.blaise), by=customer(family.andrew))

    with pytest.raises(NotAllowed, match="in a day"):
        connect(family.andrew, family.darren)


@pytest.mark.parametrize("answer", [None, "declined", "allowed"])
def test_every_no_counts_as_waiting(family, answer):
    limited(family, pending_limit=1)
    connection = connect(family.andrew, family.blaise)
    if answer == "declined":
        actions.decline(queries.latest(connection), by=by_link(family.blaise))
    if answer == "allowed":
        allow(connection)
        connect(family.andrew, family.darren)
        return

    with pytest.raises(NotAllowed, match="have not answered"):
        connect(family.andrew, family.darren)


def test_two_requests_a_day_reach_one_address_whoever_asks(family):
    limited(family, requests_per_recipient_day=2)
    leads = [register(family.organisation, "Lead" + "abc"[each]) for each in range(3)]
    for lead in leads:
        lead.organisation = family.organisation
        connect(lead, family.blaise)

    assert Letter.objects.filter(template="consent-request", contact_id=family.blaise.pk).count() == 2
    assert [card.active for lead in leads for card in door.group(customer(lead))] == [False] * 3
    assert Consent.objects.count() == 2
