"""What is on, what it costs, and what is never for sale."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kithkin.base import actor, clock
from kithkin.catalogue import actions, queries
from kithkin.catalogue.actions import TariffTerms
from kithkin.catalogue.models import Event, Product
from kithkin.catalogue.rows import BlockRow, CategoryRow, MatchRow, PlanRows, SeatRow
from tests import people

HOUSE = actor.system(None)
TODAY = datetime(2027, 6, 1, 12, tzinfo=ZoneInfo("Europe/London"))
FIRST = date(2027, 8, 7)
CATEGORIES = (CategoryRow("centre", "Centre"), CategoryRow("wing", "Wing"))


def plan() -> PlanRows:
    seats = [
        SeatRow(
            f"{row}-{number}", str(row), str(number), row, order, 10.0 * order, 16.0 * row, "centre" if row else "wing"
        )
        for row in range(2)
        for order, number in ((0, 1), (1, 2), (3, 3))
    ]
    return PlanRows("Ground", CATEGORIES, (BlockRow("East", "E1", tuple(seats)), BlockRow("East", "E2", ())))


@pytest.fixture
def product(db) -> Product:
    """A season of three matches, on sale in June and July."""
    organisation = people.organisation()
    saved = actions.save_plan(organisation, "Ferrygate Park", plan(), by=HOUSE)
    season = actions.plan_season(
        organisation, name="2027/28", starts=FIRST, ends=FIRST + timedelta(280), plan=saved, by=HOUSE
    )
    matches = [MatchRow(f"Round {n}", "Ferrygate", f"Guests {n}", FIRST + timedelta(7 * n), time(15)) for n in range(3)]
    actions.save_matches(season, [*matches, replace(matches[0], round="Later", kick_off=None)], by=HOUSE)
    actions.save_tariffs(organisation, [TariffTerms("adult", "Adult"), TariffTerms("junior", "Junior")], by=HOUSE)
    product = actions.open_season_ticket(
        season, name="Season ticket", on_sale_from=TODAY, on_sale_until=TODAY + timedelta(60), by=HOUSE
    )
    amounts = {("centre", "adult"): 380, ("centre", "junior"): 150, ("wing", "adult"): 300, ("wing", "junior"): 95}
    actions.set_prices(product, amounts, by=HOUSE)
    return product


def rounds(matches: list[Event]) -> list[str]:
    return [match.round for match in matches]


def on_sale(product: Product, at: datetime) -> bool:
    with clock.held(at):
        return queries.offer(product.organisation_id) is not None


def test_an_offer_is_two_queries_with_all_its_prices(product, django_assert_num_queries):
    with clock.held(TODAY), django_assert_num_queries(2):
        offer = queries.offer(product.organisation_id)

    centre, junior = offer.category("centre"), offer.tariff("junior")
    assert offer.price(centre.pk, junior.pk).display("en") == "£1.50"
    assert offer.from_price.amount == 95
    assert [tariff.code for tariff in offer.tariffs] == ["adult", "junior"]
    assert [category.code for category in offer.categories] == ["centre", "wing"]
    assert (offer.tariff("none"), offer.category("none")) == (None, None)


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, False), (0, True), (59, True), (60, False)], ids=["before", "first", "last", "after"]
)
def test_it_is_sold_between_its_two_moments(product, days, expected):
    assert on_sale(product, TODAY + timedelta(days=days)) is expected


@pytest.mark.parametrize("status", ["played", "postponed"])
def test_a_season_without_a_match_to_come_is_not_for_sale(product, status):
    Event.objects.update(status=status)

    assert not on_sale(product, TODAY)


def test_a_season_that_is_over_is_not_for_sale_whatever_its_matches_say(product):
    Product.objects.update(on_sale_until=TODAY + timedelta(days=900))

    assert on_sale(product, TODAY + timedelta(days=70))
    assert not on_sale(product, TODAY + timedelta(days=500))


def test_an_offer_is_kept_until_something_of_it_changes(product, django_assert_num_queries):
    with clock.held(TODAY):
        queries.offer(product.organisation_id)
        with django_assert_num_queries(1):
            before = queries.offer(product.organisation_id)
        actions.set_prices(product, {("wing", "junior"): 90}, by=HOUSE)
        dearer = queries.offer(product.organisation_id)
        actions.save_tariffs(product.organisation, [TariffTerms("adult", "Grown up")], by=HOUSE)
        renamed = queries.offer(product.organisation_id)

    assert (before.from_price.amount, dearer.from_price.amount) == (95, 90)
    assert (dearer.tariff("adult").name, renamed.tariff("adult").name) == ("Adult", "Grown up")


def test_what_has_no_price_is_no_offer(product):
    with clock.held(TODAY):
        product.prices.all().delete()
        assert queries.offer(product.organisation_id) is None


def test_the_next_matches_leave_out_what_is_past_played_or_postponed(product):
    Event.objects.filter(round="Round 1").update(status="postponed")

    with clock.held(datetime(2027, 8, 7, 12, tzinfo=TODAY.tzinfo)):
        assert [event.round for event in queries.next_matches(product.organisation_id)] == [
            "Round 0",
            "Later",
            "Round 2",
        ]
    with clock.held(datetime(2027, 8, 8, 12, tzinfo=TODAY.tzinfo)):
        assert rounds(queries.next_matches(product.organisation_id)) == ["Round 2"]


def test_each_match_says_where_it_stands(product):
    Event.objects.filter(round="Round 1").update(status="postponed")
    Event.objects.filter(round="Round 2").update(status="played")

    standings = {
        event.round: queries.standing(event, FIRST + timedelta(1)) for event in queries.matches(product.season_id)
    }

    assert standings == {"Round 0": "past", "Later": "past", "Round 1": "postponed", "Round 2": "played"}


def test_the_shape_is_read_once(product, django_assert_num_queries):
    plan_id = product.season.plan_id
    with django_assert_num_queries(3):
        queries.geometry(plan_id)
    with django_assert_num_queries(0):
        queries.geometry(plan_id)


def test_the_shape_knows_rows_neighbours_and_blocks(product):
    geometry = queries.geometry(product.season.plan_id)
    block, empty = geometry.blocks
    first, second = block.lines

    assert [place.bit for place in first.places] == [0, 1, 3]
    assert [line.index for line in geometry.lines] == [0, 1]
    assert empty.places == []
    assert list(geometry.stands) == ["East"]
    assert geometry.where[second.places[2].id] == (block, second, second.places[2])
    assert geometry.block(block.id) is block


def test_taken_seats_are_packed_as_masks(product):
    geometry = queries.geometry(product.season.plan_id)
    block = geometry.blocks[0]
    taken = [block.places[1].id, block.places[3].id, block.places[5].id]

    assert geometry.masks(taken) == [0b0010, 0b1001]
    assert geometry.masks(taken, block.places[0].category_id) == [0b0010, 0]
    assert geometry.packed(block, taken) == "2.9"
