"""What brings an operator to a person's sheet: a link carries the case; here is checked that it concerns the person."""

from collections.abc import Callable

from django.db.models import Q

from kithkin.audit.models import Signal, StaffRead
from kithkin.base import rows
from kithkin.base.actor import Actor, Power
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.persons import duplicates
from kithkin.sales.models import Order

Why = StaffRead.Why
Case = tuple[Why, int]


def read(typed: str, contact: Contact, actor: Actor) -> Case | None:
    """The case that a link names, as `letter-12`; None for one that does not exist or is not about this contact."""
    sort, _hyphen, key = typed.partition("-")
    found = _FOUND[sort](key, contact, actor) if sort in _FOUND else None
    return (Why(sort), found) if found else None


def _order(number: str, contact: Contact, actor: Actor) -> int | None:
    his = Q(purchaser=contact) | Q(lines__holder=contact)
    orders = Order.objects.filter(his, organisation_id=actor.organisation_id, number=number)
    return orders.values_list("pk", flat=True).first()


def _request(public_id: str, contact: Contact, actor: Actor) -> int | None:
    his = Q(parent=contact) | Q(child=contact)
    standing = Connection.objects.filter(organisation_id=actor.organisation_id, removed_at=None)
    return standing.filter(his, public_id=public_id).values_list("pk", flat=True).first()


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
