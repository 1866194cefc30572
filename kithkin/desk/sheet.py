"""One contact's sheet: what its head shows on every tab. Opened through `opening` alone."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise

from kithkin.accounts import queries as accounts
from kithkin.base.actor import Actor, Power
from kithkin.connections import door, rules
from kithkin.connections.door import Card
from kithkin.connections.models import Connection
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact
from kithkin.mail import queries as mail

from . import words
from .post import Row, rows

LAST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """A contact, what the door hands out of him, and what hangs on him."""

    contact: Contact
    card: Card
    leads: int
    led_by: int
    signs_in: bool
    letters: list[Row]
    may_guard: bool = False

    @property
    def language(self) -> str | Promise:
        """The language that the house writes to the contact in."""
        return words.language(self.contact.language)


def readable(actor: Actor) -> QuerySet[Contact]:
    """The contacts whose sheet this operator may open."""
    return rules.open_to(actor, Scope.SEE_CONTACT_DETAILS)


def of(contact: Contact, *, by: Actor) -> Sheet:
    """The sheet; `opening` has noted who looks and why."""
    [card] = door.cards(by, Contact.objects.filter(pk=contact.pk))
    leads, led_by = Q(parent=contact), Q(child=contact)
    standing = Connection.objects.filter(leads | led_by, removed_at=None)
    counts = standing.aggregate(leads=Count("pk", filter=leads), led_by=Count("pk", filter=led_by))
    guards, signs_in = by.has(Power.SET_GUARDIANS), accounts.has_login(contact.pk)
    return Sheet(contact, card, **counts, signs_in=signs_in, letters=_letters(contact, by), may_guard=guards)


def _letters(contact: Contact, actor: Actor) -> list[Row]:
    if not actor.has(Power.READ_LETTERS):
        return []
    return rows(mail.letters_to(actor.organisation_id, contact.pk)[:LAST_LETTERS], {contact.pk: contact})
