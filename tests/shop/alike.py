"""Leads who differ in nothing but what a member has said to them, and acts that can be tried again and again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kithkin.base import clock
from kithkin.connections.models import Connection, Consent, ConsentEvent
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation
from tests import people

from .buying import sign_in
from .silence import HTMX, NOES

FRIENDS = "/account/friends/"
KNOWN, UNKNOWN = "known address", "unknown address"


@dataclass
class Lead:
    """One of them, with his browser and the member's name for the state that his connection is in."""

    state: str
    contact: Contact
    browser: Client

    def looks(self) -> HttpResponse:
        return self.browser.get(FRIENDS)

    def asks_again(self) -> HttpResponse:
        link = Connection.objects.only("public_id").get(parent=self.contact)
        return self.browser.post(reverse("shop:consent-request", args=[link.public_id]), headers=HTMX)

    def adds(self, number: int) -> HttpResponse:
        typed = {"first_name": "Gus", "last_name": "Smith", "email": f"gus.{number}@example.org", "by": "email"}
        return self.browser.post(FRIENDS, typed, headers=HTMX)


def open_shop() -> Organisation:
    """A shop that sells nothing yet."""
    organisation = people.organisation("alike")
    point = organisations.open_point_of_sale(organisation, name="Ticket shop", by=people.HOUSE)
    organisations.switch_friends_and_family(point, True, by=people.HOUSE)
    return organisation


def leads(organisation: Organisation) -> list[Lead]:
    """One for each way of not saying yes; every member has the same name."""
    found = []
    for number, no in enumerate(NOES):
        lead, member = (register(organisation, name, number) for name in ("Andrew", "Blaise"))
        no(people.connect(lead, member))
        found.append(Lead(no.__name__.replace("_", " "), lead, sign_in(lead)))
    return found


def adders(organisation: Organisation) -> list[Lead]:
    """Two who add people: the one those whom the organiser knows, the other those whom nobody knows."""
    found = [register(organisation, "Darren", number) for number in range(2)]
    return [Lead(state, lead, sign_in(lead)) for state, lead in zip((KNOWN, UNKNOWN), found, strict=True)]


def register(organisation: Organisation, name: str, number: int) -> Contact:
    """One of many Smiths of this first name, each with an address of his own."""
    email = f"{name.lower()}.{number}@example.org"
    return contacts.register(organisation, Person(name, "Smith", email), by=people.HOUSE)


@contextmanager
def undone(lead: Contact) -> Iterator[None]:
    """What is done inside is done for good, and put back afterwards: nobody comes nearer to a limit."""
    links = Connection.objects.filter(parent=lead)
    stood = {link.pk: link for link in links}
    rounds = {each.pk: each for each in Consent.objects.filter(connection__in=stood)}
    written = ConsentEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    yield
    ConsentEvent.objects.filter(pk__gt=written).delete()
    Letter.objects.all().delete()
    Consent.objects.filter(connection__in=links).exclude(pk__in=rounds).delete()
    links.exclude(pk__in=stood).delete()
    for each in (*stood.values(), *rounds.values()):
        each.save()


def may_ask_again() -> None:
    """Yesterday they asked for the last time."""
    Connection.objects.update(asked_at=clock.now() - timedelta(days=1), asks=1)
