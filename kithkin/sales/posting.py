"""Letters of the sale as the outbox takes them."""

from typing import Any

from kithkin.contacts import letters
from kithkin.contacts.models import Contact


def letter(template: str, contact: Contact, **facts: int) -> dict[str, Any]:
    """To this person, about these rows; once, however often that comes about."""
    dedup = ":".join([template, *map(str, facts.values()), str(contact.pk)])
    return letters.letter(contact, template, dedup=dedup, **facts)
