"""Who may change how somebody is reached, and who may disown a record."""

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Verdict
from kithkin.contacts.models import Contact

from . import queries
from .models import Login


def may_change_address(actor: Actor, contact: Contact) -> Verdict:
    """Whether this actor is the person himself, signed in."""
    is_himself = actor.kind == Kind.CUSTOMER and actor.contact_id == contact.pk
    return Verdict(is_himself, _("Only the person can do this."))


def may_keep_passkeys(actor: Actor, login: Login) -> Verdict:
    """Whether this actor has signed in with this login."""
    is_his = actor.kind == Kind.CUSTOMER and actor.login_id == login.pk
    return Verdict(is_his, _("Only the person can do this."))


def may_disown(actor: Actor, contact: Contact) -> Verdict:
    """Whether the reader of a mail may take away the record it is about: made by a lead, taken over by nobody."""
    reads_the_mail = actor.kind == Kind.LINK and actor.contact_id == contact.pk
    return Verdict(reads_the_mail and queries.is_unclaimed(contact.pk), _("This record is not yours to take away."))
