"""Joining two records of one person: proposed by one operator, confirmed by a second, undone within 30 days.

Rights are never added up (connections.fates). The person is told all, at both addresses; each lead only that two
records of one person were joined.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from kithkin.accounts import joining as accounts
from kithkin.audit import joining as audit
from kithkin.audit import journal
from kithkin.base import clock
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.connections import door
from kithkin.connections import joining as connections
from kithkin.contacts import joining as contacts
from kithkin.contacts.models import Contact
from kithkin.mail import joining as mail
from kithkin.sales import joining as sales

from . import duplicates, erasure, merging_letters
from .duplicates_models import PROPOSAL_LASTS, UNDO_LASTS, Duplicate, Merge

AT_ONCE = 500


@action
def propose(duplicate: Duplicate, kept: Contact, *, by: Actor) -> Merge:
    """One operator wants these records joined, and this one kept. Nothing moves yet."""
    duplicates.may_settle(by, duplicate).require()
    gone = duplicate.second if kept.pk == duplicate.first_id else duplicate.first
    _require_two(duplicate, kept, gone)
    _require_address(kept, gone, by)
    _require_guardians(kept, gone)
    drop_expired(duplicate, by=by)
    if Merge.objects.filter(duplicate=duplicate, state=Merge.State.PROPOSED).exists():
        raise WrongMove(_("Somebody has proposed to join these two. Settle that first."))
    now = clock.now()
    merge = Merge.objects.create(
        organisation_id=duplicate.organisation_id,
        duplicate=duplicate,
        kept=kept,
        gone=gone,
        proposed_by=by.login_id,
        proposed_at=now,
        expires_at=now + PROPOSAL_LASTS,
    )
    journal.write("merge.proposed", by=by, about=merge, kept=kept.pk, gone=gone.pk)
    return merge


@action
def drop_expired(duplicate: Duplicate, *, by: Actor) -> int:
    """A proposal that nobody has confirmed in time is none."""
    late = Merge.objects.filter(duplicate=duplicate, state=Merge.State.PROPOSED, expires_at__lte=clock.now())
    return late.update(state=Merge.State.DROPPED, ended_at=clock.now())


@action
def drop(merge: Merge, *, by: Actor) -> None:
    """Either operator takes the proposal back."""
    duplicates.may_settle(by, merge.duplicate).require()
    _move(merge, Merge.State.PROPOSED, state=Merge.State.DROPPED, ended_by=by.login_id, ended_at=clock.now())
    journal.write("merge.dropped", by=by, about=merge)


@action
def confirm(merge: Merge, *, by: Actor) -> Merge:
    """The second operator agrees: the records are joined now, each floor moves what it has."""
    duplicates.may_settle(by, merge.duplicate).require()
    _is_a_second(by, merge).require()
    if merge.expires_at <= clock.now():
        raise WrongMove(_("This proposal is too old. Propose it again, if the records still look alike."))
    kept, gone = _held_still(merge)
    _require_two(merge.duplicate, kept, gone)
    _require_guardians(kept, gone)
    done = {"confirmed_by": by.login_id, "confirmed_at": clock.now()}
    _move(merge, Merge.State.PROPOSED, state=Merge.State.DONE, **done)
    duplicates.settle(merge.duplicate, Duplicate.State.OPEN, Duplicate.State.MERGED, by)
    merge.moved = _join(kept, gone, by)
    merge.save(update_fields=["moved"])
    journal.write("merge.done", by=by, about=merge, kept=kept.pk, gone=gone.pk)
    merging_letters.tell_joined(merge)
    return merge


@action
def undo(merge: Merge, *, by: Actor) -> Merge:
    """The records are two again, within 30 days; what the person has changed since stays where it is the stricter."""
    duplicates.may_settle(by, merge.duplicate).require()
    may_undo(merge).require()
    kept, gone = _held_still(merge)
    _require_last(merge, kept)
    _move(merge, Merge.State.DONE, state=Merge.State.UNDONE, ended_by=by.login_id, ended_at=clock.now())
    duplicates.settle(merge.duplicate, Duplicate.State.MERGED, Duplicate.State.NOT_THE_SAME, by)
    _part(kept, gone, merge.moved, by)
    journal.write("merge.undone", by=by, about=merge, kept=kept.pk, gone=gone.pk)
    merging_letters.tell_parted(merge)
    return merge


@action
def finish(*, by: Actor) -> int:
    """What is left of joined records is erased, after 30 days or once the person is erased; how many."""
    late = Q(confirmed_at__lte=clock.now() - UNDO_LASTS) | Q(kept__erased_at__isnull=False)
    over = list(Merge.objects.filter(late, state=Merge.State.DONE).select_related("gone").order_by("pk")[:AT_ONCE])
    if not over:
        return 0
    erasure.erase_many([merge.gone for merge in over], by=by)
    final = {"state": Merge.State.FINAL, "ended_at": clock.now(), "moved": {}}
    Merge.objects.filter(pk__in=[merge.pk for merge in over]).update(**final)
    return len(over)


def of(actor: Actor) -> QuerySet[Merge]:
    """The merges of the operator's organisation."""
    if actor.kind != Kind.OPERATOR or not actor.has(Power.MERGE_CONTACTS):
        return Merge.objects.none()
    return Merge.objects.filter(organisation_id=actor.organisation_id).select_related("kept", "gone", "duplicate")


