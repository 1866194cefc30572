"""Silent members leave: leads are told, records are closed, deleted after 30 days, and until then put back on demand.

Every batch is one transaction that looks again at each of its people, so a run may be stopped and begun anew.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Verdict, WrongMove
from kithkin.connections.actions import clearing as groups
from kithkin.connections.models import Connection
from kithkin.contacts import letters
from kithkin.contacts.models import Contact
from kithkin.mail import outbox
from kithkin.organisations.models import Organisation
from kithkin.sales.actions import returning
from kithkin.sales.actions.returning import Returned

from . import erasure, silent_rules
from .silent_models import Clearing, Fate
from .silent_rules import Case

KEPT = timedelta(days=30)
GONE = (Fate.CLOSED, Fate.RETURNED)
_ANEW = """
ON CONFLICT ("connection_id") WHERE "done_at" IS NULL DO UPDATE SET "announced_at" = excluded."announced_at" """


@action
def announce(organisation: Organisation, cases: Sequence[Case], *, by: Actor) -> int:
    """Write to the leads of these members; one letter to each, naming what he typed. How many members were named."""
    going = [each for each in cases if each.fate is not Fate.STAYS]
    now = clock.now()
    told = [
        {"organisation_id": organisation.pk, "connection_id": each.connection_id, "announced_at": now} for each in going
    ]
    rows.insert(Clearing, told, on_conflict=_ANEW)
    named: dict[int, list[int]] = {}
    for each in going:
        named.setdefault(each.lead_id, []).append(each.connection_id)
    leads = Contact.objects.in_bulk(named)
    outbox.post_many([_notice(leads[lead], numbers) for lead, numbers in named.items()])
    noted: list[tuple[int, dict]] = [(each.connection_id, {}) for each in going]
    journal.write_many("connection.clearing-announced", Connection, noted, by=by)
    return len(going)


@action
def clear(organisation: Organisation, cases: Sequence[Case], *, by: Actor) -> Counter:
    """What the table says of each; how many met which fate. A fixed number of statements for a batch."""
    numbers = [each.connection_id for each in cases]
    held = Connection.objects.select_for_update(no_key=True, of=("self",)).select_related("parent")
    standing = list(held.filter(pk__in=numbers, removed_at=None).order_by("pk"))
    again = silent_rules.to_leave(organisation, among=numbers)
    going = {each.connection_id: each for each in again if each.fate is not Fate.STAYS}
    leaving = [each for each in standing if each.pk in going]
    if leaving:
        _write_down(organisation, [going[each.pk] for each in leaving], groups.clear(leaving, by=by), by)
    return Counter(going[each.pk].fate for each in leaving)


@action
def delete(due: Iterable[int], *, by: Actor) -> int:
    """Erase those whose 30 days are over; how many people."""
    waiting = Clearing.objects.select_for_update(of=("self",)).select_related("connection__child")
    now = clock.now()
    found = list(waiting.filter(pk__in=list(due), delete_at__lte=now, deleted_at=None, undone_at=None))
    people = {each.connection.child_id: each.connection.child for each in found}
    left = [person for person in people.values() if person.erased_at is None and person.merged_into_id is None]
    if left:
        erasure.erase_many(left, by=by)
    Clearing.objects.filter(pk__in=[each.pk for each in found]).update(deleted_at=now)
    return len(left)


class Undone(NamedTuple):
    """What could be put back: the place in the group, the tickets; and whether there is a second record by now."""

    in_group: bool
    tickets: int
    stayed: int
    doubled: bool


@action
def undo(done: Clearing, *, by: Actor) -> Undone:
    """An operator puts somebody back, as far as nothing has changed since. Raises WrongMove when it is too late."""
    _may_undo(by, done).require()
    _mark_undone(done, by)
    connection = Connection.objects.select_related("parent", "child").get(pk=done.connection_id)
    is_there = Contact.objects.filter(pk=connection.child_id, erased_at=None, merged_into=None).update(hidden_at=None)
    both = is_there and connection.parent.hidden_at is None
    in_group = bool(both) and groups.restore(connection, done.ended, by=by)
    returned = [Returned(*each) for each in done.returned]
    stayed = returning.give_again(returned, connection.typed_name, by=by) if returned else []
    Clearing.objects.filter(pk=done.pk).update(stayed=len(stayed))
    journal.write("connection.clearing-undone", by=by, about=connection, in_group=in_group, stayed=len(stayed))
    return Undone(in_group, len(returned) - len(stayed), len(stayed), _is_doubled(connection, done))


def can_be_undone(done: Clearing) -> bool:
    """For 30 days, and as long as the record is there."""
    is_over = done.undone_at or done.deleted_at or done.done_at is None
    return not is_over and done.done_at > clock.now() - KEPT


def _mark_undone(done: Clearing, by: Actor) -> None:
    """Two presses at once are one."""
    still = Clearing.objects.filter(pk=done.pk, deleted_at=None, undone_at=None, done_at__gt=clock.now() - KEPT)
    if not still.update(undone_at=clock.now(), undone_by=by.login_id):
        raise WrongMove(_("This can no longer be undone: it was undone already, or 30 days have passed."))


def _write_down(organisation: Organisation, going: list[Case], ended: dict[int, dict], by: Actor) -> None:
    """Close people, give tickets back, and keep what undoing needs."""
    now, given, told = clock.now(), _given_back(going, by), _announced(going)
    Contact.objects.filter(pk__in=[each.member_id for each in going if each.fate in GONE]).update(hidden_at=now)
    done = [
        {
            "organisation_id": organisation.pk,
            "connection_id": each.connection_id,
            "announced_at": told[each.connection_id],
            "fate": each.fate,
            "done_at": now,
            "delete_at": now + KEPT if each.fate in GONE else None,
            "ended": ended.get(each.connection_id, {}),
            "returned": given.get(each.member_id, []) if each.fate is Fate.RETURNED else [],
        }
        for each in going
    ]
    rows.insert(Clearing, done)
    fates = ((each.member_id, {"fate": each.fate, "connection": each.connection_id}) for each in going)
    journal.write_many("contact.cleared", Contact, fates, by=by)


def _given_back(going: list[Case], by: Actor) -> dict[int, list[list]]:
    """What goes back to the leads of these members, by member, as `Returned` reads it again."""
    back = {each.member_id: each.lead_id for each in going if each.fate is Fate.RETURNED}
    given: dict[int, list[list]] = {}
    for each in returning.give_back(back, by=by) if back else []:
        given.setdefault(each.holder_id, []).append([each.line_id, each.holder_id, each.ticket_id, each.code])
    return given


def _announced(going: list[Case]) -> dict[int, datetime]:
    """When the leads were told, by connection; the rows that waited make room for those of what was done."""
    waiting = Clearing.objects.filter(connection_id__in=[each.connection_id for each in going], done_at=None)
    told = dict(waiting.values_list("connection_id", "announced_at"))
    waiting.delete()
    return told


def _notice(lead: Contact, connections: list[int]) -> dict:
    dedup = f"silent-notice:{min(connections)}:{clock.now():%Y%m%dT%H%M%S%f}"
    return letters.letter(lead, "silent-notice", dedup=dedup, connections=connections)


def _is_doubled(connection: Connection, done: Clearing) -> bool:
    """Somebody registered this address once more while the record was closed."""
    others = letters.sharing_address(connection.child_id).filter(hidden_at=None, created_at__gte=done.done_at)
    return others.exclude(pk=connection.child_id).exists()


def _may_undo(actor: Actor, done: Clearing) -> Verdict:
    holds = actor.has(Power.UNDO_CLEARING) and actor.organisation_id == done.organisation_id
    return Verdict(actor.kind == Kind.SYSTEM or holds, _("Your post does not allow putting people back."))
