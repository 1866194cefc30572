"""Adding somebody: look the person up, within the day's limits, then connect.

The look-up stands outside the transaction, so that a failed try counts although nothing else is written.
"""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import addresses, names, numbers
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused
from kithkin.contacts import matching
from kithkin.contacts.actions import Person
from kithkin.contacts.matching import Outcome
from kithkin.contacts.models import Contact
from kithkin.organisations import queries as organisations

from . import actions, limits, queries, texts
from .kinds import UNSAID, Tie
from .limits import Limit
from .models import Connection


def by_email(lead: Contact, first_name: str, last_name: str, email: str, *, by: Actor, tie: Tie = UNSAID) -> Connection:
    """Connect the person at this address, known or new (first seed).

    Raises Refused: for names or an address that cannot be, for a name that his group holds already, added otherwise,
    and with the seed's message when the address is known under other names.
    """
    first, last = names.clean(first_name, field="first_name"), names.clean(last_name, field="last_name")
    addresses.canonical(email)  # a slip of the fingers costs no try
    _refuse_namesake(lead, first, last, Connection.How.EMAIL, by)
    tried = limits.take_try(lead, limits.MISMATCH)
    match = matching.by_email(lead.organisation_id, email, first, last)
    if match.outcome in (Outcome.MISMATCH, Outcome.AMBIGUOUS):
        if match.outcome == Outcome.AMBIGUOUS:
            limits.note(lead, Limit.DOUBLED)
            journal.write("contact.doubled-at-adding", by=by)
        raise Refused(_("This email is already in use and does not match the name you entered."), field="email")
    limits.give_back(tried)
    person = Person(first, last, email, language=lead.language)
    return actions.connect_at_address(lead, person, match.contact, by=by, tie=tie)


def by_number(lead: Contact, number: str, last_name: str, *, by: Actor, tie: Tie = UNSAID) -> Connection:
    """Connect the person with this contact number and family name (second seed); one text for every failure."""
    last = names.clean(last_name, field="last_name")
    if not numbers.is_contact_number(number):  # a slip of the fingers costs no look-up
        raise _nobody()
    tried = limits.take_try(lead, limits.LOOKUP, by.network)
    match = matching.by_number(lead.organisation_id, number, last)
    if match.contact is None:
        raise _nobody()
    limits.give_back(tried)
    first = match.contact.first_name
    _refuse_namesake(lead, first, last, Connection.How.NUMBER, by)
    return actions.connect(lead, match.contact, first, last, how=Connection.How.NUMBER, by=by, tie=tie)


def child(lead: Contact, first_name: str, last_name: str, born: date, *, by: Actor) -> Connection:
    """A child without an address, by the lead's word that he is the parent or guardian (design decision 43)."""
    first, last = names.clean(first_name, field="first_name"), names.clean(last_name, field="last_name")
    language = get_language() or ""
    said = texts.said_by_guardian(language, *organisations.policy_in_force(lead.organisation, language))
    person = Person(first, last, language=lead.language, birth_date=born)
    return actions.add_child(lead, person, by=by, said=said)


def _refuse_namesake(lead: Contact, first: str, last: str, how: str, by: Actor) -> None:
    """A lead adds namesakes in one way: else *already there* would tell that an address and a number mean one person.

    Somebody whom he added in another way he takes out first, and then adds both alike (decision 23).
    """
    if by.kind == Kind.CUSTOMER and queries.has_named(lead, first, last, but=how):
        raise Refused(texts.already_there(f"{first} {last}"))


def _nobody() -> Refused:
    return Refused(
        _("We found nobody with this number and this family name. Check both with the person."), field="number"
    )
