"""From the mailed link to all leads: a code to the address, a short visit, never a sign-in."""

import re
from datetime import timedelta

import pytest
from django.db import connection as database
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kithkin.accounts import actions
from kithkin.accounts.letters import access_codes
from kithkin.accounts.models import AccessCode
from kithkin.base import clock
from kithkin.connections import queries
from kithkin.connections.models import Connection, Refusal
from kithkin.connections.states import State
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail.models import Letter
from tests.links import consent_token
from tests.people import HOUSE, allow, connect

from .test_acting import PEOPLE, press
from .test_consent import press as answer
from .test_friends import text


@pytest.fixture
def connection(family, shop) -> Connection:
    allow(connect(family.darren, family.blaise))
    return connect(family.andrew, family.blaise)


@pytest.fixture
def link(connection) -> str:
    """The page in Blaise's mail."""
    return f"/consent/{consent_token(connection)}/"


@pytest.fixture
def browser() -> Client:
    return Client(headers={"Origin": "null"})


def mailed_code(contact: Contact) -> str:
    """The digits in the newest letter."""
    letter = Letter.objects.filter(template="access-code", contact_id=contact.pk).latest("pk")
    return access_codes([letter])[letter.pk].context["code"]


def come_in(browser: Client, link: str, family):
    browser.post(f"{link}everybody/")
    return browser.post(f"{link}everybody/", {"code": mailed_code(family.blaise)})


def other(code: str) -> str:
    """Digits that do not fit."""
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"


def test_the_link_shows_one_lead_only_and_a_code_shows_all(browser, link, family):
    one = text(browser.get(link))
    answer = come_in(browser, link, family)
    page = text(browser.get(PEOPLE))

    assert "Darren" not in one and "everybody/" in one
    assert (answer.status_code, answer["Location"]) == (303, PEOPLE)
    assert "Andrew Smith" in page and "Darren Smith" in page and "You came by a code, for Blaise Smith" in page


def test_who_came_by_a_code_may_change_what_he_sees(browser, link, family, connection):
    come_in(browser, link, family)

    press(browser, connection, "allow")

    assert queries.latest(connection).state == State.ALLOWED
    assert connection.events.latest("sequence").by_kind == "link"


