"""Letters on paper, for people without an address: the same words as in the mail, links replaced by where to go."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kithkin.ui import typesetting
from kithkin.ui.typesetting import printable

from .blocks import Block, Kind
from .models import Letter
from .paper import Paper
from .plain import WORD_JOINER, parts
from .tables import Sender

TEMPLATE = Path(__file__).parent / "print" / "letter.typ"
OPEN_TO_ALL = ("/privacy/", "/help/")


@dataclass(frozen=True)
class Sheet:
    """One letter to be printed, and whom it is for."""

    letter: Letter
    paper: Paper
    sender: Sender
    reader: str
    number: str


def pdf(sheets: Iterable[Sheet]) -> bytes:
    """All of them in one file, each on a page of its own."""
    drawn = [_letter(sheet) for sheet in sheets]
    told = {
        "language": (get_language() or "en").partition("-")[0],
        "title": printable(_("Letters to print")),
        "organisation": drawn[0]["sender"][0],
        "letters": drawn,
    }
    return typesetting.pdf(TEMPLATE, told)


def _letter(sheet: Sheet) -> dict[str, Any]:
    with translation.override(sheet.letter.language):
        said = {"number": sheet.number, "letter": sheet.letter.pk}
        told = {
            "language": sheet.letter.language.partition("-")[0],
            "reader": sheet.reader,
            "number": _("Contact number %(number)s") % said,
            "subject": plain(sheet.paper.subject),
            "parts": list(_parts(sheet.paper.body)),
            "sender": [sheet.sender.name, *filter(None, sheet.sender.postal_address.splitlines())],
            "advice": _advice(),
            "foot": _("Letter %(letter)s, contact number %(number)s") % said,
        }
    return _printable(told)


def _advice() -> str:
    return _(
        "You get this on paper because we have no email of yours. For whatever it offers, come to our ticket desk or "
        "write to us, and tell us the two numbers at the foot of this page."
    )


def _parts(body: list[Block]) -> Iterator[dict[str, Any]]:
    for kind, group in groupby(body, key=lambda block: block.kind):
        if kind is Kind.POINT:
            yield {"kind": "points", "points": [plain(block.text) for block in group]}
        else:
            for block in group:
                yield {"kind": "heading" if kind is Kind.HEADING else "paragraph", "text": _words(block)}


def _words(block: Block) -> str:
    if block.kind is Kind.BUTTON:
        return _("%(what)s: at our ticket desk.") % {"what": plain(block.text)}
    return plain(block.text)


def plain(text: str) -> str:
    """The text without links: a page that is open to all by its address, anything else at the desk."""
    words = "".join(_instead(part) if ours else part for part, ours in parts(text))
    return words.replace(WORD_JOINER, "")


def _instead(link: str) -> str:
    place = urlsplit(link)
    return f"{place.netloc}{place.path}" if place.path in OPEN_TO_ALL else _("at our ticket desk")


def _printable(told: Any) -> Any:
    if isinstance(told, str):
        return printable(told)
    if isinstance(told, dict):
        return {key: _printable(value) for key, value in told.items()}
    return [_printable(each) for each in told]
