"""Daily limits on guessing. Each count is its own statement, so a refused try still counts."""

from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.verdict import Refused
from kithkin.contacts.models import Contact

from .models import Attempt

MISMATCH = "mismatch"
LOOKUP = "lookup"
_ONE_MORE = 'ON CONFLICT ("lead_id", "kind", "day") DO UPDATE SET "times" = "connections_attempt"."times" + 1'


def require_tries_left(lead: Contact, kind: str) -> None:
    """Raise Refused when today's failed tries are used up; asked before any look-up (design decisions 15, 16)."""
    most = _most(lead, kind)
    used = Attempt.objects.filter(lead_id=lead.pk, kind=kind, day=clock.now().date())
    if (used.values_list("times", flat=True).first() or 0) >= most:
        raise Refused(_CLOSED[kind]())


def count(lead: Contact, kind: str) -> None:
    """Note one failed try. Raises DatabaseError when it cannot be written: then nothing is answered."""
    row = {"lead_id": lead.pk, "kind": kind, "day": clock.now().date(), "times": 1}
    rows.insert(Attempt, [row], on_conflict=_ONE_MORE)


def _most(lead: Contact, kind: str) -> int:
    organisation = lead.organisation
    return organisation.mismatch_per_day if kind == MISMATCH else organisation.lookups_per_day


_CLOSED = {
    MISMATCH: lambda: _("Adding by email is closed for you until tomorrow. You can still add people by their number."),
    LOOKUP: lambda: _("That was the last try for today. The person can also add you from their own account tomorrow."),
}
