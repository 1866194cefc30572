"""What this floor keeps of a person: told to him, and taken away."""

import secrets
from collections import Counter
from datetime import datetime

from django.db.models import QuerySet

from kithkin.base import clock, numbers, rows
from kithkin.mail import kept
from kithkin.organisations.models import Organisation

from .models import Contact
from .vault.models import AddressChange, PrivateDetails


def told(contact: Contact) -> dict[str, list]:
    """Number, names and private details, and where he wanted to be written to instead."""
    details = PrivateDetails.objects.filter(contact=contact).first()
    known = {
        "number": numbers.show_contact_number(contact.number),
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "language": contact.language,
        "known_since": contact.created_at,
    }
    if details:
        known |= {
            "email": details.email,
            "email_proven_at": details.email_proven_at,
            "phone": details.phone,
            "birth_date": details.birth_date,
        }
    changes = AddressChange.objects.filter(details__contact=contact).order_by("-pk")
    return {
        "yourself": [known],
        "changes_of_email": list(changes.values("old_email", "email", "state", "asked_at", "done_at")),
    }


def changes_before(organisation: Organisation, moment: datetime) -> QuerySet[AddressChange]:
    """Wishes for another email that are long settled; the old one stands in them."""
    return AddressChange.objects.filter(details__contact__organisation=organisation, asked_at__lt=moment)


def erase(contact_ids: list[int]) -> Counter:
    """Names become empty; the private details and their salt go.

    The number becomes a random word that is no contact number, and so many digits that it meets no other.
    """
    kept.forget(_written_as(contact_ids))
    AddressChange.objects.filter(details__contact_id__in=rows.these(contact_ids)).delete()
    gone = PrivateDetails.objects.filter(contact_id__in=rows.these(contact_ids)).delete()[0]
    these, now = Contact.objects.filter(pk__in=rows.these(contact_ids)), clock.now()
    these.filter(hidden_at=None).update(hidden_at=now)
    count = these.update(first_name="", last_name="", erased_at=now)
    rows.set_each(Contact, "number", {each: f"x{secrets.token_hex(9)}" for each in contact_ids})
    return Counter(people=count, details=gone)


def _written_as(contact_ids: list[int]) -> list[str]:
    """The words by which somebody would find these people in a text."""
    found = PrivateDetails.objects.filter(contact_id__in=rows.these(contact_ids))
    told = found.values_list("email", "contact__first_name", "contact__last_name")
    return [text for email, first, last in told for text in (email, f"{first} {last}".strip()) if text]
