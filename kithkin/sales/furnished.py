"""Lines of orders with what they name of the catalogue, from memory instead of by eight joins."""

from collections.abc import Collection, Iterable

from kithkin.base import rows
from kithkin.base.joined import Joined, Part
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.queries import Offer
from kithkin.contacts.models import Contact

from .models import Order, OrderLine, Ticket

_PARTS = Joined(
    Part("line", OrderLine),
    Part("ordered", Order),
    Part("holder", Contact),
    Part("purchaser", Contact),
    Part("ticket", Ticket),
)
_LINES = """
SELECT {columns}, product.edition
FROM sales_orderline line
JOIN sales_order ordered ON ordered.id = line.order_id
JOIN catalogue_product product ON product.id = line.product_id
JOIN contacts_contact holder ON holder.id = line.holder_id
JOIN contacts_contact purchaser ON purchaser.id = ordered.purchaser_id
LEFT JOIN sales_ticket ticket ON ticket.line_id = line.id
WHERE {which}
ORDER BY ordered.made_at DESC, ordered.id DESC, line.position
"""


def found(which: str, values: Collection) -> list[OrderLine]:
    """The lines for which `which` holds, a condition in SQL over the names above; the newest order first.

    Each comes with its order, holder, purchaser and ticket, if it has one; one query.
    """
    return [_furnished(*row) for row in _PARTS.rows(_LINES.replace("{which}", which), list(values))]


def _furnished(
    line: OrderLine, order: Order, holder: Contact, purchaser: Contact, ticket: Ticket | None, edition: str
) -> OrderLine:
    offer = catalogue.kept(line.product_id, edition)
    order.purchaser, order.organisation = purchaser, offer.product.organisation
    line.order, line.holder = order, holder
    if ticket:
        ticket.line = line
    return _with(line, offer)


def lines(found: Iterable[OrderLine]) -> list[OrderLine]:
    """Lines of orders that were read with their product."""
    return [_with(line, catalogue.priced(line.product)) for line in found]


def _with(line: OrderLine, offer: Offer) -> OrderLine:
    line.product, line.tariff = offer.product, offer.tariffs_by_id[line.tariff_id]
    line.seat = offer.seat(line.seat_id)
    line.category = line.seat.category
    return line


def one_of(ids: Collection[int]) -> str:
    """`IN (...)` for so many ids; none are found by none."""
    return f"IN ({rows.places(ids)})"
