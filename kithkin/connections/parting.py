"""Two records that were joined are two again. What the person has changed meanwhile stays, where it is the stricter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.contacts.models import Contact

from . import answers, asking, guardians, proof, queries
from .models import Connection, Consent, Refusal
from .scopes import Scope
from .states import LIVE, State, move

ANSWERS = (
    "allowed",
    "allowed-on-file",
    "changed",
    "narrowed",
    "renewed",
    "declined",
    "declined-for-good",
    "withdrawn",
    "allowed-at-desk",
    "declined-at-desk",
    "withdrawn-at-desk",
    "guardian-ended",
)
NOES = (State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Aim:
    """How a connection is to stand: nothing for a round that there never was."""

    state: str = ""
    scopes: frozenset[Scope] = frozenset()
    ends_at: datetime | None = None
    said_at: datetime | None = None

    def within(self, since: "Aim | None") -> "Aim":
        """The stricter of how it stood and of what was answered since."""
        if since is None or self.state in NOES:
            return self
        if since.state in NOES or since.state != State.ALLOWED or self.state != State.ALLOWED:
            return since if since.state in NOES else Aim(State.ASKED if self.state in LIVE else self.state)
        ends_at = min((at for at in (self.ends_at, since.ends_at) if at), default=None)
        return Aim(State.ALLOWED, self.scopes & since.scopes, ends_at)


def part(kept: Contact, gone: Contact, moved: dict[str, Any], *, by: Actor) -> None:
    """Undo `joining.join`, which returned `moved`."""
    _part_refusals(kept, gone, moved)
    for fate in moved["fates"]:
        _part_one(fate, by)
    for connection in Connection.objects.filter(pk__in=moved["own"]):
        _stand_again(connection, by)


def _part_one(fate: dict[str, Any], by: Actor) -> None:
    connections = Connection.objects.select_related("parent", "child", "organisation")
    known = connections.in_bulk([number for number in (fate["target"], fate["gone"]) if number])
    target, gone = known[fate["target"]], known.get(fate["gone"])
    since = _since(target, fate["after"])
    was_removed = target.removed_at is not None and not _was_over(fate, gone)
    if guardians.on(target):  # by a document, perhaps since: that is not joining's to take
        pass
    elif fate["born"]:
        _leave(target, gone, by)
    elif not was_removed:
        _put_back(target, _aim(fate["kept_before"]), since, gone, by)
    if gone and not was_removed and _ends_stand(gone):
        gone.removed_at = None
        gone.save(update_fields=["removed_at"])
        _put_back(gone, _aim(fate["gone_before"]), since, target, by)
        if not guardians.on(target):  # ended since, by a document or a birthday
            guardians.leave(gone)


def _was_over(fate: dict[str, Any], gone: Connection | None) -> bool:
    """Whether the new connection only kept a no of one that was over before."""
    return bool(fate["born"]) and gone is None


def _ends_stand(connection: Connection) -> bool:
    return connection.parent.hidden_at is None and connection.child.hidden_at is None


def _since(target: Connection, sequence: int) -> Aim | None:
    """How the kept record stands, if anybody answered since the two were joined."""
    if not target.events.filter(sequence__gt=sequence, what__in=ANSWERS).exists():
        return None
    last = queries.latest(target)
    return Aim(last.state, last.scopes(), last.ends_at, last.answered_at) if last else None


def _aim(before: dict[str, Any]) -> Aim:
    ends_at = datetime.fromisoformat(before["ends_at"]) if before["ends_at"] else None
    return Aim(before["state"], frozenset(map(Scope, before["scopes"])), ends_at)


def _leave(connection: Connection, beside: Connection | None, by: Actor) -> None:
    """What only joining brought about ends with it."""
    answers.close_live(connection)
    connection.removed_at = connection.removed_at or clock.now()
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "parted", by=by, beside=beside)
    last = queries.latest(connection)
    if last and last.state == State.REMOVED:
        proof.add(connection, "parted-away", by=by)


def _put_back(connection: Connection, before: Aim, since: Aim | None, beside: Connection | None, by: Actor) -> None:
    aim, last = before.within(since), queries.latest(connection)
    if aim.state in LIVE and queries.refuses(connection):
        aim = Aim(State.DECLINED, said_at=clock.now())
    proof.add(connection, "parted", by=by, beside=beside)
    if last is None or (last.state in NOES and aim.state in NOES):
        return
    if aim.state == State.ALLOWED:
        _allow(connection, last, aim, by)
    elif aim.state in NOES:
        _say_no(connection, aim, by)
    elif aim.state == State.ASKED:
        _wait(connection, last, by)
    else:
        _close(connection, by)


def _allow(connection: Connection, last: Consent, aim: Aim, by: Actor) -> None:
    consent = last if last.state in LIVE else asking.reopen(connection)
    columns = {str(scope): scope in aim.scopes for scope in Scope}
    move(consent, State.ALLOWED, answered_at=consent.answered_at or clock.now(), ends_at=aim.ends_at, **columns)
    proof.add(connection, "parted", by=by, consent=consent)


def _say_no(connection: Connection, aim: Aim, by: Actor) -> None:
    answers.close_live(connection)
    consent = asking.reopen(connection)
    move(consent, State.DECLINED, answered_at=aim.said_at or clock.now())
    proof.add(connection, "parted-no", by=by, consent=consent)


def _wait(connection: Connection, last: Consent, by: Actor) -> None:
    """The link that was mailed then leads to this round; no letter goes."""
    if last.state == State.ASKED:
        return
    _close(connection, by)
    consent = asking.reopen(connection)
    proof.add(connection, "parted-open", by=by, consent=consent)


def _close(connection: Connection, by: Actor) -> None:
    """Nothing is open or asked, and the no that joining brought is not this record's."""
    answers.close_live(connection)
    last = queries.latest(connection)
    if last and last.state in NOES:
        move(asking.reopen(connection), State.REMOVED, answered_at=clock.now(), ends_at=clock.now())
    proof.add(connection, "parted-away", by=by)


def _stand_again(connection: Connection, by: Actor) -> None:
    """A connection between the two records: it stands again, and what it opened stays closed."""
    connection.removed_at = None
    connection.save(update_fields=["removed_at"])
    proof.add(connection, "parted", by=by)


def _part_refusals(kept: Contact, gone: Contact, moved: dict[str, Any]) -> None:
    """What was only copied goes; whom the person has refused since, both records refuse."""
    copied = {number: datetime.fromisoformat(since) for number, since in moved["refusals"]}
    joined_at = datetime.fromisoformat(moved["at"])
    said = Refusal.objects.filter(member=kept) | Refusal.objects.filter(lead=kept)
    for row in said.order_by("pk"):
        if copied.get(row.pk) == row.since:
            row.delete()
        elif row.since > joined_at:
            _refuse_too(row, kept, gone)


def _refuse_too(row: Refusal, kept: Contact, gone: Contact) -> None:
    member, lead = (gone.pk if one == kept.pk else one for one in (row.member_id, row.lead_id))
    if member != lead:
        told = {"since": row.since, "address_key": row.address_key}
        Refusal.objects.get_or_create(member_id=member, lead_id=lead, defaults=told)
