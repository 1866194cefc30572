"""Reading openfootball's JSON: two real leagues, and what is wrong with others."""

import json
from collections import Counter
from datetime import date, time
from pathlib import Path

import pytest

from kithkin.catalogue.rows import MatchRow
from kithkin.exchange.problems import BadFile
from kithkin.exchange.readers import fixtures

LEAGUES = Path(__file__).parents[1] / "data" / "fixtures"
ENGLAND = (LEAGUES / "en.1-2025-26.json").read_text(encoding="utf-8")
SCOTLAND = (LEAGUES / "sco.1-2025-26.json").read_text(encoding="utf-8")
MATCH = {"round": "Matchday 1", "date": "2026-08-15", "time": "15:00", "team1": "Reds", "team2": "Blues"}


def league(*changes: dict) -> str:
    return json.dumps({"name": "League", "matches": [{**MATCH, **change} for change in changes]})


def problems(content: str, home: str = "Reds") -> list[str]:
    with pytest.raises(BadFile) as refused:
        fixtures.read(content, home=home)
    return [str(problem) for problem in refused.value.problems]


def test_every_club_of_the_english_league_has_19_home_matches():
    homes = {match["team1"] for match in json.loads(ENGLAND)["matches"]}

    assert {len(fixtures.read(ENGLAND, home=home).matches) for home in homes} == {19}


def test_a_season_carries_the_name_of_its_file():
    assert fixtures.read(SCOTLAND, home="Celtic FC").name == "Scottish Premiership 2025/26"


def test_in_scotland_one_pairing_meets_twice_at_one_ground():
    pairs = Counter((match.home, match.away) for match in fixtures.read(SCOTLAND, home="Rangers FC").matches)

    assert max(pairs.values()) == 2


def test_a_match_without_time_stays_to_be_announced():
    without = [match for match in fixtures.read(SCOTLAND, home="Celtic FC").matches if match.kick_off is None]

    assert without[0] == MatchRow("26. Round", "Celtic FC", "Livingston FC", date(2026, 2, 11))


def test_postponed_and_played_matches_say_so():
    city = fixtures.read(ENGLAND, home="Manchester City FC").matches

    assert Counter(match.status for match in city) == {"played": 15, "planned": 3, "postponed": 1}
    assert [match.away for match in city if match.status == "postponed"] == ["Crystal Palace FC"]


@pytest.mark.parametrize("given", [{"time": ""}, {"time": None}])
def test_an_empty_time_is_no_time(given):
    assert fixtures.read(league(given), home="Reds").matches[0].kick_off is None


def test_a_time_is_read_as_it_stands():
    assert fixtures.read(league({"time": "9:05"}), home="Reds").matches[0].kick_off == time(9, 5)


def test_an_unknown_home_lists_the_names_in_the_file():
    assert problems(league({}), home="Greens") == [
        "--home: “Greens” plays no match at home in this file. The teams in it are: Reds."
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"date": "15/08/2026"}, "matches[1].date: “15/08/2026” is no date such as 2026-08-15."),
        ({"date": "2026-02-30"}, "matches[1].date: “2026-02-30” is no date such as 2026-08-15."),
        ({"date": None}, "matches[1].date: Here should be a text."),
        ({"time": "25:00"}, "matches[1].time: “25:00” is no time such as 15:00."),
        ({"time": "15:00 UTC+1"}, "matches[1].time: “15:00 UTC+1” is no time such as 15:00."),
        ({"team2": "=cmd()"}, "matches[1].team2: “=cmd()” begins with =, +, - or @, as formulas do."),
        ({"team2": " +44"}, "matches[1].team2: “+44” begins with =, +, - or @, as formulas do."),
        ({"team2": "Blues\u202e"}, "matches[1].team2: “Blues\u202e” holds a sign that cannot be seen."),
        ({"team2": "B" * 81}, f"matches[1].team2: “{'B' * 40}…” has more than 80 letters."),
        ({"team2": "Reds"}, "matches[1]: A team cannot play against itself."),
        ({"team1": ""}, "matches[1].team1: This is empty."),
        ({"round": 7}, "matches[1].round: Here should be a text."),
        ({"status": "lost"}, "matches[1].status: “lost” is none of postponed, played, awarded, planned."),
        ({"round": "Matchday 1"}, "matches[1]: The same match stands at matches[0] already."),
    ],
)
def test_a_bad_match_is_named_with_its_place_and_reason(change, problem):
    assert problems(league({}, {"round": "Matchday 2", **change})) == [problem]


def test_all_bad_matches_are_named_not_only_the_first():
    content = league({"date": "soon"}, {"team1": None, "time": "noon"})

    assert [line.split(":")[0] for line in problems(content)] == [
        "matches[0].date",
        "matches[1].team1",
        "matches[1].time",
    ]


@pytest.mark.parametrize("content", ["[]", '"matches"', "{}", '{"matches": {}}', '{"zones": []}', "7"])
def test_other_json_is_refused(content):
    assert problems(content) == ["$: This is no list of fixtures: it has no “matches”."]


def test_a_match_that_is_no_object_is_named():
    assert problems('{"name": "League", "matches": [[], null]}') == [
        "matches[0]: A match is written in braces: {…}.",
        "matches[1]: A match is written in braces: {…}.",
    ]
