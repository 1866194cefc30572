"""Everything we hold about the reader, in his words: sections, columns and codes of persons.telling made readable."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kithkin.base.money import Money
from kithkin.connections import kinds
from kithkin.connections.door import EVERYTHING
from kithkin.connections.scopes import WORDS as SCOPES
from kithkin.mail import tables
from kithkin.persons import acts
from kithkin.persons.telling import Rows, Told
from kithkin.shop import deeds
from kithkin.shop.told_words import CODES, COLUMNS, SECTIONS, Words
from kithkin.ui.dates import hour, plain_day

_SEEN: dict[str, Words] = {
    **{str(scope): words for scope, words in SCOPES.items()},
    EVERYTHING: _("Everything, as the guardian"),
}
_YES_NO = {True: _("Yes"), False: _("No")}
_VERSIONS: dict[str, Words] = {"text": _("Text %(version)s"), "policy": _("privacy policy %(version)s")}
_CODED = {"state", "counter", "by_kind", "kind", "how", "ticket", "ground", "type"}


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its table."""

    name: str
    title: Words
    columns: list[Words]
    rows: list[list[str]]

    @property
    def cells(self) -> list[list[tuple[Words, str]]]:
        """Row by row, each column with what stands in it."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def is_single(self) -> bool:
        """Whether it reads better as a list than as a table."""
        return len(self.rows) == 1


def sections(told: Told) -> list[Section]:
    """In words; what is empty is left out, and named at the end by `empty`."""
    return [_section(name, rows) for name, rows in told.sections.items() if rows]


def empty(told: Told) -> list[Words]:
    """What we could hold and do not."""
    return [SECTIONS[name] for name, rows in told.sections.items() if not rows]


def _section(name: str, rows: Rows) -> Section:
    columns = [column for column in rows[0] if any(row[column] not in (None, "", [], {}) for row in rows)]
    cells = [[_cell(name, column, row) for column in columns] for row in rows]
    return Section(name, SECTIONS.get(name, name), [COLUMNS.get(each, each) for each in columns], cells)


def _cell(section: str, column: str, row: dict[str, Any]) -> str:
    value = row[column]
    if value in (None, "", [], {}):
        return ""
    said = _SAYS.get((section, column))
    return str(said(value, row) if said else _plain(column, value))


def _plain(column: str, value: Any) -> Words:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Money):
        return value.display(get_language() or "en")
    if isinstance(value, datetime):
        return _moment(timezone.localtime(value))
    if isinstance(value, date):
        return plain_day(value)
    if column in _CODED:
        return CODES.get(value, value)
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _moment(at: datetime) -> str:
    return f"{plain_day(at)}, {hour(at)}"


def _letter(template: str, row: dict) -> Words:
    documents = tables.wired().documents
    return documents[template].called if template in documents else template.replace("-", " ").capitalize()


def _event(what: str, row: dict) -> str:
    by_house, by_guardian = row["by_kind"] in ("system", "operator"), row["by_kind"] == "guardian"
    return deeds.event(what, row["lead"], by_house=by_house, by_guardian=by_guardian)[0]


def _scopes(opened: list[str], row: dict) -> str:
    return ", ".join(str(words) for scope, words in SCOPES.items() if scope in opened)


def _shown(shown: dict, row: dict) -> str:
    said = [str(words) % {"version": shown[key]} for key, words in _VERSIONS.items() if shown.get(key)]
    return ", ".join([*said, str(_language(shown.get("language", ""), row))])


@cache
def _languages() -> dict[str, Words]:
    return dict(settings.LANGUAGES)


def _language(code: str, row: dict) -> Words:
    return _languages().get(code, code)


def _kind(code: str, row: dict) -> Words:
    return kinds.WORDS.get(code, code)


_SAYS: dict[tuple[str, str], Callable[[Any, dict], Words]] = {
    ("letters", "template"): _letter,
    ("letters", "language"): _language,
    ("yourself", "language"): _language,
    ("texts_you_were_shown", "language"): _language,
    ("consent_events", "what"): _event,
    ("consent_events", "scopes"): _scopes,
    ("forms_you_signed", "scopes"): _scopes,
    ("consent_events", "shown"): _shown,
    ("consent_events", "hash"): lambda value, row: value[:16],
    ("texts_you_were_shown", "hash"): lambda value, row: value[:16],
    ("people_you_act_for", "kind"): _kind,
    ("people_who_act_for_you", "kind"): _kind,
    ("acts", "what"): lambda value, row: acts.WORDS.get(value, value),
    ("seen_by_others", "what"): lambda value, row: deeds.read(value)[0],
    ("seen_by_you", "what"): lambda value, row: _SEEN.get(value, value),
}
