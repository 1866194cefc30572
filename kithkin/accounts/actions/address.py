"""A change of address: proven at the new one before it counts, told to the old one, undone from there."""

from django.utils.translation import gettext as _

from kithkin.accounts import logins, rules
from kithkin.accounts.models import AccessCode, Login
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused, WrongMove
from kithkin.contacts import changes, letters
from kithkin.contacts.models import Contact

from .invitation import invite


@action
def ask_change(contact: Contact, email: str, *, by: Actor) -> None:
    """Mail a link to the new address. Until it is pressed nothing changes; who is known there shows nowhere."""
    rules.may_change_address(by, contact).require()
    change = changes.ask(contact, email)
    goes = not changes.is_pestered(change)
    letters.write_to(contact, "new-address", dedup=f"new-address:{change.pk}", when=goes, change=change.pk)
    journal.write("address.change-asked", by=by, about=contact)


@action
def change_address(token: str, *, by: Actor, password: str = "") -> Login:
    """Use the link mailed to the new address, once: letters go there, and the person signs in with it.

    Who shared his login leaves it; who finds a login there joins it. Every link mailed before is dead.
    """
    change = changes.to_prove(token)
    if change is None or not changes.make(change, left_login=logins.number_of(change.details_id)):
        raise WrongMove(_("This link was used or is too old. Ask for a new one."))
    contact = change.details.contact
    opens = logins.would_open(contact, change.email)
    if opens and not password:
        raise Refused(_("Write a password."), field="password")
    login = logins.settle(contact, change.email)
    if opens:
        login.set_password(password)
        login.save(update_fields=["password"])
    _end_visits(contact)
    if change.old_email:
        letters.write_to(contact, "address-changed", dedup=f"address-changed:{change.pk}", change=change.pk)
    journal.write("address.changed", by=by, about=contact)
    return login


@action
def undo_change(token: str, *, by: Actor) -> None:
    """The old address takes the change back: it counts again, the person is signed out, a new password is asked for.

    Whoever asked for the change knew the password of the login that stood for him then: it is locked, for everybody
    behind it. What belongs to others is left alone: a login that he had joined, and one that somebody else has opened
    at the old address meanwhile. Into that one he comes by the mailed link, as everybody who shares an address.
    """
    change = changes.to_undo(token)
    if change is None or not changes.undo(change):
        raise WrongMove(_("This change can no longer be taken back here."))
    contact = change.details.contact
    logins.bring_home(contact, change.old_email, change.left_login)
    _end_visits(contact)
    invite(contact, by=by)
    journal.write("address.change-undone", by=by, about=contact)


def _end_visits(contact: Contact) -> None:
    now = clock.now()
    AccessCode.objects.filter(contact=contact, visit_until__gt=now).update(visit_until=now)
