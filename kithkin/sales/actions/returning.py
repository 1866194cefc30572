"""Tickets still to come that go back to whoever bought them: declined by their holders, or given back for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import WrongMove
from kithkin.sales import queries, rules
from kithkin.sales.codes import renew
from kithkin.sales.models import Order, OrderLine, Ticket

OPEN = (Order.State.RESERVED, Order.State.UNPAID, Order.State.PAID)


@dataclass(frozen=True, slots=True)
class Returned:
    """One line of an order that changed its holder, and the ticket's new code where it has one."""

    line_id: int
    holder_id: int
    ticket_id: int | None = None
    code: str = ""


def _to_come(holders: Iterable[int]):
    """Lines of a season that is not over, not taken over by their holders, bought by others."""
    lines = OrderLine.objects.filter(holder_id__in=list(holders), order__state__in=OPEN)
    untouched = Q(ticket=None) | Q(ticket__state=Ticket.State.VALID, ticket__taken_over_at=None)
    ahead = Q(product__season__ends__gte=clock.now().date())
    return lines.filter(untouched, ahead).exclude(order__purchaser=F("holder"))


@action
def decline(ticket: Ticket, *, by: Actor) -> None:
    """The holder does not want what somebody bought for him: it goes back as from somebody who never answered."""
    rules.may_decline(by, ticket).require()
    if not _handed(queries.held_still(_to_come([ticket.holder_id]).filter(pk=ticket.line_id)), by):
        raise WrongMove(_("This ticket is yours alone already, or is no longer valid. Load the page again."))
    facts = {"line": ticket.line_id, "lead": ticket.line.order.purchaser_id}
    journal.write("ticket.declined", by=by, about=ticket.holder, **facts)


@action
def give_back(holders: Mapping[int, int], *, by: Actor) -> list[Returned]:
    """What these holders were bought, each by the purchaser named with him, is the purchaser's from now on.

    New codes, the old ones void; the orders keep seats and prices. A fixed number of statements.
    """
    found = queries.held_still(_to_come(holders))
    return _handed([line for line in found if line.order.purchaser_id == holders[line.holder_id]], by)


@action
def give_again(returned: Sequence[Returned], holder_name: str, *, by: Actor) -> list[Returned]:
    """Takes `give_back` back for one holder; returns what stays with the purchaser, because it has changed since."""
    going = [each for each in returned if _is_untouched(each)]
    stays = [each for each in returned if each not in going]
    numbers_of = [each.line_id for each in going]
    renew(numbers_of)
    back = {"holder_name": holder_name, "came_back_at": None}
    for holder_id in {each.holder_id for each in going}:
        OrderLine.objects.filter(pk__in=numbers_of).update(holder_id=holder_id, **back)
        Ticket.objects.filter(line_id__in=numbers_of).update(holder_id=holder_id)
    journal.write_many("ticket.given-again", OrderLine, ((each, {}) for each in numbers_of), by=by)
    return stays


def _handed(lines: list[OrderLine], by: Actor) -> list[Returned]:
    """To the purchasers: those of these lines that have no ticket yet, or one that nobody has taken over."""
    tickets = renew([line.pk for line in lines]) if lines else {}
    going = [line for line in lines if line.pk in tickets or line.order.state != Order.State.PAID]
    if not going:
        return []
    _hand_to_purchasers([line.pk for line in going])
    given = [_returned(line, tickets.get(line.pk)) for line in going]
    noted = ((each.line_id, {"ticket": each.ticket_id, "from": each.holder_id}) for each in given)
    journal.write_many("ticket.given-back", OrderLine, noted, by=by)
    return given


_PURCHASER = "SELECT o.purchaser_id FROM sales_order o WHERE o.id = sales_orderline.order_id"
_LINES = f"""
UPDATE sales_orderline SET holder_id = ({_PURCHASER}), came_back_at = %s,
    holder_name = (SELECT c.first_name || ' ' || c.last_name FROM contacts_contact c WHERE c.id = ({_PURCHASER}))
WHERE id IN ({{these}})"""
_TICKETS = """
UPDATE sales_ticket SET holder_id = (SELECT l.holder_id FROM sales_orderline l WHERE l.id = sales_ticket.line_id)
WHERE state = 'valid' AND line_id IN ({these})"""


def _hand_to_purchasers(line_ids: list[int]) -> None:
    these, now = rows.places(line_ids), connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(these=these), [now, *line_ids])
        cursor.execute(_TICKETS.format(these=these), line_ids)


def _returned(line: OrderLine, ticket: Ticket | None) -> Returned:
    return Returned(line.pk, line.holder_id, ticket.pk if ticket else None, ticket.code if ticket else "")


def _is_untouched(each: Returned) -> bool:
    """Still with the purchaser, who has named nobody, with the very code it was given back with, and to come."""
    line = OrderLine.objects.select_related("order", "product__season").filter(pk=each.line_id).first()
    ticket = Ticket.objects.filter(line_id=each.line_id).first()
    if line is None or line.came_back_at is None or line.order.state not in OPEN:
        return False
    if line.product.season.ends < clock.now().date():
        return False
    return ticket is None or (ticket.state == Ticket.State.VALID and each.code in ("", ticket.code))
