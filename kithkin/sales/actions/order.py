"""Placing an order from a basket; letting unpaid ones expire."""

from django.db import connection
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, dbclock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.joined import Joined, Part
from kithkin.base.verdict import Verdict
from kithkin.catalogue import queries as catalogue
from kithkin.mail import outbox
from kithkin.sales import claims, rules
from kithkin.sales.models import Basket, BasketSeat, Order, OrderLine
from kithkin.sales.queries import reserved_until
from kithkin.sales.refusals import TimeOver


@action
def place(basket: Basket, *, by: Actor, pay_now: bool = True) -> Order:
    """Order what is in the basket; placed twice, it is the same order.

    Paid now, the seats keep the basket's minutes; reserved, they are kept until `pay_by`. Raises
    TimeOver unless every seat is still the basket's and its time still runs.
    """
    if not _closed(basket, by):
        return _placed_already(basket, by)
    seats = list(_seats(basket, by))
    _may_buy(seats, by).require()
    order = _write(basket, seats, by, pay_now)
    ends = claims.ending((seat.seat_id for seat in seats), order.pay_by)
    own_claims = ("basket_id", basket.pk)
    season = basket.product.season
    had = claims.take(ends, season, claims.Mine.IN_TIME, owned_by=own_claims, order_id=order.pk)
    if had != set(ends):
        raise TimeOver
    if not pay_now:
        _confirm_reservation(order)
    journal.write("order.placed", by=by, about=order, state=order.state, holders=[seat.holder_id for seat in seats])
    return order


def _closed(basket: Basket, by: Actor) -> bool:
    """Whether it was open, and is now ordered: only one of two presses of the button gets it."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [basket.pk, by.contact_id])
        return cursor.rowcount == 1


_CLOSE = "UPDATE sales_basket SET state = 'ordered' WHERE id = %s AND buyer_id = %s AND state = 'open'"


def _placed_already(basket: Basket, by: Actor) -> Order:
    order = Order.objects.filter(basket=basket, purchaser_id=by.contact_id).first()
    if order is None:
        raise TimeOver
    return order


def _seats(basket: Basket, by: Actor) -> list[BasketSeat]:
    """Who sits where, read under the basket's lock, and who of them is in the buyer's group."""
    offer, seats = catalogue.priced(basket.product), []
    for own, seat, in_group in _PARTS.rows(_SEATS, [by.contact_id, basket.pk]):
        seat.basket, seat.seat, seat.in_group = own, offer.seat(seat.seat_id), bool(in_group)
        seats.append(seat)
    return seats


_PARTS = Joined(Part("b", Basket), Part("s", BasketSeat))
_SEATS = f"""
SELECT {{columns}}, CASE WHEN {rules.LEADS.format(lead="%s", holder="s.holder_id")} THEN 1 ELSE 0 END
FROM sales_basketseat s JOIN sales_basket b ON b.id = s.basket_id
WHERE s.basket_id = %s ORDER BY s.position
"""


def _may_buy(seats: list, by: Actor) -> Verdict:
    """The buyer's group may have changed since the basket was filled."""
    allowed = seats and all(seat.in_group or seat.holder_id == by.contact_id for seat in seats)
    return Verdict(bool(allowed), _("You can only buy for people in your group."))


def _write(basket: Basket, seats: list[BasketSeat], by: Actor, pay_now: bool) -> Order:
    order = Order(
        organisation_id=basket.organisation_id,
        point_of_sale_id=basket.point_of_sale_id,
        basket=basket,
        purchaser_id=by.contact_id,
        state=Order.State.UNPAID if pay_now else Order.State.RESERVED,
        total=sum(seat.price for seat in seats),
        currency=catalogue.priced(basket.product).currency,
        made_at=clock.now(),
        pay_by=seats[0].basket.held_until if pay_now else reserved_until(basket),
    )
    rows.add(order)
    rows.insert(OrderLine, [_line(order, basket, seat) for seat in seats])
    return order


def _line(order: Order, basket: Basket, seat: BasketSeat) -> dict:
    return {
        "order_id": order.pk,
        "position": seat.position,
        "product_id": basket.product_id,
        "tariff_id": seat.tariff_id,
        "category_id": seat.seat.category_id,
        "seat_id": seat.seat_id,
        "holder_id": seat.holder_id,
        "holder_name": seat.holder_name,
        "price": seat.price,
    }


def _confirm_reservation(order: Order) -> None:
    outbox.post(
        "order-reserved",
        contact_id=order.purchaser_id,
        organisation_id=order.organisation_id,
        language=order.purchaser.language,
        dedup=f"order-reserved:{order.pk}",
        order=order.pk,
    )


@action
def expire_due(*, by: Actor) -> int:
    """Say of orders whose time to pay is over that they are; their seats are free since that moment."""
    waiting = [Order.State.RESERVED, Order.State.UNPAID]
    due = Order.objects.filter(state__in=waiting, pay_by__lt=dbclock.Now())
    count = due.update(state=Order.State.EXPIRED)
    if count:
        journal.write("orders.expired", by=by, count=count)
    return count
