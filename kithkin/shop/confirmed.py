"""What the confirmation says about an order: where it stands, and who is told."""

from dataclasses import dataclass

from kithkin.sales.cards import LineCard, OrderCard
from kithkin.sales.models import Order
from kithkin.shop.places import together


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An order just placed, of the one who reads."""

    order: OrderCard

    @property
    def is_paid(self) -> bool:
        return self.order.standing == Order.State.PAID

    @property
    def is_reserved(self) -> bool:
        return self.order.standing == Order.State.RESERVED

    @property
    def is_unpaid(self) -> bool:
        return self.order.standing == Order.State.UNPAID

    @property
    def lines(self) -> tuple[LineCard, ...]:
        return self.order.lines

    @property
    def others(self) -> str:
        """The other holders' names, in one breath."""
        return together(line.name for line in self.lines if line.holder_id != self.order.purchaser_id)
