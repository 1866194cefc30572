"""From the bytes of a file to its text, or the reason why this is no text."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .problems import BadFile, Problem

MOST_BYTES = 64 * 1024 * 1024
_DISGUISES = {b"%PDF": "PDF", b"PK\x03\x04": "Excel, ZIP", b"\xd0\xcf\x11\xe0": "Excel 97", b"\x1f\x8b": "gzip"}


def read(path: Path) -> str:
    """The text of a file, in UTF-8 with or without byte order mark."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(_("line 1"), _("The file has more than 64 megabytes."))
    return decode(path.read_bytes())


def decode(content: bytes) -> str:
    """The bytes as text. Refused are disguised, binary, wrongly encoded and empty files."""
    for beginning, kind in _DISGUISES.items():
        if content.startswith(beginning):
            raise _refused(_("line 1"), _("This is a file of another kind (%(kind)s).") % {"kind": kind})
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(_("line 1"), _("The file is written in UTF-16. Save it as UTF-8."))
    if b"\0" in content:
        raise _refused(_line(content, content.index(b"\0")), _("This is no text, but a binary file."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            _line(content, error.start), _("A letter here is not written in UTF-8. Save the file as UTF-8.")
        ) from None
    if not text.strip():
        raise _refused(_("line 1"), _("The file is empty."))
    return text


def as_json(text: str) -> Any:
    """What a JSON text holds. Numbers that JSON does not know, such as NaN, are refused."""
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        where = _("line %(line)d, column %(column)d") % {"line": error.lineno, "column": error.colno}
        raise _refused(where, _("This is not JSON (%(why)s).") % {"why": error.msg}) from None
    except (ValueError, RecursionError) as error:
        raise _refused(_("line 1"), _("This is not JSON (%(why)s).") % {"why": error}) from None


def _no_number(word: str) -> None:
    raise ValueError(word)


def _line(content: bytes, position: int) -> str:
    return _("line %(line)d") % {"line": content.count(b"\n", 0, position) + 1}


def _refused(where: str, reason: str) -> BadFile:
    return BadFile([Problem(where, reason)])
