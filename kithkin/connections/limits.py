"""Limits on guessing and on writing to people. Counts are rows, so they hold in every process and fail closed."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from functools import partial
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.db import connection as database
from django.db.models import F
from django.utils.translation import gettext as _

from kithkin.audit import signals
from kithkin.base import clock, holding, rows
from kithkin.base.verdict import Refused, Verdict
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import rules
from .models import Attempt, Connection


class Limit(StrEnum):
    """What a lead can meet; operators read it in the report of signals, each in words of desk.words."""

    MISMATCH = "mismatch"
    LOOKUP = "lookup"
    NETWORK = "network"
    GROUP = "group"
    PENDING = "pending"
    ADDED = "added"
    PAIR = "pair"
    RECIPIENT = "recipient"
    DOUBLED = "doubled"


MISMATCH, LOOKUP = Limit.MISMATCH, Limit.LOOKUP
NETWORK_AN_HOUR = 300
_ONE_MORE = 'ON CONFLICT ("subject", "kind", "day") DO UPDATE SET "times" = "connections_attempt"."times" + 1'


def take_try(lead: Contact, kind: Limit, network: str = "") -> list[int]:
    """Use up one try before anything is looked up; raises Refused when none is left (design decisions 15, 16).

    Taken first, so that tries made at the same moment count, too; `give_back` returns it when it did not fail.
    Must be called outside a transaction: then each count is one of its own, whatever becomes of the act.
    """
    house = lead.organisation
    most = house.mismatch_per_day if kind == MISMATCH else house.lookups_per_day
    taken = [_take(f"lead:{lead.pk}", kind, _day(house), most, lead, kind)]
    if network and kind == LOOKUP:
        try:
            taken.append(_take(network, kind, _hour(), NETWORK_AN_HOUR, lead, Limit.NETWORK))
        except Refused:
            give_back(taken)
            raise
    return taken


def give_back(taken: list[int]) -> None:
    """The look-up did not fail: it costs nothing."""
    Attempt.objects.filter(pk__in=taken, times__gt=0).update(times=F("times") - 1)


def note(lead: Contact, limit: Limit, *, when: bool = True) -> None:
    """Let operators know that the lead met this limit."""
    signals.note(lead.organisation_id, lead.pk, limit, when=when)


def noting(lead: Contact, limit: Limit) -> Callable[[], None]:
    """The same, for a refusal to leave behind."""
    return partial(note, lead, limit)


def may_add(lead: Contact) -> Verdict:
    """Whether the lead may add one more person: size of the group, waiting people, additions of one day.

    Until the transaction ends nobody else is counted for him: presses of the same moment are judged in turn.
    """
    holding.hold_still([f"lead:{lead.pk}"])
    organisation = lead.organisation
    present, added = _counted(lead)
    if present >= organisation.group_limit:
        full = _("Your group is full: %(most)d people.") % {"most": organisation.group_limit}
        return Verdict(False, full, noting(lead, Limit.GROUP))
    if present - rules.count_active(lead) >= organisation.pending_limit:
        waiting = _("Too many people have not answered yet. Wait for some answers before you add more.")
        return Verdict(False, waiting, noting(lead, Limit.PENDING))
    too_many = _("You have added as many people as one can in a day. Go on tomorrow.")
    return Verdict(added < organisation.invitations_per_day, too_many, noting(lead, Limit.ADDED))


def _counted(lead: Contact) -> tuple[int, int]:
    """How many people are in his group, and how many he added in a day."""
    since = database.ops.adapt_datetimefield_value(clock.now() - timedelta(days=1))
    with database.cursor() as cursor:
        cursor.execute(_COUNTED, [since, lead.pk])
        return cursor.fetchone()


_COUNTED = """
SELECT count(CASE WHEN removed_at IS NULL THEN 1 END), count(CASE WHEN made_at > %s AND how <> 'import' THEN 1 END)
FROM connections_connection WHERE parent_id = %s
"""


def hold_addresses_still(member_ids: Iterable[int]) -> None:
    """Nobody else is asked at these members' addresses until the transaction ends, whoever shares them."""
    holding.hold_still(f"address:{letters.hashed_address(each) or each}" for each in member_ids)


def takes_one_more(connection: Connection, asked: int) -> bool:
    """Whether an address takes a request more than those of a day, over all leads; the lead never learns.

    Counted are the requests that went out or were to, not the presses of leads to whom the member said no.
    """
    return asked < connection.organisation.requests_per_recipient_day


def _take(subject: str, kind: Limit, day: str, most: int, lead: Contact, limit: Limit) -> int:
    """One more; the row's number, unless it is too many or cannot be written."""
    row = {"subject": subject, "kind": kind, "day": day, "times": 1}
    try:
        [(number, times)] = rows.insert(Attempt, [row], on_conflict=_ONE_MORE, returning=("id", "times"))
    except DatabaseError:
        raise Refused(_("We cannot look anybody up just now. Try again in a minute.")) from None
    if times > most:
        note(lead, limit)
        raise Refused(_CLOSED[limit]())
    return number


def _day(organisation: Organisation) -> str:
    """Today and tomorrow are the organiser's."""
    return clock.now().astimezone(ZoneInfo(organisation.timezone)).date().isoformat()


def _hour() -> str:
    return f"{clock.now():%Y-%m-%dT%H}"


_CLOSED = {
    Limit.MISMATCH: lambda: _(
        "Adding by email is closed for you until tomorrow. You can still add people by their number."
    ),
    Limit.LOOKUP: lambda: _(
        "That was the last try for today. Try again tomorrow, with the number from the person's own account."
    ),
    Limit.NETWORK: lambda: _("Too many numbers were tried from where you are. Try again in an hour."),
}
