"""Is this the person somebody means? One place, so that every failure can be worded and counted once."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from kithkin.base import addresses, names, numbers

from .models import Contact
from .vault.models import PrivateDetails

BATCH = 5000
SIGNIFICANT = 9  # digits of a telephone number


class Outcome(StrEnum):
    """What a look-up found."""

    FOUND = "found"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Match:
    """The outcome, and the contact when there is exactly one."""

    outcome: Outcome
    contact: Contact | None = None


def by_email(organisation_id: int, email: str, first_name: str, last_name: str) -> Match:
    """Compare an address and both names with the organisation's contacts (first seed; design decision 3)."""
    key = addresses.canonical(email)
    holders = PrivateDetails.objects.filter(
        email_key=key, contact__organisation_id=organisation_id, contact__hidden_at=None
    )
    found = [details.contact for details in holders.select_related("contact")]
    if not found:
        return Match(Outcome.UNKNOWN)
    fitting = [contact for contact in found if _names_fit(contact, first_name, last_name)]
    if len(fitting) == 1:
        return Match(Outcome.FOUND, fitting[0])
    return Match(Outcome.AMBIGUOUS if fitting else Outcome.MISMATCH)


def by_number(organisation_id: int, number: str, last_name: str) -> Match:
    """Compare a contact number and a family name; every failure is the same UNKNOWN.

    A number whose check digits do not fit never reaches the database.
    """
    if not numbers.is_contact_number(number):
        return Match(Outcome.UNKNOWN)
    known = Contact.objects.filter(organisation_id=organisation_id, hidden_at=None)
    contact = known.filter(number=numbers.bare(number)).first()
    if contact and names.same(last_name, contact.last_name):
        return Match(Outcome.FOUND, contact)
    return Match(Outcome.UNKNOWN)


def _names_fit(contact: Contact, first_name: str, last_name: str) -> bool:
    return names.same(first_name, contact.first_name) and names.same(last_name, contact.last_name)


@dataclass(frozen=True, slots=True)
class Trait:
    """What two records of one person have in common, so far as it is needed to find them: names, the rest as hashes."""

    contact_id: int
    first_name: str
    last_name: str
    email: str
    phone: str
    birth_date: str


def traits(organisation_id: int) -> Iterator[Trait]:
    """Everybody of an organisation, read in batches. The hashes are of this run: they compare, and tell nothing."""
    secret = secrets.token_bytes(32)

    def hidden(text: str) -> str:
        return blake2b(text.encode(), key=secret, digest_size=12).hexdigest() if text else ""

    people = PrivateDetails.objects.filter(contact__organisation_id=organisation_id, contact__hidden_at=None)
    columns = ("contact_id", "contact__first_name", "contact__last_name", "email_key", "phone", "birth_date")
    for number, first, last, email, phone, born in people.order_by("pk").values_list(*columns).iterator(BATCH):
        yield Trait(number, first, last, hidden(email), hidden(_digits(phone)), hidden(str(born or "")))


def _digits(phone: str) -> str:
    """The end of a number, however its beginning is written; nothing where that is too short to mean anybody."""
    digits = re.sub(r"\D", "", phone)
    return digits[-SIGNIFICANT:] if len(digits) >= SIGNIFICANT - 2 else ""
