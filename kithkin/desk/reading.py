"""Reading letters: whom they are about, which a post opens, and the look that each of these people finds in the log.

A letter is about its reader, and about a child where a guardian reads it in the child's place. What a purchaser reads
of his order is his own: the names are those that he gave.
"""

from collections.abc import Sequence

from django.db.models import QuerySet

from kithkin.audit import journal, looks
from kithkin.base import rows
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.connections.models import Guardianship
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter

from . import opening


def open_to(actor: Actor, letters: Sequence[Letter]) -> list[Letter]:
    """Those of these letters that the post opens: about a minor only with the power to read minors' sheets."""
    if actor.has(Power.READ_MINORS):
        return list(letters)
    about = _about(letters)
    concerned = Contact.objects.filter(pk__in=rows.these({person for people in about.values() for person in people}))
    young = opening.minors(concerned.select_related("organisation"))
    return [letter for letter in letters if not about[letter.pk] & young]


@action
def note(letters: Sequence[Letter], *, by: Actor) -> None:
    """Into the journal, and into the log of everybody whom they are about; what cannot be noted is not shown."""
    about = _about(letters)
    looks.reading(((person, letter) for letter, people in about.items() for person in people), by=by)
    journal.write_many("letter.read", Letter, ((letter.pk, {}) for letter in letters), by=by)


def _about(letters: Sequence[Letter]) -> dict[int, set[int]]:
    """The people whom each letter is about; nobody who is erased."""
    living = Guardianship.objects.filter(connection__child__erased_at=None)
    children = _children(letters, "letter", Letter.objects.exclude(contact_id=None), "contact_id")
    children |= _children(letters, "guardianship", living, "connection__child_id")
    readers = {letter.pk: letter.contact_id for letter in letters if letter.contact_id}
    return {letter.pk: {of[letter.pk] for of in (readers, children) if letter.pk in of} for letter in letters}


def _children(letters: Sequence[Letter], fact: str, among: QuerySet, whose: str) -> dict[int, int]:
    """By letter, from the row that a guardian's letter names."""
    meant = {letter.pk: letter.facts[fact] for letter in letters if fact in letter.facts}
    found = dict(among.filter(pk__in=rows.these(meant.values())).values_list("pk", whose)) if meant else {}
    return {number: found[row] for number, row in meant.items() if row in found}
