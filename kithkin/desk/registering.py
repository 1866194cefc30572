"""Somebody without an email comes to the desk: he gets a record, and somebody who buys for him."""

from django.utils.translation import gettext as _

from kithkin.audit import looks
from kithkin.base import names
from kithkin.base.action import action
from kithkin.base.actor import Actor, Power
from kithkin.base.verdict import Refused, Verdict
from kithkin.connections import actions as connections
from kithkin.connections.models import Connection
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import finding


def alike(actor: Actor, first_name: str, last_name: str) -> list[Contact]:
    """Contacts who are called the same: one of them may be the person himself."""
    found = finding.find(actor, f"{first_name} {last_name}").contacts
    return [each for each in found if names.same(each.first_name, first_name) and names.same(each.last_name, last_name)]


@action
def register(organisation: Organisation, person: Person, *, by: Actor) -> Contact:
    """A new record; whoever makes it may look at it without another reason."""
    _may_register(by, organisation.pk).require()
    contact = contacts.register(organisation, person, by=by)
    looks.for_case(contact.pk, looks.Why.FILE, contact.pk, by=by)
    return contact


@action
def connect(lead: Contact, member: Contact, *, by: Actor) -> bool:
    """From now on the lead can buy for him; whether he is asked what the lead may see (not after a no)."""
    _may_register(by, lead.organisation_id).require()
    if lead.pk == member.pk:
        raise Refused(_("This is the same person."))
    if Connection.objects.filter(parent=lead, child=member, removed_at=None).exists():
        raise Refused(_("%(lead)s buys for this person already.") % {"lead": lead.name})
    typed = (member.first_name, member.last_name)
    made = connections.connect(lead, member, *typed, how=Connection.How.DESK, by=by)
    return made.events.filter(what__in=("asked", "asked-to-renew")).exists()


def _may_register(actor: Actor, organisation_id: int) -> Verdict:
    holds = actor.has(Power.REGISTER_CONTACTS) and actor.organisation_id == organisation_id
    return Verdict(holds, _("Your post does not allow making records of people."))
