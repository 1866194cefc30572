"""Seats are kept for some minutes, all or none, and given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kithkin.base import actor
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.organisations import actions as organisations
from kithkin.sales import choosing, claims, queries
from kithkin.sales.actions import basket as baskets
from kithkin.sales.actions.basket import Person
from kithkin.sales.allocation import Shape
from kithkin.sales.models import Basket, BasketSeat, Claim
from kithkin.sales.refusals import NotTogether, SeatTaken, SoldOut, TimeOver
from tests import people

from .ground import HOUSE, Shop, basket


def someone_else(shop: Shop, name: str = "Gus"):
    return actor.customer(people.register(shop.organisation, name))


def hold_as(shop: Shop, by, seats: list[int]) -> choosing.Held:
    adult = shop.offer.tariff("adult").pk
    return choosing.hold_these(shop.offer, [Person(by.contact_id, "Gus", adult)], seats, pos=shop.pos, by=by)


def run_out(held: choosing.Held) -> None:
    """Let the time of a basket pass, by the database's clock."""
    over = timezone.now() - timedelta(seconds=1)
    Basket.objects.filter(pk=held.kept.basket_id).update(held_until=over)
    Claim.objects.filter(basket_id=held.kept.basket_id).update(held_until=over)


def test_the_best_seats_are_side_by_side_in_the_middle_of_the_lowest_row(shop: Shop):
    held = shop.hold(3)

    places = [shop.offer.geometry.where[seat][2] for seat in held.choice.seats]
    assert {(place.row, place.category_id) for place in places} == {("1", shop.centre)}
    assert [place.bit for place in places] == sorted(place.bit for place in places)
    assert queries.basket_of(shop.by).total.amount == 3 * 38000


def test_what_is_held_is_not_offered_to_others_but_still_to_its_buyer(shop: Shop):
    held = shop.hold(3)

    assert set(claims.taken(shop.offer.product.season)) == set(held.choice.seats)
    assert claims.taken(shop.offer.product.season, besides=shop.andrew.pk) == []


def test_a_hold_whose_time_is_over_is_free_for_others(shop: Shop):
    held = shop.hold(1)
    run_out(held)

    again = hold_as(shop, someone_else(shop), list(held.choice.seats))

    assert (again.choice.seats, again.lost) == (held.choice.seats, frozenset())


def test_a_seat_just_taken_is_said_and_the_nearest_is_kept_instead(shop: Shop):
    first = shop.hold(1)

    late = hold_as(shop, someone_else(shop), list(first.choice.seats))

    [lost], [kept] = first.choice.seats, late.choice.seats
    geometry = shop.offer.geometry
    assert late.lost == {lost}
    assert geometry.where[kept][1].index == geometry.where[lost][1].index
    assert geometry.where[kept][2].category_id == shop.centre
    assert list(BasketSeat.objects.filter(basket=late.kept.basket_id).values_list("seat_id", flat=True)) == [kept]


def test_seats_are_kept_all_or_none(shop: Shop):
    [taken] = shop.hold(1).choice.seats
    line = shop.offer.geometry.where[taken][1]
    others = [place.id for place in line.places if place.id != taken][:2]
    gus = someone_else(shop)

    with pytest.raises(SeatTaken) as refused:
        baskets.keep(shop.offer, shop.people(3), [taken, *others], pos=shop.pos, by=gus)

    assert refused.value.lost == {taken}
    assert Claim.objects.filter(seat__in=others).count() == 0
    assert not Basket.objects.filter(buyer_id=gus.contact_id).exists()


def test_choosing_again_gives_the_old_seats_back_and_keeps_the_clock(shop: Shop):
    first = shop.hold(3)
    second = hold_as(shop, shop.by, [shop.offer.geometry.blocks[1].places[0].id])

    assert second.kept == first.kept
    assert set(claims.taken(shop.offer.product.season)) == set(second.choice.seats)
    assert BasketSeat.objects.get().seat_id == second.choice.seats[0]


def test_after_the_time_choosing_again_begins_anew(shop: Shop):
    first = shop.hold(3)
    run_out(first)

    second = shop.hold(3)

    assert second.kept.held_until >= first.kept.held_until
    assert second.kept.public_id == first.kept.public_id
    assert set(claims.taken(shop.offer.product.season)) == set(second.choice.seats)


def test_the_time_can_be_extended_once(shop: Shop):
    held = shop.hold(2)

    until = baskets.extend(basket(held), by=shop.by)

    assert until == held.kept.held_until + timedelta(minutes=5)
    assert set(Claim.objects.values_list("held_until", flat=True)) == {until}
    with pytest.raises(TimeOver):
        baskets.extend(basket(held), by=shop.by)


def test_the_time_cannot_be_extended_once_it_is_over(shop: Shop):
    held = shop.hold(2)
    run_out(held)

    with pytest.raises(TimeOver):
        baskets.extend(basket(held), by=shop.by)


def test_letting_go_gives_all_seats_back(shop: Shop):
    held = shop.hold(3)

    baskets.let_go(basket(held), by=shop.by)

    assert claims.taken(shop.offer.product.season) == []
    assert queries.basket_of(shop.by) is None


def test_one_person_can_stay_at_home(shop: Shop):
    held = shop.hold(2)

    baskets.remove(basket(held), shop.members[0].pk, by=shop.by)

    full = queries.basket_of(shop.by)
    assert [seat.holder_id for seat in full.seats] == [shop.andrew.pk]
    assert set(claims.taken(shop.offer.product.season)) == {full.seats[0].seat_id}


