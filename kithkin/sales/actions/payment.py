"""Paying an order: attempts, their outcome, and the tickets that follow. Gateways are asked elsewhere (paying.py)."""

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.connections import queries as connections
from kithkin.mail import outbox
from kithkin.sales import claims, furnished, rules, states
from kithkin.sales.codes import new_code
from kithkin.sales.models import Order, OrderLine, Payment, Ticket
from kithkin.sales.posting import letter

_PAYABLE = (Order.State.RESERVED, Order.State.UNPAID)


@action
def start(order: Order, *, key: str, by: Actor, gateway: str = "pretend") -> Payment:
    """A new attempt to pay, or with the same key the same attempt again."""
    _hold_consent_still(order, by.contact_id)
    rules.may_pay(by, order).require()
    attempt = Payment(
        order=order,
        payer_id=by.contact_id,
        gateway=gateway,
        amount=order.total,
        currency=order.currency,
        idempotency_key=key,
        made_at=clock.now(),
    )
    is_payable = order.state in _PAYABLE and order.pay_by > clock.now()
    return attempt if is_payable and rows.add(attempt, on_conflict=_ONCE) else _same(attempt)


def _same(attempt: Payment) -> Payment:
    """The attempt that was started with this key before; Refused when there is none."""
    known = Payment.objects.select_related("order").filter(idempotency_key=attempt.idempotency_key).first()
    if known is None or (known.order_id, known.payer_id) != (attempt.order_id, attempt.payer_id):
        raise Refused(_("This order can no longer be paid."))
    return known


_ONCE = 'ON CONFLICT ("idempotency_key") DO NOTHING'


def _hold_consent_still(order: Order, payer_id: int | None) -> None:
    """A member's answer cannot change between the rule's look at it and the commit."""
    if payer_id and order.purchaser_id != payer_id:
        connections.hold_pair_still(payer_id, order.purchaser_id)


@action
def settle(payment: Payment, *, by: Actor) -> Payment:
    """The money is there: the order is paid, its seats are for good, tickets and letters follow.

    Settled twice, it is settled once. Where the order was paid otherwise, or its time ran out and a
    seat is gone, the payment ends as refunded; so it does where the member whose reservation it is
    has taken his consent back since: it stays his, to be paid by himself.
    """
    rules.may_settle(by, payment).require()
    order = payment.order
    if payment.state != Payment.State.CREATED:
        return payment
    _hold_consent_still(order, payment.payer_id)
    if not rules.is_still_allowed(payment) or not states.moved(order, Order.State.PAID, paid_at=clock.now()):
        return _give_back(payment, by)
    lines = _lines(order)
    if not _claim(order, lines):
        states.move(order, Order.State.EXPIRED)
        return _give_back(payment, by)
    states.move(payment, Payment.State.PAID, settled_at=clock.now())
    _issue(lines)
    _tell(order, lines)
    journal.write("order.paid", by=by, about=order, payment=payment.pk)
    return payment


def _lines(order: Order) -> list[OrderLine]:
    return furnished.found("ordered.id = %s", [order.pk])


def _claim(order: Order, lines: list[OrderLine]) -> bool:
    """Make the order's claims permanent; after its time, where no seat is somebody else's by now."""
    seats = {line.seat_id for line in lines}
    season = lines[0].product.season
    own = ("order_id", order.pk)
    had = claims.take(claims.ending(seats, claims.FOR_GOOD), season, owned_by=own, order_id=order.pk)
    if had == seats:
        return True
    claims.take(claims.ending(seats, claims.OVER), season, claims.Mine.ALL, owned_by=own, order_id=order.pk)
    return False


def _give_back(payment: Payment, by: Actor) -> Payment:
    """Nothing can be had for this money. The other press of the same button gets what the first one got."""
    if states.moved(payment, Payment.State.REFUNDED, settled_at=clock.now()):
        journal.write("payment.refunded", by=by, about=payment)
    else:
        payment.refresh_from_db()
    return payment


def _issue(lines: list[OrderLine]) -> None:
    rows.insert(
        Ticket,
        [{"line_id": line.pk, "holder_id": line.holder_id, "code": new_code()} for line in lines],
    )


def _tell(order: Order, lines: list[OrderLine]) -> None:
    """One letter to the purchaser, one to each other holder; whether it may still go is asked when it is sent."""
    purchaser = lines[0].order.purchaser
    letters = [letter("order-confirmed", purchaser, order=order.pk)]
    others = (line for line in lines if line.holder_id != purchaser.pk)
    letters += (letter("ticket-for-you", line.holder, line=line.pk) for line in others)
    outbox.post_many(letters)


@action
def fail(payment: Payment, *, by: Actor) -> Payment:
    """The payer or his bank said no; the order waits for another attempt."""
    rules.may_settle(by, payment).require()
    if states.moved(payment, Payment.State.FAILED, settled_at=clock.now()):
        journal.write("payment.failed", by=by, about=payment)
    return payment
