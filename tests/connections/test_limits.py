"""Limits on guessing: a try is taken before anybody is looked up, and what is refused still counts."""

import time
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import DatabaseError

from kithkin.audit.models import Signal
from kithkin.base import actor, clock, numbers, rows
from kithkin.base.verdict import Refused
from kithkin.connections import actions, adding, limits, obstacles
from kithkin.connections.models import Attempt, Connection, ConsentEvent
from kithkin.contacts import matching
from kithkin.mail.models import Letter
from tests.at_once import at_once
from tests.people import connect, customer, register

HOME = "network:home"
CLOSED, NOBODY = "That was the last try for today", "We found nobody with this number"


def look_up(lead, number: str, last_name: str = "Smith", network: str = "") -> Connection:
    lead.organisation.refresh_from_db()
    return adding.by_number(lead, number, last_name, by=actor.customer(lead, network=network))


def guess(lead, member, network: str = "") -> str:
    with pytest.raises(Refused) as refused:
        look_up(lead, member.number, "Jones", network)
    return refused.value.message


def signals() -> list[tuple[int, str, int]]:
    return list(Signal.objects.order_by("pk").values_list("lead_id", "what", "times"))


def set_limits(family, **wanted):
    for name, value in wanted.items():
        setattr(family.organisation, name, value)
    family.organisation.save()
    for contact in (family.andrew, family.blaise, family.darren):
        contact.organisation = family.organisation


@pytest.mark.scenario(7)
def test_the_eleventh_failed_number_of_a_day_is_not_looked_up(family, monkeypatch):
    told = [guess(family.andrew, family.blaise) for _ in range(10)]
    monkeypatch.setattr(matching, "by_number", lambda *a: pytest.fail("nobody may be looked up any more"))

    assert {text.partition(" and ")[0] for text in told} == {NOBODY}
    assert guess(family.andrew, family.blaise).startswith(CLOSED)
    assert signals() == [(family.andrew.pk, "lookup", 1)]


def test_what_is_found_and_what_is_mistyped_cost_no_try(family):
    for _ in range(12):
        with pytest.raises(Refused, match=NOBODY):
            look_up(family.andrew, "12345678901")
        with pytest.raises(Refused, match="whole mail address"):
            adding.by_email(family.andrew, "No", "Body", "no-address", by=customer(family.andrew))
    look_up(family.andrew, family.blaise.number)
    adding.by_email(family.andrew, "Darren", "Smith", "canary.darren@example.org", by=customer(family.andrew))

    assert set(Attempt.objects.values_list("times", flat=True)) == {0}


