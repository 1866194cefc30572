"""Talking to gateways: outside of every transaction, between two actions."""

from collections.abc import Mapping

from kithkin.base.action import action
from kithkin.base.actor import Actor

from . import gateways
from .actions import order as orders
from .actions import payment as payments
from .models import Basket, Order, Payment


def begin(order: Order, *, key: str, page, back: str, by: Actor, gateway: str = "pretend") -> str:
    """Write the attempt down, then open it at the gateway; where to send the payer.

    `page(payment)` gives the address of our own page for a payment, `back` where the payer ends up.
    """
    payment = payments.start(order, key=key, gateway=gateway, by=by)
    return gateways.named(gateway).start(payment, page=page(payment), back=back)


def order_now(basket: Basket, *, page, back, by: Actor, gateway: str = "pretend") -> str:
    """Order and write the attempt down in one go, then as `begin`. An order that is paid already leads to `back`.

    `page(payment)` and `back(order)` give addresses; pressed twice, it is one order and one attempt.
    """
    order, payment = _ordered(basket, gateway, by=by)
    if payment is None:
        return back(order)
    return gateways.named(gateway).start(payment, page=page(payment), back=back(order))


@action
def _ordered(basket: Basket, gateway: str, *, by: Actor) -> tuple[Order, Payment | None]:
    order = orders.place(basket, by=by)
    if order.state == Order.State.PAID:
        return order, None
    return order, payments.start(order, key=order.public_id, gateway=gateway, by=by)


def finish(payment: Payment, answer: Mapping[str, str], *, by: Actor) -> Payment:
    """Take the gateway's answer; money that can buy nothing any more goes back."""
    gateway = gateways.named(payment.gateway)
    outcome = gateway.settle(payment, answer)
    if outcome == gateways.Outcome.PAID:
        payment = payments.settle(payment, by=by)
    elif outcome == gateways.Outcome.FAILED:
        payment = payments.fail(payment, by=by)
    if payment.state == Payment.State.REFUNDED:
        gateway.refund(payment)
    return payment
