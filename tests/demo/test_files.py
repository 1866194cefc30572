"""The files of the demo say what their generators make, and hold what the demo promises."""

import csv
import json
from collections import Counter
from datetime import date, timedelta

import pytest

from kithkin.base import numbers
from kithkin.demo import ground, league, people
from kithkin.demo.roles import FAMILY, FAMILY_EMAIL, ROLES
from kithkin.exchange.readers import contacts, fixtures, seating_plan

PLAN = seating_plan.read(ground.FILE.read_text(encoding="utf-8"))
SEATS = [seat for block in PLAN.blocks for seat in block.seats]


def test_the_files_are_what_their_generators_make():
    written = people.text(people.in_file())

    assert ground.FILE.read_text(encoding="utf-8") == ground.text(ground.plan())
    assert json.loads(league.FILE.read_text(encoding="utf-8"))["matches"] == league.matches()
    assert people.FILE.read_text(encoding="utf-8") == written


def test_the_ground_has_four_stands_of_blocks_that_fit_on_a_map():
    assert len(SEATS) == 12_876
    assert Counter(block.stand for block in PLAN.blocks) == {
        "North Stand": 7,
        "East Stand": 5,
        "South Stand": 7,
        "West Stand": 5,
    }
    assert max(len(block.seats) for block in PLAN.blocks) <= 660
    assert ground.FILE.stat().st_size < 1_500_000


def test_rows_are_named_without_letters_that_read_like_numbers():
    assert {seat.row for seat in SEATS} == set("ABCDEFGHJKLMNPQRSTUVWXYZ")


def test_there_are_four_categories_and_places_for_wheelchairs_beside_companions():
    assert [category.name for category in PLAN.categories] == ["Centre", "Wing", "Corner", "Goal"]
    assert Counter(seat.kind for seat in SEATS) == {"normal": 12_726, "wheelchair": 75, "companion": 75}
    assert sum(seat.restricted for seat in SEATS) == 50


def test_no_two_seats_stand_in_one_place():
    assert len({(seat.x, seat.y) for seat in SEATS}) == len(SEATS)


def test_the_players_tunnel_parts_its_rows():
    [block] = [block for block in PLAN.blocks if block.name == "S4"]
    first_row = [seat.seat_order for seat in block.seats if seat.row == "A"]

    assert [after - before for before, after in zip(first_row, first_row[1:], strict=False) if after - before > 1] == [
        2
    ]


def test_everybody_meets_everybody_twice_and_nobody_plays_twice_a_round():
    matches = league.matches()

    assert len(matches) == len({(match["team1"], match["team2"]) for match in matches}) == 380
    for round_ in {match["round"] for match in matches}:
        teams = [match[side] for match in matches if match["round"] == round_ for side in ("team1", "team2")]
        assert len(teams) == len(set(teams)) == 20


def test_the_club_has_19_home_matches_one_postponed_and_one_without_time():
    text = league.dated(league.FILE.read_text(encoding="utf-8"), date(2026, 8, 15))
    home = fixtures.read(text, home=league.HOME).matches

    assert len(home) == 19
    assert [match.away for match in home if match.status == "postponed"] == ["Oxmere Town"]
    assert [match.away for match in home if match.kick_off is None and match.status == "planned"] == [
        "Saltwick Mariners"
    ]
    assert (home[0].date, home[-1].date) == (date(2026, 8, 15), date(2027, 3, 20))


@pytest.mark.parametrize("today", [date(2026, 1, 1) + timedelta(days=n) for n in range(7)])
def test_the_season_starts_on_the_first_saturday_at_least_30_days_ahead(today):
    start = league.season_start(today)

    assert start.weekday() == 5
    assert 30 <= (start - today).days < 37


@pytest.mark.parametrize(
    ("start", "name"), [(date(2026, 8, 15), "2026/27"), (date(2099, 9, 5), "2099/00"), (date(2026, 2, 7), "2026")]
)
def test_a_season_is_named_by_its_years(start, name):
    assert league.season_name(start) == name


def test_the_contacts_begin_with_the_cast_and_are_read_without_a_problem():
    found = contacts.read(people.FILE.read_text(encoding="utf-8"))

    assert len(found) == 200
    assert [person.number for person in found[:10]] == [role.number for role in (*ROLES, *FAMILY)]
    assert {person.email for person in found[7:10]} == {FAMILY_EMAIL}
    assert len(list(csv.reader(people.FILE.open(encoding="utf-8")))) == 201


def test_the_cast_has_contact_numbers_whose_check_digits_fit():
    assert all(numbers.is_contact_number(role.number) for role in (*ROLES, *FAMILY))
