"""Talking to gateways: outside of every transaction, between two actions."""

from collections.abc import Mapping

from kithkin.base.actor import Actor

from . import gateways
from .actions import payment as payments
from .models import Order, Payment


def begin(order: Order, *, key: str, page, back: str, by: Actor, gateway: str = "pretend") -> str:
    """Write the attempt down, then open it at the gateway; where to send the payer.

    `page(payment)` gives the address of our own page for a payment, `back` where the payer ends up.
    """
    payment = payments.start(order, key=key, gateway=gateway, by=by)
    return gateways.named(gateway).start(payment, page=page(payment), back=back)


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
