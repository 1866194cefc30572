"""Groups that are brought in from a file: what becomes of each line, and what speaks against it.

A no of the member wins over any line, a consent comes with its whole proof, and nobody is doubled.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db import connection as database
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import childhood, guardians, rules
from .kinds import UNSAID, Tie
from .models import Connection, Consent, Refusal
from .scopes import Scope
from .states import State

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who took the consent, when, on which form, by which words (or their version), for which rights."""

    taken_by: str
    taken_on: date
    form: str
    text: str
    scopes: frozenset[Scope]

    def ends_at(self, organisation: Organisation) -> datetime:
        """It lasts from the day on which it was given, not from the day of the import."""
        begun = datetime.combine(self.taken_on, time.min, ZoneInfo(organisation.timezone))
        return begun.astimezone(UTC) + timedelta(days=organisation.consent_days)

    def ends_by(self, organisation: Organisation, birthday: datetime | None) -> datetime:
        """The same, a guarded child's on the birthday at the latest."""
        end = self.ends_at(organisation)
        return min(end, birthday) if birthday else end


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line: lead and member of this organisation, the family name as it was written."""

    parent: Contact
    child: Contact
    last_name: str
    tie: Tie = UNSAID
    evidence: Evidence | None = None

    @property
    def pair(self) -> tuple[int, int]:
        return self.parent.pk, self.child.pk


class Outcome(StrEnum):
    """What becomes of a line."""

    PENDING = "pending"
    ALLOWED = "allowed"
    KNOWN = "known"
    NO_STANDS = "no-stands"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already of the pairs that lines name."""

    standing: dict[tuple[int, int], Connection]
    left: set[tuple[int, int]]
    said_no: set[tuple[int, int]]
    allowed: set[tuple[int, int]]
    refusals: set[tuple[int | None, int]]

    def outcome(self, wanted: Wanted) -> Outcome:
        """Pure: this line against what is there."""
        pair = wanted.pair
        if pair not in self.standing and pair in self.left:
            return Outcome.LEFT
        if pair in self.said_no or {pair, (None, pair[1])} & self.refusals:
            return Outcome.NO_STANDS
        if wanted.evidence and pair not in self.allowed:
            return Outcome.ALLOWED
        return Outcome.KNOWN if pair in self.standing else Outcome.PENDING


def known(lines: Sequence[Wanted]) -> Known:
    """Looked up for many pairs at once."""
    wanted = {each.pair for each in lines}
    found = list(_of(wanted))
    pairs = {each.pk: (each.parent_id, each.child_id) for each in found}
    last: dict[tuple[int, int], str] = {}
    for number, state in _by_parts(list(pairs), _answers):
        last[pairs[number]] = state
    standing = {pairs[each.pk]: each for each in found if each.removed_at is None}
    members = list({child for _parent, child in wanted})
    return Known(
        standing,
        set(pairs.values()) - standing.keys(),
        {pair for pair, state in last.items() if state in (State.DECLINED, State.WITHDRAWN)},
        {pair for pair, state in last.items() if state == State.ALLOWED and pair in standing},
        set(_by_parts(members, _refusals)),
    )


def problems(organisation: Organisation, lines: Sequence[Wanted], there: Known) -> Iterator[tuple[int, str]]:
    """Lines by their place among `lines`, each with why it cannot be: a consent that is over, a group that is full."""
    leads = list({each.parent.pk for each in lines})
    size = Counter(dict(_by_parts(leads, _sizes)))
    waiting = size - _active(organisation)
    children = _alone(organisation, lines, there)
    for place, each in enumerate(lines):
        outcome = there.outcome(each)
        if outcome is Outcome.ALLOWED and each.evidence.ends_at(organisation) <= clock.now():
            yield place, _("This consent has ended by now. Bring the line in as pending.")
        elif outcome is Outcome.ALLOWED and each.child.pk in children:
            yield place, _("This is a child without a guardian here. Bring the line in as pending.")
        if each.pair in there.standing or outcome is Outcome.LEFT:
            continue
        size[each.parent.pk] += 1
        waiting[each.parent.pk] += outcome is not Outcome.ALLOWED
        if size[each.parent.pk] > organisation.group_limit:
            yield place, _("This group would have more than %(most)d people.") % {"most": organisation.group_limit}
        elif waiting[each.parent.pk] > organisation.pending_limit:
            words = _("In this group more than %(most)d people would not have allowed anything.")
            yield place, words % {"most": organisation.pending_limit}


def _alone(organisation: Organisation, lines: Sequence[Wanted], there: Known) -> set[int]:
    """The members of lines that would be allowed who are too young to say yes, and for whom nobody decides."""
    members = list({each.child.pk for each in lines if there.outcome(each) is Outcome.ALLOWED})
    young = set(_by_parts(members, lambda part: childhood.below_age(organisation, part)))
    return young - guardians.until_each(young).keys()


def _of(wanted: set[tuple[int, int]]) -> Iterator[Connection]:
    leads = list({parent for parent, _child in wanted})
    for each in _by_parts(leads, lambda part: Connection.objects.filter(parent_id__in=part).select_related("parent")):
        if (each.parent_id, each.child_id) in wanted:
            yield each


def _answers(part: list[int]):
    answered = Consent.objects.filter(connection_id__in=part).exclude(state__in=(State.ASKED, State.REMOVED))
    return answered.order_by("pk").values_list("connection_id", "state")


def _refusals(part: list[int]):
    return Refusal.objects.filter(member_id__in=part).values_list("lead_id", "member_id")


def _sizes(part: list[int]):
    standing = Connection.objects.filter(parent_id__in=part, removed_at=None)
    return Counter(standing.values_list("parent_id", flat=True)).items()


def _active(organisation: Organisation) -> Counter:
    """How many of each lead's people are active."""
    now = database.ops.adapt_datetimefield_value(clock.now())
    with database.cursor() as cursor:
        cursor.execute(
            f"SELECT c.parent_id, count(*) {rules.FROM} WHERE o.id = %s AND c.removed_at IS NULL AND {rules.ACTIVE}"
            " GROUP BY c.parent_id",
            [now, organisation.pk],
        )
        return Counter(dict(cursor.fetchall()))


def _by_parts(numbers: list[int], ask: Callable) -> Iterator:
    for begin in range(0, len(numbers), AT_ONCE):
        yield from ask(numbers[begin : begin + AT_ONCE])
