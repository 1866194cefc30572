"""What would be lost by erasing a person: said before, to everybody who may press for it, in the same words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from kithkin.base import clock
from kithkin.connections import guardians
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.sales import furnished
from kithkin.sales.models import Order, OrderLine, Ticket
from kithkin.sales.places import where


@dataclass(frozen=True, slots=True)
class Coming:
    """One seat: in which order if it is his own, what it is, where, and in whose name as the person knows him."""

    order: str
    product: str
    where: str
    name: str


@dataclass(frozen=True, slots=True)
class Child:
    """For whom he decides, as he typed the name, and whether nobody else does."""

    name: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Stake:
    """The whole of it."""

    coming: list[Coming]  # tickets for a season that is not over
    waiting: list[Coming]  # what he has reserved and nobody has paid yet
    orders: int  # his own, which stay without his name
    leads: int  # who acts for him
    members: int  # for whom he acts
    guardians: list[Contact]
    children: list[Child]


_PAID = "line.holder_id = %s AND ordered.state = %s AND ticket.state = %s"
_UNPAID = "ordered.purchaser_id = %s AND ordered.state IN (%s, %s) AND ordered.pay_by > %s"


def of(contact: Contact) -> Stake:
    """Five queries, whoever it is."""
    led, leads = Q(parent=contact, child__hidden_at=None), Q(child=contact, parent__hidden_at=None)
    ends = Connection.objects.filter(led | leads, removed_at=None)
    counts = ends.aggregate(members=Count("pk", filter=led), leads=Count("pk", filter=leads))
    caring, children = _care(contact)
    orders = Order.objects.filter(purchaser=contact).count()
    return Stake(_coming(contact), _waiting(contact), orders, guardians=caring, children=children, **counts)


def _coming(contact: Contact) -> list[Coming]:
    lines = furnished.found(_PAID, [contact.pk, Order.State.PAID, Ticket.State.VALID])
    today = timezone.localdate(clock.now())
    return _as_coming(contact, (line for line in lines if line.product.season.ends >= today))


def _waiting(contact: Contact) -> list[Coming]:
    states = (Order.State.RESERVED, Order.State.UNPAID)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    return _as_coming(contact, furnished.found(_UNPAID, [contact.pk, *states, now]))


def _care(contact: Contact) -> tuple[list[Contact], list[Child]]:
    """Who decides for him, and for whom he decides."""
    his = guardians.standing().filter(connection__parent=contact).values("connection__child")
    both = guardians.standing().filter(Q(connection__child=contact) | Q(connection__child__in=his))
    found = [each.connection for each in both.select_related("connection__parent").order_by("made_at", "pk")]
    caring = [each.parent for each in found if each.child_id == contact.pk]
    others = {each.child_id for each in found if each.parent_id != contact.pk}
    own = (each for each in found if each.parent_id == contact.pk)
    return caring, [Child(each.typed_name, each.child_id not in others) for each in own]


def _as_coming(contact: Contact, lines: Iterable[OrderLine]) -> list[Coming]:
    return [Coming(_number(contact, line), line.product.name, where(line.seat), line.called) for line in lines]


def _number(contact: Contact, line: OrderLine) -> str:
    """The number of another's order is not his to read."""
    return line.order.number if line.order.purchaser_id == contact.pk else ""
