"""What happened to one connection, as an operator reads it: what, by whom, by which way, under which texts."""

from dataclasses import dataclass
from datetime import datetime

from kithkin.base.actor import Counter, Kind
from kithkin.connections.models import Connection, ConsentEvent
from kithkin.connections.scopes import Scope

from . import words


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in words."""

    what: str
    picture: str
    at: datetime
    way: str
    scopes: list
    texts: list[str]


def of(connection: Connection) -> list[Happening]:
    """The newest first."""
    events = sorted(connection.events.all(), key=lambda event: event.sequence, reverse=True)
    return [_happening(connection, event) for event in events]


def _happening(connection: Connection, event: ConsentEvent) -> Happening:
    what, picture, by_lead = words.event(event.what)
    customer = connection.parent if by_lead else connection.child
    return Happening(
        what=what % {"who": words.KINDS.get(Kind(event.by_kind), customer.first_name)},
        picture=picture,
        at=event.at,
        way=str(words.COUNTERS[Counter(event.counter)]),
        scopes=words.scopes(frozenset(Scope(scope) for scope in event.scopes)),
        texts=words.shown(event.shown),
    )
