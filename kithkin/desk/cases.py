"""What brings an operator to a person's sheet: a link carries the case.

Here is checked that it concerns the person, and that it is still open.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q

from kithkin.audit.models import Signal, StaffRead
from kithkin.base import clock, rows
from kithkin.base.actor import Actor, Power
from kithkin.connections import queries
from kithkin.connections.models import Connection
from kithkin.connections.states import State
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.persons import duplicates
from kithkin.sales.models import Order

Why = StaffRead.Why
Case = tuple[Why, int]
AFTER_THE_SEASON = timedelta(days=30)


def read(typed: str, contact: Contact, actor: Actor) -> Case | None:
    """The case that a link names, as `letter-12`; None for one that does not exist or is not about this contact."""
    sort, _hyphen, key = typed.partition("-")
    found = _FOUND[sort](key, contact, actor) if sort in _FOUND else None
    return (Why(sort), found) if found else None


def _order(number: str, contact: Contact, actor: Actor) -> int | None:
    """For as long as something can be asked about it: until a while after its season."""
    his = Q(purchaser=contact) | Q(lines__holder=contact)
    in_time = Q(lines__product__season__ends__gte=(clock.now() - AFTER_THE_SEASON).date())
    orders = Order.objects.filter(his, in_time, organisation_id=actor.organisation_id, number=number)
    return orders.values_list("pk", flat=True).first()


def _request(public_id: str, contact: Contact, actor: Actor) -> int | None:
    """As long as it waits for an answer: by connections alone one could go from sheet to sheet, to anybody."""
    his = Q(parent=contact) | Q(child=contact)
    standing = Connection.objects.filter(organisation_id=actor.organisation_id, removed_at=None)
    connection = standing.filter(his, public_id=public_id).select_related("organisation").first()
    asked = queries.latest(connection) if connection else None
    waits = asked and asked.state == State.ASKED and not queries.has_expired(asked)
    return connection.pk if connection and waits else None


def _letter(key: str, contact: Contact, actor: Actor) -> int | None:
    if not actor.has(Power.READ_LETTERS) or not rows.is_id(key):
        return None
    letters = Letter.objects.filter(organisation_id=actor.organisation_id, contact_id=contact.pk, pk=int(key))
    return letters.values_list("pk", flat=True).first()


def _signal(key: str, contact: Contact, actor: Actor) -> int | None:
    if not actor.has(Power.READ_SIGNALS) or not rows.is_id(key):
        return None
    signals = Signal.objects.filter(organisation_id=actor.organisation_id, lead_id=contact.pk, pk=int(key))
    return signals.values_list("pk", flat=True).first()


def _duplicate(key: str, contact: Contact, actor: Actor) -> int | None:
    if not rows.is_id(key):
        return None
    his = Q(first=contact) | Q(second=contact)
    return duplicates.of(actor).filter(his, pk=int(key)).values_list("pk", flat=True).first()


_FOUND: dict[str, Callable[[str, Contact, Actor], int | None]] = {
    "order": _order,
    "request": _request,
    "letter": _letter,
    "signal": _signal,
    "duplicate": _duplicate,
}
