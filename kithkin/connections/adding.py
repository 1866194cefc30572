"""Adding somebody: look the person up, within the day's limits, then connect.

The look-up stands outside the transaction, so that a failed try counts although nothing else is written.
"""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import names, numbers
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.contacts import matching
from kithkin.contacts.actions import Person
from kithkin.contacts.matching import Outcome
from kithkin.contacts.models import Contact

from . import actions, limits
from .models import Connection


def by_email(lead: Contact, first_name: str, last_name: str, email: str, *, by: Actor, network: str = "") -> Connection:
    """Connect the person at this address, known or new (first seed).

    Raises Refused: for names or an address that cannot be, and with the seed's message when the
    address is known under other names.
    """
    first, last = names.clean(first_name, field="first_name"), names.clean(last_name, field="last_name")
    limits.require_tries_left(lead, limits.MISMATCH, network)
    match = matching.by_email(lead.organisation_id, email, first, last)
    if match.outcome in (Outcome.MISMATCH, Outcome.AMBIGUOUS):
        limits.count(lead, limits.MISMATCH, network)
        if match.outcome == Outcome.AMBIGUOUS:
            journal.write("contact.doubled-at-adding", by=by)
        raise Refused(_("This email is already in use and does not match the name you entered."), field="email")
    if match.contact is None:
        person = Person(first, last, email, language=lead.language)
        return actions.connect_new(lead, person, by=by)
    return actions.connect(lead, match.contact, first, last, how=Connection.How.EMAIL, by=by)


def by_number(lead: Contact, number: str, last_name: str, *, by: Actor, network: str = "") -> Connection:
    """Connect the person with this contact number and family name (second seed); one text for every failure."""
    last = names.clean(last_name, field="last_name")
    limits.require_tries_left(lead, limits.LOOKUP, network)
    match = matching.by_number(lead.organisation_id, number, last)
    if match.contact is None:
        if numbers.is_contact_number(number):
            limits.count(lead, limits.LOOKUP, network)
        raise Refused(
            _("We found nobody with this number and this family name. Check both with the person."), field="number"
        )
    return actions.connect(lead, match.contact, match.contact.first_name, last, how=Connection.How.NUMBER, by=by)
