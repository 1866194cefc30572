"""Putting right what is written down of a person, and what follows from it: with the date of birth guardians go."""

from kithkin.accounts.queries import has_login
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.connections import birthdays, guardians
from kithkin.connections.models import Guardianship
from kithkin.contacts import correcting
from kithkin.contacts.correcting import Details
from kithkin.contacts.models import Contact


@action
def correct(contact: Contact, wanted: Details, *, by: Actor) -> list[str]:
    """Write it down; which fields are new. A child's guardians decide until the birthday that stands there now."""
    speaks = guardians.speaks_for(by) is not None
    anew = speaks and may_say_birth_date(by)
    if anew:
        birthdays.end_of_childhood(contact.organisation, wanted.birth_date)  # refuses whoever would be of age
    changed = correcting.correct(contact, wanted, by=by, spoken_for=speaks, born_anew=anew)
    if "birth_date" in changed:
        connections.move_birthday(contact, by=by)
    return changed


def may_say_birth_date(actor: Actor) -> bool:
    """Whether the date of birth rests on this guardian's word alone: no other guardian, no document, no sign-in.

    It says until when he decides; from then on the desk puts it right, with a document.
    """
    caring = guardians.of(actor.contact_id or 0)
    alone = [each.connection.parent_id for each in caring] == [actor.guardian_id]
    own_word = alone and caring[0].ground == Guardianship.Ground.OWN_WORD
    return own_word and not has_login(actor.contact_id or 0)
