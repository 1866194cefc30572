"""How a connection stands, in the desk's words. The lead knows two states; an operator needs all of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kithkin.connections import guardians, kinds, queries
from kithkin.connections.models import Connection, Consent, Refusal
from kithkin.connections.scopes import FULL, Scope
from kithkin.connections.states import State
from kithkin.contacts.models import Contact

from . import words
from .words import Chip


class Standing(StrEnum):
    """What is stored and what time, a refusal or the switch makes of it."""

    ALLOWED = "allowed"
    BY_SWITCH = "by-switch"
    ASKED = "asked"
    NOT_ASKED = "not-asked"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    DECLINED = "declined"
    DECLINED_FOR_GOOD = "declined-for-good"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


CHIPS = {
    Standing.ALLOWED: Chip(_("Allowed"), "good", "check"),
    Standing.BY_SWITCH: Chip(_("Open by switch"), "good", "sliders-horizontal"),
    Standing.ASKED: Chip(_("Asked"), "wait", "clock"),
    Standing.NOT_ASKED: Chip(_("Not asked"), "wait", "eye-off"),
    Standing.EXPIRED: Chip(_("Expired"), "wait", "alarm-clock"),
    Standing.LAPSED: Chip(_("Lapsed"), "wait", "history"),
    Standing.DECLINED: Chip(_("Declined"), "stop", "x"),
    Standing.DECLINED_FOR_GOOD: Chip(_("Declined for good"), "stop", "ban"),
    Standing.WITHDRAWN: Chip(_("Withdrawn"), "stop", "undo-2"),
    Standing.REMOVED: Chip(_("Removed"), "", "trash-2"),
}
ANSWERED = (State.ALLOWED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Stand:
    """One connection as it stands now, seen from one of its ends."""

    connection: Connection
    other: Contact
    state: Standing
    consent: Consent | None
    kind: str | Promise = ""  # what the member is to the lead

    @property
    def chip(self) -> Chip:
        """The state as it is shown."""
        return CHIPS[self.state]

    @property
    def open(self) -> frozenset[Scope]:
        """What the lead may see and do at this moment."""
        if self.state is Standing.BY_SWITCH:
            return FULL
        return self.consent.scopes() if self.consent and self.state is Standing.ALLOWED else frozenset()

    @property
    def scopes(self) -> list[str | Promise]:
        """The same in words."""
        return words.scopes(self.open)

    @property
    def may_be_asked(self) -> bool:
        """Whether it makes sense to offer sending a request; whether it may go is asked when it is pressed."""
        return self.state not in (Standing.ALLOWED, Standing.BY_SWITCH, Standing.REMOVED)

    @property
    def way(self) -> str | Promise:
        """How the member came into the group."""
        return words.WAYS[Connection.How(self.connection.how)]

    @property
    def asked(self) -> list[datetime]:
        """When the member was written to; empty where he never was."""
        return sorted(event.at for event in self.connection.events.all() if event.what == "asked")

    @property
    def until(self) -> datetime | None:
        """When the consent or the request ends or ended; for what was removed, when that was."""
        if self.consent and self.state in (Standing.ALLOWED, Standing.LAPSED):
            return self.consent.ends_at
        if self.consent and self.state in (Standing.ASKED, Standing.EXPIRED):
            return self.consent.asked_at + timedelta(days=self.connection.organisation.request_days)
        return self.connection.removed_at


def of_lead(connections: Sequence[Connection]) -> list[Stand]:
    """The connections of one lead, seen by him: the other end is the member."""
    called = kinds.words(connections)
    stands = _stands(connections, [each.child for each in connections])
    return [replace(stand, kind=called.get(stand.connection.pk, "")) for stand in stands]


def of_member(connections: Sequence[Connection]) -> list[Stand]:
    """The connections of one member, seen by him: the other end is the lead."""
    return _stands(connections, [each.parent for each in connections])


def _stands(connections: Sequence[Connection], others: Sequence[Contact]) -> list[Stand]:
    """Removed ones last; one look-up for refusals, whatever their number."""
    refused = _refused(connections)
    stands = [_stand(each, other, each.pk in refused) for each, other in zip(connections, others, strict=True)]
    return sorted(stands, key=lambda stand: stand.state is Standing.REMOVED)


def _stand(connection: Connection, other: Contact, refused: bool) -> Stand:
    rounds = sorted(connection.consents.all(), key=lambda consent: consent.pk)
    state = _state(connection, rounds, refused)
    return Stand(connection, other, state, rounds[-1] if rounds else None)


def _state(connection: Connection, rounds: list[Consent], refused: bool) -> Standing:
    if connection.removed_at:
        return Standing.REMOVED
    if refused:
        return Standing.DECLINED_FOR_GOOD
    if not connection.organisation.consent_on and not any(each.state in ANSWERED for each in rounds):
        return Standing.BY_SWITCH
    return _by_round(rounds[-1]) if rounds else Standing.NOT_ASKED


def _by_round(consent: Consent) -> Standing:
    if consent.state == State.ASKED:
        return Standing.EXPIRED if queries.has_expired(consent) else Standing.ASKED
    if consent.state == State.ALLOWED:
        return Standing.ALLOWED if queries.is_in_force(consent) else Standing.LAPSED
    return Standing(consent.state)


def _refused(connections: Sequence[Connection]) -> set[int]:
    """Those among these whose member has said no for good, to the lead or to everybody but a guardian."""
    leads = {each.parent_id for each in connections}
    members = {each.child_id for each in connections}
    standing = Refusal.objects.filter(Q(lead=None) | Q(lead_id__in=leads), member_id__in=members)
    noes = set(standing.values_list("member_id", "lead_id"))
    to_all = [each for each in connections if (each.child_id, None) in noes]
    closed = {each.pk for each in guardians.without(to_all)} if to_all else set()
    return closed | {each.pk for each in connections if (each.child_id, each.parent_id) in noes}
