"""The parties of a receipt: who keeps the data, who may see of it, and who decided in a child's name."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.base import tokens
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from .models import Connection

CONTROLLER, RECIPIENT, REPRESENTATIVE = "dpv:DataController", "dpv:ThirdParty", "dpv:Representative"


def parties(connection: Connection, guardians: Iterable[Contact]) -> list[dict[str, Any]]:
    """The organiser with its address; people without theirs, which is nobody else's."""
    lead = _person(connection.parent, RECIPIENT)
    return [_controller(connection.organisation), lead, *(_person(each, REPRESENTATIVE) for each in guardians)]


def party_id(party: Organisation | Contact) -> str:
    """How the other sections name it; of a person nothing can be read from it."""
    return party.slug if isinstance(party, Organisation) else guardian_id(party.pk)


def guardian_id(contact_id: int) -> str:
    """The same, by the number of a contact."""
    return tokens.keyed(f"party:{contact_id}")[:16]


def _controller(organisation: Organisation) -> dict[str, Any]:
    return {
        "party_id": party_id(organisation),
        "party_name": organisation.name,
        "party_role": CONTROLLER,
        "party_type": "dpv:DataExporter",
        "party_address": organisation.postal_address or settings.BASE_URL,
        "party_contact": organisation.email or settings.BASE_URL,
        "party_url": settings.BASE_URL,
    }


def _person(contact: Contact, role: str) -> dict[str, Any]:
    return {
        "party_id": party_id(contact),
        "party_name": contact.name,
        "party_role": role,
        "party_type": "dpv:Recipient",
        "party_address": _("known to the controller"),
        "party_contact": _("through the controller"),
    }
