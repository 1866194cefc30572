"""A CSV of contacts: one line a person, the first line names the columns."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from kithkin.contacts.actions import Person
from kithkin.exchange import checks
from kithkin.exchange.problems import Findings

COLUMNS = {
    "number": ("contact number", checks.contact_number),
    "first_name": ("first name", checks.person_name),
    "last_name": ("last name", checks.person_name),
    "email": ("email", checks.email),
    "language": ("language", checks.language),
    "birth_date": ("birth date", checks.birth_date),
    "phone": ("phone", checks.phone),
}
OPTIONAL = {"birth_date", "phone"}


def read(content: str) -> list[Person]:
    """The people in the file. Raises BadFile with all that is wrong."""
    findings = Findings()
    lines = _lines(findings, content)
    _where, titles = next(lines, ("", []))
    fields = _fields(titles)
    people = [_person(findings, where, fields, cells) for where, cells in lines]
    if not people:
        findings.note(_at(1), _("The file names no contact."))
    findings.settle()
    return [person for person in people if person]


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
                yield _at(line), cells
            line = rows.line_num + 1
    except csv.Error as error:
        findings.note(_at(line), _("This is not CSV (%(why)s).") % {"why": error})


def _fields(titles: list[str]) -> list[str]:
    known = {title: field for field, (title, _check) in COLUMNS.items()}
    plain = [re.sub(r"[\s_-]+", " ", title).strip().casefold() for title in titles]
    findings = Findings()
    for title in plain:
        if title not in known:
            findings.note(
                _at(1),
                _("“%(title)s” is none of the columns %(known)s.") % {"title": title[:40], "known": ", ".join(known)},
            )
    for field, (title, _check) in COLUMNS.items():
        if field not in OPTIONAL and title not in plain:
            findings.note(_at(1), _("The column “%(title)s” is missing.") % {"title": title})
        if plain.count(title) > 1:
            findings.note(_at(1), _("The column “%(title)s” stands there twice.") % {"title": title})
    findings.settle()
    return [known[title] for title in plain]


def _person(findings: Findings, where: str, fields: list[str], cells: list[str]) -> Person | None:
    if len(cells) != len(fields):
        words = _("This line has %(found)d cells, not %(wanted)d.")
        findings.note(where, words % {"found": len(cells), "wanted": len(fields)})
        return None
    told: dict[str, Any] = {
        field: findings.take(f"{where}, {COLUMNS[field][0]}", COLUMNS[field][1], cell)
        for field, cell in zip(fields, cells, strict=True)
    }
    if told["number"]:
        findings.once(where, (told["number"],), _("The same contact number stands in %(first)s already."))
    return Person(**told)


def _at(line: int) -> str:
    return _("line %(line)d") % {"line": line}
