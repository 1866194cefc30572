"""Which seats of a plan are free at this moment; for the map and its numbers."""

from dataclasses import dataclass
from functools import cached_property

from kithkin.catalogue.shape import BlockShape, Geometry


@dataclass(frozen=True)
class Occupancy:
    """A plan with the seats that are taken, and those in one's own basket (which are not)."""

    geometry: Geometry
    taken: frozenset[int]
    mine: frozenset[int] = frozenset()

    def state(self, seat_id: int) -> str:
        """ "taken", "mine" or "free"."""
        if seat_id in self.taken:
            return "taken"
        return "mine" if seat_id in self.mine else "free"

    @cached_property
    def free_by_block(self) -> dict[int, int]:
        """Block id -> how many seats are free."""
        return {
            block.id: sum(place.id not in self.taken for line in block.lines for place in line.places)
            for block in self.geometry.blocks
        }

    def packed(self, block: BlockShape) -> str:
        """The taken seats of a block in compact form, see Geometry.packed."""
        return self.geometry.packed(block, self.taken)
