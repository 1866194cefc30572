"""How many statements an order costs, BEGIN and COMMIT included: the same for three seats and for twelve."""

import pytest

from kithkin.sales import choosing
from kithkin.sales.actions import order, payment

from .ground import Shop, basket, open_shop, small_plan
from .statements import counted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Shop:
    return open_shop(members=14, plan=small_plan(seats=20))


@pytest.mark.parametrize("seats", [3, 12])
def test_an_order_costs_the_same_whatever_the_number_of_seats(shop: Shop, seats: int):
    choosing.propose(shop.offer, seats, shop.centre, by=shop.by)  # the plan is read once per process

    with counted() as holding:
        held = shop.hold(seats)
    chosen = basket(held)
    with counted() as placing:
        placed = order.place(chosen, by=shop.by)
    with counted() as starting:
        attempt = payment.start(placed, key="pressed", by=shop.by)
    with counted() as settling:
        payment.settle(attempt, by=shop.by)

    assert [len(each) for each in (holding, placing, starting, settling)] == [7, 8, 3, 10]


def test_choosing_again_costs_one_more(shop: Shop):
    shop.hold(3)

    with counted() as again:
        shop.hold(12)

    assert len(again) == 8


def test_the_seats_are_claimed_in_one_statement_and_choosing_is_done_before(shop: Shop):
    choosing.propose(shop.offer, 3, shop.centre, by=shop.by)

    with counted() as holding:
        shop.hold(3)

    begin = next(number for number, sql in enumerate(holding) if sql.startswith("BEGIN"))
    assert [sql.split()[0] for sql in holding[begin:]] == ["BEGIN", "INSERT", "WITH", "INSERT", "COMMIT"]
