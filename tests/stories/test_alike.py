"""Every shop page that the seed does not name is the same with and without consent."""

import pytest

from kithkin.base import clock
from kithkin.connections.models import Connection
from kithkin.demo.cast import Cast
from kithkin.project.access import PAGES, Who
from kithkin.sales.models import Order
from tests import people
from tests.pages import addresses
from tests.purchases import buy, hold, reserve
from tests.visits import signed_in

from .walk import NEW_EACH_TIME, Browser, readable, visit

# What the seed names; each person's page is part of the management screen; home says who has not answered yet.
MANAGING = {"shop:friends", "shop:person", "shop:guardian", "shop:kind", "shop:rights", "shop:consent-request"}
NAMED = MANAGING | {"shop:tickets", "shop:orders", "shop:season-ticket", "shop:home"}
OTHERS = [name for name, who in PAGES.items() if who in (Who.ANYBODY, Who.CUSTOMER) and name not in NAMED]


@pytest.fixture
def asked(cast: Cast) -> Connection:
    """Andrew has added Blaise, bought for him, reserved for him, and holds a seat for him."""
    connection = people.connect(cast.andrew, cast.blaise)
    buy(cast, cast.andrew, cast.blaise)
    reserve(cast, cast.andrew, cast.blaise)
    hold(cast, cast.andrew, cast.blaise)
    return connection


def shown(browser: Browser) -> dict[str, tuple[int, str]]:
    """What each of these pages answers, but for what is made anew for every answer."""
    answers = {address: visit(browser, address) for name in OTHERS for address in addresses(name)}
    return {
        address: (answer.status_code, NEW_EACH_TIME.sub("", readable(answer))) for address, answer in answers.items()
    }


@pytest.mark.scenario(11)
@pytest.mark.once
def test_pages_that_the_seed_does_not_name_are_alike_with_and_without_consent(cast, asked):
    andrew = signed_in(cast.andrew, Browser)

    with clock.held(clock.now()):
        without = shown(andrew)
        people.allow(asked)
        given = shown(andrew)

    assert [address for address in without if without[address] != given[address]] == []
    assert sum("Blaise Smith" in text for _status, text in without.values()) >= 5, "there is something to compare"


@pytest.mark.scenario(11)
def test_a_reservation_made_for_somebody_who_has_not_answered_is_paid_like_any_other(cast, asked):
    andrew = signed_in(cast.andrew)
    reserved = Order.objects.get(purchaser=cast.andrew, state=Order.State.RESERVED)

    bank = andrew.post(f"/orders/{reserved.number}/payment/").headers["Location"]
    confirmed = andrew.post(bank, {"answer": "pay"}, follow=True)

    assert "Thank you. These are your 2 tickets." in confirmed.text
    assert "Blaise Smith" in confirmed.text and "blaise@example.org" not in confirmed.text
