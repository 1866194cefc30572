"""What waits for the reader: one list on the home page, each entry with one thing to do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithkin.audit.models import Read
from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.connections.models import Connection, Consent
from kithkin.connections.scopes import FULL, Scope
from kithkin.organisations import actions as organisations
from kithkin.sales import unnamed
from kithkin.sales.actions.returning import decline
from kithkin.sales.models import Basket, Order, Ticket
from tests import people
from tests.sales.ground import Shop, open_shop

from .buying import BASKET, Buyer, at, text, words
from .silence import asked_of_the_database

NOTHING = "Nothing. Everything is paid and answered."


@pytest.fixture
def andrew(db) -> Buyer:
    return at(open_shop(members=3))


def of_member(shop: Shop, number: int) -> Order:
    """A reservation that a member made himself."""
    return Shop(shop.organisation, shop.pos, shop.offer, shop.members[number], []).place(1, pay_now=False)


def listed(buyer: Buyer) -> str:
    return words(buyer.get("/")).split("Waiting for you", 1)[1]


def answered(buyer: Buyer, scopes: frozenset[Scope] = frozenset()) -> None:
    for member in buyer.shop.members:
        people.allow(buyer.link(member), scopes=scopes)


def test_nothing_to_do_is_said(andrew):
    answered(andrew)

    assert NOTHING in listed(andrew)


def test_what_is_to_pay_leads_to_the_order(andrew):
    answered(andrew)
    order = andrew.shop.place(2, pay_now=False)

    page = andrew.read("/")

    assert f'<a href="{reverse("shop:order", args=[order.number])}">Pay order {order.number}, £760.00</a>' in page


@pytest.mark.parametrize(
    ("scopes", "shown"),
    [(FULL, True), (frozenset({Scope.SEE_ORDERS}), False), (frozenset({Scope.PAY_RESERVATIONS}), False)],
)
def test_a_members_reservation_stands_there_when_he_lets_it_be_seen_and_paid(andrew, scopes, shown):
    answered(andrew, scopes)
    order = of_member(andrew.shop, 0)

    said = listed(andrew)

    assert (f"Pay order {order.number} of {andrew.shop.members[0].name}, £380.00" in said) == shown
    noted = Read.objects.filter(member_id=andrew.shop.members[0].pk, what=Scope.SEE_ORDERS)
    assert noted.exists() == shown, "what is shown of a member is noted"


def test_seats_that_are_held_lead_back_to_the_basket(andrew):
    answered(andrew)
    andrew.hold(2)

    page = andrew.read("/")

    assert f'<a href="{BASKET}">Pay your 2 seats</a>' in page
    Basket.objects.update(held_until=clock.now() - timedelta(minutes=1))
    assert NOTHING in listed(andrew)


def test_what_is_over_or_paid_is_not_to_do(andrew):
    answered(andrew, FULL)
    andrew.shop.buy(1)
    of_member(andrew.shop, 0)
    Order.objects.update(pay_by=clock.now() - timedelta(minutes=1))

    assert NOTHING in listed(andrew)


def test_who_is_asked_himself_finds_the_question(andrew):
    answered(andrew)
    carla = people.register(andrew.shop.organisation, "Carla", "Jones")
    people.connect(carla, andrew.shop.andrew)

    assert "Answer Carla Jones Asked you today" in listed(andrew)
    Consent.objects.filter(connection__parent=carla).update(asked_at=clock.now() - timedelta(days=15))
    assert "Carla" not in listed(andrew), "what is too old cannot be answered"


def test_who_has_not_answered_can_be_asked_again_the_day_after(andrew):
    Connection.objects.filter(child=andrew.shop.members[0]).update(asked_at=clock.now() - timedelta(days=2))

    said = listed(andrew)

    first, second = (member.name for member in andrew.shop.members[:2])
    assert f"Ask {first} again Asked 2 days ago" in said and f"{second} has not answered Asked today" in said


@pytest.mark.parametrize("size", [5, 9])
def test_many_who_have_not_answered_are_one_entry(db, size):
    buyer = at(open_shop(members=size))

    assert f"{size} people have not answered" in listed(buyer)


def test_many_orders_to_pay_are_shortened(andrew):
    answered(andrew)
    for _order in range(8):
        andrew.shop.place(1, pay_now=False)

    said = listed(andrew)

    assert (said.count("Pay order"), "Pay 2 more orders" in said) == (6, True)


def test_tickets_that_came_back_lead_to_where_their_holders_are_named(andrew):
    answered(andrew)
    order = andrew.shop.buy(3)
    assert NOTHING in listed(andrew)
    one, other = Ticket.objects.filter(line__order=order, holder__in=andrew.shop.members[:2])

    decline(one, by=by_link(one.holder))
    first = andrew.read("/")
    decline(other, by=by_link(other.holder))

    one.refresh_from_db()
    assert f'<a href="/tickets/{one.public_id}/holder/">A ticket has come back to you: name who goes</a>' in first
    both = f'<a href="{reverse("shop:order", args=[order.number])}">2 tickets have come back to you: name who goes</a>'
    assert both in andrew.read("/")
    with clock.held(clock.now() + timedelta(days=201)):
        assert not unnamed.tickets(andrew.shop.by).exists(), "nobody goes to a season that is over"


@pytest.mark.parametrize("size", [1, 6])
def test_the_list_takes_the_same_queries_for_any_number_of_things(db, size):
    """The visit; basket; orders of his own and of members, noted and named; what came back; questions; the group."""
    buyer = at(open_shop(members=size))
    answered(buyer, FULL)
    for number in range(size):
        of_member(buyer.shop, number)
        gift = Ticket.objects.get(line__order=buyer.shop.buy(2), holder=buyer.shop.members[0])
        decline(gift, by=by_link(gift.holder))
        people.connect(people.register(buyer.shop.organisation, f"Lead{'abcdefg'[number]}"), buyer.shop.andrew)
    buyer.get("/")

    with asked_of_the_database() as statements:
        page = buyer.read("/")

    assert (page.count("Pay order"), page.count("Answer Lead")) == (size, size)
    assert len(statements) == 11


def test_where_the_feature_is_off_there_are_only_ones_own_orders(andrew):
    organisations.switch_friends_and_family(andrew.shop.pos, False, by=people.HOUSE)
    own, _theirs = andrew.shop.place(1, pay_now=False), of_member(andrew.shop, 0)

    said = listed(andrew)

    assert own.number in said and "answered" not in said and said.count("Pay order") == 1


def test_a_members_reservation_is_paid_to_the_end_in_his_file(andrew):
    answered(andrew, FULL)
    number = of_member(andrew.shop, 0).number

    bank = andrew.post(reverse("shop:order-payment", args=[number]), {"key": "once"})
    page = andrew.browser.post(bank["Location"], {"answer": "pay"}, follow=True)

    assert (page.status_code, Order.objects.get(number=number).state) == (200, Order.State.PAID)
    assert "Acting for" in text(page) and "Paid" in words(page)
    assert NOTHING in listed(andrew)
