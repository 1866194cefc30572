"""A guardian is named at the desk, and gets what waits to be printed for the child."""

from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import actions
from kithkin.contacts.models import Contact
from kithkin.mail import claims, papers, tables

from . import printing


@action
def name(child: Contact, guardian: Contact, document: str, *, by: Actor) -> int:
    """Both at once; how many letters go another way now."""
    actions.name_guardian(child, guardian, document, by=by)
    waiting = list(printing.waiting(child.organisation_id).filter(contact_id=child.pk))
    return claims.hand_back(letter.pk for letter in papers.sort(waiting, tables.wired()).to_others)
