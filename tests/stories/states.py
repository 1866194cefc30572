"""Every page in the states that it can have, as different from each other as possible."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.test import Client

from kithkin.audit import signals
from kithkin.audit.looks import Why
from kithkin.base import clock
from kithkin.base.actor import Power
from kithkin.connections.limits import Limit
from kithkin.project.access import PAGES, Who
from tests import pages
from tests.purchases import buy
from tests.visits import operator, signed_in, tried
from tests.world import World

from .walk import Browser, just_signed_in, links, name_of, parts

SORRY, WRONG = '<div class="oops">', "something went wrong"
FEW = 3  # addresses of one page for each visitor: more of the same show nothing new


@dataclass(frozen=True)
class State:
    """One page as somebody saw it."""

    name: str
    seen: str
    html: str
    policy: str

    @cached_property
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
    yield from _of_anybody(world)
    yield from _of_customers(world)
    yield from _of_operators(world)


def _of_anybody(world: World) -> Iterator[State]:
    yield from _walked(Browser(), "nobody", _let_in(Who.ANYBODY, Who.LINK))
    yield from _asked(Browser(), "nobody", "/consent/x/", "/password/x/", "/nothing/")
    with clock.held(clock.now() + timedelta(days=4)):
        yield from _asked(Browser(), "late", *pages.addresses("shop:set-password"))


def _of_customers(world: World) -> Iterator[State]:
    own = ["shop:home", "account_logout", *_let_in(Who.LOGIN, Who.CUSTOMER, Who.MEMBER)]
    andrew = just_signed_in(world.cast.andrew)
    buy(world.cast, world.cast.carla, world.people["Mia"], where="wing")  # his daughter's to decline, so his
    yield from _walked(andrew, "Andrew", own)
    for name in ("Blaise", "Gus"):
        yield from _walked(signed_in(world.people[name], Browser), name, own)
    yield from _asked(signed_in(world.people["Ann"], Browser), "one of two", *pages.addresses("shop:choice"))
    yield from _asked(andrew, "Andrew", *pages.addresses("shop:confirmation"), *pages.addresses("demo:letter")[:1])
    yield from _answer(andrew, "Andrew", "post", f"/orders/{world.shared.number}/payment/")


def _of_operators(world: World) -> Iterator[State]:
    signals.note(world.cast.organisation.pk, world.cast.andrew.pk, Limit.LOOKUP)
    hana, newcomer = operator(world.cast, *Power), operator(world.cast, Power.READ_LETTERS)
    yield from _sheets(hana, world)
    yield from _walked(hana, "Hana", _let_in(Who.OPERATOR))
    yield from _asked(hana, "Hana", "/desk/contacts/?q=Smith", "/desk/contacts/?q=nobody")
    yield from _asked(newcomer, "a newcomer", "/desk/contacts/")
    for sent in ({"do": "preview", "en": "We keep little.\n\n- this"}, {"do": "publish", "en": ""}):
        yield from _answer(hana, "Hana", "post", "/desk/policies/new/", sent)
    switches = f"/desk/points-of-sale/{world.cast.point_of_sale.pk}/characteristics/"
    yield from _answer(hana, "Hana", "post", switches, {"switch": "consent"})


def _sheets(hana: Client, world: World) -> Iterator[State]:
    """Of a child, of somebody without email, of a lead: why, then all leaves of the sheet."""
    for name in ("Mia", "Paper", "Andrew"):
        sheet = f"/desk/contacts/{world.people[name].number}/"
        for method in ("get", "post"):
            yield from _answer(hana, "Hana", method, f"{sheet}reason/")
        hana.post(f"{sheet}reason/", {"why": Why.ASKED})
        leaves = (f"{sheet}{leaf}/" for leaf in ("connections", "guardians", "correction", "erasure"))
        yield from _asked(hana, "Hana", sheet, *leaves, *_of_his_answers(sheet))
        yield from _answer(hana, "Hana", "post", f"{sheet}guardians/")


def _of_his_answers(sheet: str) -> list[str]:
    """Where operators write down what somebody allowed or refused."""
    every = (address for name in ("desk:form", "desk:spoken-no") for address in pages.addresses(name))
    return [address for address in every if address.startswith(sheet)]


def _let_in(*whom: Who) -> list[str]:
    return [name for name, who in PAGES.items() if who in whom]


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
        is_kept = "attachment" in answer.get("Content-Disposition", "")  # and opened from the reader's own disk
        yield State(name, seen, answer.text, "" if is_kept else answer["Content-Security-Policy"])
