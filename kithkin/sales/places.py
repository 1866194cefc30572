"""Where a seat is, in words."""

from django.utils.translation import gettext as _

from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.models import Seat

from .models import Ticket


def where(seat: Seat) -> str:
    """ "North Stand, block N4, row 12, seat 14"."""
    parts = {"stand": seat.block.stand, "block": seat.block.name, "row": seat.row, "seat": seat.number}
    if seat.block.stand == seat.block.name:
        return _("Block %(block)s, row %(row)s, seat %(seat)s") % parts
    return _("%(stand)s, block %(block)s, row %(row)s, seat %(seat)s") % parts


def of_ticket(ticket: Ticket) -> str:
    """The same of the seat that a ticket is for."""
    return where(catalogue.priced(ticket.line.product).seat(ticket.line.seat_id))
