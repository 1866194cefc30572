"""Orders, lines and tickets as a reader may see them; what he may not know of a third person is left empty."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.base.money import Money
from kithkin.catalogue.models import Seat

from . import unnamed
from .models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class LineCard:
    """One line: whose, where, at which tariff, for how much; empty is what the reader may not know."""

    holder_id: int | None
    name: str
    product: str
    tariff: str
    category: str
    price: Money
    seat: Seat | None
    ticket: str = ""
    code: str = ""
    taken_over: bool = False
    is_unnamed: bool = False


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order as the reader may see it; `whose` is empty for his own."""

    id: int
    number: str
    state: str
    total: Money
    made_at: datetime
    pay_by: datetime
    paid_at: datetime | None
    purchaser_id: int
    whose: str
    lines: tuple[LineCard, ...]

    @property
    def is_own(self) -> bool:
        """Whether the reader made it."""
        return not self.whose

    @property
    def has_tickets(self) -> bool:
        """Whether there is anything to print."""
        return any(line.ticket for line in self.lines)

    @property
    def waits_for_payment(self) -> bool:
        """Whether it can be paid now."""
        return self.state in (Order.State.RESERVED, Order.State.UNPAID) and self.pay_by > clock.now()

    @property
    def standing(self) -> str:
        """Its state; an open order whose time is over has expired, whether or not somebody wrote it down."""
        is_open = self.state in (Order.State.RESERVED, Order.State.UNPAID)
        return Order.State.EXPIRED.value if is_open and not self.waits_for_payment else self.state


@dataclass(frozen=True, slots=True)
class OrderHead:
    """What a reminder says of an order."""

    number: str
    total: Money
    pay_by: datetime


class OrderPage(NamedTuple):
    """Orders as a page shows them, and whether older ones follow."""

    cards: list[OrderCard]
    more: bool


@dataclass(frozen=True, slots=True)
class TicketCard:
    """One ticket as its page and its paper show it."""

    public_id: str
    code: str
    holder_id: int
    name: str
    product: str
    season_id: int
    season: str
    venue: str
    organisation: str
    tariff: str
    category: str
    seat: Seat
    order: str
    is_own: bool
    may_take_over: bool = False
    may_decline: bool = False
    is_unnamed: bool = False


def order_card(actor: Actor, lines: list[OrderLine], names: dict[int, str]) -> OrderCard:
    order = lines[0].order
    whose = names.get(order.purchaser_id, "")
    return OrderCard(
        id=order.pk,
        number=order.number,
        state=order.state,
        total=order.sum,
        made_at=order.made_at,
        pay_by=order.pay_by,
        paid_at=order.paid_at,
        purchaser_id=order.purchaser_id,
        whose=whose,
        lines=tuple(_line_card(actor, line, whose) for line in lines),
    )


def _line_card(actor: Actor, line: OrderLine, whose: str) -> LineCard:
    card = LineCard(
        holder_id=line.holder_id,
        name=whose if whose and line.holder_id == line.order.purchaser_id else line.called,
        product=line.product.name,
        tariff=line.tariff.name,
        category=line.category.name,
        price=Money(line.price, line.order.currency),
        seat=line.seat,
    )
    if whose and line.holder_id not in (line.order.purchaser_id, actor.contact_id):
        return replace(card, holder_id=None, name="", seat=None)
    ticket = getattr(line, "ticket", None)
    if ticket and ticket.taken_over_at and ticket.holder_id != actor.contact_id:
        return replace(card, taken_over=True)
    if ticket and not whose:
        return replace(card, ticket=ticket.public_id, code=ticket.code, is_unnamed=unnamed.is_unnamed(line))
    return card


def ticket_card(actor: Actor, line: OrderLine, name: str) -> TicketCard:
    season = line.product.season
    bought = line.order.purchaser_id == actor.contact_id
    is_own = line.ticket.holder_id == actor.contact_id
    is_a_gift = not bought and not line.ticket.taken_over_at
    return TicketCard(
        public_id=line.ticket.public_id,
        code=line.ticket.code,
        holder_id=line.ticket.holder_id,
        name=name,
        product=line.product.name,
        season_id=season.pk,
        season=season.name,
        venue=season.plan.venue.name,
        organisation=line.product.organisation.name,
        tariff=line.tariff.name,
        category=line.category.name,
        seat=line.seat,
        order=line.order.number if bought else "",
        is_own=is_own,
        may_take_over=is_own and is_a_gift,
        may_decline=is_a_gift and season.ends >= clock.now().date(),
        is_unnamed=bought and unnamed.is_unnamed(line),
    )
