"""What a lead sees and does, told as a transcript without what differs by chance; and the ways to say no."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from django.db import connection as database
from django.http import HttpResponse
from django.urls import reverse

from kithkin.base import clock
from kithkin.base.actor import by_link, customer
from kithkin.connections import actions, queries
from kithkin.connections.models import Connection, Consent
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.project.letters import TABLE
from kithkin.sales.actions import returning
from kithkin.sales.models import Order, Payment, Ticket
from tests.people import allow

from .buying import BASKET, Buyer

HTMX = {"HX-Request": "true", "HX-Target": "group"}
_CHANCE = [
    (re.compile(rb'(name="csrfmiddlewaretoken" value=)"[^"]+"'), rb'\1"TOKEN"'),
    (re.compile(rb'(name="key" value=)"[^"]+"'), rb'\1"KEY"'),
    (re.compile(rb"(csrf=)[^;]+"), rb"\1TOKEN"),
    (re.compile(rb"(messages=)[^;]+"), rb"\1NOTICE"),
    (re.compile(rb"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"), b"DATE"),
    (re.compile(rb"Date\(D:\d{14}Z\)"), b"DATE"),
    (re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"), b"DATE"),
    # A PDF names itself by a hash over its contents and its date.
    (re.compile(rb"/ID\s*\[.*?\]", re.S), b"/ID"),
    (re.compile(rb"(<xmpMM:(?:Instance|Document)ID>)[^<]*"), rb"\1"),
    (re.compile(rb"nonce-[\w+/=-]+"), rb"NONCE"),
    # A basket lasts by the database's clock, which no test can hold.
    (re.compile(rb"\d+ more minutes?|delay:\d+s"), rb"MINUTES"),
    (re.compile(rb"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b"), rb"ORDER"),
    (re.compile(rb'(name="basket" value=)"[^"]+"'), rb'\1"BASKET"'),
    (re.compile(rb"\b[0-9A-F]{4}( [0-9A-F]{4}){7}\b"), rb"CODE"),
    (re.compile(rb"/(pay|tickets|ticket)/[\w-]{20,}"), rb"/\1/ID"),
]
_FLESH = re.compile(r"'(?:[^']|'')*'|\b\d+\b|\bs\d+_x\d+\b")


def unanswered(link: Connection) -> None:
    pass


def expired(link: Connection) -> None:
    Consent.objects.filter(connection=link).update(asked_at=clock.now() - timedelta(days=15))


def declined(link: Connection) -> None:
    actions.decline(queries.latest(link), by=by_link(link.child))


def declined_for_good(link: Connection) -> None:
    actions.decline(queries.latest(link), by=by_link(link.child), for_good=True)


def withdrawn(link: Connection) -> None:
    actions.withdraw(allow(link), by=by_link(link.child))


def blocked(link: Connection) -> None:
    actions.block(link.child, link.parent, by=customer(link.child))


def blocked_after_a_yes(link: Connection) -> None:
    allow(link)
    blocked(link)


def blocked_all(link: Connection) -> None:
    actions.block(link.child, None, by=customer(link.child))


def lapsed(link: Connection) -> None:
    allow(link)
    Consent.objects.filter(connection=link).update(ends_at=clock.now() - timedelta(days=1))


NOES: list[Callable[[Connection], None]] = [
    unanswered,
    expired,
    declined,
    declined_for_good,
    withdrawn,
    blocked,
    blocked_after_a_yes,
    blocked_all,
    lapsed,
]


@dataclass(frozen=True)
class Seen:
    """One act of the lead and what came of it."""

    act: str
    status: int
    headers: tuple
    body: bytes
    statements: tuple[str, ...]


def looks(order: Order, link: Connection) -> dict[str, tuple[str, dict]]:
    """The pages on which a lead meets his people."""
    removal = reverse("shop:removal", args=[link.public_id])
    return {
        "home": ("/", {}),
        "friends": ("/account/friends/", {}),
        "friends, the changed part": ("/account/friends/", HTMX),
        "friends, searched": ("/account/friends/?q=member", {}),
        "who is coming": ("/season-ticket/", {}),
        "tickets": ("/tickets/", {}),
        "tickets of the person": (f"/tickets/?of={link.public_id}", {}),
        "orders": ("/orders/", {}),
        "orders of the person": (f"/orders/?of={link.public_id}", {}),
        "one order": (reverse("shop:order", args=[order.number]), {}),
        "all tickets as PDF": (reverse("shop:order-pdf", args=[order.number]), {}),
        "account": ("/account/", {}),
        "the person": (reverse("shop:person", args=[link.public_id]), {}),
        "removal": (removal, {}),
    }


def looking(buyer: Buyer, order: Order, link: Connection) -> list[Seen]:
    """He looks everywhere."""
    return [
        seen(name, lambda address=address, headers=headers: buyer.browser.get(address, headers=headers))
        for name, (address, headers) in looks(order, link).items()
    ]


def pressing(buyer: Buyer, link: Connection) -> list[Seen]:
    """He asks again, once by the fragment, then too early, then a third time the day after; then gives up."""
    again, removal = (reverse(f"shop:{name}", args=[link.public_id]) for name in ("consent-request", "removal"))
    told = [
        seen("ask again", lambda: buyer.browser.post(again, headers=HTMX)),
        seen("ask again at once", lambda: buyer.browser.post(again, follow=True)),
    ]
    with clock.held(clock.now() + timedelta(hours=25)):
        told.append(seen("third press", lambda: buyer.browser.post(again, follow=True)))
        told.append(seen("fourth press", lambda: buyer.browser.post(again, follow=True)))
    told += giving_back(buyer, link)
    typed = {"by": "number", "number": link.child.number, "last_name": link.child.last_name}
    told.append(seen("add once more", lambda: buyer.browser.post("/account/friends/", typed, headers=HTMX)))
    told.append(seen("remove", lambda: buyer.browser.post(removal, follow=True)))
    told.append(seen("add anew", lambda: buyer.browser.post("/account/friends/", typed, headers=HTMX)))
    return told


def giving_back(buyer: Buyer, link: Connection) -> list[Seen]:
    """He gives back what he may never have had, by the form and by hand, and says what the person is to him."""
    rights, kind = (reverse(f"shop:{name}", args=[link.public_id]) for name in ("rights", "kind"))
    wishes = ({}, {"keep": ["see_tickets"]}, {"keep": ["resell"]})
    told = [seen("rights", lambda wish=wish: buyer.browser.post(rights, wish, follow=True)) for wish in wishes]
    return [*told, seen("kind", lambda: buyer.browser.post(kind, {"kind": "carer"}, follow=True))]


def shopping(buyer: Buyer, link: Connection) -> list[Seen]:
    """He buys for himself and the person, and looks at what he has."""
    told = [seen("hold", lambda: buyer.hold(2)), seen("basket", lambda: buyer.get(BASKET))]
    told.append(seen("order", buyer.order))
    pay = reverse("shop:pay", args=[Payment.objects.latest("pk").public_id])
    told.append(seen("pay", lambda: buyer.post(pay, {"answer": "pay"})))
    placed = Order.objects.filter(purchaser=buyer.shop.andrew).latest("pk")
    told.append(seen("confirmation", lambda: buyer.get(reverse("shop:confirmation", args=[placed.number]))))
    return told


def naming(buyer: Buyer, link: Connection) -> list[Seen]:
    """The person does not want the ticket; it came back, and he names the same person once more."""
    placed = Order.objects.filter(purchaser=buyer.shop.andrew).latest("pk")
    for ticket in Ticket.objects.filter(holder=link.child).order_by("pk"):
        returning.decline(ticket, by=by_link(link.child))
    ticket.refresh_from_db()
    order, holder = reverse("shop:order", args=[placed.number]), reverse("shop:ticket-holder", args=[ticket.public_id])
    told = [seen(address, lambda address=address: buyer.get(address)) for address in ("/", order, holder)]
    named = seen("name", lambda: buyer.browser.post(holder, {"who": link.public_id}, follow=True))
    return [replace(each, act="came back") for each in (*told, named)]


def adding(buyer: Buyer, first: str, last: str, email: str) -> list[Seen]:
    """He adds somebody by email, by the page and again by the fragment, and asks again."""
    typed = {"by": "email", "first_name": first, "last_name": last, "email": email}
    told = [seen("add", lambda: buyer.browser.post("/account/friends/", typed, follow=True))]
    link = Connection.objects.latest("pk")
    again, removal = (reverse(f"shop:{name}", args=[link.public_id]) for name in ("consent-request", "removal"))
    told.append(seen("add twice", lambda: buyer.browser.post("/account/friends/", typed, headers=HTMX)))
    told.append(seen("ask again", lambda: buyer.browser.post(again, headers=HTMX)))
    told.append(seen("remove", lambda: buyer.browser.post(removal, follow=True)))
    told.append(seen("friends", lambda: buyer.browser.get("/account/friends/")))
    return told


def letters(buyer: Buyer) -> list[tuple]:
    """What the lead is written, and what the postman asks the database for it."""
    with asked_of_the_database() as statements:
        own = Letter.objects.filter(contact_id=buyer.shop.andrew.pk).order_by("pk")
        written = [(letter.template, postman.shown(letter, TABLE)) for letter in own]
    papers = [(template, calm(f"{paper.subject} {paper.text}".encode())) for template, paper in written if paper]
    return [*papers, tuple(statements)]


def seen(name: str, act: Callable[[], HttpResponse]) -> Seen:
    with asked_of_the_database() as statements:
        answer = act()
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cookies = answer.cookies.output(header="", sep=";").encode()
    kept = {
        key: calm(value.encode())
        for key, value in answer.headers.items()
        # The length follows from the body, compared below; one letter less where a moment falls on a whole second.
        if key not in ("Date", "Expires", "X-Request-Id", "Content-Length")
    }
    anew = Connection.objects.order_by("-pk").values_list("public_id", flat=True)
    for number, public_id in enumerate(anew):
        body = body.replace(public_id.encode(), b"CONNECTION %d" % (len(anew) - number))
    return Seen(name, answer.status_code, (*sorted(kept.items()), calm(cookies)), calm(body), tuple(statements))


def calm(text: bytes) -> bytes:
    for pattern, word in _CHANCE:
        text = pattern.sub(word, text)
    return text


@cache
def _without_flesh(sql: str) -> str:
    return _FLESH.sub("?", sql)


@contextmanager
def asked_of_the_database() -> Iterator[list[str]]:
    """The statements, without their parameters."""
    found: list[str] = []

    def note(execute, sql, params, many, context):
        found.append(_without_flesh(sql))
        return execute(sql, params, many, context)

    with database.execute_wrapper(note):
        yield found
