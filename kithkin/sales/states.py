"""The moves of an order, a payment and a ticket: each one UPDATE that only works from the right state."""

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext as _

from kithkin.base import rows
from kithkin.base.verdict import WrongMove

from .models import Order, Payment, Ticket

_ORDER, _PAYMENT, _TICKET = Order.State, Payment.State, Ticket.State

# state -> from which states it may be reached
MOVES: dict[type[Model], dict[str, set]] = {
    Order: {
        _ORDER.PAID: {_ORDER.RESERVED, _ORDER.UNPAID, _ORDER.EXPIRED},
        _ORDER.CANCELLED: {_ORDER.RESERVED, _ORDER.UNPAID},
        _ORDER.EXPIRED: {_ORDER.RESERVED, _ORDER.UNPAID, _ORDER.PAID},
    },
    Payment: {
        _PAYMENT.PAID: {_PAYMENT.CREATED},
        _PAYMENT.FAILED: {_PAYMENT.CREATED},
        _PAYMENT.REFUNDED: {_PAYMENT.CREATED},
    },
    Ticket: {
        _TICKET.VOID: {_TICKET.VALID},
    },
}


def moved(row: Model, to: str, **changes: object) -> bool:
    """Move the row and say whether it moved; the loser of two moves gets False."""
    changed = {"state": to, **changes}
    if not _written(row, changed, MOVES[type(row)][to]):
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    return True


def _written(row: Model, changed: dict[str, object], sources: set) -> bool:
    fields = [field for field in row._meta.concrete_fields if field.name in changed]
    values = [field.get_db_prep_save(changed[field.name], connection) for field in fields]
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    sql = f"UPDATE {row._meta.db_table} SET {sets} WHERE id = %s AND state IN ({rows.places(sources)})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk, *map(str, sources)])
        return cursor.rowcount == 1


def move(row: Model, to: str, **changes: object) -> None:
    """Move the row, or raise WrongMove when it is in no state to."""
    if not moved(row, to, **changes):
        raise WrongMove(_("This has changed meanwhile. Load the page again."))
