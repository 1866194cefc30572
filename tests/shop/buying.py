"""Andrew in front of the shop, with a browser that has signed in; nobody of his group has answered yet."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection as database
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kithkin.accounts import actions as accounts
from kithkin.base import actor
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.sales import choosing
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Basket, Claim, Order
from tests import people, visits
from tests.sales.ground import Shop, open_shop

WHO, SUM, MAP, BASKET, CHECKOUT = (
    "/season-ticket/",
    "/season-ticket/sum/",
    "/season-ticket/map/",
    "/basket/",
    "/checkout/",
)


def sign_in(contact: Contact) -> Client:
    """A browser of this contact."""
    browser = Client()
    visits.sign_in(browser, accounts.open_login(contact, "a long password", by=people.HOUSE))
    return browser


@dataclass
class Buyer:
    """What Andrew does, by the forms of the pages."""

    shop: Shop
    browser: Client

    @property
    def keys(self) -> list[str]:
        """Himself and his members, as the pages name them."""
        return ["me", *(self.link(member).public_id for member in self.shop.members)]

    def link(self, member: Contact) -> Connection:
        return Connection.objects.get(parent=self.shop.andrew, child=member)

    def choice(self, count: int = 3, **changes) -> dict:
        """The first `count` people, all adults, in the centre."""
        keys = self.keys[:count]
        return {"who": keys, "category": "centre", **{f"tariff-{key}": "adult" for key in keys}, **changes}

    def get(self, address: str) -> HttpResponse:
        return self.browser.get(address)

    def post(self, address: str, data: dict | None = None) -> HttpResponse:
        return self.browser.post(address, data or {})

    def read(self, address: str) -> str:
        return text(self.get(address))

    def hold(self, count: int = 3) -> HttpResponse:
        return self.post(WHO, self.choice(count))

    def order(self, how: str = "pay") -> HttpResponse:
        return self.post(CHECKOUT, {"basket": self.basket.public_id, "how": how})

    def pay(self, answer: str = "pay") -> HttpResponse:
        """From the checkout to the confirmation's address."""
        return self.post(self.order()["Location"], {"answer": answer})

    @property
    def basket(self) -> Basket:
        return Basket.objects.filter(buyer=self.shop.andrew).latest("pk")

    @property
    def placed(self) -> Order:
        return Order.objects.get(purchaser=self.shop.andrew)

    @property
    def seats(self) -> list[int]:
        """Where the people of the basket sit, in their order."""
        return list(self.basket.seats.order_by("position").values_list("seat_id", flat=True))

    def let_pass(self, minutes: float) -> None:
        """The basket's time, until so many minutes are left."""
        until = timezone.now() + timedelta(minutes=minutes)
        Basket.objects.filter(pk=self.basket.pk).update(held_until=until)
        Claim.objects.filter(basket=self.basket).update(held_until=until)


@pytest.fixture
def buyer(db) -> Buyer:
    return at(open_shop())


def at(shop: Shop) -> Buyer:
    """Andrew at this shop; its plan has been read, as in a process that serves."""
    assert shop.offer.geometry
    return Buyer(shop, sign_in(shop.andrew))


def somebody_takes(shop: Shop, *seats: int, name: str = "Gus") -> None:
    """A stranger holds these seats."""
    for number, seat in enumerate(seats):
        stranger = people.register(shop.organisation, name + "abcdefghij"[number])
        person = Person(stranger.pk, "Gus", shop.offer.tariff("adult").pk)
        choosing.hold_these(shop.offer, [person], [seat], pos=shop.pos, by=actor.customer(stranger))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def words(response: HttpResponse) -> str:
    """What the page says, without its tags."""
    main = re.search(r"<main.*?</main>", text(response), re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main[0] if main else text(response))))


def path(response: HttpResponse) -> str:
    """Where a redirect leads."""
    return urlsplit(response["Location"]).path


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile, BEGIN and COMMIT included."""
    seen: list[str] = []
    with CaptureQueriesContext(database) as captured:
        yield seen
    seen += [query["sql"] for query in captured.captured_queries]
