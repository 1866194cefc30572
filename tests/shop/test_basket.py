"""Your seats: who sits where, for how long, and what remains when the time is over."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kithkin.base import clock
from kithkin.catalogue.models import Product
from kithkin.sales.models import Basket, Claim
from tests import people
from tests.people import allow
from tests.sales.ground import open_shop, small_plan

from .buying import (
    BASKET,
    CHECKOUT,
    WHO,
    Buyer,
    at,
    buyer,
    path,
    sign_in,
    somebody_takes,
    statements,
    text,
    words,
)

__all__ = ["buyer"]
EXTENSION, REMOVAL = "/basket/extension/", "/basket/removal/"


def sitting(buyer: Buyer) -> list[str]:
    """Who sits on each seat, from the left."""
    return [seat.holder.first_name for seat in buyer.basket.seats.select_related("holder").order_by("seat_id")]


def prices(buyer: Buyer) -> list[int]:
    return list(buyer.basket.seats.order_by("position").values_list("price", flat=True))


@pytest.mark.parametrize("seats", [3, 12])
def test_the_page_takes_three_statements_whatever_the_number_of_seats(db, seats):
    buyer = at(open_shop(members=14, plan=small_plan(seats=20)))
    buyer.hold(seats)

    with statements() as seen:
        buyer.get(BASKET)

    assert len(seen) == 3


def test_the_page_says_who_sits_where_for_how_much_and_how_long(buyer):
    buyer.hold(3)

    page = buyer.get(BASKET)

    said = words(page)
    assert "East, block E1." in said
    assert "MemberAA Smith Row 1, seat 9. Adult £380.00" in said
    assert "Total for 3 £1,140.00" in said and "Seats held for 15 more minutes" in said
    assert re.findall(r'class="seat-init"[^>]*>(\w)<', text(page)) == ["A", "M", "M"]
    assert text(page).count('class="btn full"') == 1


def test_more_minutes_are_offered_at_the_end_and_had_once(buyer):
    buyer.hold(1)
    early = buyer.read(BASKET)
    buyer.let_pass(3)
    late = words(buyer.get(BASKET))
    answer = buyer.post(EXTENSION)
    longer = words(buyer.get(BASKET))
    buyer.let_pass(3)
    again = [words(buyer.get(BASKET)), path(buyer.post(EXTENSION))]

    assert "Keep them" not in early and re.search(r'hx-trigger="load delay:60\ds"', early)
    assert "Seats held for 3 more minutes . Keep them 5 minutes longer" in late
    assert path(answer) == BASKET and "Seats held for 8 more minutes" in longer
    assert "Keep them" not in again[0] and again[1] == BASKET
    assert (buyer.basket.held_until - timezone.now()).total_seconds() < 181


def test_from_the_checkout_the_extension_leads_back_to_it(buyer):
    buyer.hold(1)
    buyer.let_pass(3)

    assert path(buyer.post(EXTENSION, {"then": CHECKOUT.strip("/")})) == CHECKOUT


def test_two_people_change_places(buyer):
    buyer.hold(3)
    before = sitting(buyer)

    answer = buyer.post(BASKET, {"seat-0": "2", "seat-1": "1", "seat-2": "2"})

    assert (before, path(answer)) == (["Andrew", "MemberAA", "MemberAB"], BASKET)
    assert sitting(buyer) == ["MemberAB", "MemberAA", "Andrew"]


def test_three_people_move_round(buyer):
    buyer.hold(3)

    buyer.post(BASKET, {"seat-0": "1", "seat-1": "2", "seat-2": "0"})

    assert sitting(buyer) == ["MemberAA", "MemberAB", "Andrew"]


def test_in_another_category_each_pays_the_price_of_his_seat(buyer):
    geometry = buyer.shop.offer.geometry
    centre, wing = (block.places[0].id for block in geometry.blocks)
    buyer.hold(2)
    row = buyer.basket.seats.get(position=1)
    row.seat_id, row.price = wing, 30000
    row.save()
    Claim.objects.filter(basket=buyer.basket).exclude(seat=buyer.seats[0]).update(seat=wing)

    buyer.post(BASKET, {"seat-0": "1", "seat-1": "0"})

    assert prices(buyer) == [30000, 38000]


def test_one_person_on_two_seats_is_refused_and_the_choice_kept(buyer):
    buyer.hold(3)

    answer = buyer.post(BASKET, {"seat-0": "2", "seat-1": "2", "seat-2": "2"})

    assert answer.status_code == 422
    assert "You put one person on two seats." in words(answer)
    assert text(answer).count('value="2" selected') == 3 and "<details open>" in text(answer)
    assert sitting(buyer) == ["Andrew", "MemberAA", "MemberAB"]


@pytest.mark.parametrize("wish", [{}, {"seat-0": "9"}, {"seat-0": "x"}])
def test_a_hand_made_form_moves_nobody(buyer, wish):
    buyer.hold(2)

    assert buyer.post(BASKET, wish).status_code == 422
    assert sitting(buyer) == ["Andrew", "MemberAA"]


def test_one_person_stays_at_home(buyer):
    buyer.hold(3)

    answer = buyer.post(REMOVAL, {"person": "1"})

    said = words(buyer.get(BASKET))
    assert path(answer) == BASKET and sitting(buyer) == ["Andrew", "MemberAB"]
    assert "MemberAA Smith's seat was let go." in said and "Total for 2 £760.00" in said
    assert "can take these seats" in said

    buyer.post(REMOVAL, {"person": "2"})
    assert "can take this seat " in words(buyer.get(BASKET))


@pytest.mark.parametrize("person", ["all", "0"])
def test_without_anybody_left_the_basket_is_empty(buyer, person):
    buyer.hold(1)

    buyer.post(REMOVAL, {"person": person})

    assert buyer.basket.state == Basket.State.LET_GO
    assert "You hold no seats" in words(buyer.get(BASKET))
    assert not Claim.objects.filter(held_until__gt=timezone.now()).exists()


def test_over_time_the_page_says_what_happened_and_what_was_kept(buyer):
    buyer.hold(2)
    buyer.let_pass(-2)

    said = words(buyer.get(BASKET))

    assert "The time for your seats is over" in said and "Nothing was charged" in said
    assert "Andrew Smith" in said and "MemberAA Smith" in said and "Hold 2 seats again" in said


def test_the_same_seats_are_held_again_with_the_people_and_tariffs_kept(buyer):
    buyer.post(WHO, buyer.choice(2, **{f"tariff-{buyer.keys[1]}": "junior"}))
    seats = buyer.seats
    buyer.let_pass(-2)

    answer = buyer.post(BASKET)

    assert (path(answer), buyer.seats, prices(buyer)) == (BASKET, seats, [38000, 15000])
    assert "Seats held for 15 more minutes" in words(buyer.get(BASKET))


def test_where_one_is_gone_it_is_named_and_the_nearest_are_held(buyer):
    buyer.hold(2)
    gone = buyer.seats[1]
    buyer.let_pass(-2)
    somebody_takes(buyer.shop, gone)

    buyer.post(BASKET)

    assert "Somebody has just taken East, block E1, row 1, seat 10. The nearest are kept for you:" in words(
        buyer.get(BASKET)
    )
    assert len(buyer.seats) == 2 and gone not in buyer.seats


def test_after_the_sale_nothing_is_held_again(buyer):
    buyer.hold(2)
    buyer.let_pass(-2)
    Product.objects.update(on_sale_until=clock.now() - timedelta(seconds=1))

    answer = buyer.post(BASKET)

    assert path(answer) == WHO and "No season ticket is on sale now" in words(buyer.get(WHO))


def test_nothing_can_be_done_to_the_basket_of_somebody_else(buyer):
    buyer.hold(2)
    stranger = sign_in(people.register(buyer.shop.organisation, "Gus"))

    answers = [
        stranger.post(REMOVAL, {"person": "all"}),
        stranger.post(EXTENSION),
        stranger.post(BASKET, {"seat-0": "1"}),
    ]

    assert [answer.status_code for answer in answers] == [303, 303, 200]
    assert "You hold no seats" in words(stranger.get(BASKET))
    assert (len(buyer.seats), buyer.basket.extended) == (2, False)


@pytest.mark.scenario(11)
def test_basket_and_checkout_are_the_same_with_and_without_consent(buyer):
    buyer.hold(3)
    with clock.held(clock.now()):
        before = [bare(buyer.get(address)) for address in (BASKET, CHECKOUT)]
        allow(buyer.link(buyer.shop.members[0]))
        after = [bare(buyer.get(address)) for address in (BASKET, CHECKOUT)]

    assert before == after


def bare(response) -> str:
    """The page without the token of its forms."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text(response))
