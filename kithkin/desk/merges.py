"""Joined records as the desk lists them: how each stands, and who wanted it."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from kithkin.accounts import queries as accounts
from kithkin.base import clock
from kithkin.persons import merging
from kithkin.persons.models import Merge

from .words import Chip

STATES = {
    Merge.State.PROPOSED: Chip(_("Waits for a second operator"), "wait", "clock"),
    Merge.State.DROPPED: Chip(_("Taken back"), "", "x"),
    Merge.State.DONE: Chip(_("Joined"), "good", "check"),
    Merge.State.UNDONE: Chip(_("Undone"), "stop", "undo-2"),
    Merge.State.FINAL: Chip(_("Joined for good"), "good", "check"),
}
TOO_LATE = Chip(_("Not confirmed in time"), "", "alarm-clock")


def who(merges: Iterable[Merge], organisation_id: int) -> dict[int, str]:
    """The operators behind these merges, by login."""
    logins = {login for each in merges for login in (each.proposed_by, each.confirmed_by, each.ended_by) if login}
    return accounts.post_names(organisation_id, logins)


def state(merge: Merge) -> Chip:
    """How a merge stands; what nobody confirmed in time is over."""
    late = merge.state == Merge.State.PROPOSED and merge.expires_at <= clock.now()
    return TOO_LATE if late else STATES[Merge.State(merge.state)]


def history(merges: Sequence[Merge], organisation_id: int) -> list[dict]:
    """Each merge with who did what, and whether it can still be undone."""
    called = who(merges, organisation_id)
    return [
        {
            "merge": each,
            "chip": state(each),
            "proposed_by": called.get(each.proposed_by, ""),
            "confirmed_by": called.get(each.confirmed_by or 0, ""),
            "may_be_undone": bool(merging.may_undo(each)),
        }
        for each in merges
    ]
