"""The whole group order over HTTP, sign-in excluded, mail included: statements and server CPU, step by step."""

import http.client
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import mean, median
from urllib.parse import urlsplit

from bench import cpu
from bench.browser import Visitor
from bench.prepare import PASSWORD, lead_of
from bench.running import Shop, Site

# Looking for work is not work: what the worker asks of an empty queue, and its own clock, is left out.
_IDLE = re.compile(r"django_q_schedule|django_q_task|shared_cache|^SELECT.*django_q_ormq", re.IGNORECASE)


@dataclass
class Steps:
    """What each step took, in order, summed over the orders."""

    taken: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, amount: float) -> None:
        """One order's share."""
        self.taken[name] = self.taken.get(name, 0) + amount

    @property
    def total(self) -> float:
        """All steps."""
        return sum(self.taken.values())


def signed_in(shop: Shop, seats: int) -> Visitor:
    """The lead of so many people, signed in; none of this is counted."""
    visitor = Visitor(shop.address)
    visitor.get("/account/sign-in/")
    visitor.post("/account/sign-in/", [("login", lead_of(seats)), ("password", PASSWORD)])
    if visitor.status != 302:
        raise SystemExit("The lead cannot sign in.")
    return visitor


def steps(visitor: Visitor, seats: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """The way from the shop page to the confirmation, each step to be called when its turn comes."""
    yield "who is coming", lambda: visitor.get("/season-ticket/")
    yield "keep the best seats", lambda: visitor.post("/season-ticket/", _choice(visitor, seats))
    yield "basket", lambda: visitor.get(visitor.path)
    yield "checkout", lambda: visitor.get("/checkout/")
    yield "place the order", lambda: visitor.post("/checkout/", [("basket", visitor.hidden("basket")), ("how", "pay")])
    yield "bank's page", lambda: visitor.get(visitor.path)
    yield "pay", lambda: visitor.post(visitor.path, [("answer", "pay")])
    yield "confirmation", lambda: visitor.get(visitor.path)


def _choice(visitor: Visitor, seats: int) -> list[tuple[str, str]]:
    coming = visitor.values("who")[:seats]
    tariffs = [(f"tariff-{key}", "adult") for key in coming]
    return [
        *[("who", key) for key in coming],
        *tariffs,
        ("category", visitor.values("category")[-1]),
        ("then", "seats"),
    ]


def statements(site: Site, seats: int) -> Steps:
    """How many statements one order takes, on a warm shop: the least of three, for the worker's clock may strike."""
    with site.shop(notebooks=True) as shop:
        visitor = signed_in(shop, seats)
        _order(visitor, seats, site)
        return min((_counted(site, shop, visitor, seats) for _ in range(3)), key=lambda counted: counted.total)


def _counted(site: Site, shop: Shop, visitor: Visitor, seats: int) -> Steps:
    counted, letters = Steps(), site.sink.arrived
    before, worker_before = len(shop.statements("web")), len(_work(shop))
    for name, act in steps(visitor, seats):
        act()
        after = len(shop.statements("web"))
        counted.add(name, after - before)
        before = after
    _wait_for_letters(site, letters + seats)
    time.sleep(2.5)
    fetches = 1
    counted.add("letters", len(_work(shop)) - worker_before + fetches)
    return counted


def _work(shop: Shop) -> list[str]:
    return [statement for statement in shop.statements("worker") if not _IDLE.search(statement)]


@dataclass
class Timed:
    """Milliseconds of CPU of each order, and of the plain pages asked for in turn with its steps."""

    orders: list[Steps] = field(default_factory=list)
    pages: list[list[float]] = field(default_factory=list)

    @property
    def middle(self) -> Steps:
        """Each step's median."""
        return Steps({name: median(order.taken[name] for order in self.orders) for name in self.orders[0].taken})

    @property
    def page(self) -> float:
        """The median of all plain pages."""
        return median(page for pages in self.pages for page in pages)

    @property
    def ratios(self) -> list[float]:
        """Each order in plain pages of its own moments, so that a machine that slows down changes little."""
        return [order.total / mean(pages) for order, pages in zip(self.orders, self.pages, strict=True)]


def time_spent(site: Site, seats: int, orders: int) -> Timed:
    """So many orders, one after the other."""
    with site.shop(notebooks=False) as shop, site.plain_page() as plain:
        timing = Timing(site, shop, Plain(*plain), signed_in(shop, seats), seats)
        for _ in range(3):
            _order(timing.visitor, seats, site)
        timing.find_idle()
        for _ in range(orders):
            timing.order()
    return timing.timed


class Timing:
    """One plain page is asked for after each step: both are as cold as a page is between two visitors."""

    def __init__(self, site: Site, shop: Shop, plain: "Plain", visitor: Visitor, seats: int):
        self._site, self._plain, self._seats, self.visitor = site, plain, seats, visitor
        self._web, self._worker = cpu.family(shop.pids["web"]), cpu.family(shop.pids["worker"])
        self.timed, self._idle = Timed(), 0.0

    def find_idle(self) -> None:
        """What the worker uses per second while there is nothing to do."""
        before = cpu.spent(self._worker)
        time.sleep(5)
        self._idle = (cpu.spent(self._worker) - before) / 5

    def order(self) -> None:
        """One whole order."""
        letters, spent, pages = self._site.sink.arrived, Steps(), []
        began, worked = time.monotonic(), cpu.spent(self._worker)
        for name, act in steps(self.visitor, self._seats):
            before = cpu.spent(self._web)
            act()
            spent.add(name, cpu.spent(self._web) - before)
            pages.append(self._plain.ask())
        _wait_for_letters(self._site, letters + self._seats)
        time.sleep(0.3)
        idle = self._idle * (time.monotonic() - began)
        spent.add("letters", cpu.spent(self._worker) - worked - idle)
        self.timed.orders.append(spent)
        self.timed.pages.append(pages)


def _order(visitor: Visitor, seats: int, site: Site) -> None:
    letters = site.sink.arrived
    for name, act in steps(visitor, seats):
        act()
        if visitor.status not in (200, 302, 303):
            raise SystemExit(f"{name}: the shop answered {visitor.status}\n{visitor.page[:2000]}")
    if visitor.status != 200 or visitor.page.count("/ticket.pdf") < seats:
        raise SystemExit(f"The order did not end with {seats} tickets:\n{visitor.path}\n{visitor.page[:3000]}")
    _wait_for_letters(site, letters + seats)


def _wait_for_letters(site: Site, wanted: int) -> None:
    until = time.monotonic() + 30
    while site.sink.arrived < wanted:
        if time.monotonic() > until:
            raise SystemExit(f"{site.sink.arrived} of {wanted} letters arrived.")
        time.sleep(0.05)


class Plain:
    """The plain page, asked for one at a time."""

    def __init__(self, address: str, pid: int):
        self._family = cpu.family(pid)
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc)
        for _ in range(5):
            self.ask()

    def ask(self) -> float:
        """Milliseconds of CPU for one page."""
        before = cpu.spent(self._family)
        self._connection.request("GET", "/")
        if self._connection.getresponse().read().count(b"<tr>") != 20:
            raise SystemExit("The plain page has not twenty rows.")
        return cpu.spent(self._family) - before
