"""The ground of Ferrygate Athletic as a seating plan file: `python -m kithkin.demo.ground` writes it anew."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "files" / "seating-plan.json"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which read like numbers

# All lengths in units of 5 cm: a seat is 50 cm wide, a row 80 cm deep, the pitch 105 by 68 metres.
SEAT, PLACE, ROW, AISLE = 10, 15, 16, 30
PITCH = (2100, 1360)
TRACK, BOW = 120, 60
WIDTH, HEIGHT = 3400, 2700

CATEGORIES = {"Centre": "#1d4f91", "Wing": "#2f7f6f", "Corner": "#b06b1e", "Goal": "#8a3b5c"}
KINDS = ("wheelchair", "companion", "restricted view")


@dataclass(frozen=True)
class Stand:
    """One side of the ground; its blocks are numbered clockwise around the pitch."""

    name: str
    turn: int
    blocks: int
    rows: int
    seats: int
    centre: str
    platforms: frozenset[int] = frozenset()
    tunnel: int = 0
    stairs: frozenset[int] = frozenset()
    pillars: bool = False

    def code(self, block: int) -> str:
        return f"{self.name[0]}{block}"


@dataclass(frozen=True)
class Place:
    """Where a seat is, in the block's own terms: its number in the row and its distance from the middle."""

    number: int
    across: float
    kind: str = ""


FERRYGATE = (
    Stand("North Stand", 0, 7, 24, 24, "Centre", platforms=frozenset({1, 4, 7}), stairs=frozenset({2, 6})),
    Stand("East Stand", 1, 5, 20, 22, "Goal", platforms=frozenset({1, 5}), stairs=frozenset({3})),
    Stand("South Stand", 2, 7, 24, 24, "Centre", platforms=frozenset({2, 6}), tunnel=4),
    Stand("West Stand", 3, 5, 20, 22, "Goal", platforms=frozenset({1, 3, 5}), pillars=True),
)
SMALL = (
    Stand("North Stand", 0, 2, 6, 10, "Centre", platforms=frozenset({1})),
    Stand("East Stand", 1, 1, 5, 8, "Goal"),
    Stand("South Stand", 2, 3, 6, 10, "Centre", tunnel=2),
    Stand("West Stand", 3, 1, 5, 8, "Goal", pillars=True),
)


def plan(stands: tuple[Stand, ...] = FERRYGATE, name: str = "Ferrygate Park") -> dict:
    """The whole ground in pretix's open format."""
    return {
        "name": name,
        "size": {"width": WIDTH, "height": HEIGHT},
        "categories": [*_categories()],
        "zones": [_pitch(), *(_zone(stand, block) for stand in stands for block in range(1, stand.blocks + 1))],
    }


def text(layout: dict) -> str:
    """The file's text: compact, one row of seats per line."""
    head = json.dumps({key: layout[key] for key in ("name", "size", "categories")})
    zones = ",\n".join(_zone_text(zone) for zone in layout["zones"])
    return f'{head[:-1]}, "zones": [\n{zones}\n]}}\n'


def _zone_text(zone: dict) -> str:
    head = json.dumps({key: value for key, value in zone.items() if key != "rows"})
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in zone["rows"])
    return f'{head[:-1]}, "rows": [\n{rows}]}}'


def _categories() -> Iterator[dict]:
    for name, color in CATEGORIES.items():
        yield {"name": name, "color": color}
        for kind in KINDS:
            yield {"name": f"{name} / {kind}", "color": color}


def _pitch() -> dict:
    x, y = (WIDTH - PITCH[0]) // 2, (HEIGHT - PITCH[1]) // 2
    grass = {
        "shape": "rectangle",
        "color": "#3f7d3a",
        "border_color": "#ffffff",
        "rotation": 0,
        "position": {"x": 0, "y": 0},
        "rectangle": {"width": PITCH[0], "height": PITCH[1]},
    }
    return {"name": "Pitch", "position": {"x": x, "y": y}, "areas": [grass], "rows": []}


