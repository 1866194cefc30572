"""Every page in the states that it can have, as different from each other as possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.test import Client

from kithkin.audit import signals
from kithkin.base import clock
from kithkin.base.actor import Power
from kithkin.connections.limits import Limit
from kithkin.project.access import PAGES, Who
from tests import pages
from tests.visits import operator, signed_in, tried
from tests.world import World

from .walk import Browser, links, name_of, parts

SORRY, WRONG = '<div class="oops">', "something went wrong"
FEW = 4  # addresses of one page for each visitor: more of the same show nothing new


class State(NamedTuple):
    """One page as somebody saw it."""

    name: str
    seen: str
    html: str
    policy: str

    @property
    def parts(self) -> set[tuple[str, str]]:
        """What it is made of: tags with their classes."""
        return parts(self.html)


def of(world: World) -> list[State]:
    """For every page as few states as show all of its parts."""
    by_page: dict[str, list[State]] = defaultdict(list)
    for state in _all(world):
        by_page[state.name].append(state)
    return [state for found in by_page.values() for state in _different(found)]


def _different(found: list[State]) -> Iterator[State]:
    shown: set[tuple[str, str]] = set()
    for state in sorted(found, key=lambda state: -len(state.parts)):
        if not shown or state.parts - shown:
            shown |= state.parts
            yield state


def _all(world: World) -> Iterator[State]:
    open_pages = [name for name, who in PAGES.items() if who in (Who.ANYBODY, Who.LINK)]
    own = [name for name, who in PAGES.items() if who in (Who.CUSTOMER, Who.MEMBER)]
    desk = [name for name, who in PAGES.items() if who is Who.OPERATOR]
    signals.note(world.cast.organisation.pk, world.cast.andrew.pk, Limit.LOOKUP)
    hana, newcomer = operator(world.cast, *Power), operator(world.cast, Power.READ_LETTERS)
    yield from _walked(Browser(), "nobody", open_pages)
    for contact in (world.cast.andrew, world.cast.blaise, world.cast.gus):
        yield from _walked(signed_in(contact, Browser), contact.first_name, ["shop:home", "account_logout", *own])
    andrew = signed_in(world.cast.andrew, Browser)
    yield from _asked(andrew, "Andrew", *pages.addresses("shop:confirmation"), *pages.addresses("demo:letter")[:1])
    yield from _walked(hana, "Hana", desk)
    yield from _asked(hana, "Hana", "/desk/contacts/?q=Smith", "/desk/contacts/?q=nobody")
    yield from _asked(newcomer, "a newcomer", "/desk/contacts/")
    yield from _asked(Browser(), "nobody", "/consent/x/", "/password/x/", "/nothing/")
    yield from _answer(andrew, "Andrew", "post", f"/orders/{world.shared.number}/payment/")
    with clock.held(clock.now() + timedelta(days=4)):
        yield from _asked(Browser(), "late", *pages.addresses("shop:set-password"))
    point = world.cast.point_of_sale.pk
    yield from _answer(
        hana, "Hana", "post", "/desk/policies/new/", {"do": "preview", "en": "We keep little.\n\n- this"}
    )
    yield from _answer(hana, "Hana", "post", "/desk/policies/new/", {"do": "publish", "en": ""})
    yield from _answer(hana, "Hana", "post", f"/desk/points-of-sale/{point}/characteristics/", {"switch": "consent"})


def _asked(browser: Client, who: str, *addresses: str) -> Iterator[State]:
    for address in addresses:
        yield from _answer(browser, who, "get", address)


def _walked(browser: Client, who: str, names: Iterable[str]) -> Iterator[State]:
    """From the pages that have one address to where they lead; each also as it answers to an empty form."""
    one = {name for name, converters in pages.pages() if not converters}
    waiting = [address for name in names if name in one or PAGES[name] is Who.LINK for address in pages.addresses(name)]
    known, visits = set(waiting), Counter()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address) or WRONG
        visits[name] += 1
        if name not in names or (visits[name] > FEW and PAGES[name] is not Who.LINK):
            continue
        for method in ("get", "post"):
            for state in _answer(browser, who, method, address):
                yield state
                found = set(links(address, state.html)) - known
                waiting += sorted(found)
                known |= found


def _answer(browser: Client, who: str, method: str, address: str, data: dict | None = None) -> Iterator[State]:
    answer = tried(browser, method, address, data)
    is_page = "html" in answer.get("Content-Type", "") and "<html" in answer.text
    if is_page and (answer.status_code != 404 or who == "nobody"):
        seen = f"{who} {method} {address}: {answer.status_code}"
        name = WRONG if SORRY in answer.text else name_of(address) or WRONG
        yield State(name, seen, answer.text, answer["Content-Security-Policy"])
