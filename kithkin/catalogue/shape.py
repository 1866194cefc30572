"""The immutable shape of a seating plan: blocks, rows, seats in order, where each is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.http import Http404

from .models import Block, PriceCategory, Seat


@dataclass(frozen=True, slots=True)
class Place:
    """A seat in the shape. `bit` is its place in the row's masks; a gap between two bits is an aisle."""

    id: int
    row: str
    number: str
    category_id: int
    kind: str
    restricted: bool
    x: float
    y: float
    bit: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of seats; `index` counts the rows of the whole plan, block by block."""

    index: int
    block_id: int
    name: str
    order: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class BlockShape:
    """A block with its rows, the nearest to the pitch first."""

    id: int
    stand: str
    name: str
    order: int
    x: float
    y: float
    lines: tuple[Line, ...]

    @property
    def places(self) -> list[Place]:
        """All seats, row by row from the left."""
        return [place for line in self.lines for place in line.places]


@dataclass(frozen=True, eq=False)
class Geometry:
    """A plan as it never changes again; made once per process and plan."""

    plan_id: int
    categories: tuple[PriceCategory, ...]
    blocks: tuple[BlockShape, ...]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every row of the plan, at the place that its index says."""
        return tuple(line for block in self.blocks for line in block.lines)

    @cached_property
    def where(self) -> dict[int, tuple[BlockShape, Line, Place]]:
        """Seat id -> its block, row and place."""
        return {
            place.id: (block, line, place) for block in self.blocks for line in block.lines for place in line.places
        }

    @cached_property
    def _categories_by_id(self) -> dict[int, PriceCategory]:
        return {category.pk: category for category in self.categories}

    @cached_property
    def _seats(self) -> dict[int, Seat]:
        return {}

    def seat(self, seat_id: int) -> Seat:
        """A seat as a row with its block and category, without a query; always the same one, not to be changed."""
        if seat_id not in self._seats:
            self._seats[seat_id] = self._made(seat_id)
        return self._seats[seat_id]

    def _made(self, seat_id: int) -> Seat:
        shaped, line, place = self.where[seat_id]
        block = Block(id=shaped.id, plan_id=self.plan_id, stand=shaped.stand, name=shaped.name, order=shaped.order)
        return Seat(
            id=place.id,
            plan_id=self.plan_id,
            block=block,
            category=self._categories_by_id[place.category_id],
            row=line.name,
            number=place.number,
            row_order=line.order,
            seat_order=place.bit,
            x=place.x,
            y=place.y,
            kind=place.kind,
            restricted=place.restricted,
        )

    @cached_property
    def stands(self) -> dict[str, list[BlockShape]]:
        """Stand -> its blocks, in order."""
        stands: dict[str, list[BlockShape]] = {}
        for block in self.blocks:
            stands.setdefault(block.stand, []).append(block)
        return stands

    @cached_property
    def _blocks_by_id(self) -> dict[int, BlockShape]:
        return {block.id: block for block in self.blocks}

    def block(self, block_id: int) -> BlockShape:
        """The block of this id; 404 when the plan has none."""
        try:
            return self._blocks_by_id[block_id]
        except KeyError:
            raise Http404 from None

    @cached_property
    def _bits(self) -> dict[int, tuple[int, int]]:
        return {place.id: (line.index, 1 << place.bit) for line in self.lines for place in line.places}

    @cached_property
    def _in_rows_of(self) -> dict[int, frozenset[int]]:
        """Category id -> all seats of the rows that have such seats."""
        ids: dict[int, set[int]] = {}
        for line in self.lines:
            for category_id in {place.category_id for place in line.places}:
                ids.setdefault(category_id, set()).update(place.id for place in line.places)
        return {category_id: frozenset(found) for category_id, found in ids.items()}

    def masks(self, seat_ids: Iterable[int], category_id: int | None = None) -> list[int]:
        """These seats of the plan as one bit mask per row; with a category, only in the rows that have such seats."""
        if category_id is not None:
            seat_ids = self._in_rows_of.get(category_id, frozenset()).intersection(seat_ids)
        masks = [0] * len(self.lines)
        bits = self._bits
        for seat_id in seat_ids:
            index, bit = bits[seat_id]
            masks[index] |= bit
        return masks

    def packed(self, block: BlockShape, seat_ids: Iterable[int]) -> str:
        """These seats of a block in compact form: one hexadecimal mask per row, with dots between."""
        rows = {line.index: 0 for line in block.lines}
        for seat_id in seat_ids:
            index, bit = self._bits[seat_id]
            if index in rows:
                rows[index] |= bit
        return ".".join(f"{mask:x}" for mask in rows.values())


@lru_cache(maxsize=16)
def of_plan(plan_id: int) -> Geometry:
    """The shape of a plan; three queries the first time, none afterwards."""
    seats: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(plan_id=plan_id).order_by("block_id", "row_order", "seat_order"):
        seats.setdefault(seat.block_id, []).append(seat)
    blocks, lines = [], 0
    for block in Block.objects.filter(plan_id=plan_id).order_by("order"):
        shaped = _block(block, seats.get(block.pk, []), lines)
        lines += len(shaped.lines)
        blocks.append(shaped)
    return Geometry(plan_id, tuple(PriceCategory.objects.filter(plan_id=plan_id).order_by("order")), tuple(blocks))


def forget() -> None:
    """Read shapes anew; only needed where a transaction that saved a plan may be rolled back."""
    of_plan.cache_clear()


def _block(block: Block, seats: list[Seat], first: int) -> BlockShape:
    by_row: dict[int, list[Seat]] = {}
    for seat in seats:
        by_row.setdefault(seat.row_order, []).append(seat)
    lines = tuple(
        Line(first + number, block.pk, row[0].row, order, tuple(_place(seat) for seat in row))
        for number, (order, row) in enumerate(sorted(by_row.items()))
    )
    return BlockShape(block.pk, block.stand, block.name, block.order, block.x, block.y, lines)


def _place(seat: Seat) -> Place:
    return Place(
        id=seat.pk,
        row=seat.row,
        number=seat.number,
        category_id=seat.category_id,
        kind=seat.kind,
        restricted=seat.restricted,
        x=seat.x,
        y=seat.y,
        bit=seat.seat_order,
    )