def _zone(stand: Stand, block: int) -> dict:
    spots = [_row_spots(stand, block, row) for row in range(stand.rows)]
    left = min(x for row in spots for _, x, _ in row)
    top = min(y for row in spots for _, _, y in row)
    rows = [_row(stand, block, row, spots[row], (left, top)) for row in range(stand.rows)]
    return {
        "name": f"{stand.name} / {stand.code(block)}",
        "zone_id": stand.code(block),
        "position": {"x": left, "y": top},
        "areas": [],
        "rows": rows,
    }


def _row(stand: Stand, block: int, row: int, spots: list[tuple[Place, int, int]], corner: tuple[int, int]) -> dict:
    _, x0, y0 = spots[0]
    letter = LETTERS[row]
    seats = [
        {
            "seat_guid": f"{stand.code(block)}-{letter}-{place.number}",
            "seat_number": str(place.number),
            "position": {"x": x - x0, "y": y - y0},
            "category": _category(stand, block, row, place),
        }
        for place, x, y in spots
    ]
    return {"row_number": letter, "position": {"x": x0 - corner[0], "y": y0 - corner[1]}, "seats": seats}


def _row_spots(stand: Stand, block: int, row: int) -> list[tuple[Place, int, int]]:
    middle = (block - (stand.blocks + 1) / 2) * (stand.seats * SEAT + AISLE)
    return [(place, *_spot(stand, middle + place.across, row)) for place in _places(stand, block, row)]


def _places(stand: Stand, block: int, row: int) -> Iterator[Place]:
    """The seats of a row from left to right, as seen from the pitch in the North Stand."""
    if row == 0 and block in stand.platforms:
        yield from _platform(stand)
        return
    fan = row // 3 if stand.blocks > 3 else 0
    first = 1 - fan if block == 1 else 1
    last = stand.seats + fan if block == stand.blocks else stand.seats
    for column in range(first, last + 1):
        if not _missing(stand, block, row, column):
            kind = "restricted view" if stand.pillars and row in range(2, 7) and column in (6, 17) else ""
            yield Place(column - first + 1, (column - (stand.seats + 1) / 2) * SEAT, kind)


def _platform(stand: Stand) -> Iterator[Place]:
    places = stand.seats * SEAT // PLACE // 2 * 2
    for number in range(1, places + 1):
        yield Place(number, (number - (places + 1) / 2) * PLACE, KINDS[(number + 1) % 2])


def _missing(stand: Stand, block: int, row: int, column: int) -> bool:
    """The players' tunnel and the stairs leave holes in a row."""
    middle = abs(column - (stand.seats + 1) / 2)
    tunnel = block == stand.tunnel and row < stand.rows // 5 and middle < stand.seats / 8
    return tunnel or (block in stand.stairs and row in range(7, 11) and middle < 2)


def _category(stand: Stand, block: int, row: int, place: Place) -> str:
    from_middle = abs(block - (stand.blocks + 1) / 2)
    if stand.blocks > 1 and from_middle == (stand.blocks - 1) / 2:
        name = "Corner"
    elif stand.centre == "Centre" and (from_middle >= 2 or row < 3):
        name = "Wing"
    else:
        name = stand.centre
    return f"{name} / {place.kind}" if place.kind else name


def _spot(stand: Stand, across: float, row: int) -> tuple[int, int]:
    """From "along the stand, away from the pitch" to the plan; the stands bend slightly round the pitch."""
    length = PITCH[stand.turn % 2] / 2
    away = PITCH[(stand.turn + 1) % 2] / 2 + TRACK + row * ROW - BOW * (across / length) ** 2
    x, y = {0: (across, -away), 1: (away, across), 2: (-across, away), 3: (-away, -across)}[stand.turn]
    return round(WIDTH / 2 + x), round(HEIGHT / 2 + y)


if __name__ == "__main__":
    FILE.write_text(text(plan()), encoding="utf-8")
