"""Letting go of what was kept long enough, as the table of `retention_rules` says.

Everything is done in batches, each a transaction of its own: a run may be stopped after any, and the next one finds
what is left by asking anew. So nothing has to be remembered between runs.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from itertools import islice

from kithkin.accounts.models import Session
from kithkin.audit import journal
from kithkin.base import actor, clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.in_time import in_time
from kithkin.connections.models import Attempt
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import erased, erasure, traces
from .retention_rules import KINDS, Kind

AHEAD = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would let go in one organisation: how many of each kind, and which people."""

    house: Organisation
    counts: dict[str, int] = field(default_factory=dict)
    people: Sequence[str] = ()

    @property
    def batches(self) -> int:
        """How many steps it takes."""
        return sum(-(-self.counts[kind.name] // kind.batch) for kind in KINDS)


def plan(house: Organisation, limit: int | None = None) -> Plan:
    """Count what is due; people by their contact numbers. With a limit, at most so many of each kind."""
    counts = {kind.name: kind.rows(house).count() for kind in KINDS}
    if limit is not None:
        counts = {name: min(limit, count) for name, count in counts.items()}
    due = KINDS[0].rows(house).order_by("pk").values_list("number", flat=True)
    return Plan(house, counts, list(due[:limit]))


def steps(house: Organisation, limit: int | None = None) -> Iterator[Counter]:
    """Let go batch by batch; after each, which is whole by then, how many of which kind."""
    by = actor.system(house.pk)
    for kind in KINDS:
        left, last = limit, 0
        while due := _next(kind, house, last, left):
            for begin in range(0, len(due), kind.batch):
                yield Counter({kind.name: let_go(house, kind, due[begin : begin + kind.batch], by=by)})
            last, left = due[-1], left - len(due) if left is not None else None
    tidy()


def run(seconds: float | None = None) -> Counter:
    """Every organisation, as the worker does; after so many seconds it stops, and goes on the next time."""
    houses = (step for house in Organisation.objects.order_by("pk") for step in steps(house))
    return sum(in_time(houses, seconds), Counter())


@action
def let_go(house: Organisation, kind: Kind, batch: Sequence[int], *, by: Actor) -> int:
    """One batch of one kind; what is no longer due by now stays."""
    still = kind.rows(house).filter(pk__in=rows.these(batch))
    if still.model is Contact:
        count = erasure.erase_many(list(still), by=by)["people"]
    else:
        due = still.values_list("pk", flat=True)
        count = still.model._default_manager.filter(pk__in=rows.these(due)).delete()[0]
    before = kind.moment(house).astimezone(UTC).isoformat()
    journal.write("retention.let-go", by=by, about=house, kind=kind.name, count=count, before=before)
    return count


def tidy() -> None:
    """What belongs to no organisation, the file outside the database, and the gaps in the database's own."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    yesterday = clock.now() - timedelta(days=1)  # which is today in the west
    Attempt.objects.filter(day__lt=yesterday.date().isoformat()).delete()
    erased.make_up()
    traces.wipe(however_large=True)


def replay(*, by: Actor | None = None) -> int:
    """After a restored backup: erase once more whoever the file calls erased; how many people."""
    people, count = erased.returned(), 0
    while batch := list(islice(people, KINDS[0].batch)):
        count += erasure.erase_many(batch, by=by or actor.system(None))["people"]
    return count


def _next(kind: Kind, house: Organisation, last: int, left: int | None) -> list[int]:
    """What many batches will look at once more: to find it may take a look at every order and every act."""
    most = kind.batch * AHEAD
    size = most if left is None else min(most, left)
    due = kind.rows(house).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return list(due[:size]) if size else []
