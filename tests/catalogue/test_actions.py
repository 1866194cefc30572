"""Filling the catalogue: plans become versions, matches are updated and never doubled, prices are set."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from kithkin.base import actor, clock
from kithkin.base.verdict import Refused
from kithkin.catalogue import actions, queries
from kithkin.catalogue.actions import TariffTerms
from kithkin.catalogue.models import Event, Price, Season, Seat, SeatingPlan, Tariff, Venue
from kithkin.catalogue.rows import BlockRow, CategoryRow, MatchRow, PlanRows, Saved, SeatRow
from kithkin.organisations.models import Organisation
from tests import people

HOUSE = actor.system(None)
FIRST_DAY = date(2027, 8, 7)


def seat(nth: int, **changes) -> SeatRow:
    row = SeatRow(f"E1-1-{nth}", "1", str(nth), 0, nth - 1, 10.0 * nth, 100.0, "centre")
    return replace(row, **changes)


PLAN = PlanRows("Ground", (CategoryRow("centre", "Centre"),), (BlockRow("East", "E1", (seat(1), seat(2))),))


@pytest.fixture
def organisation(db) -> Organisation:
    return people.organisation()


@pytest.fixture
def season(organisation) -> Season:
    plan = actions.save_plan(organisation, "Ferrygate Park", PLAN, by=HOUSE)
    days = {"starts": FIRST_DAY, "ends": FIRST_DAY + timedelta(days=280)}
    return actions.plan_season(organisation, name="2027/28", plan=plan, by=HOUSE, **days)


def match(number: int = 1, **changes) -> MatchRow:
    return replace(MatchRow(f"Round {number}", "Ferrygate", "Guests", FIRST_DAY, time(15)), **changes)


def test_a_plan_is_saved_with_its_seats_in_order(organisation):
    plan = actions.save_plan(organisation, "Ferrygate Park", PLAN, by=HOUSE)

    [block] = queries.geometry(plan.pk).blocks
    assert (plan.version, plan.seat_count, plan.venue.timezone) == (1, 2, "Europe/London")
    assert [(line.name, [place.number for place in line.places]) for line in block.lines] == [("1", ["1", "2"])]
    assert (block.stand, block.name) == ("East", "E1")


def test_the_same_plan_again_is_the_same_version_and_another_is_the_next(organisation):
    first = actions.save_plan(organisation, "Ferrygate Park", PLAN, by=HOUSE)
    again = actions.save_plan(organisation, "Ferrygate Park", PLAN, by=HOUSE)
    larger = replace(PLAN, blocks=(BlockRow("East", "E1", (seat(1), seat(2), seat(3))),))
    second = actions.save_plan(organisation, "Ferrygate Park", larger, by=HOUSE)

    assert (again, second.version) == (first, 2)
    assert (Venue.objects.count(), SeatingPlan.objects.count(), Seat.objects.count()) == (1, 2, 5)


def test_saving_a_plan_costs_the_same_for_any_number_of_seats(organisation, django_assert_num_queries):
    many = replace(PLAN, blocks=(BlockRow("East", "E1", tuple(seat(number) for number in range(1, 900))),))
    actions.save_plan(organisation, "Ferrygate Park", PLAN, by=HOUSE)

    for plan in (replace(PLAN, name="Small"), replace(many, name="Large")):
        with django_assert_num_queries(10):  # two of them begin and end the transaction
            actions.save_plan(organisation, "Ferrygate Park", plan, by=HOUSE)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"guid": "E1-1-1"}, id="guid twice"),
        pytest.param({"number": "1"}, id="number twice"),
        pytest.param({"seat_order": 0}, id="place twice"),
        pytest.param({"kind": "throne"}, id="unknown kind"),
    ],
)
def test_what_cannot_be_in_a_plan_is_refused_by_the_database(organisation, wrong):
    plan = replace(PLAN, blocks=(BlockRow("East", "E1", (seat(1), seat(2, **wrong))),))

    with pytest.raises(IntegrityError), transaction.atomic():
        actions.save_plan(organisation, "Ferrygate Park", plan, by=HOUSE)

    assert not SeatingPlan.objects.exists()


def test_a_category_that_the_plan_does_not_have_is_refused_by_name(organisation):
    plan = replace(PLAN, blocks=(BlockRow("East", "E1", (seat(1, category="moon"),)),))

    with pytest.raises(Refused, match="moon"), transaction.atomic():
        actions.save_plan(organisation, "Ferrygate Park", plan, by=HOUSE)


def test_matches_are_added_once_and_changed_afterwards(season):
    first = actions.save_matches(season, [match(1), match(2)], by=HOUSE)
    again = actions.save_matches(season, [match(1), match(2)], by=HOUSE)
    moved = actions.save_matches(season, [match(1, date=FIRST_DAY + timedelta(days=1)), match(2), match(3)], by=HOUSE)

    assert (first, again, moved) == (Saved(2, 0, 0), Saved(0, 0, 2), Saved(1, 1, 1))
    assert Event.objects.count() == 3
    assert Event.objects.get(round="Round 1").date == FIRST_DAY + timedelta(days=1)


def test_two_teams_may_meet_twice_at_one_ground_in_different_rounds(season):
    actions.save_matches(season, [match(1), match(22)], by=HOUSE)

    assert Event.objects.filter(home="Ferrygate", away="Guests").count() == 2


def test_a_match_twice_in_one_list_is_refused(season):
    with pytest.raises(Refused):
        actions.save_matches(season, [match(1), match(1)], by=HOUSE)


def test_a_time_that_is_not_announced_stays_empty_until_it_is(season):
    actions.save_matches(season, [match(kick_off=None)], by=HOUSE)
    assert queries.kick_off(Event.objects.get()) is None

    actions.save_matches(season, [match(kick_off=time(19, 45))], by=HOUSE)
    assert queries.kick_off(Event.objects.get()).isoformat() == "2027-08-07T19:45:00+01:00"


def test_a_season_planned_again_is_the_same(organisation, season):
    again = actions.plan_season(
        organisation, name="2027/28", starts=FIRST_DAY, ends=FIRST_DAY + timedelta(9), plan=season.plan, by=HOUSE
    )

    assert again == season
    assert Season.objects.get().ends == FIRST_DAY + timedelta(9)


def test_tariffs_and_prices_are_set_and_changed(organisation, season):
    actions.save_tariffs(
        organisation, [TariffTerms("adult", "Adult", 18), TariffTerms("junior", "Junior", 0, 17)], by=HOUSE
    )
    actions.save_tariffs(organisation, [TariffTerms("junior", "Under 18", 0, 17)], by=HOUSE)
    at = clock.now()
    dates = {"on_sale_from": at, "on_sale_until": at + timedelta(days=9)}
    product = actions.open_season_ticket(season, name="Season ticket", by=HOUSE, **dates)
    actions.set_prices(product, {("centre", "adult"): 38000, ("centre", "junior"): 15000}, by=HOUSE)
    actions.set_prices(product, {("centre", "adult"): 39000}, by=HOUSE)

    assert dict(Tariff.objects.values_list("code", "name")) == {"adult": "Adult", "junior": "Under 18"}
    assert dict(Price.objects.values_list("tariff__code", "amount")) == {"adult": 39000, "junior": 15000}
    with pytest.raises(Refused, match="moon"):
        actions.set_prices(product, {("moon", "adult"): 1}, by=HOUSE)
