"""Where a seat is, in words."""

from django.utils.translation import gettext as _

from kithkin.catalogue.models import Seat


def where(seat: Seat) -> str:
    """ "North Stand, block N4, row 12, seat 14"."""
    parts = {"stand": seat.block.stand, "block": seat.block.name, "row": seat.row, "seat": seat.number}
    if seat.block.stand == seat.block.name:
        return _("Block %(block)s, row %(row)s, seat %(seat)s") % parts
    return _("%(stand)s, block %(block)s, row %(row)s, seat %(seat)s") % parts
