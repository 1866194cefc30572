"""Letters of the sale as the outbox takes them."""

from typing import Any

from kithkin.contacts.models import Contact


def letter(template: str, organisation_id: int, contact: Contact, **facts: int) -> dict[str, Any]:
    """To this person, about these rows; once, however often that comes about."""
    return {
        "template": template,
        "contact_id": contact.pk,
        "organisation_id": organisation_id,
        "language": contact.language,
        "dedup": ":".join([template, *map(str, facts.values()), str(contact.pk)]),
        **facts,
    }
