"""Registering people and writing down what they tell us."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import addresses, clock, names, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.organisations.models import Organisation

from . import letters
from .models import Contact
from .vault.models import PrivateDetails, new_salt


@dataclass(frozen=True, slots=True)
class Person:
    """What is told of somebody who is to be registered. An empty `number` gets a new one."""

    first_name: str
    last_name: str
    email: str = ""
    language: str = "en"
    number: str = ""
    phone: str = ""
    birth_date: date | None = None


@action
def register(organisation: Organisation, person: Person, *, by: Actor) -> Contact:
    """A new contact with his private details. Raises Refused for a bad name or address."""
    contact = _unsaved(organisation, person)
    contact.save(force_insert=True)
    PrivateDetails.objects.create(contact=contact, **_private(person))
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
    details = {"contact_id": contact.pk, "salt": new_salt(), **_private(person)}
    rows.insert(PrivateDetails, [details], when=known is None)
    journal.write("contact.recognised" if known else "contact.registered", by=by, about=contact)
    return contact


@action
def give_address(contact: Contact, email: str, *, by: Actor) -> None:
    """Where somebody is to be reached who has proven no address yet; every link mailed before is dead."""
    key = addresses.canonical(email)
    details = PrivateDetails.objects.select_for_update(no_key=True).get(contact=contact)
    if details.email_proven_at:
        raise Refused(_("This person has an email of their own already."), field="email")
    details.email, details.email_key, details.moves = email.strip(), key, details.moves + 1
    details.save(update_fields=["email", "email_key", "moves"])
    journal.write("contact.address-given", by=by, about=contact)


@action
def save_many(organisation: Organisation, people: list[Person], *, by: Actor) -> tuple[int, int]:
    """Register or update many by their contact numbers; returns how many are new and how many known.

    A fixed number of statements whatever the length of the list.
    """
    known = set(Contact.objects.filter(organisation=organisation).values_list("number", flat=True))
    new = sum(person.number not in known for person in people)
    at = clock.now()
    written = rows.insert(
        Contact,
        [
            {
                "organisation_id": organisation.pk,
                "number": person.number,
                "first_name": names.clean(person.first_name, field="first_name"),
                "last_name": names.clean(person.last_name, field="last_name"),
                "language": person.language,
                "created_at": at,
            }
            for person in people
        ],
        on_conflict=_NAMES_AGAIN,
        returning=("id", "number"),
    )
    ids = {number: pk for pk, number in written}
    rows.insert(
        PrivateDetails,
        [{"contact_id": ids[person.number], "salt": new_salt(), **_private(person)} for person in people],
        on_conflict=_DETAILS_AGAIN,
    )
    journal.write("contact.imported", by=by, about=organisation, new=new, known=len(people) - new)
    return new, len(people) - new


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


def _private(person: Person) -> dict:
    return {
        "email": person.email.strip(),
        "email_key": addresses.canonical(person.email) if person.email.strip() else "",
        "phone": person.phone,
        "birth_date": person.birth_date,
    }


_NAMES_AGAIN = (
    'ON CONFLICT ("organisation_id", "number") DO UPDATE SET "first_name" = excluded."first_name", '
    '"last_name" = excluded."last_name", "language" = excluded."language"'
)
# An address counts as proven only as long as it is the same; what a list leaves out stays as it is.
_DETAILS_AGAIN = """
ON CONFLICT ("contact_id") DO UPDATE SET "email" = excluded."email", "email_key" = excluded."email_key",
"birth_date" = coalesce(excluded."birth_date", vault_privatedetails."birth_date"),
"phone" = coalesce(nullif(excluded."phone", ''), vault_privatedetails."phone"),
"email_proven_at" = CASE WHEN excluded."email_key" = vault_privatedetails."email_key"
    THEN vault_privatedetails."email_proven_at" END,
"moves" = vault_privatedetails."moves"
    + CASE WHEN excluded."email_key" = vault_privatedetails."email_key" THEN 0 ELSE 1 END
"""
