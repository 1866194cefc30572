"""Saying where people sit."""

from collections.abc import Iterable

from babel.lists import format_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kithkin.catalogue.models import Block, Seat
from kithkin.catalogue.shape import BlockShape, Geometry
from kithkin.sales.choosing import Held
from kithkin.ui.dates import locale


def row_words(seat: Seat) -> str:
    """ "Row F, seat 14" """
    return _("Row %(row)s, seat %(number)s") % {"row": seat.row, "number": seat.number}


def block_words(block: Block | BlockShape) -> str:
    """ "North Stand, block N4"; a stand without blocks is itself."""
    if block.name == block.stand:
        return block.stand
    return _("%(stand)s, block %(block)s") % {"stand": block.stand, "block": block.name}


def seats_words(geometry: Geometry, seat_ids: Iterable[int]) -> str:
    """ "North Stand, block N4, row F, seats 14, 15 and 16"; several rows and blocks one after the other."""
    rows: dict[tuple[int, int], list[str]] = {}
    for seat in seat_ids:
        block, line, place = geometry.where[seat]
        rows.setdefault((block.id, line.index), []).append(place.number)
    blocks: dict[int, list[str]] = {}
    for (block_id, index), numbers in rows.items():
        blocks.setdefault(block_id, []).append(_row_words(geometry.lines[index].name, numbers))
    return "; ".join(", ".join([block_words(geometry.block(pk)), *rows]) for pk, rows in blocks.items())


def instead_words(geometry: Geometry, held: Held) -> str:
    """Which seats are gone, and which are kept in their place."""
    words = _("Somebody has just taken %(gone)s. The nearest are kept for you: %(kept)s.")
    return words % {"gone": seats_words(geometry, held.lost), "kept": seats_words(geometry, held.choice.seats)}


def _row_words(row: str, numbers: list[str]) -> str:
    words = ngettext("row %(row)s, seat %(seats)s", "row %(row)s, seats %(seats)s", len(numbers))
    return words % {"row": row, "seats": together(numbers)}


def together(words: Iterable[str]) -> str:
    """ "14, 15 and 16" """
    return format_list(list(words), locale=locale(get_language() or "en"))
