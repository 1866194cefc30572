"""Paying or reserving: one order however often it is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from kithkin.sales.models import Basket, Order, Payment
from tests import people
from tests.sales.ground import open_shop, small_plan

from .buying import BASKET, CHECKOUT, Buyer, at, buyer, path, sign_in, statements, text, words

__all__ = ["buyer"]


def confirmation(buyer: Buyer) -> str:
    return f"/orders/{buyer.placed.number}/confirmation/"


@pytest.mark.parametrize("seats", [3, 12])
def test_the_page_takes_three_statements_and_ordering_eleven(db, seats):
    buyer = at(open_shop(members=14, plan=small_plan(seats=20)))
    buyer.hold(seats)
    form = {"basket": buyer.basket.public_id, "how": "pay"}

    with statements() as asking:
        buyer.get(CHECKOUT)
    with statements() as ordering:
        answer = buyer.post(CHECKOUT, form)

    assert path(answer).startswith("/pay/")
    assert (len(asking), len(ordering)) == (3, 11)


def test_the_page_shows_names_seats_and_sum_once_more_with_one_button_that_says_what_it_does(buyer):
    buyer.hold(3)

    said = words(buyer.get(CHECKOUT))

    assert all(f"{name} Smith Row 1, seat" in said for name in ("Andrew", "MemberAA", "MemberAB"))
    assert "Pay 3 season tickets · £1,140.00" in said
    assert "We keep the seats for you until" in said and "Reserve and pay later" in said


def test_paying_now_places_the_order_and_leads_to_the_bank(buyer):
    buyer.hold(3)

    answer = buyer.order()

    payment = Payment.objects.get(order=buyer.placed)
    assert (answer.status_code, path(answer)) == (303, f"/pay/{payment.public_id}/")
    assert (buyer.placed.state, buyer.placed.total, payment.amount) == (Order.State.UNPAID, 114000, 114000)


def test_pressed_twice_it_is_one_order_and_one_payment(buyer):
    buyer.hold(3)

    answers = [buyer.order(), buyer.order()]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Order.objects.count(), Payment.objects.count()) == (1, 1)


def test_back_after_paying_and_pressed_again_it_leads_to_the_same_confirmation(buyer):
    buyer.hold(1)
    buyer.pay()

    answer = buyer.order()

    assert (path(answer), Order.objects.count()) == (confirmation(buyer), 1)
    assert path(buyer.get(CHECKOUT)) == BASKET


def test_reserving_keeps_the_seats_and_says_until_when_to_pay(buyer):
    buyer.hold(2)

    answer = buyer.order("reserve")

    page = buyer.get(answer["Location"])
    assert (answer.status_code, path(answer), buyer.placed.state) == (303, confirmation(buyer), Order.State.RESERVED)
    assert "Reserved until" in words(page) and "Pay £760.00 by then" in words(page)
    assert f'action="/orders/{buyer.placed.number}/payment/"' in text(page)
    assert Letter.objects.filter(template="order-reserved", contact_id=buyer.shop.andrew.pk).count() == 1


@pytest.mark.scenario(11)
def test_a_reservation_for_members_who_have_not_answered_is_paid_later(buyer):
    buyer.hold(3)
    buyer.order("reserve")

    bank = buyer.post(f"/orders/{buyer.placed.number}/payment/")["Location"]
    buyer.post(bank, {"answer": "pay"})

    assert buyer.placed.state == Order.State.PAID
    assert "These are your 3 tickets" in words(buyer.get(confirmation(buyer)))


def test_where_the_organiser_takes_no_reservations_none_is_offered_or_made(buyer):
    buyer.hold(1)
    Organisation.objects.update(reserve_on=False)

    page, answer = words(buyer.get(CHECKOUT)), buyer.order("reserve")

    assert "Reserve and pay later" not in page
    assert path(answer) == BASKET and "Reserving is not possible here. Pay now." in words(buyer.get(BASKET))
    assert not Order.objects.exists() and buyer.basket.state == Basket.State.OPEN


def test_over_time_nothing_is_ordered_and_the_basket_says_why(buyer):
    buyer.hold(2)
    buyer.let_pass(-1)

    answers = [buyer.get(CHECKOUT), buyer.order(), buyer.order("reserve")]

    assert [path(answer) for answer in answers] == [BASKET] * 3
    assert "The time for your seats is over" in words(buyer.get(BASKET))
    assert not Order.objects.exists()


def test_without_a_basket_there_is_nothing_to_order(buyer):
    answers = [buyer.get(CHECKOUT), buyer.post(CHECKOUT), buyer.post(CHECKOUT, {"basket": "x", "how": "pay"})]

    assert [path(answer) for answer in answers] == [BASKET] * 3


def test_the_basket_of_somebody_else_is_not_ordered(buyer):
    buyer.hold(1)
    stranger = sign_in(people.register(buyer.shop.organisation, "Gus"))

    answer = stranger.post(CHECKOUT, {"basket": buyer.basket.public_id, "how": "pay"})

    assert path(answer) == BASKET and not Order.objects.exists()


def test_the_confirmation_shows_the_tickets_and_what_happens_next(buyer):
    buyer.hold(3)

    page = buyer.get(buyer.pay()["Location"])

    said = words(page)
    assert "Thank you. These are your 3 tickets." in said
    assert "MemberAB Smith Row 1, seat 10 East, block E1 Adult, £380.00" in said
    assert "We write to MemberAA Smith and MemberAB Smith" in said
    assert text(page).count("/ticket.pdf") == 3 and f"/orders/{buyer.placed.number}/tickets.pdf" in text(page)


def test_an_order_whose_time_has_passed_says_that_its_seats_are_gone(buyer):
    buyer.hold(1)
    buyer.order()
    Order.objects.update(pay_by=timezone.now() - timedelta(seconds=1))

    assert "The time to pay is over" in words(buyer.get(confirmation(buyer)))


def test_the_confirmation_is_for_the_purchaser_alone(buyer):
    buyer.hold(2)
    buyer.pay()
    member = sign_in(buyer.shop.members[0])

    assert [browser.get(confirmation(buyer)).status_code for browser in (buyer.browser, member)] == [200, 404]
