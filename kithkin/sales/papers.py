"""Tickets on paper: a tagged PDF with a QR code each, made when somebody asks for it and never before."""

from io import BytesIO
from pathlib import Path

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kithkin.catalogue.models import Seat
from kithkin.ui import typesetting
from kithkin.ui.typesetting import printable

from .cards import TicketCard

TEMPLATE = Path(__file__).parent / "paper" / "ticket.typ"
_QUIET_ZONE = 4


def pdf(tickets: list[TicketCard]) -> bytes:
    """One page per ticket, in the reader's language, accessible (PDF/UA)."""
    return typesetting.pdf(TEMPLATE, _paper(tickets))


def pictures(tickets: list[TicketCard], ppi: float = 144) -> list[bytes]:
    """The same pages as PNG."""
    pages = typesetting.typeset(TEMPLATE, _paper(tickets), format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def _paper(tickets: list[TicketCard]) -> dict:
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": printable(f"{tickets[0].product} {tickets[0].season}"),
        "organisation": printable(tickets[0].organisation),
        "labels": {"holder": _("Ticket holder"), "tariff": _("Tariff"), "category": _("Category")},
        "advice": _("Show this code at the gate. It lets one person in."),
        "tickets": [_ticket(ticket) for ticket in tickets],
    }


def _ticket(ticket: TicketCard) -> dict:
    seat = ticket.seat
    place = {_("Stand"): seat.block.stand, _("Block"): seat.block.name, _("Row"): seat.row, _("Seat"): seat.number}
    return {
        "venue": printable(ticket.venue),
        "product": printable(ticket.product),
        "season": printable(ticket.season),
        "name": printable(ticket.name),
        "tariff": printable(ticket.tariff),
        "category": printable(ticket.category),
        "place": [[label, printable(value)] for label, value in place.items()],
        "remark": _remark(seat),
        "code": ticket.code,
        "qr": _qr(ticket.code),
        "alt": _("QR code with the ticket code %(code)s") % {"code": ticket.code},
    }


def _remark(seat: Seat) -> str:
    remarks = {Seat.Kind.WHEELCHAIR: _("Place for a wheelchair"), Seat.Kind.COMPANION: _("Seat for a companion")}
    parts = [remarks.get(Seat.Kind(seat.kind), ""), _("Restricted view") if seat.restricted else ""]
    return ", ".join(part for part in parts if part)


def _qr(code: str) -> str:
    drawing = BytesIO()
    segno.make(code, error="m", micro=False).save(drawing, kind="svg", border=_QUIET_ZONE, xmldecl=False)
    return drawing.getvalue().decode()
