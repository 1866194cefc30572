"""openfootball's JSON: the matches of one club at home."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from kithkin.catalogue.rows import MatchRow
from kithkin.exchange import checks, text
from kithkin.exchange.problems import BadFile, Findings, Problem

Status = Literal["planned", "postponed", "played"]
STATUSES: dict[str, Status] = {"postponed": "postponed", "played": "played", "awarded": "played", "planned": "planned"}
_team = checks.label(80)


@dataclass(frozen=True, slots=True)
class Fixtures:
    """What the file calls itself, and the home matches in it."""

    name: str
    matches: tuple[MatchRow, ...]


def read(content: str, *, home: str) -> Fixtures:
    """The matches that `home` plays at home. Every match of the file is checked. Raises BadFile."""
    league = text.as_json(content)
    if not isinstance(league, dict) or not isinstance(league.get("matches"), list):
        raise BadFile([Problem("$", _("This is no list of fixtures: it has no “matches”."))])
    findings = Findings()
    name = findings.take("name", checks.label(80), league.get("name"))
    rows = [_match(findings, f"matches[{i}]", match) for i, match in enumerate(league["matches"])]
    findings.settle()
    matches = [row for row in rows if row]
    at_home = tuple(match for match in matches if match.home == home)
    if not at_home:
        raise BadFile([Problem("--home", _nobody(home, {match.home for match in matches}))])
    return Fixtures(name, at_home)


def _match(findings: Findings, where: str, match: Any) -> MatchRow | None:
    if not isinstance(match, dict):
        findings.note(where, _("A match is written in braces: {…}."))
        return None
    row = MatchRow(
        round=findings.take(f"{where}.round", _team, match.get("round")),
        home=findings.take(f"{where}.team1", _team, match.get("team1")),
        away=findings.take(f"{where}.team2", _team, match.get("team2")),
        date=findings.take(f"{where}.date", checks.day, match.get("date")),
        kick_off=findings.take(f"{where}.time", checks.kick_off, match["time"]) if match.get("time") else None,
        status=_status(findings, where, match),
    )
    if row.home and row.home == row.away:
        findings.note(where, _("A team cannot play against itself."))
    findings.once(where, (row.round, row.home, row.away), _("The same match stands at %(first)s already."))
    return row


def _status(findings: Findings, where: str, match: dict) -> Status:
    status = match.get("status")
    if status and (not isinstance(status, str) or status.casefold() not in STATUSES):
        known = ", ".join(STATUSES)
        findings.note(f"{where}.status", _("“%(status)s” is none of %(known)s.") % {"status": status, "known": known})
    elif status:
        return STATUSES[status.casefold()]
    score = match.get("score")
    return "played" if isinstance(score, dict) and score.get("ft") else "planned"


def _nobody(home: str, teams: set[str]) -> str:
    words = _("“%(home)s” plays no match at home in this file. The teams in it are: %(teams)s.")
    return words % {"home": home, "teams": ", ".join(sorted(teams)) or "–"}
