"""Somebody got a mail that was meant for another: one press takes away the record that a lead made of him."""

from kithkin.accounts import rules
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.contacts.models import Contact

from . import erasure


@action
def disown(contact: Contact, *, by: Actor) -> None:
    """Close, hide and erase a record that nobody ever took over; the lead keeps what he bought, without the name."""
    rules.may_disown(by, contact).require()
    connections.turn_away(contact, by=by)
    erasure.erase(contact, by=by)
