"""The proof of consent: events that are only ever added, chained by hash, one chain per connection."""

import hashlib
import json
from typing import Any

from kithkin.base import clock
from kithkin.base.actor import Actor

from .models import Connection, Consent, ConsentEvent


def add(connection: Connection, what: str, *, by: Actor, consent: Consent | None = None, shown: dict | None = None):
    """Append what happened; `shown` holds text and policy versions, never a name or an address."""
    last = connection.events.order_by("-sequence").first()
    event = ConsentEvent(
        connection=connection,
        consent=consent,
        sequence=last.sequence + 1 if last else 1,
        what=what,
        at=clock.now(),
        by_kind=by.kind,
        counter=by.counter,
        scopes=sorted(consent.scopes()) if consent else [],
        shown=shown or {},
        previous=last.hash if last else "",
    )
    event.hash = digest(event)
    event.save(force_insert=True)
    return event


def digest(event: ConsentEvent) -> str:
    """The hash of an event's content and of the hash before it."""
    content: dict[str, Any] = {
        "connection": event.connection_id,
        "consent": event.consent_id,
        "sequence": event.sequence,
        "what": event.what,
        "at": event.at.isoformat(),
        "by": event.by_kind,
        "counter": event.counter,
        "scopes": event.scopes,
        "shown": event.shown,
        "previous": event.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def first_break(connection: Connection) -> int | None:
    """The sequence number at which a chain no longer holds, or None when it is whole."""
    previous = ""
    for position, event in enumerate(connection.events.order_by("sequence"), start=1):
        if event.sequence != position or event.previous != previous or event.hash != digest(event):
            return position
        previous = event.hash
    return None
