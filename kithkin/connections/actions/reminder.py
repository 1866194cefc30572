"""Consents that end soon."""

from datetime import timedelta

from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.connections.models import Consent, Guardianship
from kithkin.connections.states import State
from kithkin.contacts import letters

MOST_AT_ONCE = 500


@action
def remind_due(*, by: Actor, days: int = 30) -> int:
    """Write to the members whose consent ends within these days, once each; how many."""
    soon = clock.now() + timedelta(days=days)
    due = Consent.objects.filter(
        state=State.ALLOWED, reminded_at=None, ends_at__lte=soon, ends_at__gt=clock.now(), connection__removed_at=None
    ).select_related("connection__child")
    due = due.exclude(connection__guardianships__state=Guardianship.State.STANDS)  # of a birthday letters tell earlier
    found = list(due[:MOST_AT_ONCE])
    for consent in found:
        letters.write_to(consent.connection.child, "consent-reminder", dedup=_reminder(consent), consent=consent.pk)
    Consent.objects.filter(pk__in=[consent.pk for consent in found]).update(reminded_at=clock.now())
    return len(found)


def _reminder(consent: Consent) -> str:
    return f"consent-reminder:{consent.pk}:{consent.ends_at:%Y%m%d}"
