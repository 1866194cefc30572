"""Whose turn it is: a worker claims letters that are due, and marks what became of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet

from kithkin.base import clock, rows

from . import queue
from .models import Letter, State

# Longer than the queue lets a task run: a claim that has passed belongs to a dead worker.
CLAIM = timedelta(minutes=5)
# Almost two days in all: no letter is lost over a mail server that is away for a night.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
MOST_TRIES = len(BACK_OFF) + 1

_CLAIM = """
WITH due AS MATERIALIZED (
  SELECT id FROM mail_letter
  WHERE (state = 'waiting' AND next_try_at <= %s) OR (state = 'sending' AND claimed_until < %s)
  ORDER BY next_try_at, id LIMIT %s {skip_what_others_claim}
)
UPDATE mail_letter SET state = 'sending', claimed_until = %s, tries = tries + 1
WHERE id IN (SELECT id FROM due)
RETURNING *
"""
_SKIP = {"sqlite": "", "postgresql": "FOR UPDATE SKIP LOCKED"}


def claim(limit: int) -> list[Letter]:
    """The letters longest due, now this worker's; two workers never get the same."""
    now, until = (connection.ops.adapt_datetimefield_value(at) for at in (clock.now(), clock.now() + CLAIM))
    sql = _CLAIM.format(skip_what_others_claim=_SKIP[connection.vendor])
    return sorted(Letter.objects.raw(sql, [now, now, limit, until]), key=lambda letter: letter.pk)


def hand_back(ids: Iterable[int]) -> int:
    """Letters that waited to be printed go back to the postman, who asks anew what becomes of them; how many."""
    papers = Letter.objects.filter(pk__in=list(ids), state=State.TO_PRINT)
    count = papers.update(state=State.WAITING, next_try_at=clock.now(), tries=0)
    if count:
        queue.wake()
    return count


@dataclass
class Outcome:
    """What became of the claimed letters."""

    sent: list[Letter] = field(default_factory=list)
    to_print: list[Letter] = field(default_factory=list)
    dropped: dict[Letter, str] = field(default_factory=dict)
    errors: dict[Letter, str] = field(default_factory=dict)

    def mark(self) -> None:
        """Write it down: one statement for those sent, one for those to print, one for each reason."""
        if self.sent:
            _mark_sent(self.sent)
        if self.to_print:
            _still_ours(self.to_print).update(state=State.TO_PRINT, claimed_until=None, error="")
        for reason, letters in _alike(self.dropped).items():
            _still_ours(letters).update(state=State.DROPPED, claimed_until=None, error=reason)
        for (tries, error), letters in _alike({letter: (letter.tries, e) for letter, e in self.errors.items()}).items():
            _still_ours(letters).update(claimed_until=None, error=error, **_after(tries))


# Every letter comes here: as text it costs a third of what the ORM takes. Only what is still ours (see below).
_SENT = """
UPDATE mail_letter SET state = 'sent', sent_at = %s, claimed_until = NULL, error = ''
WHERE id IN ({these}) AND state = 'sending' AND claimed_until IN ({claims})
"""


def _mark_sent(letters: list[Letter]) -> None:
    moment = connection.ops.adapt_datetimefield_value
    ids = [letter.pk for letter in letters]
    claims = sorted({letter.claimed_until for letter in letters if letter.claimed_until})
    sql = _SENT.format(these=rows.places(ids), claims=rows.places(claims))
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment(clock.now()), *ids, *map(moment, claims)])


def _alike(marks: dict) -> dict:
    groups = defaultdict(list)
    for letter, mark in marks.items():
        groups[mark].append(letter)
    return groups


def _after(tries: int) -> dict:
    """Later again, longer after each try, and after the last not any more."""
    if tries >= MOST_TRIES:
        return {"state": State.FAILED}
    return {"state": State.WAITING, "next_try_at": clock.now() + BACK_OFF[tries - 1]}


def _still_ours(letters: Collection[Letter]) -> QuerySet[Letter]:
    """The letters, unless another worker has taken them over since."""
    claims = {letter.claimed_until for letter in letters}
    return Letter.objects.filter(
        pk__in=[letter.pk for letter in letters], state=State.SENDING, claimed_until__in=claims
    )
