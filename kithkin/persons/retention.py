"""How long what is kept: a table of the kinds of data, what of each is due, and how it is let go.

Everything is done in batches, each a transaction of its own: a run may be stopped after any, and the next one finds
what is left by asking anew. So nothing has to be remembered between runs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from kithkin.accounts.models import AccessCode, PasswordRequest, Session
from kithkin.audit import journal
from kithkin.audit.models import Read, Signal, StaffRead
from kithkin.base import actor, clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections.models import Attempt, Refusal
from kithkin.contacts import keeping as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.models import State as LetterState
from kithkin.organisations.models import Organisation
from kithkin.sales.models import Basket, BasketSeat

from . import erased, erasure, inactive, traces

Words = str | Promise
MONTH = timedelta(days=30.4375)
_DAYS = ngettext_lazy("%(count)d day", "%(count)d days", "count")
_MONTHS = ngettext_lazy("%(count)d month", "%(count)d months", "count")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data: what it is, which rows are due. `setting` names the organiser's number."""

    name: str
    says: Words
    setting: str
    due: Callable[[Organisation, datetime], QuerySet]
    batch: int = 2000

    @property
    def months(self) -> bool:
        """Whether the number counts months; days otherwise."""
        return self.setting.endswith("_months")

    def number(self, house: Organisation) -> int:
        """How many days or months."""
        return getattr(house, self.setting)

    def moment(self, house: Organisation) -> datetime:
        """What is older than this is due."""
        number = self.number(house)
        return clock.now() - (number * MONTH if self.months else timedelta(days=number))

    def rows(self, house: Organisation) -> QuerySet:
        """What is due now."""
        return self.due(house, self.moment(house))

    def how_long(self, house: Organisation) -> str:
        """In words, from the organiser's settings."""
        return str((_MONTHS if self.months else _DAYS) % {"count": self.number(house)})


def _reads(house: Organisation, moment: datetime) -> QuerySet:
    members = Contact.objects.filter(organisation=house)
    return Read.objects.filter(day__lt=moment.date(), member_id__in=members.values("pk"))


def _staff_reads(house: Organisation, moment: datetime) -> QuerySet:
    return StaffRead.objects.filter(organisation_id=house.pk, last_at__lt=moment)


def _letters(house: Organisation, moment: datetime) -> QuerySet:
    done = (LetterState.SENT, LetterState.DROPPED, LetterState.FAILED, LetterState.PRINTED)
    return Letter.objects.filter(organisation_id=house.pk, state__in=done, queued_at__lt=moment)


def _baskets(house: Organisation, moment: datetime) -> QuerySet:
    gone = (Basket.State.OPEN, Basket.State.LET_GO)
    return BasketSeat.objects.filter(basket__organisation=house, basket__state__in=gone, basket__held_until__lt=moment)


def _of(model: type[Model], column: str) -> Callable[[Organisation, datetime], QuerySet]:
    """Rows that hang on a contact of the organisation."""
    return lambda house, moment: model._default_manager.filter(contact__organisation=house, **{f"{column}__lt": moment})


def _refusals(house: Organisation, moment: datetime) -> QuerySet:
    """A refusal keeps as long as the person is known; after that, so long that he is not asked again at once."""
    return Refusal.objects.filter(member__organisation=house, member__erased_at__lt=moment)


def _signals(house: Organisation, moment: datetime) -> QuerySet:
    return Signal.objects.filter(organisation_id=house.pk, last_at__lt=moment)


KINDS = (
    Kind("people", gettext_lazy("People who have not been here"), "keep_inactive_months", inactive.since, batch=1000),
    Kind("reads", gettext_lazy("Who saw what of whom"), "keep_reads_months", _reads),
    Kind("staff-reads", gettext_lazy("When staff opened whose sheet, and why"), "keep_reads_months", _staff_reads),
    Kind("letters", gettext_lazy("Which letters went to whom"), "keep_letters_months", _letters),
    Kind("baskets", gettext_lazy("Who was in a basket that was not ordered"), "keep_baskets_days", _baskets),
    Kind("links", gettext_lazy("Links to set a password"), "keep_links_days", _of(PasswordRequest, "made_at")),
    Kind("codes", gettext_lazy("Codes by mail"), "keep_links_days", _of(AccessCode, "made_at")),
    Kind("addresses", gettext_lazy("Changes of an email"), "keep_links_days", contacts.changes_before),
    Kind("refusals", gettext_lazy("Refusals of people who are erased"), "keep_refusal_days", _refusals),
    Kind("signals", gettext_lazy("Limits that leads met"), "keep_signals_days", _signals),
)


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
        while batch := _next(kind, house, last, left):
            yield Counter({kind.name: let_go(house, kind, batch, by=by)})
            last, left = batch[-1], left - len(batch) if left is not None else None
    tidy()


def run(seconds: float | None = None) -> Counter:
    """Every organisation, as the worker does; after so many seconds it stops, and goes on the next time."""
    until = clock.now() + timedelta(seconds=seconds) if seconds else None
    houses = (step for house in Organisation.objects.order_by("pk") for step in steps(house))
    count: Counter = Counter()
    for step in houses:
        count += step
        if until and clock.now() > until:
            break
    return count


@action
def let_go(house: Organisation, kind: Kind, batch: Sequence[int], *, by: Actor) -> int:
    """One batch of one kind; what is no longer due by now stays."""
    still = kind.rows(house).filter(pk__in=rows.these(batch))
    if still.model is Contact:
        count = erasure.erase_many(list(still), by=by)["people"]
    else:
        due = still.values_list("pk", flat=True)
        count = still.model._default_manager.filter(pk__in=rows.these(due)).delete()[0]
    journal.write("retention.let-go", by=by, about=house, kind=kind.name, count=count)
    return count


def tidy() -> None:
    """What belongs to no organisation, the file outside the database, and the gaps in the database's own."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    Attempt.objects.filter(day__lt=clock.now().date().isoformat()).delete()
    erased.make_up()
    traces.wipe(however_large=True)


def replay(*, by: Actor | None = None) -> int:
    """After a restored backup: erase once more whoever the file calls erased; how many people."""
    people, count = erased.returned(), 0
    while batch := list(islice(people, KINDS[0].batch)):
        count += erasure.erase_many(batch, by=by or actor.system(None))["people"]
    return count


def _next(kind: Kind, house: Organisation, last: int, left: int | None) -> list[int]:
    size = kind.batch if left is None else min(kind.batch, left)
    due = kind.rows(house).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)
    return list(due[:size]) if size else []


def in_words(found: Iterable[tuple[str, int]]) -> list[str]:
    """One line for each kind of which there is any."""
    said = {kind.name: kind.says for kind in KINDS}
    return [f"{count:>8,}  {said[name]}" for name, count in found if count]
