"""What a person is shown of orders and tickets: his own, and what members have opened to him.

His own order shows all that he bought, in every state of consent (design decision 18). Of a member's
order it shows what the member himself and the reader hold; other people stay without name and seat,
for a consent does not speak for a third person. What is shown of a member is noted first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.http import Http404

from kithkin.audit import reads
from kithkin.base import clock
from kithkin.base.actor import Actor, customer
from kithkin.base.money import Money
from kithkin.catalogue.models import Seat
from kithkin.connections import door
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact

from . import furnished, queries
from .models import Order, OrderLine, Ticket

PER_PAGE = 20
# How the people on a page are called, once it is settled that they may be shown.
Named = Callable[[Actor, set[int], Scope], dict[int, str]]


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


_LINE = ("order", "product", "ticket")


def order_page(actor: Actor, *, of: int | None = None, page: int = 1) -> OrderPage:
    """A page of orders, the newest first; `of` narrows to one who opened them. A fixed number of queries."""
    found = queries.orders_open_to(actor).order_by("-made_at", "-pk")
    if of is not None:
        found = found.filter(purchaser_id=of)
    ids = _ids(found[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    return OrderPage(_order_cards(actor, *_these(ids[:PER_PAGE]), of=of), len(ids) > PER_PAGE)


def waiting_for_payment(actor: Actor) -> list[OrderHead]:
    """His own orders that can still be paid, the most urgent first; one query."""
    open_states = (Order.State.RESERVED, Order.State.UNPAID)
    found = Order.objects.filter(
        purchaser_id=actor.contact_id,
        organisation_id=actor.organisation_id,
        state__in=open_states,
        pay_by__gt=clock.now(),
    )
    return [OrderHead(order.number, order.sum, order.pay_by) for order in found.order_by("pay_by")]


def order(actor: Actor, number: str) -> OrderCard:
    """The order of this number; 404 where it is not open to this reader."""
    which, values = queries.order_open_to(actor, number)
    cards = _order_cards(actor, which, values)
    if not cards:
        raise Http404
    return cards[0]


def tickets(actor: Actor, *, of: int | None = None) -> list[TicketCard]:
    """Own tickets, then those of members; `of` narrows to one who opened them. A fixed number of queries."""
    found = queries.tickets_open_to(actor)
    if of is not None:
        found = found.filter(holder_id=of)
    cards = _ticket_cards(actor, OrderLine.objects.filter(ticket__in=found), of=of)
    return sorted(cards, key=lambda card: not card.is_own)


def as_seen_by(lead: Contact, *, by: Actor) -> tuple[list[TicketCard], list[OrderCard]]:
    """A member's tickets and orders exactly as this lead could open them now; nobody looked, so nothing is noted."""
    eyes = customer(lead)
    held = queries.tickets_open_to(eyes).filter(holder_id=by.contact_id)
    made = queries.orders_open_to(eyes).filter(purchaser_id=by.contact_id).order_by("-made_at", "-pk")
    return (
        _ticket_cards(eyes, OrderLine.objects.filter(ticket__in=held), _unnoted_names),
        _order_cards(eyes, *_these(_ids(made[:PER_PAGE])), _unnoted_names),
    )


def ticket(actor: Actor, public_id: str) -> TicketCard:
    """One ticket that this reader may print: held, opened by a member, or bought by himself. Else 404."""
    held = OrderLine.objects.filter(ticket__in=queries.tickets_open_to(actor), ticket__public_id=public_id)
    cards = _ticket_cards(actor, held) or _ticket_cards(actor, _bought(actor).filter(ticket__public_id=public_id))
    if not cards:
        raise Http404
    return cards[0]


def order_tickets(actor: Actor, number: str) -> list[TicketCard]:
    """All tickets of an order that this reader made himself, for one paper. Else 404."""
    cards = _ticket_cards(actor, _bought(actor).filter(order__number=number))
    if not cards:
        raise Http404
    return cards


def _bought(actor: Actor) -> QuerySet[OrderLine]:
    own = OrderLine.objects.filter(order__purchaser_id=actor.contact_id, order__organisation_id=actor.organisation_id)
    his = Q(ticket__taken_over_at=None) | Q(ticket__holder_id=actor.contact_id)
    return own.filter(his, ticket__state=Ticket.State.VALID)


def _ids(orders: QuerySet[Order]) -> list[int]:
    return list(orders.values_list("pk", flat=True))


def _these(ids: list[int]) -> tuple[str, list[int]]:
    """The condition for the lines of these orders."""
    return f"ordered.id {furnished.one_of(ids)}", ids


def _order_cards(
    actor: Actor, which: str, values: list, named: Named | None = None, *, of: int | None = None
) -> list[OrderCard]:
    """The orders for whose lines this holds (furnished.found), noted for the members they belong to."""
    lines = furnished.found(which, values)
    members = _others(actor, {of, *(line.order.purchaser_id for line in lines)})
    names = (named or _noted_names)(actor, members, Scope.SEE_ORDERS)
    by_order: dict[int, list[OrderLine]] = {}
    for line in lines:
        if line.order.purchaser_id == actor.contact_id or line.order.purchaser_id in names:
            by_order.setdefault(line.order_id, []).append(line)
    return [_order_card(actor, own_lines, names) for own_lines in by_order.values()]


def _order_card(actor: Actor, lines: list[OrderLine], names: dict[int, str]) -> OrderCard:
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
        return replace(card, ticket=ticket.public_id, code=ticket.code)
    return card


def _ticket_cards(
    actor: Actor, lines: QuerySet[OrderLine], named: Named | None = None, *, of: int | None = None
) -> list[TicketCard]:
    """Own tickets and own purchases; those of members when it could be noted that they are shown."""
    found = furnished.lines(lines.select_related(*_LINE).order_by("order__made_at", "order_id", "position"))
    members = _others(actor, {of, *(line.ticket.holder_id for line in found if not _is_own(actor, line))})
    names = (named or _noted_names)(actor, members, Scope.SEE_TICKETS)
    return [
        _ticket_card(actor, line, names.get(line.ticket.holder_id, line.called))
        for line in found
        if _is_own(actor, line) or line.ticket.holder_id in names
    ]


def _others(actor: Actor, contacts: set[int | None]) -> set[int]:
    """Whose file this is; a member who was chosen counts where nothing is found, too: that is told by it."""
    return {contact for contact in contacts if contact not in (None, actor.contact_id)}


def _is_own(actor: Actor, line: OrderLine) -> bool:
    return actor.contact_id in (line.ticket.holder_id, line.order.purchaser_id)


def _ticket_card(actor: Actor, line: OrderLine, name: str) -> TicketCard:
    season = line.product.season
    bought = line.order.purchaser_id == actor.contact_id
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
        is_own=line.ticket.holder_id == actor.contact_id,
        may_take_over=line.ticket.holder_id == actor.contact_id and not bought and not line.ticket.taken_over_at,
    )


def _unnoted_names(actor: Actor, members: set[int], _scope: Scope) -> dict[int, str]:
    """For the member's own preview."""
    return door.names(actor, members)


def _noted_names(actor: Actor, members: set[int], scope: Scope) -> dict[int, str]:
    """How the reader knows these members, once it is noted; what cannot be noted stays closed (decision 23)."""
    if not members:
        return {}
    try:
        reads.note(actor.contact_id, members, scope)
    except DatabaseError:
        return {}
    return door.names(actor, members)
