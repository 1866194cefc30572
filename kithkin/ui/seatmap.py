"""The picture of a block of seats: one path per kind of seat, so that a thousand seats cost a handful of elements."""

from collections.abc import Iterable
from dataclasses import dataclass

_SHAPES = {
    "free": "m-3.5-8.5h7a5 5 0 0 1 5 5v7a5 5 0 0 1-5 5h-7a5 5 0 0 1-5-5v-7a5 5 0 0 1 5-5z",
    "taken": "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "resale": "m0-9l9 9l-9 9l-9-9z",
    "wheel": "m-2-6v7h5l3 5m-8-8h4m-7 3a5 5 0 1 0 7 6",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One seat on the picture; `kind` is free, taken, resale, wheel or mine; `label` is drawn on mine."""

    x: float
    y: float
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What <c-seatmap> draws."""

    viewbox: str
    paths: list[tuple[str, str]]
    mine: list[Mark]
    rows: list[tuple[float, float, str]]


def picture(marks: Iterable[Mark], rows: Iterable[tuple[float, float, str]] = (), room: float = 20) -> Picture:
    """`rows` are the names at the ends of the rows: x, y, words."""
    marks, rows = list(marks), list(rows)
    points = [(mark.x, mark.y) for mark in marks] + [(x, y) for x, y, _ in rows] or [(0.0, 0.0)]
    left, top = min(x for x, _ in points) - room, min(y for _, y in points) - room
    right, bottom = max(x for x, _ in points) + room, max(y for _, y in points) + room
    return Picture(
        viewbox=f"{left:g} {top:g} {right - left:g} {bottom - top:g}",
        paths=[(kind, path) for kind in _SHAPES if (path := _path(kind, marks))],
        mine=[mark for mark in marks if mark.kind == "mine"],
        rows=rows,
    )


def _path(kind: str, marks: list[Mark]) -> str:
    shape = _SHAPES[kind]
    return "".join(f"M{mark.x:g} {mark.y:g}{shape}" for mark in marks if mark.kind == kind)
