"""The QR code of a ticket as a drawing inside the page."""

from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_QUIET = 4
_WIDTH = 264


def qr(text: str, label: str) -> SafeString:
    """One path, a quiet zone of four modules, each module some whole pixels wide."""
    side, path = _drawing(text)
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path stroke="#000" d="{}"/></svg>',
        side, side, _WIDTH // side * side, label, side, side, mark_safe(path),
    )  # fmt: skip


@lru_cache(maxsize=512)
def _drawing(text: str) -> tuple[int, str]:
    """One mask for all: trying the eight of them takes most of the time and no reader minds."""
    code = segno.make(text, error="m", micro=False, mask=4)
    side = len(code.matrix) + 2 * _QUIET
    rows = enumerate(code.matrix_iter(border=_QUIET))
    return side, "".join(_line(y, row) for y, row in rows)


def _line(y: int, row) -> str:
    """The dark runs of one row."""
    runs, start = [], None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(f"M{start} {y}.5h{x - start}")
            start = None
    return "".join(runs)
