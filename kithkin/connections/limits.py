"""Limits on guessing and on writing to people. Counts are rows, so they hold in every process and fail closed."""

from datetime import timedelta

from django.utils.translation import gettext as _

from kithkin.base import clock, rows
from kithkin.base.verdict import Refused, Verdict
from kithkin.contacts import letters
from kithkin.contacts.models import Contact

from . import rules
from .models import Attempt, Connection, ConsentEvent

MISMATCH = "mismatch"
LOOKUP = "lookup"
NETWORK_AN_HOUR = 300
_ONE_MORE = 'ON CONFLICT ("subject", "kind", "day") DO UPDATE SET "times" = "connections_attempt"."times" + 1'


def require_tries_left(lead: Contact, kind: str, network: str = "") -> None:
    """Raise Refused when the failed tries are used up; asked before any look-up (design decisions 15, 16)."""
    most = lead.organisation.mismatch_per_day if kind == MISMATCH else lead.organisation.lookups_per_day
    used_up = _times(_lead(lead), kind, _day()) >= most
    if used_up or (network and _times(network, LOOKUP, _hour()) >= NETWORK_AN_HOUR):
        raise Refused(_CLOSED[kind]())


def count(lead: Contact, kind: str, network: str = "") -> None:
    """Note one failed try. Raises DatabaseError when it cannot be written: then nothing is answered."""
    tries = [{"subject": _lead(lead), "kind": kind, "day": _day(), "times": 1}]
    if network:
        tries.append({"subject": network, "kind": LOOKUP, "day": _hour(), "times": 1})
    rows.insert(Attempt, tries, on_conflict=_ONE_MORE)


def may_add(lead: Contact) -> Verdict:
    """Whether the lead may add one more person: size of the group, waiting people, additions of one day."""
    organisation, led = lead.organisation, Connection.objects.filter(parent=lead)
    present = led.filter(removed_at=None).count()
    if present >= organisation.group_limit:
        return Verdict(False, _("Your group is full: %(most)d people.") % {"most": organisation.group_limit})
    if present - rules.count_active(lead) >= organisation.pending_limit:
        return Verdict(False, _("Too many people have not answered yet. Wait for some answers before you add more."))
    since = clock.now() - timedelta(days=1)
    added = led.filter(made_at__gt=since).exclude(how=Connection.How.IMPORT).count()
    too_many = _("You have added as many people as one can in a day. Go on tomorrow.")
    return Verdict(added < organisation.invitations_per_day, too_many)


def may_be_written_to(member: Contact) -> bool:
    """Whether this address still takes a request today, over all leads; the lead never learns."""
    people = letters.sharing_address(member.pk)
    since = clock.now() - timedelta(days=1)
    asked = ConsentEvent.objects.filter(what="asked", connection__child_id__in=people, at__gt=since).count()
    return asked < member.organisation.requests_per_recipient_day


def _times(subject: str, kind: str, day: str) -> int:
    found = Attempt.objects.filter(subject=subject, kind=kind, day=day).values_list("times", flat=True)
    return found.first() or 0


def _lead(lead: Contact) -> str:
    return f"lead:{lead.pk}"


def _day() -> str:
    return clock.now().date().isoformat()


def _hour() -> str:
    return f"{clock.now():%Y-%m-%dT%H}"


_CLOSED = {
    MISMATCH: lambda: _("Adding by email is closed for you until tomorrow. You can still add people by their number."),
    LOOKUP: lambda: _("That was the last try for today. The person can also add you from their own account tomorrow."),
}
