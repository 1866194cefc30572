"""People from a file: new ones are registered, known ones brought up to date, but for what is their own by now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from kithkin.audit import journal
from kithkin.base import addresses, clock, names, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.organisations.models import Organisation

from .actions import Person
from .models import Contact
from .vault.models import PrivateDetails, new_salt


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file says something else than what is somebody's own: these fields stayed as they were."""

    where: str
    fields: tuple[str, ...]


class Brought(NamedTuple):
    """What came of a file."""

    new: int
    known: int
    kept: list[Kept]


@action
def save_many(
    organisation: Organisation, people: list[Person], *, signing_in: Collection[str] = (), by: Actor
) -> Brought:
    """Register or update many by their contact numbers, in as many statements whatever the length of the list.

    Never replaced, and told instead: an email that is proven or signs in (`signing_in` are such contact numbers, of
    which a floor above knows), and what the person or the desk has put right here.
    """
    said = [_cleaned(person) for person in people]
    standing = _standing(organisation, said)
    own = _own(standing.values(), signing_in)
    _write(organisation, [replace(person, **own.get(person.number, {})) for person in said])
    kept = [Kept(person.where, fields) for person in said if (fields := _unlike(person, own.get(person.number, {})))]
    new = sum(person.number not in standing for person in said)
    journal.write("contact.imported", by=by, about=organisation, new=new, known=len(said) - new, kept=len(kept))
    return Brought(new, len(said) - new, kept)


def _cleaned(person: Person) -> Person:
    first, last = (names.clean(getattr(person, name), field=name) for name in ("first_name", "last_name"))
    return replace(person, first_name=first, last_name=last)


def _standing(organisation: Organisation, people: Iterable[Person]) -> dict[str, PrivateDetails]:
    """Who is known already, by number; held still until the transaction ends."""
    numbers = rows.named(person.number for person in people)
    known = PrivateDetails.objects.filter(contact__organisation=organisation, contact__number__in=numbers)
    held = known.select_related("contact").select_for_update(no_key=True).order_by("pk")
    return {details.contact.number: details for details in held}


def _own(standing: Collection[PrivateDetails], signing_in: Collection[str]) -> dict[str, dict[str, Any]]:
    """By number what stays, and how it stands."""
    own: dict[str, dict[str, Any]] = {}
    for details in standing:
        contact = details.contact
        stays = {name: getattr(details, name, getattr(contact, name, None)) for name in details.put_right.split()}
        if details.email and (details.email_proven_at or contact.number in signing_in):
            stays["email"] = details.email
        own[contact.number] = stays
    return own


def _unlike(said: Person, own: dict[str, Any]) -> tuple[str, ...]:
    """Of what stays, the fields that the file has otherwise."""
    return tuple(name for name, stands in own.items() if _says_else(name, getattr(said, name), stands))


def _says_else(name: str, said: Any, stands: Any) -> bool:
    """An empty cell says nothing, but of an email that there is none."""
    if name == "email":
        return not said.strip() or addresses.canonical(said) != addresses.canonical(stands)
    return bool(said) and said != stands


def _write(organisation: Organisation, people: list[Person]) -> None:
    at = clock.now()
    contacts = [{**_public(person), "organisation_id": organisation.pk, "created_at": at} for person in people]
    written = rows.insert(Contact, contacts, on_conflict=_NAMES_AGAIN, returning=("id", "number"))
    ids = {number: pk for pk, number in written}
    details = [{"contact_id": ids[person.number], "salt": new_salt(), **person.private} for person in people]
    rows.insert(PrivateDetails, details, on_conflict=_DETAILS_AGAIN)


def _public(person: Person) -> dict[str, str]:
    return {name: getattr(person, name) for name in ("number", "first_name", "last_name", "language")}


_NAMES_AGAIN = (
    'ON CONFLICT ("organisation_id", "number") DO UPDATE SET "first_name" = excluded."first_name", '
    '"last_name" = excluded."last_name", "language" = excluded."language"'
)
# What a list leaves out stays as it is; a changed email is not proven, and every link mailed before is dead.
_DETAILS_AGAIN = """
ON CONFLICT ("contact_id") DO UPDATE SET "email" = excluded."email", "email_key" = excluded."email_key",
"birth_date" = coalesce(excluded."birth_date", vault_privatedetails."birth_date"),
"phone" = coalesce(nullif(excluded."phone", ''), vault_privatedetails."phone"),
"email_proven_at" = CASE WHEN excluded."email_key" = vault_privatedetails."email_key"
    THEN vault_privatedetails."email_proven_at" END,
"moves" = vault_privatedetails."moves"
    + CASE WHEN excluded."email_key" = vault_privatedetails."email_key" THEN 0 ELSE 1 END
"""
