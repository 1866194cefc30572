"""Somebody got a mail that was meant for another: one press takes away the record that a lead made of him.

Where a guardian wrote the email down for a child, the press takes off the email alone.
"""

from enum import Enum

from django.utils.translation import gettext as _

from kithkin.accounts import rules
from kithkin.accounts.queries import has_login
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Verdict
from kithkin.connections import actions as connections
from kithkin.connections import birthdays, guardian_news
from kithkin.connections.guardian_news import News
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.models import Contact

from . import erasure


class Takes(Enum):
    """What one press takes away."""

    NOTHING = ""
    RECORD = "record"
    EMAIL = "email"


def takes(actor: Actor, contact: Contact) -> Takes:
    """What the reader of a mail may take away: the record that a lead made; of a child's or former child's the email.

    Nothing once anybody has answered from there or signs in (decision 0025).
    """
    if birthdays.had_guardians(contact):
        return Takes.EMAIL if _is_nobodys(actor, contact) else Takes.NOTHING
    return Takes.RECORD if rules.may_disown(actor, contact) else Takes.NOTHING


def may_disown(actor: Actor, contact: Contact) -> Verdict:
    """Whether the press does anything."""
    return Verdict(takes(actor, contact) is not Takes.NOTHING, _("This record is not yours to take away."))


@action
def disown(contact: Contact, *, by: Actor) -> None:
    """Close, hide and erase a record that nobody ever took over; the lead keeps what he bought, without the name.

    A child's loses the email that reached a stranger, and nothing else.
    """
    may_disown(by, contact).require()
    if takes(by, contact) is Takes.EMAIL:
        _take_off(contact, by)
    else:
        connections.turn_away(contact, by=by)
        erasure.erase(contact, by=by)


def _is_nobodys(actor: Actor, contact: Contact) -> bool:
    reads_the_mail = actor.kind == Kind.LINK and actor.contact_id == contact.pk
    is_somebodys = letters.is_proven(contact.pk) or has_login(contact.pk)
    return reads_the_mail and not is_somebodys and bool(letters.hidden_address(contact.pk))


def _take_off(contact: Contact, by: Actor) -> None:
    """Those who may write another email down are told."""
    contacts.take_address_off(contact, by=by)
    lately = birthdays.ended_by_age(birthdays.HAND_OVER).filter(connection__child=contact)
    guardian_news.tell(News.RETURNED, lately.select_related("connection__parent").order_by("pk"))
