"""Blocks of seats as drawings: turned so that the pitch lies below, one seat always equally wide."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import copysign, dist, hypot
from statistics import fmean, median

from kithkin.catalogue.shape import BlockShape, Geometry, Line, Place
from kithkin.ui.seatmap import Mark, Picture, picture

SEAT, ROW = 26, 28
UPRIGHT = 0.94  # the cosine of twenty degrees
ROWS_AROUND, SEATS_AROUND, LEAST_ACROSS = 3, 5, 14

Point = tuple[float, float]


@lru_cache(maxsize=256)
def upright(geometry: Geometry, block_id: int) -> dict[int, Point]:
    """Where each seat of a block is drawn: rows across, the row nearest to the pitch at the bottom."""
    block = geometry.block(block_id)
    along = _along(block.lines)
    turned = {seat.id: _turned(seat, along) for seat in block.places}
    wide, deep = _spacing(block.lines, turned)
    spots = {seat: (x * wide, y * deep) for seat, (x, y) in turned.items()}
    level = dict(spot for line in block.lines for spot in _level(line, spots))
    left, top = min(x for x, _y in level.values()), min(y for _x, y in level.values())
    return {seat: (round(x - left), round(y - top)) for seat, (x, y) in level.items()}


def _level(line: Line, spots: Mapping[int, Point]) -> Iterator[tuple[int, Point]]:
    """A row that bends or slopes only slightly is drawn level."""
    xs, ys = [spots[seat.id][0] for seat in line.places], [spots[seat.id][1] for seat in line.places]
    bends = 3 * (max(ys) - min(ys)) > max(xs) - min(xs)
    for seat, x, y in zip(line.places, xs, ys, strict=True):
        yield seat.id, (x, y if bends else fmean(ys))


def _along(lines: Iterable[Line]) -> Point:
    """The direction of the rows, such that the rows further from the pitch come out higher."""
    lines = list(lines)
    x = sum(line.places[-1].x - line.places[0].x for line in lines)
    y = sum(line.places[-1].y - line.places[0].y for line in lines)
    length = hypot(x, y)
    along = _snapped(x / length, y / length) if length else (1.0, 0.0)
    first, last = lines[0].places, lines[-1].places
    rises = fmean(_turned(seat, along)[1] for seat in first) >= fmean(_turned(seat, along)[1] for seat in last)
    return along if rises else (-along[0], -along[1])


def _snapped(x: float, y: float) -> Point:
    """A stand that bends a little is drawn upright."""
    if abs(x) > UPRIGHT:
        return copysign(1, x), 0.0
    return (0.0, copysign(1, y)) if abs(y) > UPRIGHT else (x, y)


def _turned(seat: Place, along: Point) -> Point:
    return seat.x * along[0] + seat.y * along[1], seat.y * along[0] - seat.x * along[1]


def _spacing(lines: Iterable[Line], turned: Mapping[int, Point]) -> Point:
    """The factors that bring neighbours and rows to their distances on the drawing."""
    lines = list(lines)
    steps = [dist(turned[one.id], turned[other.id]) for line in lines for one, other in pairwise(line.places)]
    heights = [fmean(turned[seat.id][1] for seat in line.places) for line in lines]
    depths = [abs(one - other) for one, other in pairwise(heights)]
    wide = SEAT / (median(steps) or SEAT) if steps else 1.0
    return wide, ROW / (median(depths) or ROW) if depths else wide


def whole(geometry: Geometry, block: BlockShape, taken: Collection[int], mine: Mapping[int, str]) -> Picture:
    """A block with all its seats."""
    return _drawn(geometry, block, [(line, line.places) for line in block.lines], taken, mine)


def around(geometry: Geometry, block: BlockShape, taken: Collection[int], mine: Mapping[int, str]) -> Picture:
    """The seats in `mine` (id -> initial) with their neighbours."""
    spots = upright(geometry, block.id)
    xs, ys = [spots[seat][0] for seat in mine], [spots[seat][1] for seat in mine]
    left, right = _window(min(xs), max(xs), max(spots.values())[0])
    top, bottom = min(ys) - (ROWS_AROUND + 0.5) * ROW, max(ys) + (ROWS_AROUND + 0.5) * ROW
    near = {seat for seat, (x, y) in spots.items() if left <= x <= right and top <= y <= bottom}
    lines = ((line, [seat for seat in line.places if seat.id in near]) for line in block.lines)
    return _drawn(geometry, block, [(line, seats) for line, seats in lines if seats], taken, mine)


def _window(first: float, last: float, end: float) -> Point:
    """From where to where the picture goes: some seats aside, and never so few that they are drawn huge."""
    room = max((SEATS_AROUND + 0.5) * SEAT, (LEAST_ACROSS * SEAT - (last - first)) / 2)
    left, right = first - room, last + room
    return left - max(0, right - end), right - min(0, left)


def _drawn(geometry, block, shown: list[tuple[Line, Sequence[Place]]], taken, mine) -> Picture:
    """The rows of the block that are shown, each with those of its seats that are."""
    spots = upright(geometry, block.id)
    marks = [
        Mark(*spots[seat.id], _kind(seat, taken, mine), mine.get(seat.id, ""))
        for _line, seats in shown
        for seat in seats
    ]
    words = [_row_name(line, spots, seats) for line, seats in shown]
    return picture(marks, rows=words, front=shown[0][0] is block.lines[0])


def _kind(seat: Place, taken: Collection[int], mine: Mapping[int, str]) -> str:
    if seat.id in mine:
        return "mine"
    if seat.id in taken:
        return "taken"
    return "free" if seat.kind == "normal" else "wheel"


def _row_name(line: Line, spots: Mapping[int, Point], seats: Iterable[Place]) -> tuple[float, float, str]:
    x, y = min(spots[seat.id] for seat in seats)
    return x - SEAT, y, line.name