def test_a_visit_is_no_sign_in(browser, link, family):
    answer = come_in(browser, link, family)
    cookie = answer.cookies["kithkin-people"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (PEOPLE, True, "Strict", 900)
    for page in ("/account/", "/orders/", "/tickets/", "/account/friends/"):
        assert browser.get(page).status_code == 302
    secrets = AccessCode.objects.values_list("code_fingerprint", "visit_fingerprint").get()
    assert mailed_code_is_not_in(secrets) and cookie.value.split(":")[0] not in secrets


def mailed_code_is_not_in(secrets: tuple[str, str]) -> bool:
    return all(re.fullmatch(r"[0-9a-f]{64}", secret) for secret in secrets)


def test_a_visit_ends_after_a_quarter_of_an_hour(browser, link, family):
    come_in(browser, link, family)

    with clock.held(clock.now() + timedelta(minutes=14)):
        before = browser.get(PEOPLE).status_code
    with clock.held(clock.now() + timedelta(minutes=16)):
        after = browser.get(PEOPLE).status_code

    assert (before, after) == (200, 302)


def test_a_visit_can_be_closed(browser, link, family):
    cookie = come_in(browser, link, family).cookies["kithkin-people"].value

    browser.post(f"{PEOPLE}closing/")
    browser.cookies["kithkin-people"] = cookie

    assert browser.get(PEOPLE).status_code == 302, "the cookie alone is worth nothing"


def test_whoever_is_signed_in_here_is_not_mixed_up_with_who_came_by_a_code(visit, link, family):
    darren = visit(family.darren)
    come_in(darren, link, family)

    page = text(darren.get(PEOPLE))

    assert "Signed in as" not in page and "/account/friends/" not in page
    assert "Darren" in text(darren.get("/account/"))


def test_a_code_works_once(browser, link, family):
    browser.post(f"{link}everybody/")
    code = mailed_code(family.blaise)
    browser.post(f"{link}everybody/", {"code": code})

    assert Client().post(f"{link}everybody/", {"code": code}).status_code == 422


def test_a_code_works_for_ten_minutes(browser, link, family):
    browser.post(f"{link}everybody/")
    code = mailed_code(family.blaise)

    with clock.held(clock.now() + timedelta(minutes=10)):
        assert browser.post(f"{link}everybody/", {"code": code}).status_code == 422


def test_a_code_can_be_tried_five_times(browser, link, family):
    browser.post(f"{link}everybody/")
    code = mailed_code(family.blaise)
    for _ in range(5):
        assert browser.post(f"{link}everybody/", {"code": other(code)}).status_code == 422

    answer = browser.post(f"{link}everybody/", {"code": code})

    assert answer.status_code == 422 and "does not fit, or is too old" in text(answer)


def test_a_newer_code_ends_the_older_one(browser, link, family):
    browser.post(f"{link}everybody/")
    old = mailed_code(family.blaise)
    AccessCode.objects.update(made_at=clock.now() - timedelta(minutes=2))
    browser.post(f"{link}everybody/")

    assert mailed_code(family.blaise) != old
    assert browser.post(f"{link}everybody/", {"code": old}).status_code == 422


def test_a_code_of_one_is_no_code_of_another(browser, link, family):
    actions.send_code(family.darren, by=HOUSE)

    assert browser.post(f"{link}everybody/", {"code": mailed_code(family.darren)}).status_code == 422


def test_a_code_dies_with_the_address_it_went_to(browser, link, family):
    browser.post(f"{link}everybody/")
    code = mailed_code(family.blaise)
    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    assert actions.enter_code(family.blaise, code.replace(" ", ""), by=HOUSE) == ""


def test_pressed_too_often_nothing_more_is_sent(browser, link, family):
    for _ in range(3):
        assert "We sent a code" in text(browser.post(f"{link}everybody/", follow=True))
    soon = Letter.objects.filter(template="access-code").count()
    for hour in range(8):
        with clock.held(clock.now() + timedelta(hours=hour + 1)):
            actions.send_code(family.blaise, by=HOUSE)

    assert (soon, Letter.objects.filter(template="access-code").count()) == (1, 5)


def test_reading_sends_nothing_and_a_damaged_link_opens_nothing(browser, link):
    assert browser.get(f"{link}everybody/").status_code == 200
    assert browser.get("/consent/x/everybody/").status_code == browser.get("/consent/x/receipt/").status_code == 404
    assert not AccessCode.objects.exists()


def test_the_page_of_the_code_asks_nothing_of_sessions(visit, link, family):
    darren = visit(family.darren)

    with CaptureQueriesContext(database) as asked:
        come_in(darren, link, family)

    assert [query["sql"] for query in asked if "accounts_session" in query["sql"]] == []


@pytest.mark.parametrize("place", ["receipt/", "receipt.json"])
def test_the_receipt_of_this_lead_is_had_by_the_link(browser, link, place):
    page = text(browser.get(f"{link}{place}"))

    assert "Andrew" in page and "Darren" not in page and "canary" not in page


@pytest.mark.scenario(19)
def test_by_the_link_it_is_renewed_late_and_blocked(browser, link, connection, family):
    answer(browser, link, "allow")
    connection.consents.update(ends_at=clock.now() - timedelta(days=5))
    answer(browser, link, "renew")
    renewed = queries.is_in_force(queries.latest(connection))
    page = text(answer(browser, link, "block"))

    assert renewed
    assert "Andrew cannot ask you again." in page and 'value="unblock"' in page
    assert queries.latest(connection).state == State.WITHDRAWN
    answer(browser, link, "unblock")
    assert not Refusal.objects.exists()