def test_a_network_is_closed_for_the_hour_whoever_tries(family, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK_AN_HOUR", 2)
    told = [guess(lead, family.blaise, HOME) for lead in (family.andrew, family.darren)]

    assert {text.partition(" and ")[0] for text in told} == {NOBODY}
    with pytest.raises(Refused, match="Too many numbers were tried from where you are"):
        look_up(family.blaise, family.darren.number, network=HOME)
    assert signals() == [(family.blaise.pk, "network", 1)]
    assert look_up(family.blaise, family.darren.number, network="network:other")
    with clock.held(clock.now() + timedelta(hours=1)):
        assert look_up(family.darren, family.blaise.number, network=HOME)


def test_a_closed_network_costs_the_lead_no_try_of_his_own(family, monkeypatch):
    monkeypatch.setattr(limits, "NETWORK_AN_HOUR", 0)

    for _ in range(12):
        with pytest.raises(Refused, match="where you are"):
            look_up(family.andrew, family.blaise.number, network=HOME)

    assert look_up(family.andrew, family.blaise.number)


def test_without_a_known_network_none_is_counted(family):
    guess(family.andrew, family.blaise)

    assert list(Attempt.objects.values_list("subject", flat=True)) == [f"lead:{family.andrew.pk}"]


@pytest.mark.parametrize("network", ["", HOME])
def test_what_cannot_be_counted_is_not_looked_up(family, monkeypatch, network):
    def full(*args, **kwargs):
        raise DatabaseError("disk full")

    monkeypatch.setattr(rows, "insert", full)
    monkeypatch.setattr(matching, "by_number", lambda *a: pytest.fail("nobody may be looked up"))

    with pytest.raises(Refused, match="We cannot look anybody up just now"):
        look_up(family.andrew, family.blaise.number, network=network)


@pytest.mark.django_db(transaction=True)
def test_a_refused_addition_is_known_to_operators_although_it_is_undone(family):
    set_limits(family, group_limit=1)
    connect(family.andrew, family.blaise)

    for _ in range(2):
        with pytest.raises(Refused, match="Your group is full"):
            connect(family.andrew, family.darren)

    assert (Connection.objects.count(), signals()) == (1, [(family.andrew.pk, "group", 2)])


@pytest.mark.django_db(transaction=True)
def test_a_lead_who_presses_in_many_tabs_adds_no_more_than_one_by_one(family):
    set_limits(family, pending_limit=2)
    members = [register(family.organisation, f"Member{letter}") for letter in "abcd"]

    at_once([partial(look_up, family.andrew, member.number) for member in members])

    assert Connection.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_leads_who_ask_somebody_at_once_write_no_more_than_one_by_one(family, monkeypatch):
    def found_slowly(connection):
        found = looked(connection)
        time.sleep(0.02)
        return found

    looked = obstacles.of
    leads = [register(family.organisation, f"Lead{letter}") for letter in "abcd"]
    with clock.held(clock.now() - timedelta(days=2)):
        known = [connect(lead, family.blaise) for lead in leads[:2]]
    set_limits(family, requests_per_recipient_day=1)
    monkeypatch.setattr(obstacles, "of", found_slowly)

    asking_again = [partial(actions.ask_again, each, by=customer(each.parent)) for each in known]
    at_once([*asking_again, *(partial(look_up, lead, family.blaise.number) for lead in leads[2:])])

    since = ConsentEvent.objects.filter(at__gt=clock.now() - timedelta(days=1), what__startswith="asked")
    assert sorted(since.values_list("what", flat=True)) == ["asked", *["asked-in-vain"] * 3]


@pytest.mark.parametrize(("zone", "midnight"), [("Pacific/Kiritimati", 10), ("Etc/GMT+10", 10), ("Etc/UTC", 24)])
def test_tomorrow_begins_where_the_organiser_is(family, zone, midnight):
    set_limits(family, lookups_per_day=1, timezone=zone)
    told = []

    for minutes in (-2, -1, 1):
        with clock.held(datetime(2026, 7, 1, tzinfo=UTC) + timedelta(hours=midnight, minutes=minutes)):
            told.append(guess(family.andrew, family.blaise).partition(" and ")[0])

    assert (told[0], told[2]) == (NOBODY, NOBODY)
    assert told[1].startswith(CLOSED)


@pytest.mark.parametrize(("wanted", "what"), [({"pending_limit": 1}, "pending"), ({"invitations_per_day": 1}, "added")])
def test_each_limit_of_adding_is_noted_by_its_name(family, wanted, what):
    set_limits(family, **wanted)
    connect(family.andrew, family.blaise)

    with pytest.raises(Refused):
        connect(family.andrew, family.darren)

    assert signals() == [(family.andrew.pk, what, 1)]


def test_asking_one_person_too_often_is_noted(family):
    connection = connect(family.andrew, family.blaise)
    connection.asks = 3
    connection.save()

    with pytest.raises(Refused, match="asked often enough"):
        actions.ask_again(connection, by=customer(family.andrew))

    assert signals() == [(family.andrew.pk, "pair", 1)]


def test_a_third_request_to_one_address_is_noted_and_the_lead_learns_nothing(family):
    set_limits(family, requests_per_recipient_day=1)
    connect(family.darren, family.blaise)

    connection = connect(family.andrew, family.blaise)

    assert (connection.pk is not None, Letter.objects.filter(template="consent-request").count()) == (True, 1)
    assert signals() == [(family.andrew.pk, "recipient", 1)]


def test_several_people_under_one_address_are_a_failure_flagged_to_operators(family):
    twins = [register(family.organisation, "Twin") for _ in range(2)]

    with pytest.raises(Refused, match="already in use"):
        adding.by_email(family.andrew, "Twin", "Smith", "canary.twin@example.org", by=customer(family.andrew))

    assert len(twins) == 2
    assert signals() == [(family.andrew.pk, "doubled", 1)]


def test_another_day_is_another_line_of_the_report(family):
    set_limits(family, mismatch_per_day=1)

    def mismatch():
        with pytest.raises(Refused):
            adding.by_email(family.andrew, "No", "Body", "canary.blaise@example.org", by=customer(family.andrew))

    for days in (0, 1):
        with clock.held(clock.now() + timedelta(days=days)):
            mismatch(), mismatch(), mismatch()

    assert [(what, times) for _lead, what, times in signals()] == [("mismatch", 2), ("mismatch", 2)]


def test_a_number_made_up_has_one_chance_in_97_to_cost_a_look_up():
    assert sum(numbers.is_contact_number(f"1234567{tail:04d}") for tail in range(9700)) == 100
