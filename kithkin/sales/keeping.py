"""What this floor keeps of a person: told to him, and taken away. Figures, prices, seats and states stay."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import F, Q

from kithkin.base import rows
from kithkin.base.money import Money
from kithkin.catalogue.models import Event
from kithkin.contacts.models import Contact

from . import claims, furnished
from .models import Basket, BasketSeat, Claim, Order, OrderLine, Payment, Ticket
from .places import where

_WAITING = (Order.State.RESERVED, Order.State.UNPAID)


def told(contact: Contact) -> dict[str, list]:
    """His baskets, orders, payments, and the seats bought for him by whomever: of another's order not the number."""
    lines = furnished.found("ordered.purchaser_id = %s OR line.holder_id = %s", [contact.pk, contact.pk])
    return {
        "baskets": list(_baskets(contact).values("state", "made_at", "held_until", what=F("product__name"))),
        "orders": list(_orders(line.order for line in lines if line.order.purchaser_id == contact.pk)),
        "seats_in_your_orders": [
            {"order": line.order.number} | _seat(line) | {"price": _price(line), "came_back_at": line.came_back_at}
            for line in lines
            if line.order.purchaser_id == contact.pk
        ],
        "seats_bought_for_you": [_seat(line) for line in lines if line.order.purchaser_id != contact.pk],
        "payments": [_payment(each) for each in _payments(contact)],
    }


def erase(contact_ids: list[int]) -> Counter:
    """Names of holders go; what is not paid is given back, what is paid stays paid, without a name."""
    cancelled = _cancel(contact_ids)
    _let_go(contact_ids)
    BasketSeat.objects.filter(holder_id__in=rows.these(contact_ids)).update(holder_name="")
    lines = OrderLine.objects.filter(holder_id__in=rows.these(contact_ids)).update(holder_name="")
    Ticket.objects.filter(holder_id__in=rows.these(contact_ids)).update(link_fingerprint="")
    return Counter(lines=lines, reservations=cancelled)


def _cancel(contact_ids: list[int]) -> int:
    """Nobody is left who could pay these orders."""
    waiting = Order.objects.filter(purchaser_id__in=rows.these(contact_ids), state__in=_WAITING)
    orders = list(waiting.values_list("pk", flat=True))
    lines = OrderLine.objects.filter(order_id__in=orders).values_list("seat_id", "product__season_id")
    _give_back(lines, order_id__in=orders)
    return Order.objects.filter(pk__in=orders).update(state=Order.State.CANCELLED)


def _let_go(contact_ids: list[int]) -> None:
    baskets = Basket.objects.filter(buyer_id__in=rows.these(contact_ids), state=Basket.State.OPEN)
    found = list(baskets.values_list("pk", flat=True))
    seats = BasketSeat.objects.filter(basket_id__in=found).values_list("seat_id", "basket__product__season_id")
    _give_back(seats, basket_id__in=found)
    Basket.objects.filter(pk__in=found).update(state=Basket.State.LET_GO)


def _give_back(seats: Iterable[tuple[int, int]], **whose) -> None:
    """To give a seat back is to end the time of its claims; found by match and seat, as they are indexed."""
    given = list(seats)
    if given:
        matches = Event.objects.filter(season_id__in={season for _seat, season in given}).values("pk")
        held = Claim.objects.filter(event_id__in=matches, seat_id__in={seat for seat, _season in given}, **whose)
        held.update(held_until=claims.OVER)


def _baskets(contact: Contact):
    return Basket.objects.filter(Q(buyer=contact) | Q(seats__holder=contact)).distinct().order_by("-pk")


def _orders(orders: Iterable[Order]) -> Iterable[dict]:
    for order in {order.pk: order for order in orders}.values():
        yield {
            "number": order.number,
            "state": order.state,
            "total": order.sum,
            "made_at": order.made_at,
            "paid_at": order.paid_at,
        }


def _seat(line: OrderLine) -> dict:
    ticket = getattr(line, "ticket", None)
    return {
        "made_at": line.order.made_at,
        "bought_by": line.order.purchaser.name,
        "holder": line.called if line.holder_id != line.order.purchaser_id else line.order.purchaser.name,
        "product": line.product.name,
        "tariff": line.tariff.name,
        "seat": where(line.seat),
        "ticket": ticket.state if ticket else "",
        "taken_over_at": ticket.taken_over_at if ticket else None,
    }


def _price(line: OrderLine) -> Money:
    return Money(line.price, line.order.currency)


def _payments(contact: Contact):
    found = Payment.objects.filter(Q(payer=contact) | Q(order__purchaser=contact))
    return found.select_related("order", "payer").order_by("-pk")


def _payment(each: Payment) -> dict:
    return {
        "order": each.order.number,
        "paid_by": each.payer.name,
        "amount": Money(each.amount, each.currency),
        "gateway": each.gateway,
        "state": each.state,
        "made_at": each.made_at,
    }
