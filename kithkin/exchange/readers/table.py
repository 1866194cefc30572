"""A CSV whose first line names its columns: lines with their places, and cells by column."""

import csv
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from io import StringIO
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kithkin.exchange.problems import Findings

Columns = Mapping[str, tuple[str, Callable[[Any], Any]]]


class Line(NamedTuple):
    """One line: where it stands, and its values by the names of their columns."""

    where: str
    values: dict[str, Any]


def read(findings: Findings, content: str, columns: Columns, optional: Collection[str]) -> list[Line]:
    """All lines that have as many cells as the head; what is wrong is noted. Raises BadFile for a bad head."""
    lines = _lines(findings, content)
    _where, titles = next(lines, ("", []))
    fields = _fields(titles, columns, optional)
    return [Line(where, _values(findings, where, fields, cells, columns)) for where, cells in lines]


def at(line: int) -> str:
    """A place for people."""
    return _("line %(line)d") % {"line": line}


def _lines(findings: Findings, content: str) -> Iterator[tuple[str, list[str]]]:
    """Each line with its place; what Excel writes in half of Europe has semicolons."""
    head = content.lstrip().partition("\n")[0]
    rows = csv.reader(
        StringIO(content, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",", strict=True
    )
    line = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield at(line), cells
            line = rows.line_num + 1
    except csv.Error as error:
        findings.note(at(line), _("This is not CSV (%(why)s).") % {"why": error})


def _fields(titles: list[str], columns: Columns, optional: Collection[str]) -> list[str]:
    known = {title: field for field, (title, _check) in columns.items()}
    plain = [re.sub(r"[\s_-]+", " ", title).strip().casefold() for title in titles]
    findings = Findings()
    for title in plain:
        if title not in known:
            findings.note(
                at(1),
                _("“%(title)s” is none of the columns %(known)s.") % {"title": title[:40], "known": ", ".join(known)},
            )
    for field, (title, _check) in columns.items():
        if field not in optional and title not in plain:
            findings.note(at(1), _("The column “%(title)s” is missing.") % {"title": title})
        if plain.count(title) > 1:
            findings.note(at(1), _("The column “%(title)s” stands there twice.") % {"title": title})
    findings.settle()
    return [known[title] for title in plain]


def _values(findings: Findings, where: str, fields: list[str], cells: list[str], columns: Columns) -> dict[str, Any]:
    """Empty when the line has too few or too many cells."""
    if len(cells) != len(fields):
        words = _("This line has %(found)d cells, not %(wanted)d.")
        findings.note(where, words % {"found": len(cells), "wanted": len(fields)})
        return {}
    return {
        field: findings.take(f"{where}, {columns[field][0]}", columns[field][1], cell)
        for field, cell in zip(fields, cells, strict=True)
    }
