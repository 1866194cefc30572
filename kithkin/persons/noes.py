"""Every no, in files outside the database: a restored backup must not open again what somebody had closed.

`DATA_DIR/noes.txt`, one line each: when it was noted, the connection's public id, the hash of the event in its chain,
what it was, and the rights that were left. `DATA_DIR/refusals.txt`: who wants nothing more from whom, both with the
moment of registration, since when, and the newest entry of the journal then. Ids and codes, never a name.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Max

from kithkin.audit.models import Entry
from kithkin.base import clock
from kithkin.connections.models import ConsentEvent, Refusal

from . import beside

FILE, REFUSALS = "noes.txt", "refusals.txt"
NOES = ("withdrawn", "withdrawn-at-desk", "declined", "declined-at-desk", "declined-for-good", "guardian-ended")
LESS = ("changed", "narrowed")
GONE = "removed"
BATCH = 500
MARK = "noes-noted-up-to"  # in the database's cache: restored with it, so that nothing after a restore is passed over
LATE_EVENTS, LATE = 1000, timedelta(minutes=10)  # a transaction may end after one that began later
EVERYBODY, NOTHING = "everybody", "-"


def note() -> int:
    """Add what was said since the last time, and be sure that it stands there; how many lines."""
    event, moment = cache.get(MARK, (0, None))
    newest, now = ConsentEvent.objects.aggregate(newest=Max("pk"))["newest"] or 0, clock.now()
    count = _add(FILE, _said(event - LATE_EVENTS)) + _add(REFUSALS, _refused(moment - LATE if moment else None))
    cache.set(MARK, (newest, now), None)
    return count


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


def _point(number: int, at: datetime) -> str:
    """A row and its moment: a number that a restored database gives once more leads nowhere."""
    return f"{number}@{at.isoformat()}"
