"""The seats of a basket as pages show them: who sits where, and a picture of each block."""

from collections.abc import Callable
from dataclasses import dataclass

from kithkin.base.money import Money
from kithkin.catalogue.models import Seat
from kithkin.sales.models import BasketSeat
from kithkin.sales.occupancy import Occupancy
from kithkin.sales.places import where
from kithkin.sales.queries import FullBasket
from kithkin.shop import drawing
from kithkin.shop.places import block_words, row_words, seats_words
from kithkin.ui.seatmap import Picture


@dataclass(frozen=True, slots=True)
class HeldSeat:
    """One person on his seat."""

    position: int
    seat_id: int
    name: str
    tariff: str
    where: str
    price: Money

    @property
    def initial(self) -> str:
        return self.name[:1].upper()


@dataclass(frozen=True, slots=True)
class HeldBlock:
    """A block in which somebody sits; `words` say what the picture shows."""

    seats: list[HeldSeat]
    words: str
    picture: Picture


def people(full: FullBasket) -> list[HeldSeat]:
    """Person by person; the block is named only where they sit in several."""
    alone = together(full) != ""
    return [_held(full, seat, row_words if alone else where) for seat in full.seats]


def together(full: FullBasket) -> str:
    """ "North Stand, block N4"; empty where they sit in several blocks."""
    blocks = {seat.seat.block_id: seat.seat.block for seat in full.seats}
    return block_words(*blocks.values()) if len(blocks) == 1 else ""


def blocks(full: FullBasket, held: list[HeldSeat], occupancy: Occupancy) -> list[HeldBlock]:
    """The same people, block by block."""
    by_block: dict[int, list[HeldSeat]] = {}
    for seat, each in zip(full.seats, held, strict=True):
        by_block.setdefault(seat.seat.block_id, []).append(each)
    return [_block(block_id, seats, occupancy) for block_id, seats in by_block.items()]


def _held(full: FullBasket, seat: BasketSeat, words: Callable[[Seat], str]) -> HeldSeat:
    return HeldSeat(
        position=seat.position,
        seat_id=seat.seat_id,
        name=seat.called,
        tariff=seat.tariff.name,
        where=words(seat.seat),
        price=full.price(seat),
    )


def _block(block_id: int, seats: list[HeldSeat], occupancy: Occupancy) -> HeldBlock:
    geometry = occupancy.geometry
    mine = {seat.seat_id: seat.initial for seat in seats}
    picture = drawing.around(geometry, geometry.block(block_id), occupancy.taken, mine)
    return HeldBlock(seats, seats_words(geometry, mine), picture)
