"""What becomes of the connections of two records of one person: never a union of rights, the strictest wins.

Decided here alone; the desk shows it before, joining.py does it. For each other person, in each direction, the two
records stand somehow: any no wins over what is asked, that over what is allowed; two that are allowed keep what both
open until the earlier end; what only the disappearing record had is asked anew (safety: T12).
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Q

from kithkin.base import clock
from kithkin.contacts.models import Contact

from . import guardians, queries
from .models import Connection, Consent, Refusal
from .scopes import FULL, Scope
from .states import LIVE, State

NOES = (State.DECLINED, State.WITHDRAWN)


class Word(StrEnum):
    """What one record says to one other person."""

    NOTHING = "nothing"
    ALLOWED = "allowed"
    WAITING = "waiting"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Side:
    """How one record stands to one other person, as member or as lead."""

    word: Word = Word.NOTHING
    connection: Connection | None = None  # the one that stands, else the last there was
    last: Consent | None = None
    scopes: frozenset[Scope] = frozenset()
    ends_at: datetime | None = None
    said_at: datetime | None = None  # when the no was said
    by_switch: bool = False
    guards: bool = False  # the lead decides for the member: no answer of his ends that

    @property
    def standing(self) -> Connection | None:
        """The connection, unless the lead has removed it."""
        return self.connection if self.connection and self.connection.removed_at is None else None

    @property
    def is_live(self) -> bool:
        """Whether something is asked or allowed."""
        return self.standing is not None and self.last is not None and self.last.state in LIVE


@dataclass(frozen=True, slots=True)
class Fate:
    """One other person, one direction: how both records stand, and what they say together."""

    lead_id: int  # of the connection as the kept record has it, or will have it
    member_id: int
    other: Contact
    leads: bool  # whether the other person is the lead
    kept: Side
    gone: Side
    word: Word = Word.NOTHING
    scopes: frozenset[Scope] = frozenset()
    ends_at: datetime | None = None
    said_at: datetime | None = None

    @property
    def asks_anew(self) -> bool:
        """Whether the member is written to: something was open or asked, and the kept record does not ask already."""
        waits = self.kept.is_live and self.kept.word == Word.WAITING and not queries.has_expired(self._asked)
        return self.word == Word.WAITING and not waits and (self.kept.is_live or self.gone.is_live)

    @property
    def _asked(self) -> Consent:
        assert self.kept.last is not None
        return self.kept.last


@dataclass
class _Rows:
    """Everything that either record has with anybody, read at once."""

    connections: dict[tuple[int, int], list[Connection]] = field(default_factory=dict)
    refusals: dict[tuple[int, int | None], datetime] = field(default_factory=dict)
    guarding: set[int] = field(default_factory=set)

    def side(self, lead_id: int, member_id: int) -> Side:
        """How this pair stands."""
        found = self.connections.get((lead_id, member_id), [])
        standing = next((each for each in found if each.removed_at is None), None)
        rounds = sorted((consent for each in found for consent in each.consents.all()), key=lambda consent: consent.pk)
        own = [consent for consent in rounds if standing and consent.connection_id == standing.pk]
        what: dict[str, Any] = {
            "connection": standing or (found[-1] if found else None),
            "last": own[-1] if own else None,
        }
        if own and own[-1].state == State.ALLOWED and standing and standing.pk in self.guarding:
            return Side(Word.ALLOWED, **what, scopes=own[-1].scopes(), ends_at=own[-1].ends_at, guards=True)
        if said_at := self._no(lead_id, member_id, rounds):
            return Side(Word.NO, **what, said_at=said_at)
        return _without_no(what, standing, own)

    def _no(self, lead_id: int, member_id: int, rounds: list[Consent]) -> datetime | None:
        """When the member last said no to this lead, if that is how it stands; also before he was removed."""
        said = [self.refusals.get((member_id, lead)) for lead in (lead_id, None)]
        answers = [consent for consent in rounds if queries.is_answered(consent)]
        waits = bool(rounds) and rounds[-1].state == State.ASKED
        if answers and answers[-1].state in NOES and not waits:
            said.append(answers[-1].answered_at)
        return max((at for at in said if at), default=None)


def _without_no(what: dict[str, Any], standing: Connection | None, rounds: list[Consent]) -> Side:
    last = rounds[-1] if rounds else None
    if standing and last and last.state == State.ALLOWED:
        return Side(Word.ALLOWED, **what, scopes=last.scopes(), ends_at=last.ends_at)
    if standing and _opens_by_switch(standing, rounds):
        return Side(Word.ALLOWED, **what, scopes=FULL, by_switch=True)
    asks = standing is None and what["connection"] and not what["connection"].organisation.consent_on
    return Side(Word.WAITING if what["connection"] and not asks else Word.NOTHING, **what)


def _opens_by_switch(connection: Connection, rounds: list[Consent]) -> bool:
    return not connection.organisation.consent_on and all(each.state not in (State.ALLOWED, *NOES) for each in rounds)


def of(kept: Contact, gone: Contact) -> list[Fate]:
    """Every person whom one of the two records has something to do with, those who lead first; five queries."""
    rows = _read(kept, gone)
    others = Contact.objects.in_bulk(_others(rows, {kept.pk, gone.pk}))
    fates = [_fate(rows, kept, gone, other, leads) for leads in (True, False) for other in others.values()]
    shown = [fate for fate in fates if fate.kept.connection or fate.gone.connection]
    return sorted(shown, key=lambda fate: (not fate.leads, fate.other.last_name, fate.other.first_name, fate.other.pk))


def hold_still(kept: Contact, gone: Contact) -> None:
    """Nobody changes what either has with anybody until the transaction ends."""
    two = [kept.pk, gone.pk]
    mine = Connection.objects.filter(Q(parent__in=two) | Q(child__in=two), removed_at=None)
    list(mine.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def between(kept: Contact, gone: Contact) -> list[Connection]:
    """The connections that would lead to their own lead."""
    both = Q(parent=kept, child=gone) | Q(parent=gone, child=kept)
    return list(Connection.objects.filter(both, removed_at=None).select_related("parent", "child", "organisation"))


def _read(kept: Contact, gone: Contact) -> _Rows:
    two = [kept.pk, gone.pk]
    mine = Connection.objects.filter(Q(parent__in=two) | Q(child__in=two)).order_by("pk")
    rows = _Rows()
    for connection in mine.select_related("parent", "child", "organisation").prefetch_related("consents"):
        rows.connections.setdefault((connection.parent_id, connection.child_id), []).append(connection)
    rows.guarding = guardians.on_each(each for found in rows.connections.values() for each in found)
    members = {member for _lead, member in rows.connections} | set(two)
    said = Refusal.objects.filter(member__in=members).values_list("member_id", "lead_id", "since")
    rows.refusals = {(member, lead): since for member, lead, since in said}
    return rows


def _others(rows: _Rows, two: set[int]) -> set[int]:
    return {person for pair in rows.connections for person in pair} - two


def _fate(rows: _Rows, kept: Contact, gone: Contact, other: Contact, leads: bool) -> Fate:
    pairs = [(other.pk, one.pk) if leads else (one.pk, other.pk) for one in (kept, gone)]
    sides = [rows.side(*pair) for pair in pairs]
    (lead_id, member_id), _its = pairs
    own, its = sides
    return Fate(lead_id, member_id, other, leads, own, its, **_said(own, its))


def _said(kept: Side, gone: Side) -> dict[str, Any]:
    """The strictest of what both say."""
    words = {kept.word, gone.word}
    if kept.guards:
        return {"word": kept.word, "scopes": kept.scopes, "ends_at": kept.ends_at}
    if Word.NO in words:
        return {"word": Word.NO, "said_at": _latest(kept.said_at, gone.said_at)}
    if gone.word == Word.NOTHING:
        return {"word": kept.word, "scopes": kept.scopes, "ends_at": kept.ends_at}
    if words == {Word.ALLOWED}:
        return {"word": Word.ALLOWED, "scopes": kept.scopes & gone.scopes, "ends_at": _earlier(kept, gone)}
    either = kept.standing or gone.standing
    if either is None or (not either.organisation.consent_on and not kept.standing):
        return {"word": Word.NOTHING}
    if not either.organisation.consent_on:  # nobody is asked, and what waits would open by the switch
        return {"word": Word.NO, "said_at": clock.now()}
    return {"word": Word.WAITING}


def _earlier(kept: Side, gone: Side) -> datetime | None:
    return min((at for at in (kept.ends_at, gone.ends_at) if at), default=None)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((at for at in moments if at), default=None)
