"""Writing down that an operator opened a person's sheet, and why; what cannot be written is not shown."""

from datetime import timedelta

from django.db.models import F, QuerySet

from kithkin.base import clock
from kithkin.base.actor import Actor

from .models import StaffRead

Why = StaffRead.Why
LASTS = timedelta(minutes=30)


def again(contact_id: int, *, by: Actor) -> bool:
    """One look more for the case or the reason that this operator has for this person; whether there is one."""
    return _count(_in_force(contact_id, by))


def for_case(contact_id: int, why: Why, case_id: int, *, by: Actor) -> None:
    """A look for a case, which the caller has checked."""
    if not _count(_in_force(contact_id, by).filter(why=why, case_id=case_id)):
        _write(contact_id, by, why=why, case_id=case_id, times=1)


def give_reason(contact_id: int, why: Why, words: str, *, by: Actor) -> None:
    """Why he is going to look, without a case; nothing is seen yet."""
    _write(contact_id, by, why=why, words=words)


def about(contact_id: int | None) -> QuerySet[StaffRead]:
    """When and why the organiser's people looked at this person, the newest first."""
    return StaffRead.objects.filter(contact_id=contact_id, times__gt=0).order_by("-last_at", "-pk")


def _in_force(contact_id: int, by: Actor) -> QuerySet[StaffRead]:
    since = clock.now() - LASTS
    return StaffRead.objects.filter(contact_id=contact_id, login_id=by.login_id, first_at__gt=since)


def _count(found: QuerySet[StaffRead]) -> bool:
    newest = found.order_by("-pk").values("pk")[:1]
    return bool(StaffRead.objects.filter(pk__in=newest).update(last_at=clock.now(), times=F("times") + 1))


def _write(contact_id: int, by: Actor, **why) -> None:
    now = clock.now()
    StaffRead.objects.create(
        organisation_id=by.organisation_id,
        login_id=by.login_id,
        contact_id=contact_id,
        first_at=now,
        last_at=now,
        **why,
    )
