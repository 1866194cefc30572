"""Writing the journal of reads: what a lead was shown of a member."""

from collections.abc import Iterable

from kithkin.base import clock, rows

from .models import Read

_AGAIN = (
    'ON CONFLICT ("member_id", "lead_id", "what", "day") DO UPDATE SET '
    '"last_at" = excluded."last_at", "times" = "audit_read"."times" + 1'
)


def note(lead_id: int, member_ids: Iterable[int], what: str) -> None:
    """Note that the lead is about to see `what` of each member, in one statement.

    Raises DatabaseError when it cannot be written; the caller must then show nothing.
    """
    moment = clock.now()
    seen = [
        {
            "lead_id": lead_id,
            "member_id": member_id,
            "what": what,
            "day": moment.date(),
            "first_at": moment,
            "last_at": moment,
            "times": 1,
        }
        for member_id in sorted(set(member_ids))
    ]
    rows.insert(Read, seen, on_conflict=_AGAIN)
