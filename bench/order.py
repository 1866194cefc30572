"""The whole group order over HTTP, sign-in excluded, mail included: statements and server CPU, step by step."""

import http.client
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bench import cpu
from bench.browser import Visitor
from bench.prepare import LEAD, PASSWORD
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


def signed_in(shop: Shop) -> Visitor:
    """The lead, signed in; none of this is counted."""
    visitor = Visitor(shop.address)
    visitor.get("/account/sign-in/")
    visitor.post("/account/sign-in/", [("login", LEAD), ("password", PASSWORD)])
    if visitor.status != 302:
        raise SystemExit("The lead cannot sign in.")
    return visitor


def steps(visitor: Visitor, seats: int) -> Iterator[tuple[str, Callable[[], None]]]:
    """The way from the shop page to the confirmation, each step to be called when its turn comes."""
    yield "home page", lambda: visitor.get("/")
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
    """How many statements one order takes, on a warm shop."""
    with site.shop(notebooks=True) as shop:
        visitor = signed_in(shop)
        _order(visitor, seats, site)
        counted = Steps()
        before = len(shop.statements("web"))
        worker_before = len(_work(shop))
        letters = site.sink.arrived
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


def time_spent(site: Site, seats: int, orders: int) -> tuple[Steps, float]:
    """Milliseconds of CPU per step of an order, and of a plain page, measured in the same run."""
    with site.shop(notebooks=False) as shop, site.plain_page() as (plain, plain_pid):
        visitor = signed_in(shop)
        for _ in range(3):
            _order(visitor, seats, site)
        web, worker = cpu.family(shop.pids["web"]), cpu.family(shop.pids["worker"])
        idle = _idle(worker)
        spent, page = Steps(), 0.0
        for _ in range(orders):
            _one(site, visitor, seats, spent, web, worker, idle)
            page += _plain_pages(plain, plain_pid, 20)
    return Steps({name: amount / orders for name, amount in spent.taken.items()}), page / orders


def _one(site: Site, visitor: Visitor, seats: int, spent: Steps, web: set[int], worker: set[int], idle: float) -> None:
    letters = site.sink.arrived
    began, worked = time.monotonic(), cpu.spent(worker)
    for name, act in steps(visitor, seats):
        before = cpu.spent(web)
        act()
        spent.add(name, cpu.spent(web) - before)
    _wait_for_letters(site, letters + seats)
    time.sleep(0.3)
    spent.add("letters", cpu.spent(worker) - worked - idle * (time.monotonic() - began))


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


def _idle(worker: set[int]) -> float:
    """What the worker uses per second while there is nothing to do."""
    before = cpu.spent(worker)
    time.sleep(5)
    return (cpu.spent(worker) - before) / 5


def _plain_pages(address: str, pid: int, count: int) -> float:
    """Milliseconds of one plain page."""
    family = cpu.family(pid)
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    for _ in range(3):
        connection.request("GET", "/")
        connection.getresponse().read()
    before = cpu.spent(family)
    for _ in range(count):
        connection.request("GET", "/")
        if connection.getresponse().read().count(b"<tr>") != 20:
            raise SystemExit("The plain page has not twenty rows.")
    return (cpu.spent(family) - before) / count
