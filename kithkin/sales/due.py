"""What members have reserved and let the lead see and pay."""

from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError

from kithkin.audit import reads
from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.base.money import Money
from kithkin.connections import door, rules
from kithkin.connections.scopes import Scope

from .models import Order


@dataclass(frozen=True, slots=True)
class Due:
    """One order that waits for payment, and whose it is."""

    number: str
    total: Money
    pay_by: datetime
    whose: str


def of_members(actor: Actor) -> list[Due]:
    """Members' orders that this lead may see and pay, the most urgent first.

    One query where there are none; else they are noted for the members first (design decision 23).
    """
    orders = Order.objects.filter(
        organisation_id=actor.organisation_id,
        state__in=(Order.State.RESERVED, Order.State.UNPAID),
        pay_by__gt=clock.now(),
        purchaser__in=rules.open_to(actor, Scope.PAY_RESERVATIONS),
    )
    found = list(orders.filter(purchaser__in=rules.open_to(actor, Scope.SEE_ORDERS)).order_by("pay_by", "pk"))
    names = _noted(actor, {order.purchaser_id for order in found})
    return [
        Due(order.number, order.sum, order.pay_by, names[order.purchaser_id])
        for order in found
        if order.purchaser_id in names
    ]


def _noted(actor: Actor, members: set[int]) -> dict[int, str]:
    if not members or actor.contact_id is None:
        return {}
    try:
        reads.note(actor.contact_id, members, Scope.SEE_ORDERS)
    except DatabaseError:
        return {}
    return door.names(actor, members)
