"""People for tests of the lower floors, registered by the real actions. The cast of the demo stands on top of these."""

from dataclasses import dataclass

import pytest

from kithkin.base import actor
from kithkin.base.actor import Actor
from kithkin.connections import actions, queries
from kithkin.connections.models import Connection, Consent
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation

from .cast import built

HOUSE = actor.system(None)


@dataclass(frozen=True)
class Family:
    """Andrew and the people he may lead, none of them connected yet. Private values hold the word canary."""

    organisation: Organisation
    andrew: Contact
    blaise: Contact
    darren: Contact


# The limits on writing to people have tests of their own; elsewhere they stand aside.
GENEROUS = {"invitations_per_day": 100, "pending_limit": 100, "requests_per_recipient_day": 50}


def organisation(slug: str = "ferrygate", **settings) -> Organisation:
    """An organiser of its own."""
    return organisations.open_organisation(name="Ferrygate Athletic", slug=slug, by=HOUSE, **{**GENEROUS, **settings})


def register(organiser: Organisation, first_name: str, last_name: str = "Smith") -> Contact:
    """A contact whose address and telephone number are canaries."""
    email = f"canary.{first_name.lower()}@example.org"
    return contacts.register(organiser, Person(first_name, last_name, email, phone=f"canary {first_name}"), by=HOUSE)


def connect(lead: Contact, member: Contact) -> Connection:
    """The lead adds a known contact."""
    return actions.connect(
        lead, member, member.first_name, member.last_name, how=Connection.How.EMAIL, by=actor.customer(lead)
    )


def allow(connection: Connection, **choices) -> Consent:
    """The member presses Allow."""
    return actions.allow(queries.latest(connection), by=actor.by_link(connection.child), **choices)


def customer(contact: Contact) -> Actor:
    """This contact, signed in."""
    return actor.customer(contact)


@pytest.fixture
def family(db) -> Family:
    """Three Smiths of one organisation."""
    return built(smiths)


def smiths() -> Family:
    """They, in an organisation of their own."""
    organiser = organisation()
    return Family(organiser, *(register(organiser, name) for name in ("Andrew", "Blaise", "Darren")))
