"""The seat map: stands, blocks and check boxes at one address; taking what was picked."""

import re

import pytest

from kithkin.catalogue import shape
from kithkin.catalogue.models import Block
from kithkin.organisations.models import PointOfSale
from kithkin.sales import queries
from kithkin.sales.models import BasketSeat
from kithkin.shop import drawing
from tests import people
from tests.sales import ground
from tests.sales.ground import open_sale, open_shop, small_plan

from .buying import BASKET, MAP, WHO, at, buyer, path, somebody_takes, statements, text, words

__all__ = ["buyer"]


def block(buyer, place: int = 0) -> shape.BlockShape:
    return buyer.shop.offer.geometry.blocks[place]


def page(buyer, place: int = 0) -> str:
    return f"{MAP}{block(buyer, place).id}/"


def boxes(html: str) -> dict[int, str]:
    """Seat -> what its check box is called."""
    found = re.findall(r'<input type="checkbox" name="seat" value="(\d+)".*? aria-label="([^"]+)"', html)
    return {int(seat): name for seat, name in found}


def ticked(html: str) -> set[int]:
    return {int(seat) for seat in re.findall(r'name="seat" value="(\d+)" checked', html)}


def row(buyer, number: int, place: int = 0) -> list[int]:
    """The seats of a row, from the left."""
    return [seat.id for seat in block(buyer, place).lines[number - 1].places]


def test_the_stands_tell_how_many_seats_are_free_in_drawing_and_list_alike(buyer):
    buyer.hold(3)
    somebody_takes(buyer.shop, *row(buyer, 4)[:2])

    html = buyer.read(MAP)

    assert "38 seats free" in html and "40 seats free" in html  # his own three are free to him
    assert html.count(f'href="{page(buyer)}"') == 2
    assert re.search(r">E1</text><text[^>]*>38</text>", html)


def test_without_a_word_of_who_is_coming_the_map_asks_for_it_first(buyer):
    answers = [buyer.get(MAP), buyer.get(page(buyer)), buyer.post(page(buyer), {"seat": row(buyer, 1)[:1]})]

    assert [path(answer) for answer in answers] == [WHO] * 3
    assert "Say first who is coming" in words(buyer.get(WHO))


def test_the_first_page_leads_to_the_map_with_its_choice(buyer):
    answer = buyer.post(WHO, buyer.choice(2, then="map"))

    stands = buyer.read(answer["Location"])
    [address] = set(re.findall(rf'href="({page(buyer)}[^"]+)"', stands))
    picked = row(buyer, 2)[:2]
    held = buyer.post(page(buyer), {**buyer.choice(2), "seat": picked})

    assert "your 2 people" in stands and "Choose 2 seats" in buyer.read(address.replace("&amp;", "&"))
    assert (path(held), buyer.seats) == (BASKET, picked)


def test_a_block_lists_each_free_seat_with_its_price_and_ones_own_ticked(buyer):
    buyer.hold(2)
    [gone] = row(buyer, 3)[:1]
    somebody_takes(buyer.shop, gone)

    html = buyer.read(page(buyer))

    assert len(boxes(html)) == 39 and gone not in boxes(html)
    assert boxes(html)[row(buyer, 3)[1]] == "Row 3, seat 2, £380.00"
    assert ticked(html) == set(buyer.seats)


def test_the_map_shows_by_shape_what_the_list_says(buyer):
    buyer.hold(2)
    somebody_takes(buyer.shop, row(buyer, 3)[0])

    html = buyer.read(page(buyer))

    drawn = dict(re.findall(r'<path class="seat-(\w+)" d="([^"]+)"', html))
    assert (drawn["free"].count("M"), drawn["taken"].count("M"), html.count('class="seat-mine"')) == (37, 1, 3)
    assert html.count("<path") < 20  # with the legend: the number of elements does not grow with the seats
    assert "style=" not in html


@pytest.mark.parametrize("seats", [3, 12])
def test_the_pages_of_the_map_take_a_fixed_number_of_statements(db, seats):
    buyer = at(open_shop(members=14, plan=small_plan(seats=20)))
    buyer.hold(seats)
    address = page(buyer)

    with statements() as stands:
        buyer.get(MAP)
    with statements() as one:
        buyer.get(address)

    assert (len(stands), len(one)) == (5, 5)


def test_the_picked_seats_are_held_in_the_order_of_the_stand(buyer):
    buyer.hold(3)
    picked = row(buyer, 3)[4:7]

    answer = buyer.post(page(buyer), {"seat": picked[::-1]})

    assert (path(answer), buyer.seats) == (BASKET, picked)


@pytest.mark.parametrize("count", [0, 2, 4])
def test_a_wrong_number_of_seats_is_said_and_nothing_is_lost(buyer, count):
    buyer.hold(3)
    before, picked = buyer.seats, row(buyer, 3)[:count]

    answer = buyer.post(page(buyer), {"seat": picked})

    said = {
        0: "Choose a seat for each person.",
        2: "You chose 2 seats for 3 people.",
        4: "You chose 4 seats for 3 people.",
    }
    assert answer.status_code == 422
    assert said[count] in words(answer)
    assert (ticked(text(answer)), buyer.seats) == (set(picked), before)


