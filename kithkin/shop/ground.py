"""The whole ground from above: an outline for each block, and the pitch."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from kithkin.catalogue.shape import BlockShape, Geometry

WIDTH = 400

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Patch:
    """A block on the drawing of the whole ground."""

    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Ground:
    """All blocks from above; `pitch` is x, y, width and height, where there are seats on all its sides."""

    viewbox: str
    patches: dict[int, Patch]
    pitch: tuple[int, int, int, int] | None

    @property
    def middle(self) -> tuple[int, int]:
        """The middle of the pitch."""
        x, y, width, height = self.pitch or (0, 0, 0, 0)
        return x + width // 2, y + height // 2


@lru_cache(maxsize=16)
def drawn(geometry: Geometry) -> Ground:
    """The ground of a plan, 400 units wide."""
    seats = [seat for block in geometry.blocks for seat in block.places]
    left, top = min(seat.x for seat in seats), min(seat.y for seat in seats)
    factor = WIDTH / ((max(seat.x for seat in seats) - left) or 1)
    patches = {block.id: _patch(block, (left, top), factor) for block in geometry.blocks}
    points = [((seat.x - left) * factor, (seat.y - top) * factor) for seat in seats]
    height = max(y for _x, y in points)
    return Ground(f"-6 -6 {WIDTH + 12} {height + 12:.0f}", patches, _pitch_inside(points, WIDTH / 2, height / 2))


def _pitch_inside(points: list[Point], x: float, y: float) -> tuple[int, int, int, int] | None:
    """What is left free around the middle, with a margin."""
    aside = [abs(px - x) for px, py in points if abs(py - y) < y / 4]
    ahead = [abs(py - y) for px, py in points if abs(px - x) < x / 4]
    half = min(aside, default=0) - 20, min(ahead, default=0) - 16
    if min(half) <= 0:
        return None
    return round(x - half[0]), round(y - half[1]), round(2 * half[0]), round(2 * half[1])


def _patch(block: BlockShape, corner: Point, factor: float) -> Patch:
    points = _hull({((seat.x - corner[0]) * factor, (seat.y - corner[1]) * factor) for seat in block.places})
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z"
    return Patch(path, round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1))


def _hull(points: Collection[Point]) -> list[Point]:
    """The outline around the points (Andrew's monotone chain)."""
    ordered = sorted(points)
    return _chain(ordered)[:-1] + _chain(reversed(ordered))[:-1] if len(ordered) > 2 else ordered


def _chain(points: Iterable[Point]) -> list[Point]:
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turns_right(chain[-2], chain[-1], point):
            chain.pop()
        chain.append(point)
    return chain


def _turns_right(one: Point, two: Point, three: Point) -> bool:
    return (two[0] - one[0]) * (three[1] - one[1]) <= (two[1] - one[1]) * (three[0] - one[0])
