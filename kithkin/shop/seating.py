"""What the pages of the seat map show."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from kithkin.base.money import Money
from kithkin.catalogue.queries import Offer
from kithkin.catalogue.shape import BlockShape, Line, Place
from kithkin.sales.occupancy import Occupancy
from kithkin.shop import drawing, ground
from kithkin.shop.forms.season import Coming, least_in
from kithkin.shop.places import block_words
from kithkin.ui.seatmap import Picture
from kithkin.ui.templatetags.ui import money


@dataclass(frozen=True, slots=True)
class BlockCard:
    """A block on the page of stands."""

    id: int
    name: str
    free: int
    patch: ground.Patch
    least: Money


def stands(offer: Offer, occupancy: Occupancy) -> list[tuple[str, list[BlockCard]]]:
    """Stand by stand, its blocks; what has no price is not for sale and left out."""
    found = (
        (stand, [_card(offer, occupancy, block) for block in blocks if _prices(offer, block)])
        for stand, blocks in offer.geometry.stands.items()
    )
    return [(stand, cards) for stand, cards in found if cards]


def _card(offer: Offer, occupancy: Occupancy, block: BlockShape) -> BlockCard:
    patch = ground.drawn(offer.geometry).patches[block.id]
    least = Money(min(_prices(offer, block)), offer.currency)
    return BlockCard(block.id, block.name, occupancy.free_by_block[block.id], patch, least)


def _prices(offer: Offer, block: BlockShape) -> list[int]:
    here = {seat.category_id for seat in block.places}
    return [amount for (category, _tariff), amount in offer.amounts.items() if category in here]


@dataclass(frozen=True, slots=True)
class SeatBox:
    """One check box."""

    id: int
    number: str
    name: str
    x: float
    y: float
    label: str
    ticked: bool
    kind: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """The check boxes of one row; open while something in it is ticked."""

    name: str
    boxes: list[SeatBox]

    @property
    def open(self) -> bool:
        return any(box.ticked for box in self.boxes)


@dataclass(frozen=True)
class BlockView:
    """One block: its picture, and the same as rows of check boxes."""

    offer: Offer
    block: BlockShape
    occupancy: Occupancy
    coming: Coming
    ticked: set[int]

    @cached_property
    def initials(self) -> dict[int, str]:
        """Seat -> initial of the person who would sit there."""
        seats = [seat.id for seat in self.block.places if seat.id in self.ticked and self._is_free(seat)]
        return dict(zip(seats, (row.who.first_name[:1].upper() for row in self.coming.ticked), strict=False))

    @property
    def title(self) -> str:
        return block_words(self.block)

    @property
    def picture(self) -> Picture:
        return drawing.whole(self.offer.geometry, self.block, self.taken, self.initials)

    @cached_property
    def rows(self) -> list[SeatRow]:
        """Row by row from the pitch, the seats that can be had."""
        rows = (self._row(line) for line in self.block.lines)
        return [row for row in rows if row.boxes]

    @property
    def prices(self) -> list[tuple[str, Money]]:
        """What each tariff pays in each category of this block."""
        here = {seat.category_id for seat in self.block.places}
        return [
            (f"{category.name}, {tariff.name}", self.offer.price(category.pk, tariff.pk))
            for category in self.offer.categories
            for tariff in self.offer.tariffs
            if category.pk in here and (category.pk, tariff.pk) in self.offer.amounts
        ]

    @cached_property
    def taken(self) -> frozenset[int]:
        """Seats that cannot be had: somebody has them, or they have no price."""
        unsold = {seat.id for seat in self.block.places if seat.category_id not in self._said}
        return self.occupancy.taken | unsold

    def _row(self, line: Line) -> SeatRow:
        return SeatRow(line.name, [self._box(line, seat) for seat in line.places if self._is_free(seat)])

    def _is_free(self, seat: Place) -> bool:
        return seat.id not in self.taken

    def _box(self, line: Line, seat: Place) -> SeatBox:
        x, y = drawing.upright(self.offer.geometry, self.block.id)[seat.id]
        label = self.initials.get(seat.id, seat.number)
        return SeatBox(seat.id, seat.number, self._name(line, seat), x, y, label, seat.id in self.ticked, seat.kind)

    def _name(self, line: Line, seat: Place) -> str:
        words = {"row": line.name, "seat": seat.number, "price": self._said[seat.category_id]}
        if seat.kind == "wheelchair":
            return _("Row %(row)s, wheelchair place %(seat)s, %(price)s") % words
        if seat.kind == "companion":
            return _("Row %(row)s, companion's seat %(seat)s, %(price)s") % words
        if seat.restricted:
            return _("Row %(row)s, seat %(seat)s, restricted view, %(price)s") % words
        return _("Row %(row)s, seat %(seat)s, %(price)s") % words

    @cached_property
    def _said(self) -> dict[int, str]:
        """Category -> what the first of the group pays there, in words; the lowest price where he cannot sit."""
        first = self.coming.ticked[0].tariff.pk
        amounts = self.offer.amounts
        return {
            category.pk: money(
                Money(amounts[category.pk, first], self.offer.currency)
                if (category.pk, first) in amounts
                else least_in(self.offer, category)
            )
            for category in self.offer.categories
        }