def test_a_seat_just_taken_is_named_and_the_nearest_are_kept(buyer):
    buyer.hold(3)
    picked = row(buyer, 3)[4:7]
    somebody_takes(buyer.shop, picked[1])

    answer = buyer.post(page(buyer), {"seat": picked})

    said = words(buyer.get(BASKET))
    assert path(answer) == BASKET
    assert "Somebody has just taken East, block E1, row 3, seat 6." in said
    assert f"The nearest are kept for you: {places(buyer)}." in said
    assert len(buyer.seats) == 3 and picked[1] not in buyer.seats


def places(buyer) -> str:
    where = [buyer.shop.offer.geometry.where[seat] for seat in buyer.seats]
    numbers = [place.number for _block, _line, place in where]
    return f"East, block E1, row {where[0][1].name}, seats {numbers[0]}, {numbers[1]} and {numbers[2]}"


def test_where_no_seat_is_left_near_it_the_page_stays_with_what_was_ticked(db):
    buyer = at(open_shop(plan=small_plan(rows=1, seats=2)))
    picked = row(buyer, 1)
    address = f"{page(buyer)}"
    somebody_takes(buyer.shop, picked[0])

    answer = buyer.post(address, {**buyer.choice(2), "seat": picked})

    assert answer.status_code == 422
    assert "Somebody has just taken one of these seats." in words(answer)
    assert not BasketSeat.objects.filter(basket__buyer=buyer.shop.andrew).exists()


def test_what_has_no_price_is_not_for_sale(monkeypatch, db):
    centre = {pair: amount for pair, amount in ground.PRICES.items() if pair[0] == "centre"}
    monkeypatch.setattr(ground, "PRICES", centre)
    buyer = at(open_shop())
    buyer.hold(2)

    stands, wing = buyer.read(MAP), words(buyer.get(page(buyer, 1)))

    assert (page(buyer) in stands, page(buyer, 1) in stands) == (True, False)
    assert "No seat is free in this block." in wing


def test_a_full_block_says_so_and_offers_another(db):
    buyer = at(open_shop(plan=small_plan(rows=1, seats=2)))
    somebody_takes(buyer.shop, *row(buyer, 1))
    buyer.post(WHO, buyer.choice(2, category="wing"))

    said = words(buyer.get(page(buyer)))

    assert "No seat is free in this block." in said and "Choose another block" in said
    assert "Take these" not in said


def test_seats_of_another_block_and_seats_that_do_not_exist_are_refused(buyer):
    buyer.hold(1)
    before = buyer.seats

    answers = [buyer.post(page(buyer), {"seat": [seat]}) for seat in (row(buyer, 1, 1)[0], 999999, "x")]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert buyer.seats == before


def test_a_block_of_another_organiser_does_not_exist_here(buyer):
    other = people.organisation("elsewhere")
    PointOfSale.objects.create(organisation=other, name="Shop", host="elsewhere.example")
    open_sale(other)
    buyer.hold(1)
    strange = Block.objects.exclude(plan=buyer.shop.offer.product.season.plan).first()

    assert buyer.get(f"{MAP}{strange.pk}/").status_code == 404


def test_what_is_taken_around_the_basket_is_what_is_taken_at_all(buyer):
    buyer.hold(2)
    somebody_takes(buyer.shop, row(buyer, 3)[0], row(buyer, 3, 1)[0])
    full = queries.basket_of(buyer.shop.by)

    near, whole = queries.around(full, buyer.shop.by), queries.occupancy(buyer.shop.offer, buyer.shop.by, full)

    assert near.taken == whole.taken & {seat.id for seat in block(buyer).places} == {row(buyer, 3)[0]}
    assert near.mine == whole.mine == set(buyer.seats)


TURNS = {"north": (1, 0, 0, -1), "east": (0, 1, 1, 0), "south": (-1, 0, 0, 1), "west": (0, -1, -1, 0)}


@pytest.mark.parametrize("stand", TURNS)
def test_every_block_is_drawn_with_the_pitch_below_and_its_seats_from_the_left(stand):
    ax, ay, rx, ry = TURNS[stand]  # along a row from the left, and away from the pitch
    lines = tuple(
        shape.Line(row, 1, str(row), row, tuple(_place(row, seat, (ax, ay), (rx, ry)) for seat in range(4)))
        for row in range(3)
    )
    geometry = shape.Geometry(1, (), (shape.BlockShape(1, stand, "B1", 0, 0.0, 0.0, lines),))

    spots = drawing.upright(geometry, 1)

    wide, deep = drawing.SEAT, drawing.ROW
    assert spots == {10 * row + seat: (wide * seat, deep * (2 - row)) for row in range(3) for seat in range(4)}


def _place(row: int, seat: int, along: tuple[int, int], away: tuple[int, int]) -> shape.Place:
    bend = 0.5 * (seat - 1.5) ** 2  # a stand that bends a little is drawn straight
    x, y = (10 * seat * along[n] + (16 * row + bend) * away[n] for n in (0, 1))
    return shape.Place(10 * row + seat, str(row), str(seat), 1, "normal", False, x, y, seat)
