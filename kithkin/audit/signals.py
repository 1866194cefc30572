"""Noting what operators should know about: a lead met a limit, or something that looks like misuse happened to him.

Rows for a report, nothing of Django's signals. Never what a member answered.
"""

from datetime import datetime

from django.db.models import QuerySet

from . import counting
from .models import Signal


def note(organisation_id: int, lead_id: int, what: str, *, when: bool = True) -> None:
    """One more of this sort from this lead today, in one statement; without `when` none, by the same statement."""
    met = {"organisation_id": organisation_id, "lead_id": lead_id, "what": what}
    counting.count(Signal, [met], when=when)


def since(organisation_id: int, moment: datetime) -> QuerySet[Signal]:
    """What was noted in an organisation from this moment on, the newest first."""
    found = Signal.objects.filter(organisation_id=organisation_id, last_at__gte=moment)
    return found.order_by("-last_at", "-pk")
