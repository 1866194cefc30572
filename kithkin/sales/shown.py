"""What a person is shown of orders and tickets: his own, and what members have opened to him.

His own order shows all that he bought, in every state of consent (design decision 18). Of a member's
order it shows what the member himself and the reader hold; other people stay without name and seat,
for a consent does not speak for a third person. What is shown of a member is noted first.
"""

from collections.abc import Callable

from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.http import Http404

from kithkin.audit import reads
from kithkin.base import clock
from kithkin.base.actor import Actor, customer
from kithkin.connections import door
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact

from . import furnished, queries
from .cards import OrderCard, OrderHead, OrderPage, TicketCard, order_card, ticket_card
from .models import Order, OrderLine, Ticket

PER_PAGE = 20
# How the people on a page are called, once it is settled that they may be shown.
Named = Callable[[Actor, set[int], Scope], dict[int, str]]
_LINE = ("order", "product", "ticket", "holder")


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
    return [order_card(actor, own_lines, names) for own_lines in by_order.values()]


def _ticket_cards(
    actor: Actor, lines: QuerySet[OrderLine], named: Named | None = None, *, of: int | None = None
) -> list[TicketCard]:
    """Own tickets and own purchases; those of members when it could be noted that they are shown."""
    found = furnished.lines(lines.select_related(*_LINE).order_by("order__made_at", "order_id", "position"))
    members = _others(actor, {of, *(line.ticket.holder_id for line in found if not _is_own(actor, line))})
    names = (named or _noted_names)(actor, members, Scope.SEE_TICKETS)
    return [
        ticket_card(actor, line, names.get(line.ticket.holder_id, line.called))
        for line in found
        if _is_own(actor, line) or line.ticket.holder_id in names
    ]


def _others(actor: Actor, contacts: set[int | None]) -> set[int]:
    """Whose file this is; a member who was chosen counts where nothing is found, too: that is told by it."""
    return {contact for contact in contacts if contact not in (None, actor.contact_id)}


def _is_own(actor: Actor, line: OrderLine) -> bool:
    return actor.contact_id in (line.ticket.holder_id, line.order.purchaser_id)


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
