"""Free seats side by side: rows as bit masks, searched from the best row on.

The best seats are those nearest to the middle of the pitch, which is where the first rows of all
blocks have their middle: so the middle blocks of the long sides come first, and in each block its
lower rows. Places for wheelchairs and companions are never given out unasked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import hypot
from typing import NamedTuple

from kithkin.catalogue.shape import Geometry, Line, Place


class Spot(NamedTuple):
    """A point of the plan."""

    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row as the search sees it, for one category."""

    index: int
    block_id: int
    order: int
    seats: int  # mask of what may be given out
    whole: int  # mask of every seat, for neighbours
    places: dict[int, Place]
    distances: dict[int, float]  # squared, by bit
    nearest: float
    middle: Spot
    reach: float

    def ids(self, start: int, count: int) -> tuple[int, ...]:
        """The seats from this bit on."""
        return tuple(self.places[bit].id for bit in range(start, start + count))


class Found(NamedTuple):
    """A run of seats in a row, with its distance from what was aimed at: smaller is better."""

    distance: float
    row: Row
    start: int
    length: int

    @property
    def ids(self) -> tuple[int, ...]:
        return self.row.ids(self.start, self.length)

    @property
    def spot(self) -> Spot:
        return middle([self.row.places[self.start], self.row.places[self.start + self.length - 1]])


@lru_cache(maxsize=64)
def ranked(geometry: Geometry, category: int | None, *, clear: bool = False) -> tuple[Row, ...]:
    """The rows that have seats of the category, the best first; `clear`: only with a clear view. Made once per plan."""
    centre = _centre([place for block in geometry.blocks for line in block.lines[:1] for place in line.places])
    rows = [row for line in geometry.lines if (row := _row(line, category, centre, clear))]
    return tuple(sorted(rows, key=lambda row: (row.nearest, row.index)))


def _row(line: Line, category: int | None, centre: Spot, clear: bool) -> Row | None:
    normal = [place for place in line.places if place.kind == "normal" and category in (None, place.category_id)]
    given = [place for place in normal if not (clear and place.restricted)]
    if not given:
        return None
    distances = {place.bit: _distance(place, centre) ** 2 for place in given}
    centre_of_row = middle(given)
    return Row(
        index=line.index,
        block_id=line.block_id,
        order=line.order,
        seats=sum(1 << place.bit for place in given),
        whole=sum(1 << place.bit for place in line.places),
        places={place.bit: place for place in given},
        distances=distances,
        nearest=2 * min(distances.values()),
        middle=centre_of_row,
        reach=max(_distance(place, centre_of_row) for place in given),
    )


def search(rows: Sequence[Row], taken: Sequence[int], wanted: int, spot: Spot | None = None) -> Found | None:
    """The best run of `wanted` free seats; one that leaves a lonely seat only if no other does not."""
    best = lonely = None
    for bound, row, distances in aims(rows, spot):
        if best and bound >= best.distance:
            break
        starts = runs(row.seats & ~taken[row.index], wanted)
        if not starts:
            continue
        clean = starts & ~leaves_lonely(row.whole & ~taken[row.index], wanted)
        if clean:
            best = _nearer(best, nearest(row, clean, wanted, distances or distances_to(row, spot)))
        elif not best and not (lonely and bound >= lonely.distance):
            lonely = _nearer(lonely, nearest(row, starts, wanted, distances or distances_to(row, spot)))
    return best or lonely


def runs(free: int, wanted: int) -> int:
    """The bits at which `wanted` free seats begin."""
    have = 1
    while free and have < wanted:
        step = min(have, wanted - have)
        free &= free >> step
        have += step
    return free


def longest(rows: Sequence[Row], taken: Sequence[int], most: int) -> int:
    """How many can sit side by side at best, up to `most`."""
    best = 0
    for row in rows:
        while best < most and runs(row.seats & ~taken[row.index], best + 1):
            best += 1
    return best


def leaves_lonely(free: int, wanted: int) -> int:
    """The bits from which taking `wanted` seats would leave one free seat alone beside them."""
    left = free & ~(free << 1)
    right = free & ~(free >> 1)
    return left << 1 | right >> wanted


def aims(rows: Sequence[Row], spot: Spot | None) -> Iterator[tuple[float, Row, dict | None]]:
    """Rows in order of what they can give at best."""
    if spot is None:
        return ((row.nearest, row, row.distances) for row in rows)
    bounds = [(2 * max(0.0, _distance(row.middle, spot) - row.reach) ** 2, row.index, row) for row in rows]
    return ((bound, row, None) for bound, _index, row in sorted(bounds))


def distances_to(row: Row, spot: Spot) -> dict[int, float]:
    return {bit: _distance(place, spot) ** 2 for bit, place in row.places.items()}


def nearest(row: Row, starts: int, wanted: int, distances: dict[int, float]) -> Found:
    """The best of these beginnings: the squares of its ends' distances favour the run with the nearest middle."""
    last = wanted - 1
    distance, start = min((distances[bit] + distances[bit + last], bit) for bit in _bits(starts))
    return Found(distance, row, start, wanted)


def _nearer(one: Found | None, other: Found) -> Found:
    return one if one and one.distance <= other.distance else other


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _centre(places: Sequence[Place]) -> Spot:
    """The middle of the rectangle around these places."""
    xs, ys = [place.x for place in places], [place.y for place in places]
    return Spot((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def middle(places: Sequence[Place]) -> Spot:
    return Spot(sum(place.x for place in places) / len(places), sum(place.y for place in places) / len(places))


def _distance(one: Place | Spot, other: Place | Spot) -> float:
    return hypot(one.x - other.x, one.y - other.y)
