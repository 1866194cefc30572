"""Records that may be one person: found by the house or put together by an operator, and what became of each pair."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import clock, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor, Kind, Power
from kithkin.base.verdict import Refused, Verdict, WrongMove
from kithkin.contacts import matching
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import duplicates_likeness as likeness
from .duplicates_likeness import Alike
from .duplicates_models import Duplicate, Merge

BATCH = 1000
# A pair that was settled stays settled; of one that is open, the reasons are those of today.
_AGAIN = """
ON CONFLICT ("first_id", "second_id") DO UPDATE SET
"score" = excluded."score", "why" = excluded."why", "seen_at" = excluded."seen_at"
WHERE "persons_duplicate"."state" = 'open'
"""


def search(organisation: Organisation, *, by: Actor) -> Iterator[int]:
    """Look through all contacts; yields after each of `steps` how many pairs it found.

    Stopped anywhere, it can begin again.
    """
    began, traits, everybody = clock.now(), matching.traits(organisation.pk), []
    while read := likeness.people(islice(traits, matching.BATCH)):
        everybody += read
        yield 0
    for found in likeness.rounds(everybody):
        for at in range(0, len(found), BATCH):
            keep(organisation, found[at : at + BATCH], by=by)
        yield len(found)
    forget_older(organisation, began, by=by)


def steps(organisation: Organisation) -> int:
    """How many steps a search takes, about."""
    people = Contact.objects.filter(organisation=organisation, hidden_at=None).count()
    return -(-people // matching.BATCH) + likeness.ROUNDS


@action
def keep(organisation: Organisation, found: list[Alike], *, by: Actor) -> int:
    """Write down these pairs, in one statement; how many."""
    _may_search(by).require()
    now = clock.now()
    told = [
        {
            "organisation_id": organisation.pk,
            "first_id": each.first_id,
            "second_id": each.second_id,
            "score": each.score,
            "why": list(each.why),
            "seen_at": now,
        }
        for each in found
    ]
    rows.insert(Duplicate, told, on_conflict=_AGAIN)
    return len(told)


@action
def forget_older(organisation: Organisation, began: datetime, *, by: Actor) -> int:
    """Pairs that nobody has touched and that no longer look alike."""
    _may_search(by).require()
    untouched = Duplicate.objects.filter(organisation=organisation, state=Duplicate.State.OPEN, paired_by=None)
    touched = Exists(Merge.objects.filter(duplicate=OuterRef("pk")))
    return untouched.filter(~touched, seen_at__lt=began).delete()[0]


@action
def pair(first: str, second: str, *, by: Actor) -> Duplicate:
    """An operator puts two records together by their contact numbers. A pair that was parted for good is open again."""
    may_settle(by).require()
    one, other = sorted((_by_number(first, by, "first"), _by_number(second, by, "second")), key=lambda each: each.pk)
    if one == other:
        raise Refused(_("These are one record already."), field="second")
    told = {"organisation_id": by.organisation_id, "score": 0, "seen_at": clock.now(), "paired_by": by.login_id}
    duplicate, is_new = Duplicate.objects.get_or_create(first=one, second=other, defaults=told)
    if not is_new and duplicate.state == Duplicate.State.NOT_THE_SAME:
        duplicate.state, duplicate.paired_by = Duplicate.State.OPEN, by.login_id
        duplicate.save(update_fields=["state", "paired_by"])
    journal.write("duplicate.paired", by=by, about=duplicate, first=one.pk, second=other.pk)
    return duplicate


@action
def not_the_same(duplicate: Duplicate, *, by: Actor) -> None:
    """Two people: the house does not ask again."""
    may_settle(by, duplicate).require()
    if Merge.objects.filter(duplicate=duplicate, state=Merge.State.PROPOSED).exists():
        raise WrongMove(_("Somebody has proposed to join these two. Settle that first."))
    settle(duplicate, Duplicate.State.OPEN, Duplicate.State.NOT_THE_SAME, by)
    journal.write(
        "duplicate.not-the-same", by=by, about=duplicate, first=duplicate.first_id, second=duplicate.second_id
    )


def settle(duplicate: Duplicate, old: str, new: str, by: Actor) -> None:
    """Move a pair that still stands where it was seen. Raises WrongMove for one that does not."""
    still = Duplicate.objects.filter(pk=duplicate.pk, state=old)
    if not still.update(state=new, settled_by=by.login_id, settled_at=clock.now()):
        raise WrongMove(_("This is settled already."))
    duplicate.state = new


def of(actor: Actor) -> QuerySet[Duplicate]:
    """The pairs of the operator's organisation, the likeliest first."""
    if actor.kind != Kind.OPERATOR or not actor.has(Power.MERGE_CONTACTS):
        return Duplicate.objects.none()
    found = Duplicate.objects.filter(organisation_id=actor.organisation_id).select_related("first", "second")
    return found.order_by("-score", "pk")


def still_there(actor: Actor) -> QuerySet[Duplicate]:
    """Those of them whose records are both still there."""
    return of(actor).filter(first__hidden_at=None, second__hidden_at=None)


def waiting(actor: Actor) -> QuerySet[Duplicate]:
    """Those that somebody has to decide."""
    return still_there(actor).filter(state=Duplicate.State.OPEN)


def may_settle(actor: Actor, duplicate: Duplicate | None = None) -> Verdict:
    """Whether this operator may decide about two records."""
    holds = actor.kind == Kind.OPERATOR and actor.has(Power.MERGE_CONTACTS)
    own = duplicate is None or duplicate.organisation_id == actor.organisation_id
    return Verdict(holds and own, _("Your post does not allow joining records."))


def _may_search(actor: Actor) -> Verdict:
    return Verdict(actor.kind == Kind.SYSTEM, _("The house looks for duplicates by itself."))


def _by_number(number: str, by: Actor, field: str) -> Contact:
    if not numbers.is_contact_number(number):
        raise Refused(_("This is no contact number: its check digits do not fit. Read it again."), field=field)
    known = Contact.objects.filter(organisation_id=by.organisation_id, number=numbers.bare(number), hidden_at=None)
    if found := known.first():
        return found
    raise Refused(_("No contact here has this number."), field=field)
