"""Staff reads: a sheet opens from a case or with a reason, a minor's with a power, and the person reads it all."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kithkin.audit import looks, signals
from kithkin.audit.models import Entry, StaffRead
from kithkin.base import clock
from kithkin.base.actor import Power, by_link, operator
from kithkin.catalogue.models import Season
from kithkin.connections import actions, queries
from kithkin.connections.limits import Limit
from kithkin.connections.models import Consent
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.desk import cases
from kithkin.mail.models import Letter
from tests.people import HOUSE, allow, connect, customer
from tests.purchases import buy

from .reasons import give_reason

SHEET = "/desk/contacts/{}/"


def sheet(browser: Client, contact, **query):
    return browser.get(SHEET.format(contact.number), query)


def reads() -> list[tuple]:
    return list(StaffRead.objects.order_by("pk").values_list("contact_id", "why", "words", "times"))


def test_without_a_case_a_reason_is_asked_and_nothing_private_is_shown(hana, family):
    answer = sheet(hana, family.andrew)

    assert answer.headers["Location"].startswith(SHEET.format(family.andrew.number) + "reason/?next=")
    assert "canary" not in hana.get(answer.headers["Location"]).text
    assert (reads(), Entry.objects.filter(what="contact.read").count()) == ([], 0)


def test_a_reason_opens_the_sheet_for_half_an_hour_for_this_operator_and_this_person(hana, shop, sit_down, family):
    priya = sit_down(shop.organisation, email="priya@example.org")
    give_reason(hana, family.andrew, "other", "Lost his bag")

    codes = [each.status_code for each in (sheet(hana, family.andrew), sheet(priya, family.andrew))]
    other = sheet(hana, family.blaise).status_code
    with clock.held(clock.now() + looks.LASTS + timedelta(seconds=1)):
        later = sheet(hana, family.andrew).status_code

    assert (codes, other, later) == ([200, 302], 302, 302)
    assert reads() == [(family.andrew.pk, "other", "Lost his bag", 1)]


@pytest.mark.parametrize(("why", "words"), [("", ""), ("other", ""), ("order", ""), ("other", "x" * 201)])
def test_a_reason_has_to_be_said(hana, family, why, words):
    answer = give_reason(hana, family.andrew, why, words)

    assert (answer.status_code, reads()) == (422, [])
    assert 'class="tick"' in answer.text


def test_the_way_on_leads_nowhere_else(hana, family):
    here = SHEET.format(family.andrew.number)
    for wanted in ("https://evil.example/", "//evil.example", f"{here}//evil.example", "/desk/limits/"):
        answer = hana.post(f"{here}reason/?next={wanted}", {"why": "asked"})
        assert answer.headers["Location"] == here


@pytest.mark.parametrize("sort", ["letter", "request", "signal"])
def test_a_case_opens_the_sheet_of_whom_it_concerns_and_of_nobody_else(hana, family, sort):
    connection = connect(family.andrew, family.blaise)
    signals.note(family.organisation.pk, family.andrew.pk, Limit.GROUP)
    case, concerned = {
        "letter": (f"letter-{Letter.objects.get().pk}", family.blaise),
        "request": (f"request-{connection.public_id}", family.blaise),
        "signal": ("signal-1", family.andrew),
    }[sort]
    case = f"signal-{signals.since(family.organisation.pk, connection.made_at)[0].pk}" if sort == "signal" else case

    codes = [sheet(hana, each, case=case).status_code for each in (concerned, family.darren)]

    assert codes == [200, 302]
    assert reads() == [(concerned.pk, sort, "", 1)]


@pytest.mark.parametrize(
    "case", ["letter-1", "letter-x", "letter-", "order-K7Q4-M2XD", "request-1", "pay-1", "letter-²", "-"]
)
def test_a_case_that_is_none_opens_nothing(hana, family, case):
    assert (sheet(hana, family.andrew, case=case).status_code, reads()) == (302, [])


def expired(connection) -> None:
    Consent.objects.update(asked_at=clock.now() - timedelta(days=15))


def answered(connection) -> None:
    actions.decline(queries.latest(connection), by=by_link(connection.child))


def removed(connection) -> None:
    actions.remove(connection, by=customer(connection.parent))


@pytest.mark.parametrize("happens", [allow, expired, answered, removed])
def test_a_connection_is_a_case_only_while_its_request_waits(hana, family, happens):
    connection = connect(family.andrew, family.blaise)
    happens(connection)

    codes = [
        sheet(hana, each, case=f"request-{connection.public_id}").status_code for each in (family.andrew, family.blaise)
    ]

    assert (codes, reads()) == ([302, 302], [])


def test_an_order_is_a_case_until_a_month_after_its_season(cast):
    order = buy(cast, cast.blaise)
    by = operator(1, cast.organisation.pk, [Power.READ_CONTACTS])
    ends = Season.objects.get().ends

    def found(days: int) -> list[bool]:
        with clock.held(datetime.combine(ends + timedelta(days=days), time(12), tzinfo=UTC)):
            people = (cast.blaise, cast.darren)
            return [cases.read(f"order-{order.number}", each, by) is not None for each in people]

    assert (found(30), found(31)) == ([True, False], [False, False])


def test_a_letter_is_a_case_only_for_whoever_may_read_letters(shop, sit_down, family):
    connect(family.andrew, family.blaise)
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS)

    assert sheet(clerk, family.blaise, case=f"letter-{Letter.objects.get().pk}").status_code == 302


def test_the_lists_carry_their_cases(hana, family):
    connection = connect(family.andrew, family.blaise)
    give_reason(hana, family.andrew)

    letters = hana.get("/desk/letters/").text
    connections = hana.get(f"{SHEET.format(family.andrew.number)}connections/").text

    assert f"{SHEET.format(family.blaise.number)}?case=letter-{Letter.objects.get().pk}" in letters
    assert f"?case=request-{connection.public_id}" in connections


def test_a_minors_sheet_asks_for_a_power_of_its_own(shop, sit_down, hana, family):
    today = clock.now().date()
    ages = {"Ada": today.replace(year=today.year - 18), "Bo": today.replace(year=today.year - 18) + timedelta(days=2)}
    born = {
        name: contacts.register(family.organisation, Person(name, "Smith", birth_date=day), by=HOUSE)
        for name, day in ages.items()
    }
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS, email="priya@example.org")

    codes = {name: give_reason(clerk, each).status_code for name, each in born.items()}
    shut = [clerk.get(f"{SHEET.format(born['Bo'].number)}{tab}").status_code for tab in ("", "connections/", "reason/")]

    assert codes == {"Ada": 302, "Bo": 403}
    assert shut == [403, 403, 403]
    assert give_reason(hana, born["Bo"]).status_code == 302


def test_the_person_reads_when_and_why_but_not_who(hana, visit_as_andrew, family):
    give_reason(hana, family.andrew, "misuse", "A letter came back")
    sheet(hana, family.andrew)

    page = visit_as_andrew.get("/account/people/log/").text
    table = visit_as_andrew.get("/account/people/log.csv").content.decode()

    for text in (page, table):
        assert "Somebody at the ticket desk" in text
        assert "To look into a problem or misuse. A letter came back" in text
        assert "Hana" not in text


@pytest.mark.parametrize(
    "row",
    [
        {"why": "other", "words": ""},
        {"why": "letter", "case_id": None},
        {"why": "asked", "case_id": 1},
        {"why": "curious"},
    ],
)
def test_the_database_keeps_no_look_without_a_why(family, row):
    now = clock.now()
    ids = {"organisation_id": 1, "login_id": 1, "contact_id": family.andrew.pk}

    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRead.objects.create(**ids, first_at=now, last_at=now, **row)
