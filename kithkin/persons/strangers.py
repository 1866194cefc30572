"""Somebody got a mail that was meant for another: one press takes away the record that a lead made of him."""

from django.utils.translation import gettext as _

from kithkin.accounts import rules
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Verdict
from kithkin.connections import actions as connections
from kithkin.connections import guardians
from kithkin.contacts.models import Contact

from . import erasure


def may_disown(actor: Actor, contact: Contact) -> Verdict:
    """Whether the reader of a mail may take the record away. A child's never: its guardians are there."""
    if guardians.until(contact.pk):
        return Verdict(False, _("This record is not yours to take away."))
    return rules.may_disown(actor, contact)


@action
def disown(contact: Contact, *, by: Actor) -> None:
    """Close, hide and erase a record that nobody ever took over; the lead keeps what he bought, without the name."""
    may_disown(by, contact).require()
    connections.turn_away(contact, by=by)
    erasure.erase(contact, by=by)
