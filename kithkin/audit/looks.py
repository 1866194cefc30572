"""Writing down that an operator opened a person's sheet or a letter, and why; what cannot be written is not shown."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F, QuerySet

from kithkin.base import clock, rows
from kithkin.base.actor import Actor

from .models import StaffRead

Why = StaffRead.Why
LASTS = timedelta(minutes=30)


def again(contact_id: int, *, by: Actor) -> bool:
    """One look more for the case or the reason that this operator has for this person; whether there is one.

    Whoever has read a letter has no reason yet to open the sheet.
    """
    return _count(_in_force(by).filter(contact_id=contact_id).exclude(why=Why.READING))


def for_case(contact_id: int, why: Why, case_id: int, *, by: Actor) -> None:
    """A look for a case, which the caller has checked."""
    if not _count(_in_force(by).filter(contact_id=contact_id, why=why, case_id=case_id)):
        _write(contact_id, by, why=why, case_id=case_id, times=1)


def reading(letters: Iterable[tuple[int, int]], *, by: Actor) -> None:
    """A look at many letters, each of a person: pairs of contact and letter; three statements."""
    read = set(letters)
    people, cases = (rows.these({pair[place] for pair in read}) for place in (0, 1))
    of_these = _in_force(by).filter(why=Why.READING, contact_id__in=people, case_id__in=cases)
    again = {(each.contact_id, each.case_id): each.pk for each in of_these.order_by("pk")}
    counted = StaffRead.objects.filter(pk__in=rows.these(again[pair] for pair in read if pair in again))
    counted.update(last_at=clock.now(), times=F("times") + 1)
    new = sorted(read - again.keys())
    first = {"why": Why.READING, "words": "", "times": 1}
    rows.insert(StaffRead, [{**_look(person, by), **first, "case_id": letter} for person, letter in new])


def give_reason(contact_id: int, why: Why, words: str, *, by: Actor) -> None:
    """Why he is going to look, without a case; nothing is seen yet."""
    _write(contact_id, by, why=why, words=words)


def about(contact_id: int | None) -> QuerySet[StaffRead]:
    """When and why the organiser's people looked at this person, the newest first."""
    return StaffRead.objects.filter(contact_id=contact_id, times__gt=0).order_by("-last_at", "-pk")


def _in_force(by: Actor) -> QuerySet[StaffRead]:
    return StaffRead.objects.filter(login_id=by.login_id, first_at__gt=clock.now() - LASTS)


def _count(found: QuerySet[StaffRead]) -> bool:
    newest = found.order_by("-pk").values("pk")[:1]
    return bool(StaffRead.objects.filter(pk__in=newest).update(last_at=clock.now(), times=F("times") + 1))


def _write(contact_id: int, by: Actor, **why) -> None:
    StaffRead.objects.create(**_look(contact_id, by), **why)


def _look(contact_id: int, by: Actor) -> dict[str, Any]:
    ids = {"organisation_id": by.organisation_id, "login_id": by.login_id, "contact_id": contact_id}
    return {**ids, "first_at": clock.now(), "last_at": clock.now()}
