"""Forty buyers press at once for the same thirty seats: each is sold once, and nobody waits for ever."""

from collections import Counter
from random import Random

import pytest

from kithkin.base import actor
from kithkin.connections.models import Connection
from kithkin.sales import choosing
from kithkin.sales.actions import order
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Claim, Order, OrderLine, Payment, Ticket
from kithkin.sales.refusals import SeatTaken
from tests import people
from tests.at_once import at_once

from .ground import Shop, basket, open_shop, pay, small_plan

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BUYERS, SEATS = 40, 30


@pytest.fixture
def shop() -> Shop:
    """Fifteen seats in each of two blocks: three rows of five."""
    return open_shop(members=0, plan=small_plan(rows=3, seats=5))


def buyers(shop: Shop, count: int) -> list:
    return [actor.customer(people.register(shop.organisation, f"Buyer{letters}")) for letters in _letters(count)]


def _letters(count: int) -> list[str]:
    return [chr(97 + number // 26) + chr(97 + number % 26) for number in range(count)]


def himself(shop: Shop, by) -> list[Person]:
    return [Person(by.contact_id, "Buyer", shop.offer.tariff("adult").pk)]


def test_thirty_seats_are_sold_once_each_to_forty_buyers(shop: Shop):
    seats = [place.id for block in shop.offer.geometry.blocks for place in block.places]

    def buy(by, wanted):
        def wish():
            held = choosing.hold_these(shop.offer, himself(shop, by), [wanted], pos=shop.pos, by=by)
            return pay(order.place(basket(held), by=by), by)

        return wish

    results = at_once([buy(by, seats[number % SEATS]) for number, by in enumerate(buyers(shop, BUYERS))])

    sold = [each for each in results if isinstance(each, Payment)]
    refused = [each for each in results if isinstance(each, SeatTaken)]
    assert (len(sold), len(refused)) == (SEATS, BUYERS - SEATS)
    assert Ticket.objects.count() == SEATS
    _each_seat_sold_at_most_once(shop)


def test_groups_that_press_seats_in_any_order_do_not_lock_each_other(shop: Shop):
    block = [place.id for place in shop.offer.geometry.blocks[0].places]

    def buy(lead, number):
        def wish():
            wanted = Random(number).sample(block, 3)
            by = actor.customer(lead)
            held = choosing.hold_these(shop.offer, _family(shop, lead), wanted, pos=shop.pos, by=by)
            return order.place(basket(held), by=by)

        return wish

    results = at_once([buy(_lead(shop, number), number) for number in range(10)])

    placed = [each for each in results if isinstance(each, Order)]
    refused = [each for each in results if isinstance(each, SeatTaken)]
    assert (len(placed), len(refused)) == (5, 5)
    _each_seat_sold_at_most_once(shop)


def _lead(shop: Shop, number: int):
    lead = people.register(shop.organisation, f"Lead{chr(97 + number)}")
    for name in ("One", "Two"):
        people.connect(lead, people.register(shop.organisation, f"{name}{chr(97 + number)}"))
    return lead


def _family(shop: Shop, lead) -> list[Person]:
    adult = shop.offer.tariff("adult").pk
    members = Connection.objects.filter(parent=lead).values_list("child_id", flat=True)
    return [Person(each, "Buyer", adult) for each in [lead.pk, *members]]


def test_one_person_pressing_in_many_tabs_orders_once(shop: Shop):
    [by] = buyers(shop, 1)
    chosen = basket(choosing.hold_best(shop.offer, himself(shop, by), shop.centre, pos=shop.pos, by=by))

    results = at_once([lambda: pay(order.place(chosen, by=by), by, key="pressed") for _tab in range(8)])

    assert {each.state for each in results} == {Payment.State.PAID}
    assert (Order.objects.count(), Payment.objects.count(), Ticket.objects.count()) == (1, 1, 1)


def _each_seat_sold_at_most_once(shop: Shop) -> None:
    lines = Counter(OrderLine.objects.filter(order__state__in=["paid", "unpaid"]).values_list("seat_id", flat=True))
    claims = Counter(Claim.objects.filter(order__isnull=False).values_list("seat_id", flat=True))
    assert set(lines.values()) <= {1}
    assert claims == {seat: 3 for seat in lines}
