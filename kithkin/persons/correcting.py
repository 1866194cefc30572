"""Putting right what is written down of a person, and what follows from it: with the date of birth guardians go."""

from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.contacts import correcting
from kithkin.contacts.correcting import Details
from kithkin.contacts.models import Contact


@action
def correct(contact: Contact, wanted: Details, *, by: Actor) -> list[str]:
    """Write it down; which fields are new. A child's guardians decide until the birthday that stands there now."""
    changed = correcting.correct(contact, wanted, by=by)
    if "birth_date" in changed:
        connections.move_birthday(contact, by=by)
    return changed