def test_without_anybody_the_basket_is_let_go(shop: Shop):
    held = shop.hold(1)

    baskets.remove(basket(held), shop.andrew.pk, by=shop.by)

    assert queries.basket_of(shop.by) is None


def test_two_people_can_change_seats(shop: Shop):
    held = shop.hold(2)
    before = {seat.holder_id: seat.seat_id for seat in queries.basket_of(shop.by).seats}

    baskets.swap(basket(held), shop.andrew.pk, shop.members[0].pk, shop.offer, by=shop.by)

    after = {seat.holder_id: seat.seat_id for seat in queries.basket_of(shop.by).seats}
    assert after == {shop.andrew.pk: before[shop.members[0].pk], shop.members[0].pk: before[shop.andrew.pk]}


def test_nobody_changes_somebody_elses_basket(shop: Shop):
    held = basket(shop.hold(2))
    gus = someone_else(shop)

    baskets.let_go(held, by=gus)
    for change in (
        lambda: baskets.extend(held, by=gus),
        lambda: baskets.remove(held, shop.andrew.pk, by=gus),
        lambda: baskets.swap(held, shop.andrew.pk, shop.members[0].pk, shop.offer, by=gus),
    ):
        with pytest.raises(TimeOver):
            change()

    assert len(queries.basket_of(shop.by).seats) == 2


def test_a_stranger_cannot_be_bought_for(shop: Shop):
    stranger = people.register(shop.organisation, "Gus")
    person = Person(stranger.pk, "Gus", shop.offer.tariff("adult").pk)

    with pytest.raises(NotAllowed):
        choosing.hold_best(shop.offer, [person], shop.centre, pos=shop.pos, by=shop.by)


def test_without_friends_and_family_one_buys_for_oneself_only(shop: Shop):
    organisations.switch_friends_and_family(shop.pos, False, by=HOUSE)

    assert len(shop.hold(1).choice.seats) == 1
    with pytest.raises(NotAllowed):
        shop.hold(2)


def test_each_person_is_chosen_once_and_at_a_tariff_that_is_sold(shop: Shop):
    [andrew] = shop.people(1)

    for wrong in ([], [andrew, andrew], [andrew._replace(tariff_id=0)]):
        with pytest.raises(Refused):
            choosing.hold_best(shop.offer, wrong, shop.centre, pos=shop.pos, by=shop.by)


def test_seats_must_exist_and_be_as_many_as_people(shop: Shop):
    [seat, other] = [place.id for place in shop.offer.geometry.blocks[0].places[:2]]

    for wrong in ([seat], [seat, seat], [seat, 10**9], [seat, other, other]):
        with pytest.raises(Refused):
            choosing.hold_these(shop.offer, shop.people(2), wrong, pos=shop.pos, by=shop.by)


def test_when_nobody_can_sit_together_it_is_said_before_anything_is_taken(shop: Shop):
    _leave_every_other_seat(shop)

    with pytest.raises(NotTogether) as refused:
        shop.hold(2)
    assert queries.basket_of(shop.by) is None

    agreed = choosing.hold_best(
        shop.offer, shop.people(2), shop.centre, pos=shop.pos, by=shop.by, accept=refused.value.choice.shape
    )
    assert (agreed.choice, agreed.choice.shape) == (refused.value.choice, Shape.TWO_ROWS)


def test_when_too_few_are_left_nothing_is_taken(shop: Shop):
    _take(shop, [place.id for place in shop.offer.geometry.blocks[0].places[1:]])

    with pytest.raises(SoldOut):
        shop.hold(2)


def _leave_every_other_seat(shop: Shop) -> None:
    _take(shop, [place.id for place in shop.offer.geometry.blocks[0].places if place.bit % 2])


def _take(shop: Shop, seats: list[int]) -> None:
    """Somebody else's basket holds these seats."""
    gus = someone_else(shop, "Taker")
    kept, _is_new = baskets._open(shop.offer, shop.pos, gus)
    ends = claims.ending(seats, kept.held_until)
    own = ("basket_id", kept.basket_id)
    assert claims.take(ends, shop.offer.product.season, owned_by=own, basket_id=kept.basket_id) == set(seats)


def test_what_is_taken_can_be_asked_for_some_blocks(shop: Shop):
    held = shop.hold(2)
    first, second = shop.offer.geometry.blocks
    season = shop.offer.product.season

    assert set(claims.taken(season, blocks=[first.id])) == set(held.choice.seats)
    assert claims.taken(season, blocks=[second.id]) == []


def test_a_seat_taken_for_one_match_only_is_not_to_be_had_for_the_season(shop: Shop):
    held = shop.hold(1)
    last = shop.offer.product.season.events.last()
    free = shop.offer.geometry.blocks[1].places[0].id
    Claim.objects.create(
        event=last,
        seat_id=free,
        basket_id=held.kept.basket_id,
        whole_season=False,
        held_until=held.kept.held_until,
    )

    assert set(claims.taken(shop.offer.product.season)) == {free, *held.choice.seats}


def test_occupancy_tells_free_from_taken_and_mine(shop: Shop):
    theirs = hold_as(shop, someone_else(shop), [shop.offer.geometry.blocks[1].places[0].id])
    mine = shop.hold(2)
    [taken] = theirs.choice.seats

    state = queries.occupancy(shop.offer, shop.by, queries.basket_of(shop.by))

    assert [state.state(seat) for seat in (taken, *mine.choice.seats)] == ["taken", "mine", "mine"]
    assert list(state.free_by_block.values()) == [40, 39]
    assert state.packed(shop.offer.geometry.blocks[1]) == "1.0.0.0"
