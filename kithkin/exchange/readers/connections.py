"""A CSV of connections: who leads whom, and where there is one the consent that was taken on a form."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.verdict import Refused
from kithkin.connections.bringing import Evidence
from kithkin.connections.presets import Preset
from kithkin.connections.scopes import OFFERED, TEXT_VERSION, Scope
from kithkin.exchange import checks
from kithkin.exchange.problems import Findings

from . import table

PENDING, ALLOWED = "pending", "allowed"
SHORTEST_TEXT, LONGEST_TEXT = 20, 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it was written; whom it is about is looked up later."""

    where: str
    parent: str
    parent_name: str
    child: str
    child_name: str
    kind: str = ""
    evidence: Evidence | None = None


def _state(value: Any) -> str:
    text = str(value).strip().casefold()
    if text not in ("", PENDING, ALLOWED):
        raise Refused(_("“%(text)s” is neither pending nor allowed.") % {"text": text[:40]})
    return text or PENDING


def _short(value: Any) -> str:
    return checks.label(80)(value) if str(value).strip() else ""


def _taken_on(value: Any) -> date | None:
    if not str(value).strip():
        return None
    day = checks.day(value)
    if day > clock.now().date():
        raise Refused(_("“%(text)s” has not come yet.") % {"text": day.isoformat()})
    return day


def _text(value: Any) -> str:
    """The version of the shop's words, or the words that were shown."""
    text = checks.not_a_formula(str(value).strip())
    if not text or (text.isdecimal() and text.isascii() and 1 <= int(text[:4]) <= TEXT_VERSION and len(text) < 4):
        return text
    if not SHORTEST_TEXT <= len(text) <= LONGEST_TEXT or "\0" in text:
        words = _("Write the version of the shop's words (1 to %(newest)d), or all the words that were shown.")
        raise Refused(words % {"newest": TEXT_VERSION})
    return text


def _scopes(value: Any) -> frozenset[Scope] | None:
    """Rights by their codes with spaces between, or one ready-made choice; None for an empty cell."""
    words = str(value).replace(",", " ").casefold().split()
    if not words:
        return None
    if len(words) == 1 and words[0] in Preset.values:
        return Preset(words[0]).rights
    known = [str(scope) for scope in OFFERED]
    if strange := [word for word in words if word not in known]:
        told = {"text": strange[0][:40], "known": ", ".join([*Preset.values, *known])}
        raise Refused(_("“%(text)s” is none of the rights %(known)s.") % told)
    scopes = frozenset(map(Scope, words))
    if Scope.MANAGE_TICKETS in scopes and Scope.SEE_TICKETS not in scopes:
        raise Refused(_("manage_tickets needs see_tickets."))
    return scopes


COLUMNS = {
    "parent": ("parent number", checks.contact_number),
    "parent_name": ("parent last name", checks.person_name),
    "child": ("child number", checks.contact_number),
    "child_name": ("child last name", checks.person_name),
    "kind": ("relationship", _short),
    "state": ("state", _state),
    "taken_by": ("consent taken by", _short),
    "taken_on": ("consent taken on", _taken_on),
    "form": ("consent form", _short),
    "text": ("consent text", _text),
    "scopes": ("consent rights", _scopes),
}
EVIDENCE = ("taken_by", "taken_on", "form", "text", "scopes")
OPTIONAL = {"kind", "state", *EVIDENCE}


def read(content: str) -> list[Row]:
    """The connections in the file. Raises BadFile with all that is wrong."""
    findings = Findings()
    lines = table.read(findings, content, COLUMNS, OPTIONAL)
    found = [_row(findings, where, values) for where, values in lines if values]
    if not lines:
        findings.note(table.at(1), _("The file names no connection."))
    findings.settle()
    return found


def _row(findings: Findings, where: str, values: dict[str, Any]) -> Row:
    pair = (values["parent"], values["child"])
    if pair[0] and pair[0] == pair[1]:
        findings.note(where, _("Nobody is in a group of his own: both numbers are the same."))
    findings.once(where, pair, _("The same two people stand in %(first)s already."))
    return Row(
        where,
        values["parent"],
        values["parent_name"],
        values["child"],
        values["child_name"],
        values.get("kind") or "",
        _evidence(findings, where, values),
    )


def _evidence(findings: Findings, where: str, values: dict[str, Any]) -> Evidence | None:
    """All of it, or none: what is half proven is not proven, and what is not allowed needs no proof."""
    told = {field: values.get(field) for field in EVIDENCE}
    missing = [COLUMNS[field][0] for field, value in told.items() if value in (None, "")]
    if values.get("state", PENDING) != ALLOWED:
        if len(missing) < len(told) and not findings.problems:
            findings.note(where, _("This line brings a consent, but its state is not “allowed”."))
        return None
    if missing:
        words = _("Allowed only with the whole proof; missing: %(columns)s.")
        findings.note(where, words % {"columns": ", ".join(missing)})
        return None
    return Evidence(**told)
