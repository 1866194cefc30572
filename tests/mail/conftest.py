"""A table with one letter of our own, so that most of these tests need no other floor; and the Smiths in their shop."""

import copy
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from kithkin.mail import outbox
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope, Sender, Table
from tests.people import family
from tests.sales.conftest import shop

__all__ = ["family", "shop"]

CLUB = Sender(
    name="Ferrygate Athletic", email="office@ferrygate.example", postal_address="1 Quay Road\nFerrygate", hue=222
)
CONTEXT = {
    "lead": "Andrew Smith",
    "member": "Blaise Smith",
    "lines": ["see your tickets", "see your orders"],
    "link": "http://testserver/consent/canary-token/",
    "policy": "http://testserver/privacy/",
    "day": date(2026, 11, 21),
}


def greeting(letters: list[Letter]) -> dict[int, Envelope | None]:
    """Every letter may go, to an address made of its contact's number."""
    return {
        letter.pk: Envelope(to=f"contact-{letter.contact_id}@example.org", language=letter.language, context=CONTEXT)
        for letter in letters
    }


def table_of(**facts) -> Table:
    """A table with these functions beside `greeting`."""
    return Table(facts={"greeting": greeting, **facts}, senders=lambda ids: dict.fromkeys(ids, CLUB))


@pytest.fixture(autouse=True)
def greeting_template(settings):
    """The template of `greeting`, found before those of the apps."""
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def table() -> Table:
    return table_of()


@pytest.fixture
def post():
    """Post some greetings in one transaction."""

    def posting(number: int = 1, template: str = "greeting") -> list[Letter]:
        before = Letter.objects.count()
        with transaction.atomic():
            outbox.post_many([a_letter(before + count, template) for count in range(number)])
        return list(Letter.objects.order_by("pk")[before:])

    return posting


def a_letter(contact_id: int, template: str = "greeting") -> dict:
    """A letter as `post_many` takes it."""
    return {
        "template": template,
        "contact_id": contact_id,
        "organisation_id": 1,
        "language": "en",
        "dedup": f"{template}:{contact_id}",
        "consent": 7,
    }
