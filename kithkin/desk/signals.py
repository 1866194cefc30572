"""The report of signals: which lead met which limit, when, how often. Nothing of what any member answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise

from kithkin.audit.models import Signal
from kithkin.base import clock
from kithkin.connections.limits import Limit
from kithkin.connections.models import Refusal
from kithkin.contacts.models import Contact

from . import words

SEVERAL = 3  # fewer would tell who of a small family it was
MOST = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: one lead, one limit, one day."""

    signal: Signal
    lead: Contact | None

    @property
    def what(self) -> str | Promise:
        """What happened, in words."""
        return words.SIGNALS[Limit(self.signal.what)][0]

    @property
    def is_closed(self) -> bool:
        """Whether it keeps something closed to the lead for the rest of this day."""
        return words.SIGNALS[Limit(self.signal.what)][1] and self.signal.day == clock.now().date()


def rows(signals: Sequence[Signal]) -> list[Row]:
    """These signals with their leads, looked up in one query."""
    leads = Contact.objects.in_bulk({signal.lead_id for signal in signals})
    return [Row(signal, leads.get(signal.lead_id)) for signal in signals]


def blocked_by_several(organisation_id: int) -> Iterable[Contact]:
    """Leads whom at least SEVERAL people will not be asked by again: no names of theirs, no number, no day."""
    named = Refusal.objects.filter(lead__organisation_id=organisation_id).values("lead")
    several = named.annotate(people=Count("pk")).filter(people__gte=SEVERAL).values("lead")
    return Contact.objects.filter(pk__in=several).order_by("last_name", "first_name", "pk")[:MOST]
