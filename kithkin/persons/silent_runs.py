"""A run over everybody silent, batch by batch; planned first where somebody looks on. The next run goes on anywhere."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from kithkin.base import actor, clock
from kithkin.base.in_time import in_time
from kithkin.organisations.models import Organisation

from . import silent, silent_rules
from .silent_models import Clearing, Fate
from .silent_rules import BATCH, Case


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do in one organisation."""

    organisation: Organisation
    leaving: list[Case] = field(default_factory=list)
    told: list[Case] = field(default_factory=list)
    staying: list[Case] = field(default_factory=list)
    deleting: list[int] = field(default_factory=list)

    @property
    def batches(self) -> int:
        """How many steps it takes."""
        return sum(-(-len(each) // BATCH) for each in (self.leaving, self.told, self.deleting))


def plan(organisation: Organisation, limit: int | None = None) -> Plan:
    """Who leaves, of whom leads are told, who stays in spite of his silence, whose record is deleted.

    With a limit: so many people of each at most.
    """
    leaving = list(chain.from_iterable(_found(silent_rules.to_leave, organisation)))
    told = list(chain.from_iterable(_found(silent_rules.to_announce, organisation)))
    return Plan(
        organisation,
        [each for each in leaving if each.fate is not Fate.STAYS][:limit],
        [each for each in told if each.fate is not Fate.STAYS][:limit],
        [each for each in told if each.fate is Fate.STAYS][:limit],
        _due(organisation)[:limit],
    )


def steps(planned: Plan) -> Iterator[Counter]:
    """Do what is planned; after each batch, which is whole by then, how many people met what."""
    by, house = actor.system(planned.organisation.pk), planned.organisation
    for part in _parts(planned.leaving):
        yield silent.clear(house, part, by=by)
    for part in _parts(planned.deleting):
        yield Counter(deleted=silent.delete(part, by=by))
    for part in _parts(planned.told):
        yield Counter(told=silent.announce(house, part, by=by))


def run(organisation: Organisation) -> Counter:
    """All of it in one organisation."""
    return sum(_unplanned(organisation), Counter())


def run_all(seconds: float | None = None) -> Counter:
    """Every organisation, as the worker does; after so many seconds it stops, and goes on the next time."""
    houses = (step for house in Organisation.objects.order_by("pk") for step in _unplanned(house))
    return sum(in_time(houses, seconds), Counter())


def _unplanned(organisation: Organisation) -> Iterator[Counter]:
    """The same batch by batch as it is found: however many there are, the first batch does not wait for a plan."""
    by = actor.system(organisation.pk)
    for part in _found(silent_rules.to_leave, organisation):
        yield silent.clear(organisation, part, by=by)
    for due in _parts(_due(organisation)):
        yield Counter(deleted=silent.delete(due, by=by))
    for part in _found(silent_rules.to_announce, organisation):
        yield Counter(told=silent.announce(organisation, part, by=by))


def _found(find: Callable, organisation: Organisation) -> Iterator[list[Case]]:
    after = 0
    while part := find(organisation, after):
        yield part
        after = part[-1].connection_id


def _due(organisation: Organisation) -> list[int]:
    due = Clearing.objects.filter(
        organisation=organisation, delete_at__lte=clock.now(), deleted_at=None, undone_at=None
    )
    return list(due.order_by("pk").values_list("pk", flat=True))


def _parts(rows: list) -> Iterator[list]:
    return (rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH))
