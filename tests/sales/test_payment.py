"""Paying: once is once, late is kept or given back, and never is a seat sold twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kithkin.audit.models import Entry
from kithkin.base import actor
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.mail.models import Letter
from kithkin.sales import choosing, paying
from kithkin.sales.actions import order as orders
from kithkin.sales.actions import payment as payments
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Claim, Order, Payment, Ticket
from tests import people

from .ground import Shop, basket


def start(shop: Shop, placed: Order, key: str = "first press", by=None) -> Payment:
    return payments.start(placed, key=key, by=by or shop.by)


def settle(shop: Shop, payment: Payment) -> Payment:
    """As a request does: the payment is read anew."""
    return payments.settle(Payment.objects.select_related("order").get(pk=payment.pk), by=shop.by)


def let_time_pass(placed: Order) -> None:
    over = timezone.now() - timedelta(seconds=1)
    Order.objects.filter(pk=placed.pk).update(pay_by=over)
    Claim.objects.filter(order=placed).update(held_until=over)


def take_over(shop: Shop, placed: Order) -> choosing.Held:
    """Gus, who is quicker, takes one of the seats whose time is over."""
    gus = actor.customer(people.register(shop.organisation, "Gus"))
    seat = placed.lines.first().seat_id
    person = Person(gus.contact_id, "Gus", shop.offer.tariff("adult").pk)
    return choosing.hold_these(shop.offer, [person], [seat], pos=shop.pos, by=gus)


def test_starting_twice_with_one_key_is_one_attempt(shop: Shop):
    placed = shop.place(2)

    assert start(shop, placed) == start(shop, placed)
    assert Payment.objects.count() == 1


def test_a_key_of_another_order_is_refused(shop: Shop):
    start(shop, shop.place(1))

    with pytest.raises(Refused):
        start(shop, shop.place(1))


def test_settling_twice_settles_once(shop: Shop):
    payment = start(shop, shop.place(2))
    stale = Payment.objects.select_related("order").get(pk=payment.pk)

    first = payments.settle(payment, by=shop.by)
    second = payments.settle(stale, by=shop.by)
    third = settle(shop, payment)

    assert {first.state, second.state, third.state} == {Payment.State.PAID}
    assert Ticket.objects.count() == 2
    assert Letter.objects.filter(template="order-confirmed").count() == 1
    assert Entry.objects.filter(what="order.paid").count() == 1


def test_a_purchase_writes_to_the_purchaser_and_to_each_other_holder(shop: Shop):
    placed = shop.buy(3)

    written = Letter.objects.filter(template__in=["order-confirmed", "ticket-for-you"])
    lines = {line.holder_id: line.pk for line in placed.lines.all()}
    assert {(letter.template, letter.contact_id, *letter.facts.items()) for letter in written} == {
        ("order-confirmed", shop.andrew.pk, ("order", placed.pk)),
        ("ticket-for-you", shop.members[0].pk, ("line", lines[shop.members[0].pk])),
        ("ticket-for-you", shop.members[1].pk, ("line", lines[shop.members[1].pk])),
    }


def test_two_attempts_for_one_order_pay_it_once_and_give_the_other_back(shop: Shop):
    placed = shop.place(1)
    first, second = start(shop, placed, "one tab"), start(shop, placed, "other tab")

    assert settle(shop, first).state == Payment.State.PAID
    assert settle(shop, second).state == Payment.State.REFUNDED
    assert Ticket.objects.count() == 1


def test_paid_late_the_seats_are_still_had_when_nobody_took_them(shop: Shop):
    placed = shop.place(2)
    payment = start(shop, placed)
    let_time_pass(placed)
    orders.expire_due(by=actor.system(None))

    assert settle(shop, payment).state == Payment.State.PAID
    assert set(Claim.objects.values_list("order_id", "held_until")) == {(placed.pk, None)}
    assert Order.objects.get().state == Order.State.PAID


def test_paid_late_and_a_seat_is_gone_the_money_goes_back_and_nothing_is_oversold(shop: Shop):
    placed = shop.place(2)
    payment = start(shop, placed)
    let_time_pass(placed)
    gus = take_over(shop, placed)

    settled = settle(shop, payment)

    assert settled.state == Payment.State.REFUNDED
    assert Order.objects.get(pk=placed.pk).state == Order.State.EXPIRED
    assert not Ticket.objects.exists()
    assert Claim.objects.filter(basket=gus.kept.basket_id).count() == 3
    assert not Claim.objects.filter(order=placed, held_until=None).exists()
    assert settle(shop, payment).state == Payment.State.REFUNDED


def test_an_order_whose_time_is_over_is_not_started_to_be_paid(shop: Shop):
    placed = shop.place(1)
    Order.objects.update(pay_by=timezone.now() - timedelta(seconds=1))
    placed.refresh_from_db()

    with pytest.raises(Refused):
        start(shop, placed)


def test_a_failed_payment_leaves_the_order_to_another_attempt(shop: Shop):
    placed = shop.place(1)
    failed = payments.fail(start(shop, placed, "declined"), by=shop.by)

    with pytest.raises(WrongMove), transaction.atomic():
        payments.settle(Payment.objects.select_related("order").filter(pk=failed.pk).get(), by=shop.by)
        raise WrongMove("settled quietly")  # a failed payment moves nothing
    assert settle(shop, start(shop, placed, "again")).state == Payment.State.PAID


def test_only_the_payer_and_the_house_settle(shop: Shop):
    payment = start(shop, shop.place(1))
    gus = actor.customer(people.register(shop.organisation, "Gus"))

    for settling in (payments.settle, payments.fail):
        with pytest.raises(NotAllowed):
            settling(payment, by=gus)

    assert payments.settle(payment, by=actor.system(shop.organisation.pk)).state == Payment.State.PAID


def test_a_stranger_does_not_pay(shop: Shop):
    placed = shop.place(1)
    gus = actor.customer(people.register(shop.organisation, "Gus"))

    with pytest.raises(NotAllowed):
        start(shop, placed, by=gus)


@pytest.mark.scenario(11)
def test_a_reservation_for_a_pending_member_is_paid_by_the_lead_who_made_it(shop: Shop):
    reserved = shop.place(2, pay_now=False)

    assert settle(shop, start(shop, reserved)).state == Payment.State.PAID


def test_a_members_own_reservation_is_paid_while_the_member_allows_it(shop: Shop):
    blaise = shop.members[0]
    reserved = _reserve_for_himself(shop, blaise)
    link = connected.members(shop.by).get(child=blaise)

    with pytest.raises(NotAllowed):
        start(shop, reserved, "pending")
    consent = people.allow(link)
    assert start(shop, reserved, "allowed").payer_id == shop.andrew.pk
    connections.withdraw(consent, by=actor.by_link(blaise))
    with pytest.raises(NotAllowed):
        start(shop, reserved, "withdrawn")


def test_a_members_unpaid_order_is_his_own_business(shop: Shop):
    blaise = shop.members[0]
    people.allow(connected.members(shop.by).get(child=blaise))
    by = actor.customer(blaise)
    held = choosing.hold_best(shop.offer, [shop.people(2)[1]], shop.centre, pos=shop.pos, by=by)
    unpaid = orders.place(basket(held), by=by)

    with pytest.raises(NotAllowed):
        start(shop, unpaid)


def test_the_pretend_gateway_pays_declines_or_waits(shop: Shop):
    placed = shop.place(1)

    address = paying.begin(
        placed, key="k", page=lambda payment: f"/pay/{payment.public_id}/", back="/orders/", by=shop.by
    )
    payment = Payment.objects.select_related("order").get()
    waiting = paying.finish(payment, {"answer": "?"}, by=shop.by)

    assert address == f"/pay/{payment.public_id}/"
    assert waiting.state == Payment.State.CREATED
    assert paying.finish(payment, {"answer": "decline"}, by=shop.by).state == Payment.State.FAILED
    paying.begin(placed, key="k2", page=lambda payment: "", back="", by=shop.by)
    second = Payment.objects.select_related("order").get(idempotency_key="k2")
    assert paying.finish(second, {"answer": "pay"}, by=shop.by).state == Payment.State.PAID


def _reserve_for_himself(shop: Shop, member) -> Order:
    by = actor.customer(member)
    person = Person(member.pk, member.name, shop.offer.tariff("adult").pk)
    held = choosing.hold_best(shop.offer, [person], shop.centre, pos=shop.pos, by=by)
    return orders.place(basket(held), by=by, pay_now=False)
