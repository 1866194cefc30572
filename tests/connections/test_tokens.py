"""Every kind of mailed link at every door: only its own opens, once where it says so, and looking changes nothing.

A new door must be listed in DOORS: the last test compares with the addresses. What is special to the link of a ticket
and to codes has tests of its own.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import PasswordRequest
from kithkin.base import clock
from kithkin.connections import actions
from kithkin.connections.models import Connection, Consent, ConsentEvent
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.organisations import actions as organisations
from kithkin.project.logs import Blot
from kithkin.shop.urls import urlpatterns
from tests.links import consent_token, password_token
from tests.people import HOUSE, connect, customer

pytestmark = pytest.mark.slow


def asked(family) -> str:
    return consent_token(Connection.objects.first() or connect(family.andrew, family.blaise))


def invited(family) -> str:
    accounts.invite(family.blaise, by=HOUSE)
    return password_token(family.blaise)


KINDS: dict[str, Callable] = {"consent": asked, "password": invited}
DOORS = {
    "consent": [f"/consent/{{}}/{rest}" for rest in ("", "receipt/", "receipt.json", "everybody/", "not-me/")],
    "password": ["/password/{}/", "/password/{}/not-me/"],
    "address": ["/address/{}/"],
    "address/undo": ["/address/undo/{}/"],
    "ticket": ["/ticket/{}/", "/ticket/{}/not-me/", "/ticket/{}/declining/", "/ticket/{}/ticket.pdf"],
}


@pytest.fixture(autouse=True)
def shop(family):
    point = organisations.open_point_of_sale(family.organisation, name="Ticket shop", by=HOUSE)
    return organisations.switch_friends_and_family(point, True, by=HOUSE)


def get(door: str, token: str, **headers) -> int:
    return Client().get(door.format(token), headers=headers).status_code


def everything() -> list:
    """All that a link could change."""
    kept = (Consent, ConsentEvent, PasswordRequest, PrivateDetails)
    return [list(model.objects.order_by("pk").values()) for model in kept]


OWN = [(kind, DOORS[kind][0]) for kind in KINDS]


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: t + "x", lambda t: t.swapcase(), lambda t: t[::-1]])
@pytest.mark.parametrize(("kind", "door"), OWN)
def test_a_damaged_link_opens_nothing(family, kind, door, damage):
    assert get(door, damage(KINDS[kind](family))) != 200


@pytest.mark.parametrize(("kind", "door"), OWN)
def test_a_changed_address_kills_the_link(family, kind, door):
    token = KINDS[kind](family)
    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    assert get(door, token) != 200


@pytest.mark.parametrize(("kind", "door", "days"), [(*own, days) for own, days in zip(OWN, (14, 3), strict=True)])
def test_a_link_ends(family, kind, door, days):
    token = KINDS[kind](family)

    with clock.held(clock.now() + timedelta(days=days, seconds=5)):
        assert get(door, token) == 410


@pytest.mark.parametrize("method", ["get", "head", "options"])
@pytest.mark.parametrize("headers", [{}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
@pytest.mark.parametrize(("kind", "door"), OWN)
def test_looking_changes_nothing(family, kind, door, method, headers):
    token = KINDS[kind](family)
    before = everything()

    for _ in range(3):
        getattr(Client(), method)(door.format(token), headers=headers)

    assert everything() == before
    assert get(door, token) == 200, "it still works"


def test_a_request_that_was_sent_again_kills_the_older_link(family):
    old = asked(family)
    actions.ask_again(Connection.objects.get(), by=customer(family.andrew))

    assert (get("/consent/{}/", old), get("/consent/{}/", asked(family))) == (404, 200)


def test_a_password_link_is_used_once(family):
    token = invited(family)
    accounts.set_password(token, "a long password", by=HOUSE)

    assert get("/password/{}/", token) == 410


def test_every_door_with_a_token_is_in_the_matrix():
    found = {
        f"/{each.pattern}".replace("<str:token>", "{}") for each in urlpatterns if "<str:token>" in str(each.pattern)
    }

    assert found == {door for doors in DOORS.values() for door in doors}


@pytest.mark.parametrize("door", [door for doors in DOORS.values() for door in doors])
def test_no_log_keeps_the_token_of_a_door(door):
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (door.format("canary"),)})
    Blot().filter(record)

    assert "canary" not in record.getMessage()
