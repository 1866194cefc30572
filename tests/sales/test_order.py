"""Placing an order from a basket."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from kithkin.base import actor, clock
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.mail.models import Letter
from kithkin.sales import choosing
from kithkin.sales.actions import order
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Basket, Claim, Order, Ticket
from kithkin.sales.refusals import TimeOver
from tests import people

from .ground import Shop, basket
from .test_basket import run_out


def place(shop: Shop, held: choosing.Held, **how) -> Order:
    with transaction.atomic():  # so that a refusal is rolled back as it is in the shop
        return order.place(basket(held), by=shop.by, **how)


@pytest.mark.scenario(8)
def test_three_people_sit_together_and_get_a_ticket_each(shop: Shop):
    placed = shop.buy(3)

    assert placed.state == Order.State.PAID
    assert placed.total == 3 * 38000
    assert [line.holder_name for line in placed.lines.all()] == [person.name for person in shop.people(3)]
    assert list(Ticket.objects.order_by("line__position").values_list("holder_id", flat=True)) == [
        shop.andrew.pk,
        shop.members[0].pk,
        shop.members[1].pk,
    ]
    assert len(set(Ticket.objects.values_list("code", flat=True))) == 3
    assert set(Claim.objects.values_list("order_id", "held_until")) == {(placed.pk, None)}
    assert Claim.objects.count() == 3 * 3


def test_the_seats_keep_the_baskets_minutes_until_they_are_paid(shop: Shop):
    held = shop.hold(2)

    placed = place(shop, held)

    assert (placed.state, placed.pay_by) == (Order.State.UNPAID, held.kept.held_until)
    assert set(Claim.objects.values_list("order_id", "basket_id", "held_until")) == {(placed.pk, None, placed.pay_by)}
    assert not Ticket.objects.exists()


def test_pressing_twice_gives_one_order(shop: Shop):
    held = shop.hold(2)

    first = place(shop, held)
    second = place(shop, held)

    assert first == second
    assert Order.objects.count() == 1


def test_an_expired_basket_cannot_be_ordered(shop: Shop):
    held = shop.hold(2)
    run_out(held)

    with pytest.raises(TimeOver):
        place(shop, held)

    assert not Order.objects.exists()
    assert Basket.objects.get().state == Basket.State.OPEN


def test_a_basket_that_lost_one_claim_cannot_be_ordered(shop: Shop):
    held = shop.hold(2)
    stolen = Claim.objects.filter(basket=held.kept.basket_id).last()
    gus = actor.customer(people.register(shop.organisation, "Gus"))
    Claim.objects.filter(pk=stolen.pk).update(held_until=timezone.now() - timedelta(seconds=1))
    other = [Person(gus.contact_id, "Gus", shop.offer.tariff("adult").pk)]
    Claim.objects.filter(seat=stolen.seat_id).update(held_until=timezone.now() - timedelta(seconds=1))
    taken_over = choosing.hold_these(shop.offer, other, [stolen.seat_id], pos=shop.pos, by=gus)

    with pytest.raises(TimeOver):
        place(shop, held)

    assert Claim.objects.filter(seat=stolen.seat_id, basket=taken_over.kept.basket_id).count() == 3
    assert not Order.objects.exists()


def test_somebody_else_cannot_order_my_basket(shop: Shop):
    held = shop.hold(1)
    gus = actor.customer(people.register(shop.organisation, "Gus"))

    with pytest.raises(TimeOver):
        order.place(basket(held), by=gus)


def test_who_left_the_group_meanwhile_is_not_bought_for(shop: Shop):
    held = shop.hold(2)
    connections.remove(connected.members(shop.by).get(child=shop.members[0]), by=shop.by)

    with pytest.raises(NotAllowed):
        place(shop, held)


def test_a_match_added_meanwhile_is_part_of_the_season_ticket(shop: Shop):
    held = shop.hold(1)
    season = shop.offer.product.season
    season.events.create(round="New", home="Ferrygate", away="Late", date=season.ends)

    place(shop, held)

    assert Claim.objects.filter(order__isnull=False).count() == 4


def test_reserved_seats_are_kept_for_the_organisers_days(shop: Shop):
    held = shop.hold(2)

    with clock.held(timezone.now()):
        placed = place(shop, held, pay_now=False)

    assert placed.state == Order.State.RESERVED
    assert placed.pay_by - placed.made_at == timedelta(days=7)
    assert set(Claim.objects.values_list("held_until", flat=True)) == {placed.pay_by}
    assert list(Letter.objects.filter(template="order-reserved").values_list("contact_id", flat=True)) == [
        shop.andrew.pk
    ]


def test_a_reservation_ends_the_day_before_the_first_match(shop: Shop):
    first = shop.offer.product.season.events.order_by("date").first()
    first.date = timezone.now().date() + timedelta(days=3)
    first.save()

    placed = place(shop, shop.hold(1), pay_now=False)

    assert placed.pay_by.date() == first.date - timedelta(days=1)


def test_where_the_organiser_does_not_allow_it_nothing_is_reserved(shop: Shop):
    shop.organisation.reserve_on = False
    shop.organisation.save()

    with pytest.raises(Refused):
        place(shop, shop.hold(1), pay_now=False)


def test_orders_whose_time_is_over_are_marked(shop: Shop):
    late, waiting = place(shop, shop.hold(1), pay_now=False), place(shop, shop.hold(1), pay_now=False)
    Order.objects.filter(pk=late.pk).update(pay_by=timezone.now() - timedelta(seconds=1))

    assert order.expire_due(by=actor.system(None)) == 1

    assert dict(Order.objects.values_list("pk", "state")) == {late.pk: "expired", waiting.pk: "reserved"}
