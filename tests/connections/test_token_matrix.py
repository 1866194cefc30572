"""Everything secret that is ever mailed, or stands in a cookie, at every door: each opens its own and no other."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.signing import get_cookie_signer
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.letters import access_codes
from kithkin.base import clock
from kithkin.base.actor import by_link, customer
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.sales.letters import ticket_for_you
from kithkin.shop import code_visits
from tests.links import address_token, consent_token, password_token, undo_token
from tests.people import HOUSE
from tests.sales.ground import open_shop

from .test_tokens import DOORS

DECLINING = "/ticket/{}/declining/"
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def secrets_of(member: Contact) -> dict[str, str]:
    """One of each kind, all of the same member, all good at this moment."""
    accounts.open_login(member, "a long password", by=HOUSE)
    for email in ("moved.once@example.org", "moved.twice@example.org"):  # the first is made, the second waits
        accounts.ask_change(member, email, by=customer(member))
        if "once" in email:
            accounts.change_address(address_token(member), by=by_link(member))
    ticket = _mailed("ticket-for-you", member, ticket_for_you)["mine"].rstrip("/").rsplit("/", 1)[-1]
    accounts.invite(member, by=HOUSE)
    return {
        "consent": consent_token(Connection.objects.get(child=member)),
        "password": password_token(member),
        "ticket": ticket,
        "address": address_token(member),
        "address/undo": undo_token(member),
        "visit": accounts.enter_code(member, _code(member), by=by_link(member)),
        "session": _session(member),
    }


def doors(consent: str) -> dict[str, tuple[str, Callable[[str], bool]]]:
    """By address: whose door it is, and whether it opens for what is presented."""
    by_address = {door: (owner, partial(_shows, door)) for owner, found in DOORS.items() for door in found}
    return by_address | {
        "the field for a code": ("code", partial(_takes_the_code, f"/consent/{consent}/everybody/")),
        "the cookie of a visit": ("visit", partial(_knows, "/account/people/", code_visits.COOKIE)),
        "the cookie of a session": ("session", partial(_knows, "/account/", settings.SESSION_COOKIE_NAME)),
    }


def test_each_opens_its_own_doors_and_no_other():
    shop = open_shop(members=1)
    [member] = shop.members
    shop.buy(2)
    kinds = secrets_of(member)

    with clock.held(clock.now() + timedelta(minutes=2)):
        kinds = {"code": _code(member)} | kinds  # first, for it may be tried five times only
        found = doors(kinds["consent"])
        found_first = {DECLINING: found.pop(DECLINING)}
        opened = opened_by(kinds, found_first)
        Client().post(f"/ticket/{kinds['ticket']}/")  # he takes it over: now it can be printed, and declined no more
        opened |= opened_by(kinds, found)

    assert all(kinds.values())
    assert opened == {(owner, name) for name, (owner, _opens) in (found_first | found).items()}


def opened_by(kinds: dict[str, str], found: dict) -> set[tuple[str, str]]:
    return {(kind, name) for kind in kinds for name, (_owner, opens) in found.items() if opens(kinds[kind])}


def _shows(door: str, secret: str) -> bool:
    return Client().get(door.format(secret)).status_code == 200


def _takes_the_code(door: str, secret: str) -> bool:
    return Client(headers={"Origin": "null"}).post(door, {"code": secret}).status_code == 303


def _knows(page: str, cookie: str, secret: str) -> bool:
    browser = Client()
    signed = get_cookie_signer(salt=cookie + code_visits._SALT).sign(secret)
    browser.cookies[cookie] = signed if cookie == code_visits.COOKIE else secret
    return browser.get(page).status_code == 200


def _mailed(template: str, member: Contact, facts) -> dict:
    letter = Letter.objects.filter(template=template, contact_id=member.pk).latest("pk")
    return facts([letter])[letter.pk].context


def _code(member: Contact) -> str:
    accounts.send_code(member, by=by_link(member))
    return _mailed("access-code", member, access_codes)["code"].replace(" ", "")


def _session(member: Contact) -> str:
    browser = Client()
    browser.force_login(accounts.open_login(member, "a long password", by=HOUSE))
    return browser.session.session_key
