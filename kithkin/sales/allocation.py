"""Which seats are best for a group, and what comes next where it cannot sit side by side.

A group that sits together never leaves one lonely seat beside it while another place avoids that.
Where no row has enough seats side by side, the next best is two rows, one behind the other, then
groups as large as possible close to each other. What was found says which of these it is. Seats with
a restricted view are given out only where a group cannot sit together without them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kithkin.catalogue.shape import Geometry

from .runs import Row, Spot, aims, distances_to, longest, middle, nearest, ranked, runs, search


class Shape(StrEnum):
    """How a group would sit, the best first."""

    TOGETHER = "together"
    TWO_ROWS = "two-rows"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class Choice:
    """Seats for a group: ids per row or group, from the left."""

    shape: Shape
    groups: tuple[tuple[int, ...], ...]

    @property
    def seats(self) -> tuple[int, ...]:
        """All seats in order."""
        return tuple(seat for group in self.groups for seat in group)

    @property
    def words(self) -> str:
        """How the group would sit, for people."""
        count = len(self.seats)
        sizes = " + ".join(str(len(group)) for group in self.groups)
        if self.shape == Shape.TOGETHER:
            return ngettext("%(count)d seat", "%(count)d seats side by side", count) % {"count": count}
        if self.shape == Shape.TWO_ROWS:
            return _("Not side by side, but one row behind the other: %(sizes)s") % {"sizes": sizes}
        return _("Not side by side, but in groups, as near to each other as seats are left: %(sizes)s") % {
            "sizes": sizes
        }


def best_together(
    geometry: Geometry,
    taken: Sequence[int],
    wanted: int,
    category: int | None = None,
    near: Sequence[int] = (),
) -> Choice | None:
    """The best place for `wanted` people in a category (or any); None when so many seats are not left.

    `taken` is one mask per row, as `geometry.masks` makes it. With `near` (seat ids) the nearest place
    to those seats instead of the nearest to the pitch.
    """
    rows = ranked(geometry, category)
    if wanted < 1 or sum((row.seats & ~taken[row.index]).bit_count() for row in rows) < wanted:
        return None
    spot = middle([geometry.where[seat][2] for seat in near]) if near else None
    found = search(ranked(geometry, category, clear=True), taken, wanted, spot) or search(rows, taken, wanted, spot)
    if found:
        return Choice(Shape.TOGETHER, (found.ids,))
    return _two_rows(rows, taken, wanted, spot) or _groups(rows, taken, wanted, spot)


def _two_rows(rows: Sequence[Row], taken: Sequence[int], wanted: int, spot: Spot | None) -> Choice | None:
    """Two groups in neighbouring rows of one block, one behind the other, as even as can be."""
    behind = {(row.block_id, row.order): row for row in rows}
    for front, back in _halves(wanted, longest(rows, taken, wanted)):
        for _bound, row, distances in aims(rows, spot):
            other = behind.get((row.block_id, row.order + 1))
            starts = runs(row.seats & ~taken[row.index], front) if other else 0
            beyond = runs(other.seats & ~taken[other.index], back) if other and starts else 0
            overlapping = starts & _reached_from(beyond, front, back)
            if overlapping:
                first = nearest(row, overlapping, front, distances or distances_to(row, spot))
                below = beyond & _reached_from(1 << first.start, back, front)
                second = nearest(other, below, back, distances_to(other, first.spot))
                return Choice(Shape.TWO_ROWS, (first.ids, second.ids))
    return None


def _reached_from(starts: int, own: int, others: int) -> int:
    """Where a run of `own` seats may begin so that it overlaps a run of `others` from one of `starts`."""
    reached = 0
    for shift in range(-own + 1, others):
        reached |= starts << shift if shift >= 0 else starts >> -shift
    return reached


def _halves(wanted: int, most: int) -> Iterator[tuple[int, int]]:
    """Two parts of at most `most`, the most even first; nobody is alone unless there are three or fewer."""
    least = max(1 if wanted <= 3 else 2, wanted - most)
    for small in range(wanted // 2, least - 1, -1):
        yield wanted - small, small
        if small != wanted - small:
            yield small, wanted - small


def _groups(rows: Sequence[Row], taken: Sequence[int], wanted: int, spot: Spot | None) -> Choice | None:
    """Groups near each other: two even ones if there are such, else each as large as possible."""
    halves = (sizes for sizes in _halves(wanted, longest(rows, taken, wanted)) if sizes[0] >= sizes[1])
    for sizes in [*halves, None]:
        if groups := _near_each_other(rows, list(taken), wanted, sizes, spot):
            return Choice(Shape.GROUPS, tuple(groups))
    return None


def _near_each_other(
    rows: Sequence[Row], taken: list[int], wanted: int, sizes: tuple[int, int] | None, spot: Spot | None
) -> list[tuple[int, ...]]:
    """One group after the other, each near the first; empty when they cannot be had in these sizes."""
    groups: list[tuple[int, ...]] = []
    left = wanted
    while left:
        size = sizes[len(groups)] if sizes else _next_size(left, longest(rows, taken, left))
        found = search(rows, taken, size, spot)
        if not found:
            return []
        groups.append(found.ids)
        taken[found.row.index] |= ((1 << found.length) - 1) << found.start
        left -= found.length
        spot = spot or found.spot
    return groups


def _next_size(left: int, most: int) -> int:
    """The largest group that can be had, but not one that leaves a single person over."""
    return most - 1 if left - most == 1 and most > 2 else most