def waiting(actor: Actor) -> QuerySet[Merge]:
    """The proposals that a second operator can still confirm."""
    return of(actor).filter(state=Merge.State.PROPOSED, expires_at__gt=clock.now())


def proposed(duplicates: Iterable[Duplicate]) -> dict[int, Merge]:
    """The proposals that wait to be confirmed, by pair."""
    standing = Merge.objects.filter(duplicate__in=duplicates, state=Merge.State.PROPOSED, expires_at__gt=clock.now())
    return {merge.duplicate_id: merge for merge in standing.select_related("kept", "gone", "duplicate")}


def may_undo(merge: Merge) -> Verdict:
    """Whether the records can still be parted."""
    if merge.state != Merge.State.DONE or merge.confirmed_at is None:
        return Verdict(False, _("There is nothing to undo."))
    is_late = merge.confirmed_at + UNDO_LASTS <= clock.now()
    return Verdict(not is_late, _("This was done more than 30 days ago and can no longer be undone."))


def _join(kept: Contact, gone: Contact, by: Actor) -> dict:
    """Top floor first; the record is hidden last, so that every floor still finds it."""
    return {
        "sales": sales.join(kept, gone),
        "connections": connections.join(kept, gone, by=by),
        "accounts": accounts.join(kept, gone, by=by),
        "mail": mail.join(kept, gone),
        "audit": audit.join(kept, gone),
        "contacts": contacts.join(kept, gone),
    }


def _part(kept: Contact, gone: Contact, moved: dict, by: Actor) -> None:
    """The other way round."""
    contacts.part(kept, gone, moved["contacts"])
    audit.part(kept, gone, moved["audit"])
    mail.part(kept, gone, moved["mail"])
    accounts.part(kept, gone, moved["accounts"])
    connections.part(kept, gone, moved["connections"], by=by)
    sales.part(kept, gone, moved["sales"])


def _move(merge: Merge, old: str, **changes) -> None:
    """Only if it still stands where it was seen: two presses at once are one."""
    if not Merge.objects.filter(pk=merge.pk, state=old).update(**changes):
        raise WrongMove(_("This is settled already."))
    for column, value in changes.items():
        setattr(merge, column, value)


def _held_still(merge: Merge) -> list[Contact]:
    """Both records as they stand now. Connections first: whoever answers holds one before he looks at its people."""
    connections.hold_still(merge.kept, merge.gone)
    return contacts.hold_still(merge.kept, merge.gone)


def _require_two(duplicate: Duplicate, kept: Contact, gone: Contact) -> None:
    if {kept.pk, gone.pk} != {duplicate.first_id, duplicate.second_id}:
        raise Refused(_("Choose one of these two records."))
    if kept.hidden_at or gone.hidden_at:
        raise WrongMove(_("One of these records is no longer there."))


def _require_address(kept: Contact, gone: Contact, by: Actor) -> None:
    """Whoever is asked anew is asked at the address of the kept record: a proven one stands above one that is not."""
    records = {record.contact_id: record for record in door.records(by, [kept, gone])}
    if records[gone.pk].proven and not records[kept.pk].proven:
        raise Refused(_("Keep the record whose email is proven: questions to the person go there."))


def _require_guardians(kept: Contact, gone: Contact) -> None:
    """Nobody becomes a guardian by joining, and no child loses one: who is one is named anew before, by a document."""
    if connections.unmatched(kept, gone):
        raise Refused(_("A guardian belongs to one of these records only. Name the same for the other one first."))


def _require_last(merge: Merge, kept: Contact) -> None:
    later = Merge.objects.filter(Q(kept=kept) | Q(gone=kept), state=Merge.State.DONE, pk__gt=merge.pk)
    if kept.hidden_at or later.exists():
        raise WrongMove(_("The kept record was joined with another one since, or is gone. Undo that first."))


def _is_a_second(actor: Actor, merge: Merge) -> Verdict:
    return Verdict(actor.login_id != merge.proposed_by, _("Somebody else has to confirm this."))
