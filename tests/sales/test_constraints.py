"""What must always be true is refused by the database itself."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kithkin.sales import states
from kithkin.sales.models import Basket, BasketSeat, Claim, Order, OrderLine, Payment, Ticket

from .ground import Shop


def again(row, **changes) -> None:
    """Write the same row once more, with changes."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    with transaction.atomic():
        row.save(force_insert=True)


def refused(row, **changes) -> None:
    with pytest.raises(IntegrityError):
        again(row, **changes)


def test_a_seat_is_claimed_once_per_event(shop: Shop):
    shop.hold(1)

    refused(Claim.objects.first())


def test_a_claim_is_of_a_basket_or_of_an_order(shop: Shop):
    shop.buy(1)
    claim = Claim.objects.first()
    free = shop.offer.geometry.blocks[1].places[0].id

    refused(claim, seat_id=free, order=None, basket=None)
    refused(claim, seat_id=free, order=Order.objects.get(), basket=Basket.objects.get())
    refused(claim, seat_id=free, order=None, basket=Basket.objects.get(), held_until=None)
    again(claim, seat_id=free, order=Order.objects.get(), basket=None)


def test_a_basket_holds_one_seat_per_person_and_one_person_per_seat(shop: Shop):
    shop.hold(2)
    one, other = BasketSeat.objects.all()

    refused(one, position=7, seat=other.seat, holder=shop.members[3])
    one = BasketSeat.objects.first()
    refused(one, position=7, seat_id=shop.offer.geometry.blocks[1].places[0].id)


def test_a_buyer_has_one_open_basket_per_product(shop: Shop):
    shop.hold(1)

    refused(Basket.objects.get(), public_id="another")
    again(Basket.objects.get(), public_id="another", state=Basket.State.LET_GO)


def test_an_order_is_paid_once(shop: Shop):
    shop.buy(1)
    payment = Payment.objects.get()

    refused(payment, public_id="another", idempotency_key="another")
    again(Payment.objects.get(), public_id="another", idempotency_key="another", state=Payment.State.FAILED)


def test_a_line_has_one_ticket_and_a_code_one_ticket(shop: Shop):
    shop.buy(2)
    one, other = Ticket.objects.order_by("pk")

    refused(one, public_id="another", code="ANOTHER")
    one = Ticket.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=one.pk).update(code=other.code)


def test_a_seat_is_in_an_order_once(shop: Shop):
    shop.buy(1)

    refused(OrderLine.objects.get(), position=9)


@pytest.mark.parametrize("model", [Basket, Order, Payment, Ticket])
def test_a_state_that_does_not_exist_is_refused(shop: Shop, model):
    shop.buy(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(state="lost")


def test_paid_says_when(shop: Shop):
    shop.place(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(state=Order.State.PAID)


@pytest.mark.parametrize(("source", "to"), [("cancelled", "paid"), ("paid", "cancelled"), ("expired", "cancelled")])
def test_an_order_moves_only_along_its_table(shop: Shop, source: str, to: str):
    placed = shop.place(1)
    Order.objects.update(state=source, paid_at=timezone.now())
    placed.refresh_from_db()

    assert states.moved(placed, to) is False
    assert Order.objects.get().state == source
