"""The table of pages equals the addresses that exist, and everybody gets exactly as far as it says."""

import pytest
from django.test import Client
from django.urls import reverse

from kithkin.base.actor import Power
from kithkin.connections.models import Connection
from kithkin.project.access import PAGES, Who
from kithkin.sales.models import Ticket
from tests.pages import addresses, pages
from tests.visits import operator, signed_in, tried
from tests.world import World, world

__all__ = ["world"]
IN, SIGN_IN, CLOSED = "gets in", "is sent to sign in", "finds nothing"
VISITORS = {"nobody": None, "a stranger": "gus", "the lead": "andrew", "a member": "blaise", "a clerk": "hana"}
CUSTOMERS = ("a stranger", "the lead", "a member")
ANDREWS = {"connection", "number", "ticket", "other", "passkey"}  # what stands in addresses that are one person's
HOLDERS_TOO = {"shop:ticket-pdf"}  # Andrew bought it for Blaise
BY_ITSELF = {
    "shop:ticket-link-pdf": dict.fromkeys(VISITORS, CLOSED),  # nobody has taken his over
    "mfa_login_webauthn": {"nobody": SIGN_IN},  # without a passkey
    "shop:child-ticket-declining": {"the lead": CLOSED},  # none of them is his daughter's
    "shop:ticket-declining": {"a stranger": CLOSED, "the lead": CLOSED, "a member": IN},
    "shop:ticket-ownership": {"a stranger": CLOSED, "the lead": CLOSED, "a member": IN},  # it is Blaise's to take
}


def expected(name: str, visitor: str) -> str:
    """What the table says of an address of Andrew's."""
    who, keys = PAGES[name], dict(pages())[name].keys()
    if visitor in BY_ITSELF.get(name, ()):
        return BY_ITSELF[name][visitor]
    if who in (Who.ANYBODY, Who.LINK):
        return IN
    if visitor == "nobody":
        return SIGN_IN
    if who in (Who.OPERATOR, Who.LOGIN):
        return IN if who is Who.LOGIN or visitor == "a clerk" else CLOSED
    if visitor == "a clerk":
        return IN if name.startswith("account_") else SIGN_IN  # she has a login, but buys nothing
    if who is Who.MEMBER:
        return CLOSED if keys else IN  # the connection in the address is Darren's to answer
    is_his = visitor == "the lead" or (visitor == "a member" and name in HOLDERS_TOO)
    return IN if is_his or not keys & ANDREWS else CLOSED


def address(name: str, world: World) -> str:
    """The address about Andrew, where a page has one for each person."""
    asked = Connection.objects.get(parent=world.cast.andrew, child=world.cast.darren)
    ticket = Ticket.objects.get(line__order=world.shared, holder=world.cast.blaise)
    his = (asked.public_id, world.shared.number, ticket.public_id)
    every = addresses(name)
    return next((each for each in every if any(word in each for word in his)), every[0])


def browser(world: World, visitor: str) -> Client:
    match VISITORS[visitor]:
        case None:
            return Client()
        case "hana":
            return operator(world.cast, *Power)
        case name:
            return signed_in(getattr(world.cast, name))


def outcome(client: Client, method: str, place: str) -> str:
    """How far a visitor gets."""
    answer = tried(client, method, place)
    if answer.status_code == 405:
        return "other method"
    if answer.headers.get("Location", "").startswith((reverse("account_login"), reverse("shop:choice"))):
        return SIGN_IN
    return CLOSED if answer.status_code in (403, 404) else IN


def test_the_table_lists_every_page_and_nothing_else():
    assert sorted(name for name, _converters in pages()) == sorted(PAGES)


@pytest.mark.slow
@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_gets_as_far_as_the_table_says(world, visitor):
    client = browser(world, visitor)
    places = {name: address(name, world) for name in PAGES}
    got = {name: {outcome(client, method, place) for method in ("get", "post")} for name, place in places.items()}

    wrong = {name: got[name] for name in PAGES if got[name] - {"other method"} != {expected(name, visitor)}}
    assert wrong == {}
