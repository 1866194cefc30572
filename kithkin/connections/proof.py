"""The proof of consent: events that are only ever added, chained by hash, one chain per connection."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from itertools import accumulate, islice
from typing import Any, NamedTuple

from django.db import connection as database

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.contacts import letters

from . import guardians, texts
from .models import Connection, Consent, ConsentEvent, Guardianship
from .scopes import TEXT_VERSION
from .states import State

# What an event makes of the consent; the others change nothing.
_FOLD = {
    "asked": State.ASKED,
    "allowed": State.ALLOWED,
    "changed": State.ALLOWED,
    "narrowed": State.ALLOWED,
    "renewed": State.ALLOWED,
    "carried-over": State.ALLOWED,
    "allowed-on-file": State.ALLOWED,
    "allowed-at-desk": State.ALLOWED,
    "declined": State.DECLINED,
    "declined-at-desk": State.DECLINED,
    "withdrawn-at-desk": State.WITHDRAWN,
    "declined-for-good": State.DECLINED,
    "withdrawn": State.WITHDRAWN,
    "no-kept": State.DECLINED,
    "guardian-named": State.ALLOWED,
    "guardian-ended": State.WITHDRAWN,
    "age-changed": State.ALLOWED,
    "joined-no": State.DECLINED,
    "parted-no": State.DECLINED,
    "parted-open": State.ASKED,
    "parted-away": State.REMOVED,
}
# What ends a connection, and with it what is asked or allowed.
ENDS = ("removed", "cleared", "erased", "joined-away")
# What leaves a consent as it is, or gives it other rights and another end.
LASTING = ("joined", "parted")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the events add up to."""

    state: str = ""
    scopes: tuple[str, ...] = ()
    ends_at: datetime | None = None


def add(
    connection: Connection,
    what: str,
    *,
    by: Actor,
    consent: Consent | None = None,
    shown: dict | None = None,
    beside: Connection | Guardianship | None = None,
    sealed: dict[str, str] | None = None,
) -> ConsentEvent:
    """Append what happened; `shown` says what was read: text and policy by version and hash, never a name.

    A text that is not kept yet comes along as its `body`.

    `beside` is a connection whose chain this event names by its end, or a guardianship that it begins or ends;
    `sealed` is kept as hashes only, by its names.
    """
    last = end(connection)
    event = ConsentEvent(
        connection=connection,
        consent=consent,
        sequence=last.sequence + 1,
        what=what,
        at=clock.now(),
        by_kind=by.kind,
        counter=by.counter,
        scopes=sorted(consent.scopes()) if consent else [],
        ends_at=consent.ends_at if consent else None,
        shown=_kept(shown or {}),
        evidence={**_evidence(connection, sealed or {}), **_named(beside), **guardians.evidence(by)},
        previous=last.hash,
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


class End(NamedTuple):
    """The last event of a chain, as far as the next one needs it."""

    event: int = 0
    sequence: int = 0
    hash: str = ""


def end(connection: Connection) -> End:
    """Where the chain of a connection ends."""
    with database.cursor() as cursor:
        cursor.execute(_END, [connection.pk])
        return End(*cursor.fetchone() or ())


_END = "SELECT id, sequence, hash FROM connections_consentevent WHERE connection_id = %s ORDER BY sequence DESC LIMIT 1"


def digest(event: ConsentEvent) -> str:
    """The hash of an event's content and of the hash before it."""
    content: dict[str, Any] = {
        "connection": event.connection_id,
        "consent": event.consent_id,
        "sequence": event.sequence,
        "what": event.what,
        "at": _moment(event.at),
        "by": event.by_kind,
        "counter": event.counter,
        "scopes": event.scopes,
        "ends_at": _moment(event.ends_at) if event.ends_at else "",
        "shown": event.shown,
        "evidence": event.evidence,
        "previous": event.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _moment(at: datetime) -> str:
    """As the database gives it back, whatever zone it was reckoned in: a birthday begins where the organisation is."""
    return at.astimezone(UTC).isoformat()


def break_in(events: Iterable[ConsentEvent]) -> int | None:
    """The sequence number at which a chain, its events in their order, no longer holds; None when it is whole."""
    previous = ""
    for position, event in enumerate(events, start=1):
        if event.sequence != position or event.previous != previous or event.hash != digest(event):
            return position
        previous = event.hash
    return None


def folded(events: Iterable[ConsentEvent]) -> Standing:
    """How the consent stands by its events alone."""
    return reduce(_after, events, Standing())


def standings(events: Iterable[ConsentEvent]) -> Iterator[Standing]:
    """How it stood after each of them."""
    return islice(accumulate(events, _after, initial=Standing()), 1, None)


def _after(standing: Standing, event: ConsentEvent) -> Standing:
    if event.what in _FOLD:
        state = _FOLD[event.what]
        return Standing(state, tuple(event.scopes), event.ends_at if state == State.ALLOWED else None)
    if event.what in ENDS and standing.state in (State.ASKED, State.ALLOWED):
        return Standing(State.REMOVED)
    if event.what in LASTING and event.ends_at:
        return Standing(State.ALLOWED, tuple(event.scopes), event.ends_at)
    if event.what == "restored" and standing.state == State.REMOVED:
        state = State.ALLOWED if event.ends_at else State.ASKED
        return Standing(state, tuple(event.scopes), event.ends_at)
    return standing


def stored(consent: Consent | None) -> Standing:
    """How the consent stands by its row."""
    if consent is None:
        return Standing()
    ends_at = consent.ends_at if consent.state == State.ALLOWED else None
    return Standing(consent.state, tuple(sorted(consent.scopes())), ends_at)


def _named(beside: Connection | Guardianship | None) -> dict:
    """Another chain, by its connection and its end; a guardianship by its number and ground."""
    if isinstance(beside, Guardianship):
        return {"names": [beside.pk, beside.ground]}
    last = end(beside) if beside else End()
    return {"beside": [beside.pk, last.sequence, last.hash]} if beside and last.event else {}


def _evidence(connection: Connection, sealed: dict[str, str]) -> dict:
    typed = f"{connection.typed_first} {connection.typed_last}"
    seals = letters.sealed(connection.child_id, typed, connection.parent.name, *sealed.values())
    return dict(zip(("address", "member", "lead", *sealed), seals, strict=False))


def _kept(shown: dict) -> dict:
    """The text that was shown is kept, and named by its hash."""
    if "body" not in shown:
        return shown
    language, version = shown.get("language", ""), shown.get("text", TEXT_VERSION)
    rest = {key: value for key, value in shown.items() if key != "body"}
    return {**rest, "text_hash": texts.keep(shown["body"], language, version)}
