"""Tickets on paper: a tagged PDF with a QR code each, made when somebody asks for it and never before."""

import json
import re
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst
from anyascii import anyascii
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kithkin.catalogue.models import Seat

from .shown import TicketCard

FOLDER = Path(__file__).parent / "paper"
_QUIET_ZONE = 4


def pdf(tickets: list[TicketCard]) -> bytes:
    """One page per ticket, in the reader's language, accessible (PDF/UA)."""
    return _typeset(tickets, format="pdf", pdf_standards="ua-1")


def pictures(tickets: list[TicketCard], ppi: float = 144) -> list[bytes]:
    """The same pages as PNG."""
    pages = _typeset(tickets, format="png", ppi=ppi)
    return pages if isinstance(pages, list) else [pages]


def printable(text: str) -> str:
    """The text with what our letters cannot print folded to Latin (decision 32)."""
    return "".join(_printable(sign) for sign in unicodedata.normalize("NFC", text))


def _typeset(tickets: list[TicketCard], **output):
    paper = json.dumps(_paper(tickets))
    compiler = typst.Compiler(FOLDER / "ticket.typ", root=FOLDER, font_paths=_fonts(), sys_inputs={"paper": paper})
    return compiler.compile(**output)


@cache
def _fonts() -> typst.Fonts:
    """Ours alone, so that a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


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


def _printable(sign: str) -> str:
    if sign in _letters():
        return sign
    folded = anyascii(sign)
    return folded if all(each in _letters() for each in folded) else "?"


@cache
def _letters() -> frozenset[str]:
    """The signs that the font has: paper/letters.txt lists them as ranges."""
    found: set[str] = set()
    for first, last in re.findall(r"^(\w+)-(\w+)$", (FOLDER / "letters.txt").read_text(), re.M):
        found.update(chr(code) for code in range(int(first, 16), int(last, 16) + 1))
    return frozenset(found)
