"""The demo league as a fixtures file: `python -m kithkin.demo.league` writes it anew.

The file is openfootball's JSON, but each match has a `day`, counted from the season's first Saturday,
where openfootball has a `date`: so the demo's season always lies ahead.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FILE = Path(__file__).parent / "files" / "fixtures.json"
HOME = "Ferrygate Athletic"
CLUBS = (
    HOME, "Aldermoor Rovers", "Brindlewick Town", "Castlemere City", "Dunholt United", "Eastmarsh Wanderers",
    "Fennimore Albion", "Gullhaven Harbour", "Hartsbourne County", "Islecombe Athletic", "Kelderwater Rangers",
    "Lowmoor Park", "Marrowdale United", "Netherwyke Vale", "Oxmere Town", "Pennyfell Rovers",
    "Ravensholt City", "Saltwick Mariners", "Thornbeck Albion", "Yarrowford United",
)  # fmt: skip
MIDWEEK = (5, 12, 20, 27, 33)
TUESDAY, WEEK = 3, 7
TIMES = ((0, "15:00"), (0, "15:00"), (0, "12:30"), (0, "17:30"), (1, "14:00"), (0, "15:00"), (1, "16:30"))
TO_BE_ANNOUNCED = {37, 38}
POSTPONED = {(15, HOME)}


def matches() -> list[dict]:
    """Everybody meets everybody twice: 38 rounds of ten."""
    return [match for round_, first_day in _days() for match in _round(round_, first_day)]


def dated(text: str, start: date) -> str:
    """The file's text with dates in the place of days."""
    league = json.loads(text)
    for match in league["matches"]:
        match["date"] = (start + timedelta(days=match.pop("day"))).isoformat()
    return json.dumps(league)


def season_start(today: date) -> date:
    """The first Saturday at least 30 days away."""
    earliest = today + timedelta(days=30)
    return earliest + timedelta(days=(5 - earliest.weekday()) % 7)


def season_name(start: date) -> str:
    """A season carries its years, such as 2026/27."""
    end = start + timedelta(days=max(match["day"] for match in matches()))
    return str(start.year) if end.year == start.year else f"{start.year}/{end.year % 100:02d}"


def _days() -> Iterator[tuple[int, int]]:
    """The day on which each round begins; midweek rounds take a Tuesday between two Saturdays."""
    saturday = -WEEK
    for round_ in range(1, 2 * len(CLUBS) - 1):
        if round_ not in MIDWEEK:
            saturday += WEEK
        yield round_, saturday + TUESDAY if round_ in MIDWEEK else saturday


def _round(round_: int, first_day: int) -> Iterator[dict]:
    for number, (home, away) in enumerate(_pairs(round_)):
        later, time = (0, "19:45") if round_ in MIDWEEK else TIMES[(round_ + number) % len(TIMES)]
        match = {"round": f"Matchday {round_}", "day": first_day + later, "time": time, "team1": home, "team2": away}
        if round_ in TO_BE_ANNOUNCED or (round_, home) in POSTPONED:
            del match["time"]
        if (round_, home) in POSTPONED:
            match["status"] = "postponed"
        yield match


def _pairs(round_: int) -> Iterator[tuple[str, str]]:
    """The circle method: the first club stands still, the others move round it."""
    half, turn = divmod(round_ - 1, len(CLUBS) - 1)
    others = CLUBS[1:]
    circle = [CLUBS[0], *others[turn:], *others[:turn]]
    for place in range(len(CLUBS) // 2):
        pair = circle[place], circle[-1 - place]
        swap = (turn if place == 0 else place) % 2
        yield pair[::-1] if swap != half else pair


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(match) for match in matches())
    FILE.write_text(f'{{"name": "Northern Harbour League", "matches": [\n{lines}\n]}}\n', encoding="utf-8")
