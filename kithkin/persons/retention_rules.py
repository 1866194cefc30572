"""How long what is kept: a table of the kinds of data, and what of each is due."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from kithkin.accounts.models import AccessCode, PasswordRequest
from kithkin.audit.models import Read, Signal, StaffRead
from kithkin.base import clock
from kithkin.connections.models import Refusal
from kithkin.contacts import keeping as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.models import State as LetterState
from kithkin.organisations.models import Organisation
from kithkin.sales.models import Basket, BasketSeat

from . import inactive
from . import retention_log as log

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
    Kind(log.ACTS, gettext_lazy("Who did what"), "keep_log_months", log.acts),
    Kind("clearings", gettext_lazy("Silent people who were taken out"), "keep_log_months", log.clearings),
    Kind("merges", gettext_lazy("Records that were joined, or were to be"), "keep_log_months", log.merges),
    Kind("pairs", gettext_lazy("Pairs of records of which one is erased"), "keep_log_months", log.pairs),
    Kind("demands", gettext_lazy("Demands to erase that were settled"), "keep_log_months", log.demands),
    Kind("forms", gettext_lazy("Signed forms that opened nothing"), "keep_log_months", log.forms),
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


def in_words(found: Iterable[tuple[str, int]]) -> list[str]:
    """One line for each kind of which there is any."""
    said = {kind.name: kind.says for kind in KINDS}
    return [f"{count:>8,}  {said[name]}" for name, count in found if count]
