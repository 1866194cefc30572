"""What an importer hands to the catalogue: plans and matches as frozen rows, without keys."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal


@dataclass(frozen=True, slots=True)
class CategoryRow:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat; `x` and `y` are its place on the whole plan. Row 0 is nearest the pitch, seat 0 at the row's left end.

    Two seats are neighbours when their `seat_order` is next to each other: leave a number out for an aisle.
    """

    guid: str
    row: str
    number: str
    row_order: int
    seat_order: int
    x: float
    y: float
    category: str
    kind: Literal["normal", "wheelchair", "companion"] = "normal"
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class BlockRow:
    stand: str
    name: str
    seats: tuple[SeatRow, ...]
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class PlanRows:
    """A whole plan; categories best first, blocks in the order in which people should read them."""

    name: str
    categories: tuple[CategoryRow, ...]
    blocks: tuple[BlockRow, ...]


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match; without `kick_off` the time is still to be announced (the date holds)."""

    round: str
    home: str
    away: str
    date: date
    kick_off: time | None = None
    status: Literal["planned", "postponed", "played"] = "planned"


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving the matches came to."""

    added: int
    changed: int
    unchanged: int
