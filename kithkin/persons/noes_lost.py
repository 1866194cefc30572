"""What the files say was closed or refused, and the database knows nothing of: a restored backup has forgotten it.

Asked before every start. A batch of lines that the database knows costs one statement, any other at most three.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from typing import NamedTuple

from django.db.models import Model, QuerySet

from kithkin.audit.models import Entry
from kithkin.base import rows
from kithkin.connections.models import Connection, ConsentEvent
from kithkin.contacts.models import Contact

from . import beside, retention_log
from .noes import EVERYBODY, FILE, NOTHING, REFUSALS

BATCH = 1000
REPLAYED = {Connection: "no.replayed", Contact: "refusal.replayed"}


@dataclass(frozen=True, slots=True)
class Said:
    """One line of noes.txt."""

    public_id: str
    hash: str
    what: str
    scopes: str

    def left(self) -> frozenset[str]:
        """The rights that were left."""
        return frozenset(self.scopes.split(",")) - {NOTHING}


class Refused(NamedTuple):
    """One line of refusals.txt; each moment as the database has it."""

    member: str
    lead: str
    since: str
    witness: str


def lost() -> Iterator[tuple[Connection, list[Said]]]:
    """What was closed or made less, by connection; nothing of connections that are gone."""
    lines = (Said(*words) for words in beside.lines(FILE, 4))
    while batch := list(islice(lines, BATCH)):
        known = _hashes(batch)
        missing = [said for said in batch if said.hash not in known]
        yield from _not_replayed(missing) if missing else ()


def lost_refusals() -> Iterator[tuple[Contact, Contact | None, Refused]]:
    """The same of those who want nothing more from somebody, or from everybody."""
    lines = (Refused(*words) for words in beside.lines(REFUSALS, 4))
    while batch := list(islice(lines, BATCH)):
        entries = _entries(line.witness for line in batch)
        missing = {line[:3]: line for line in batch if line.witness not in entries}
        yield from _not_refused_again(list(missing.values())) if missing else ()


def _hashes(batch: list[Said]) -> set[str]:
    """Those of the events of their kind that the database has."""
    connections, kinds = rows.named({said.public_id for said in batch}), {said.what for said in batch}
    found = ConsentEvent.objects.filter(connection__public_id__in=connections, what__in=kinds)
    return set(found.values_list("hash", flat=True))


def _not_replayed(missing: list[Said]) -> Iterator[tuple[Connection, list[Said]]]:
    found = Connection.objects.filter(public_id__in=rows.named({said.public_id for said in missing}))
    connections = {each.public_id: each for each in found.select_related("parent", "child", "organisation")}
    heard = {name for _about, facts in _replayed(Connection, connections.values()) for name in facts["hashes"]}
    left = [said for said in missing if said.public_id in connections and said.hash not in heard]
    for public_id, said in groupby(sorted(left, key=_whose), key=_whose):
        yield connections[public_id], list(said)


def _not_refused_again(missing: list[Refused]) -> Iterator[tuple[Contact, Contact | None, Refused]]:
    people = _people(point for line in missing for point in (line.member, line.lead))
    heard = {(about, facts["since"]) for about, facts in _replayed(Contact, people.values())}
    for line in missing:
        member, lead = people.get(line.member), people.get(line.lead)
        if member and (lead or line.lead == EVERYBODY) and (member.pk, line.since) not in heard:
            yield member, lead, line


def _replayed(model: type[Model], found: Iterable[Model]) -> QuerySet:
    """About which rows the journal has heard of a replay, and what."""
    numbers = rows.these({each.pk for each in found})
    entries = Entry.objects.filter(about=model._meta.label_lower, about_id__in=numbers, what=REPLAYED[model])
    return entries.values_list("about_id", "facts")


def _entries(points: Iterable[str]) -> set[str]:
    """Where the journal stands or stood: whoever has the newest entry of then has heard what was said before it.

    So has whoever lived to let that entry go.
    """
    asked = _parsed(points)
    found = Entry.objects.filter(pk__in=rows.these({number for number, _at in asked.values()}))
    there = set(found.values_list("pk", "at"))
    gone = retention_log.let_go_before() if there.symmetric_difference(asked.values()) else None
    return {point for point, parsed in asked.items() if parsed in there or (gone and parsed[1] < gone)}


def _people(points: Iterable[str]) -> dict[str, Contact]:
    asked = _parsed(points)
    found = Contact.objects.filter(pk__in=rows.these({number for number, _at in asked.values()}))
    there = {(each.pk, each.created_at): each for each in found}
    return {point: there[parsed] for point, parsed in asked.items() if parsed in there}


def _parsed(points: Iterable[str]) -> dict[str, tuple[int, datetime]]:
    """A row and its moment, of each point that names both."""
    parted = {point: point.partition("@") for point in points}
    return {point: (int(number), datetime.fromisoformat(at)) for point, (number, _sign, at) in parted.items() if at}


def _whose(said: Said) -> str:
    return said.public_id
