"""Registering people and writing down what they tell us."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from kithkin.audit import journal
from kithkin.base import addresses, clock, names, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.organisations.models import Organisation

from . import letters
from .models import Contact
from .vault.models import PrivateDetails, new_salt


@dataclass(frozen=True, slots=True)
class Person:
    """What is told of somebody who is to be registered. An empty `number` gets a new one.

    `where` is the place in the file that tells it.
    """

    first_name: str
    last_name: str
    email: str = ""
    language: str = "en"
    number: str = ""
    phone: str = ""
    birth_date: date | None = None
    where: str = field(default="", compare=False)

    @property
    def private(self) -> dict:
        """What of it goes into the vault."""
        email = self.email.strip()
        key = addresses.canonical(email) if email else ""
        return {"email": email, "email_key": key, "phone": self.phone, "birth_date": self.birth_date}


@action
def register(organisation: Organisation, person: Person, *, by: Actor) -> Contact:
    """A new contact with his private details. Raises Refused for a bad name or address."""
    contact = _unsaved(organisation, person)
    contact.save(force_insert=True)
    PrivateDetails.objects.create(contact=contact, **person.private)
    journal.write("contact.registered", by=by, about=contact)
    return contact


@action
def register_unknown(organisation: Organisation, person: Person, *, by: Actor) -> Contact | None:
    """A new contact at an address that nobody has; None when somebody has it by now.

    One at a time per organisation, so that two presses at once never make two contacts (design decision 3).
    """
    if _is_taken(organisation, person):
        return None
    return register(organisation, person, by=by)


@action
def recognise(organisation: Organisation, person: Person, known: Contact | None, *, by: Actor) -> Contact | None:
    """This known contact, or like `register_unknown` a new one; the same statements, so that nobody can tell which."""
    is_taken = _is_taken(organisation, person)
    if known is None and is_taken:
        return None
    contact = known or _unsaved(organisation, person)
    contact.organisation = organisation
    [(contact.pk,)] = rows.insert(Contact, [_row(contact)], when=known is None, returning=("id",)) or [(contact.pk,)]
    details = {"contact_id": contact.pk, "salt": new_salt(), **person.private}
    rows.insert(PrivateDetails, [details], when=known is None)
    journal.write("contact.recognised" if known else "contact.registered", by=by, about=contact)
    return contact


@action
def give_address(contact: Contact, email: str, *, when: bool = True, by: Actor) -> bool:
    """Where somebody is to be reached who has no address; False, by the same statements, where there is one.

    Without `when` it stays as it is, too.
    """
    key = addresses.canonical(email)
    without = PrivateDetails.objects.filter(contact_id=contact.pk if when else 0, email_key="", email_proven_at=None)
    given = without.update(email=email.strip(), email_key=key, moves=F("moves") + 1) > 0
    journal.write("contact.address-given" if given else "contact.address-left", by=by, about=contact)
    return given


@action
def take_address_off(contact: Contact, *, by: Actor) -> None:
    """Whoever reads there is somebody else: from now on this person has no address, and every link mailed is dead."""
    unproven = PrivateDetails.objects.filter(contact=contact, email_proven_at=None)
    unproven.update(email="", email_key="", moves=F("moves") + 1)
    journal.write("contact.address-taken-off", by=by, about=contact)


def _unsaved(organisation: Organisation, person: Person) -> Contact:
    return Contact(
        organisation=organisation,
        number=person.number or numbers.contact_number(),
        first_name=names.clean(person.first_name, field="first_name"),
        last_name=names.clean(person.last_name, field="last_name"),
        language=person.language,
        created_at=clock.now(),
    )


def _row(contact: Contact) -> dict:
    return {field.attname: getattr(contact, field.attname) for field in Contact._meta.concrete_fields[1:]}


def _is_taken(organisation: Organisation, person: Person) -> bool:
    """Whether somebody has this address; until the transaction ends nobody else asks."""
    Organisation.objects.select_for_update(no_key=True).values_list("pk").get(pk=organisation.pk)
    return bool(letters.holders(organisation.pk, person.email))
