"""Requests to members of connections that nobody ever asked about, in stages: so many at a time.

Each request is a transaction of its own: a stage holds nobody up, and one that is stopped has lost nothing.
"""

from collections.abc import Iterator
from itertools import islice

from kithkin.base.actor import Actor
from kithkin.organisations.models import Organisation

from . import actions, queries
from .models import Connection

AT_ONCE = 200


def send_requests(organisation: Organisation, *, most: int, by: Actor) -> int:
    """Ask the next members, so many at most; how many letters.

    Whose address takes no more today is passed over and keeps his place; the stage goes on to those behind him.
    """
    asked = (actions.ask_first(each, by=by) for each in _waiting(organisation))
    letters = sum(islice((goes for goes in asked if goes is not None), most))
    actions.end_stage(organisation, letters, by=by)
    return letters


def _waiting(organisation: Organisation) -> Iterator[Connection]:
    """Those who wait to be asked, in their order, never more than some of them in memory."""
    last = 0
    while page := list(queries.not_asked_yet(organisation).filter(pk__gt=last)[:AT_ONCE]):
        yield from page
        last = page[-1].pk
