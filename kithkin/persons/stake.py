"""What a person would lose by being erased: said before, so that nobody is surprised."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from kithkin.base import clock
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


_PAID = "line.holder_id = %s AND ordered.state = %s AND ticket.state = %s"
_UNPAID = "ordered.purchaser_id = %s AND ordered.state IN (%s, %s) AND ordered.pay_by > %s"


def coming(contact: Contact) -> list[Coming]:
    """His tickets for a season that is not over."""
    lines = furnished.found(_PAID, [contact.pk, Order.State.PAID, Ticket.State.VALID])
    today = timezone.localdate(clock.now())
    return _as_coming(contact, (line for line in lines if line.product.season.ends >= today))


def waiting(contact: Contact) -> list[Coming]:
    """What he has reserved and nobody has paid yet."""
    states = (Order.State.RESERVED, Order.State.UNPAID)
    now = connection.ops.adapt_datetimefield_value(clock.now())
    return _as_coming(contact, furnished.found(_UNPAID, [contact.pk, *states, now]))


def _as_coming(contact: Contact, lines: Iterable[OrderLine]) -> list[Coming]:
    return [Coming(_number(contact, line), line.product.name, where(line.seat), line.called) for line in lines]


def _number(contact: Contact, line: OrderLine) -> str:
    """The number of another's order is not his to read."""
    return line.order.number if line.order.purchaser_id == contact.pk else ""
