"""Events of many connections at once: the same proof as `proof.add` writes, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from kithkin.base import clock, rows
from kithkin.base.actor import Actor
from kithkin.contacts import letters

from . import proof
from .models import Connection, ConsentEvent


@dataclass(frozen=True, slots=True)
class Happened:
    """One event to be added; its connection comes with its lead. `sealed` is kept as hashes only, by its names."""

    connection: Connection
    what: str
    consent_id: int | None = None
    scopes: tuple[str, ...] = ()
    ends_at: datetime | None = None
    shown: dict[str, Any] = field(default_factory=dict)
    sealed: dict[str, str] = field(default_factory=dict)


def add_many(happened: Sequence[Happened], *, by: Actor) -> None:
    """Append these events in their order, several of one connection included; three statements."""
    last = _last_events({each.connection.pk for each in happened})
    evidence = _evidence(happened)
    written = []
    for each, hashes in zip(happened, evidence, strict=True):
        event = _event(each, last.get(each.connection.pk), hashes, by)
        last[each.connection.pk] = (event.sequence, event.hash)
        written.append({name.attname: getattr(event, name.attname) for name in _COLUMNS})
    rows.insert(ConsentEvent, written)


_COLUMNS = [each for each in ConsentEvent._meta.concrete_fields if not each.primary_key]


def _last_events(connection_ids: set[int]) -> dict[int, tuple[int, str]]:
    newest = Window(RowNumber(), partition_by=F("connection_id"), order_by=F("sequence").desc())
    numbered = ConsentEvent.objects.filter(connection_id__in=connection_ids).annotate(place=newest)
    found = numbered.filter(place=1).values_list("connection_id", "sequence", "hash")
    return {number: (sequence, digest) for number, sequence, digest in found}


def _evidence(happened: Sequence[Happened]) -> list[dict[str, str]]:
    """What proof.add keeps of each, and what this event keeps besides."""
    asked = [(each.connection.child_id, _facts(each)) for each in happened]
    names = [("address", "member", "lead", *each.sealed) for each in happened]
    return [dict(zip(name, seals, strict=False)) for name, seals in zip(names, letters.sealed_many(asked), strict=True)]


def _facts(each: Happened) -> tuple[str, ...]:
    typed = f"{each.connection.typed_first} {each.connection.typed_last}"
    return (typed, each.connection.parent.name, *each.sealed.values())


def _event(each: Happened, last: tuple[int, str] | None, evidence: dict, by: Actor) -> ConsentEvent:
    sequence, previous = last or (0, "")
    event = ConsentEvent(
        connection=each.connection,
        consent_id=each.consent_id,
        sequence=sequence + 1,
        what=each.what,
        at=clock.now(),
        by_kind=by.kind,
        counter=by.counter,
        scopes=sorted(each.scopes),
        ends_at=each.ends_at,
        shown=each.shown,
        evidence=evidence,
        previous=previous,
    )
    event.hash = proof.digest(event)
    return event
