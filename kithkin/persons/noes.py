"""Every no, in files outside the database: a restored backup must not open again what somebody had closed.

`DATA_DIR/noes.txt`, one line each: when it was noted, the connection's public id, the hash of the event in its chain,
what it was, and the rights that were left. `DATA_DIR/refusals.txt`: who wants nothing more from whom, both with the
moment of registration, since when, and the newest entry of the journal then. Ids and codes, never a name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, islice

from django.core.cache import cache
from django.db.models import Max

from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.connections.models import Connection, ConsentEvent, Refusal
from kithkin.contacts.models import Contact

from . import beside

FILE, REFUSALS = "noes.txt", "refusals.txt"
NOES = ("withdrawn", "withdrawn-at-desk", "declined", "declined-at-desk", "declined-for-good", "guardian-ended")
LESS = ("changed", "narrowed")
GONE = "removed"
BATCH = 500
MARK = "noes-noted-up-to"  # in the database's cache: restored with it, so that nothing after a restore is passed over
LATE_EVENTS, LATE = 1000, timedelta(minutes=10)  # a transaction may end after one that began later
EVERYBODY, NOTHING = "everybody", "-"


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


@dataclass(frozen=True, slots=True)
class Refused:
    """One line of refusals.txt; each moment as the database has it."""

    member: str
    lead: str
    since: str
    witness: str


def note() -> int:
    """Add what was said since the last time, and be sure that it stands there; how many lines."""
    event, moment = cache.get(MARK, (0, None))
    newest, now = ConsentEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0, clock.now()
    count = _add(FILE, _said(event - LATE_EVENTS)) + _add(REFUSALS, _refused(moment - LATE if moment else None))
    cache.set(MARK, (newest, now), None)
    return count


def lost() -> Iterator[tuple[Connection, list[Said]]]:
    """What the file says was closed or made less, and the database knows nothing of; by connection."""
    lines = (Said(*words) for words in beside.lines(FILE, 4))
    while batch := list(islice(lines, BATCH)):
        found = Connection.objects.filter(public_id__in={said.public_id for said in batch})
        connections = {each.public_id: each for each in found.select_related("parent", "child", "organisation")}
        known = _known(list(connections.values()))
        missing = [said for said in batch if said.public_id in connections and said.hash not in known]
        for public_id, said in groupby(sorted(missing, key=_whose), key=_whose):
            yield connections[public_id], list(said)


def lost_refusals() -> Iterator[tuple[Contact, Contact | None, Refused]]:
    """The same of those who want nothing more from somebody, or from everybody."""
    for line in (Refused(*words) for words in beside.lines(REFUSALS, 4)):
        member, lead = _person(line.member), None if line.lead == EVERYBODY else _person(line.lead)
        if member and (lead or line.lead == EVERYBODY) and not _is_known(member, line):
            yield member, lead, line


def _said(after: int) -> Iterator[str]:
    words = (*NOES, *LESS, GONE)
    events = ConsentEvent.objects.filter(pk__gt=after, what__in=words).select_related("connection").order_by("pk")
    for event in events.iterator(BATCH):
        scopes = ",".join(event.scopes) or NOTHING
        yield f"{event.connection.public_id} {event.hash} {event.what} {scopes}"


def _refused(since: datetime | None) -> Iterator[str]:
    last = Entry.objects.order_by("-pk").first()
    witness = _point(last.pk, last.at) if last else "0@"
    refusals = Refusal.objects.select_related("member", "lead").order_by("pk")
    for each in refusals.filter(since__gt=since) if since else refusals:
        lead = _point(each.lead.pk, each.lead.created_at) if each.lead else EVERYBODY
        yield f"{_point(each.member.pk, each.member.created_at)} {lead} {each.since.isoformat()} {witness}"


def _add(name: str, found: Iterator[str]) -> int:
    """Those of them that do not stand there yet; the witness of a refusal is no part of what it is."""
    lines = list(found)
    known = {tuple(words[:3]) for words in beside.lines(name, 4)} if lines else set()
    new = [line for line in lines if tuple(line.split()[:3]) not in known]
    if new:
        beside.add(name, new)
    return len(new)


def _known(connections: list[Connection]) -> set[str]:
    """The hashes of all their events, and of those that were replayed already."""
    label, numbers = Connection._meta.label_lower, [each.pk for each in connections]
    entries = Entry.objects.filter(about=label, about_id__in=numbers, what="no.replayed").values_list(
        "facts", flat=True
    )
    events = ConsentEvent.objects.filter(connection__in=numbers).values_list("hash", flat=True)
    return {*events, *(name for facts in entries for name in facts["hashes"])}


def _is_known(member: Contact, line: Refused) -> bool:
    """Whether the database is from after the line was written, or has heard of it by a replay."""
    number, at = line.witness.split("@")
    if at and Entry.objects.filter(pk=int(number), at=datetime.fromisoformat(at)).exists():
        return True
    label = Contact._meta.label_lower
    replayed = Entry.objects.filter(about=label, about_id=member.pk, what="refusal.replayed")
    return any(facts["since"] == line.since for facts in replayed.values_list("facts", flat=True))


def _point(number: int, at: datetime) -> str:
    """A row and its moment: a number that a restored database gives once more leads nowhere."""
    return f"{number}@{at.isoformat()}"


def _person(point: str) -> Contact | None:
    number, at = point.split("@")
    return Contact.objects.filter(pk=int(number), created_at=datetime.fromisoformat(at)).first()


def _whose(said: Said) -> str:
    return said.public_id
