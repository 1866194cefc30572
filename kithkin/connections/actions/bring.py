"""Bringing in groups that exist already; nobody is written to, and nothing is granted without its proof."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind
from kithkin.base.verdict import Refused, Verdict
from kithkin.connections import bringing, chains, guardians, texts
from kithkin.connections.bringing import Known, Outcome, Wanted
from kithkin.connections.chains import Happened
from kithkin.connections.models import Connection, Consent
from kithkin.connections.scopes import Scope
from kithkin.connections.states import State
from kithkin.organisations.models import Organisation


@action
def bring(organisation: Organisation, lines: Sequence[Wanted], *, by: Actor) -> Counter:
    """Make these connections; how many met which outcome. The same lines again change nothing.

    Raises Refused for the first line that cannot be. A fixed number of statements for a thousand lines.
    """
    Verdict(by.kind == Kind.SYSTEM, _("Only an import can do this.")).require()
    there = bringing.known(lines)
    for _place, reason in bringing.problems(organisation, lines, there):
        raise Refused(reason)
    parts = (lines[begin : begin + bringing.AT_ONCE] for begin in range(0, len(lines), bringing.AT_ONCE))
    return sum((_bring(organisation, part, there, by) for part in parts), Counter())


def _bring(organisation: Organisation, lines: Sequence[Wanted], there: Known, by: Actor) -> Counter:
    outcomes = [there.outcome(each) for each in lines]
    made = _made(organisation, lines, outcomes, there)
    chains.add_many([Happened(each, "connected") for each in made.values()], by=by)
    granted = [each for each, outcome in zip(lines, outcomes, strict=True) if outcome is Outcome.ALLOWED]
    _grant(organisation, granted, {**there.standing, **made}, by)
    noted = ((each.pk, {"how": Connection.How.IMPORT}) for each in made.values())
    journal.write_many("connection.made", Connection, noted, by=by)
    return Counter(outcomes)


def _made(
    organisation: Organisation, lines: Sequence[Wanted], outcomes: Sequence[Outcome], there: Known
) -> dict[tuple[int, int], Connection]:
    """The connections that are new. Nobody has asked yet: no lead has pressed, and the desk sends in stages."""
    new = {
        each.pair: each
        for each, outcome in zip(lines, outcomes, strict=True)
        if each.pair not in there.standing and outcome is not Outcome.LEFT
    }
    now = clock.now()
    written = [
        {
            "organisation_id": organisation.pk,
            "parent_id": each.parent.pk,
            "child_id": each.child.pk,
            "typed_first": each.child.first_name,
            "typed_last": each.last_name,
            "how": Connection.How.IMPORT,
            "kind": each.tie.kind,
            "asks_for": each.tie.asks_for,
            "made_at": now,
            "asked_at": now,
            "asks": 0,
        }
        for each in new.values()
    ]
    numbers = rows.insert(Connection, written, returning=("id", "parent_id", "child_id"))
    found = Connection.objects.select_related("parent").in_bulk([number for number, _parent, _child in numbers])
    return {(parent, child): found[number] for number, parent, child in numbers}


def _grant(
    organisation: Organisation, lines: list[Wanted], connections: dict[tuple[int, int], Connection], by: Actor
) -> None:
    """Each a round that is allowed already; an open question to the same member is answered by it."""
    numbers = {each.pair: connections[each.pair].pk for each in lines}
    Consent.objects.filter(connection_id__in=numbers.values(), state=State.ASKED).update(state=State.REMOVED)
    birthdays = guardians.until_each({each.child.pk for each in lines})
    ends = {each.pair: each.evidence.ends_by(organisation, birthdays.get(each.child.pk)) for each in lines}
    written = [_round(each, numbers[each.pair], ends[each.pair]) for each in lines]
    rounds = rows.insert(Consent, written, returning=("connection_id", "id"))
    consents, kept = dict(rounds), _Texts()
    granted = [
        Happened(
            connections[each.pair],
            "allowed-on-file",
            consents[numbers[each.pair]],
            tuple(each.evidence.scopes),
            ends[each.pair],
            kept.shown(each),
            {"taken_by": each.evidence.taken_by, "form": each.evidence.form},
        )
        for each in lines
    ]
    chains.add_many(granted, by=by)
    noted = ((each.connection.pk, {"scopes": sorted(each.scopes)}) for each in granted)
    journal.write_many("consent.allowed-on-file", Connection, noted, by=by)


def _round(line: Wanted, connection_id: int, ends_at: datetime) -> dict:
    now = clock.now()
    return {
        "connection_id": connection_id,
        "state": State.ALLOWED,
        "asked_at": now,
        "answered_at": now,
        "ends_at": ends_at,
        **{str(scope): scope in line.evidence.scopes for scope in Scope},
    }


class _Texts:
    """What was shown on paper, kept once for all who were shown the same."""

    def __init__(self) -> None:
        self._kept: dict[tuple, str] = {}

    def shown(self, line: Wanted) -> dict:
        """For the event: language, version (0: words of its own), hash of the words, day of the form."""
        language, text = line.child.language, line.evidence.text
        version = int(text) if text.isdecimal() else 0
        what = (language, text, line.evidence.scopes if version else None)
        if what not in self._kept:
            self._kept[what] = texts.keep(_words(line) if version else text, language, version)
        day = line.evidence.taken_on.isoformat()
        return {"language": language, "text": version, "text_hash": self._kept[what], "taken_on": day}


def _words(line: Wanted) -> str:
    with translation.override(line.child.language):
        return texts.request(line.evidence.scopes)
