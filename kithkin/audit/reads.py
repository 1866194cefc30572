"""Writing the journal of reads: what a lead was shown of a member."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, QuerySet

from . import counting
from .models import Read


def about(member_id: int | None) -> QuerySet[Read]:
    """What was shown of this person, the newest first."""
    return Read.objects.filter(member_id=member_id).order_by("-last_at", "-pk")


def last_by_lead(member_id: int | None) -> dict[int, datetime]:
    """When each lead last saw something of this person."""
    seen = Read.objects.filter(member_id=member_id).values("lead_id").annotate(last=Max("last_at"))
    return dict(seen.values_list("lead_id", "last"))


def note(lead_id: int, member_ids: Iterable[int], what: str) -> None:
    """Note that the lead is about to see `what` of each member, in one statement.

    Raises DatabaseError when it cannot be written; the caller must then show nothing.
    """
    seen = [{"lead_id": lead_id, "member_id": member_id, "what": what} for member_id in sorted(set(member_ids))]
    counting.count(Read, seen)
