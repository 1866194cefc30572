"""Two records of one person become one: orders, tickets, payments and baskets follow. Seats, prices and states stay."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kithkin.base.moving import Moved, hand_back, hand_over
from kithkin.contacts.models import Contact

from .models import Basket, BasketSeat, Order, OrderLine, Payment, Ticket

_COLUMNS = {
    "orders": (Order, "purchaser_id"),
    "payments": (Payment, "payer_id"),
    "lines": (OrderLine, "holder_id"),
    "tickets": (Ticket, "holder_id"),
    "baskets": (Basket, "buyer_id"),
    "seats": (BasketSeat, "holder_id"),
}


def join(kept: Contact, gone: Contact) -> Moved:
    """What `gone` bought and holds is of `kept`; the ids of all rows that moved."""
    return {name: hand_over(_rows(name, kept, gone), column, kept.pk) for name, (_model, column) in _COLUMNS.items()}


def part(kept: Contact, gone: Contact, moved: Moved) -> None:
    """It returns, unless it has changed hands since."""
    for name, (model, column) in _COLUMNS.items():
        hand_back(model, column, moved[name], since=kept.pk, to=gone.pk)


def _rows(name: str, kept: Contact, gone: Contact) -> QuerySet:
    model, column = _COLUMNS[name]
    rows = model._base_manager.filter(**{column: gone.pk})
    return rows.exclude(_IN_THE_WAY[name](kept)) if name in _IN_THE_WAY else rows


def _both_open(kept: Contact) -> Q:
    same = Basket.objects.filter(buyer=kept, product=OuterRef("product"), state=Basket.State.OPEN)
    return Q(Exists(same), state=Basket.State.OPEN)


def _both_inside(kept: Contact) -> Q:
    return Q(Exists(BasketSeat.objects.filter(holder=kept, basket=OuterRef("basket"))))


# What `gone` has here runs out by itself.
_IN_THE_WAY = {"baskets": _both_open, "seats": _both_inside}
