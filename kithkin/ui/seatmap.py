"""The picture of some seats: one path per kind of seat, so that a thousand seats cost a handful of elements."""

from collections.abc import Iterable
from dataclasses import dataclass

_SHAPES = {
    "free": "m-3.5-8.5h7a5 5 0 0 1 5 5v7a5 5 0 0 1-5 5h-7a5 5 0 0 1-5-5v-7a5 5 0 0 1 5-5z",
    "taken": "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "resale": "m0-9l9 9l-9 9l-9-9z",
    "wheel": "m-2-6v7h5l3 5m-8-8h4m-7 3a5 5 0 1 0 7 6",
}
_ROOM = 20
_HALO = 14


@dataclass(frozen=True, slots=True)
class Mark:
    """One seat on the picture; `kind` is free, taken, resale, wheel or mine; `label` is drawn on mine."""

    x: float
    y: float
    kind: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True)
class Picture:
    """What <c-seatmap> draws."""

    view: Box
    paths: list[tuple[str, str]]
    mine: list[Mark]
    halo: Box | None
    rows: list[tuple[float, float, str]]
    front: Box | None


def picture(marks: Iterable[Mark], rows: Iterable[tuple[float, float, str]] = (), front: bool = False) -> Picture:
    """`rows` are the names at the ends of the rows: x, y, words. `front` draws the pitch below the last row."""
    marks, rows = list(marks), list(rows)
    mine = [mark for mark in marks if mark.kind == "mine"]
    seats = _around([(mark.x, mark.y) for mark in marks])
    pitch = Box(seats.x, seats.y + seats.height + _ROOM, seats.width, 24) if front else None
    corners = [(mark.x, mark.y) for mark in marks] + [(x, y) for x, y, _ in rows]
    if pitch:
        corners.append((pitch.x, pitch.y + pitch.height - _ROOM / 2))
    return Picture(
        view=_around(corners, _ROOM),
        paths=[(kind, path) for kind in _SHAPES if (path := _path(kind, marks))],
        mine=mine,
        halo=_around([(mark.x, mark.y) for mark in mine], _HALO) if len({mark.y for mark in mine}) == 1 else None,
        rows=rows,
        front=pitch,
    )


def _around(points: list[tuple[float, float]], room: float = 0) -> Box:
    points = points or [(0.0, 0.0)]
    left, top = min(x for x, _ in points) - room, min(y for _, y in points) - room
    return Box(left, top, max(x for x, _ in points) + room - left, max(y for _, y in points) + room - top)


def _path(kind: str, marks: list[Mark]) -> str:
    shape = _SHAPES[kind]
    return "".join(f"M{mark.x:g} {mark.y:g}{shape}" for mark in marks if mark.kind == kind)
