"""Tickets still to come that go back to whoever bought them, and forward again when that is taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q

from kithkin.audit import journal
from kithkin.base import clock, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.sales.codes import new_code
from kithkin.sales.models import Order, OrderLine, Ticket, VoidCode

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
def give_back(holders: Mapping[int, int], *, by: Actor) -> list[Returned]:
    """What these holders were bought, each by the purchaser named with him, is the purchaser's from now on.

    New codes, the old ones void; the orders keep seats and prices. A fixed number of statements.
    """
    found = _to_come(holders).select_for_update(of=("self", "order")).select_related("order")
    lines = [line for line in found.order_by("pk") if line.order.purchaser_id == holders[line.holder_id]]
    if not lines:
        return []
    tickets = _renewed([line.pk for line in lines])
    _hand_to_purchasers([line.pk for line in lines])
    given = [_returned(line, tickets.get(line.pk)) for line in lines]
    noted = ((each.line_id, {"ticket": each.ticket_id, "from": each.holder_id}) for each in given)
    journal.write_many("ticket.given-back", OrderLine, noted, by=by)
    return given


@action
def give_again(returned: Sequence[Returned], holder_name: str, *, by: Actor) -> list[Returned]:
    """Takes `give_back` back for one holder; returns what stays with the purchaser, because it has changed since."""
    going = [each for each in returned if _is_untouched(each)]
    stays = [each for each in returned if each not in going]
    numbers_of = [each.line_id for each in going]
    _renewed(numbers_of)
    for holder_id in {each.holder_id for each in going}:
        OrderLine.objects.filter(pk__in=numbers_of).update(holder_id=holder_id, holder_name=holder_name)
        Ticket.objects.filter(line_id__in=numbers_of).update(holder_id=holder_id)
    journal.write_many("ticket.given-again", OrderLine, ((each, {}) for each in numbers_of), by=by)
    return stays


def _renewed(line_ids: list[int]) -> dict[int, Ticket]:
    """The tickets of these lines with new codes and addresses, by line; the old codes are void."""
    valid = Ticket.objects.filter(line_id__in=line_ids, state=Ticket.State.VALID)
    tickets = list(valid.select_for_update())
    voided = [{"ticket_id": each.pk, "code": each.code, "since": clock.now()} for each in tickets]
    rows.insert(VoidCode, voided)
    for each in tickets:
        each.code, each.public_id = new_code(), numbers.public_id()
    rows.set_each(Ticket, "code", {each.pk: each.code for each in tickets})
    rows.set_each(Ticket, "public_id", {each.pk: each.public_id for each in tickets})
    Ticket.objects.filter(pk__in=[each.pk for each in tickets]).update(link_fingerprint="")
    return {each.line_id: each for each in tickets}


_PURCHASER = "SELECT o.purchaser_id FROM sales_order o WHERE o.id = sales_orderline.order_id"
_LINES = f"""
UPDATE sales_orderline SET holder_id = ({_PURCHASER}),
    holder_name = (SELECT c.first_name || ' ' || c.last_name FROM contacts_contact c WHERE c.id = ({_PURCHASER}))
WHERE id IN ({{these}})"""
_TICKETS = """
UPDATE sales_ticket SET holder_id = (SELECT l.holder_id FROM sales_orderline l WHERE l.id = sales_ticket.line_id)
WHERE state = 'valid' AND line_id IN ({these})"""


def _hand_to_purchasers(line_ids: list[int]) -> None:
    these = rows.places(line_ids)
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(these=these), line_ids)
        cursor.execute(_TICKETS.format(these=these), line_ids)


def _returned(line: OrderLine, ticket: Ticket | None) -> Returned:
    return Returned(line.pk, line.holder_id, ticket.pk if ticket else None, ticket.code if ticket else "")


def _is_untouched(each: Returned) -> bool:
    """Still with the purchaser, with the very code it was given back with, and still to come."""
    line = OrderLine.objects.select_related("order", "product__season").filter(pk=each.line_id).first()
    ticket = Ticket.objects.filter(line_id=each.line_id).first()
    if line is None or line.holder_id != line.order.purchaser_id or line.order.state not in OPEN:
        return False
    if line.product.season.ends < clock.now().date():
        return False
    return ticket is None or (ticket.state == Ticket.State.VALID and each.code in ("", ticket.code))
