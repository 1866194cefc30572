"""Two records of one person become one: what the journal says of either, it says of the one that is kept."""

from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest, Least

from kithkin.base.moving import hand_back, hand_over

from .models import Entry, Read, Signal, StaffRead

_WHO = {"seen": (Read, "member_id", "lead_id"), "looked": (Read, "lead_id", "member_id")}


def join(kept: Model, gone: Model) -> dict[str, Any]:
    """Acts, reads and signals of and about `gone` are of `kept`; the ids of all that moved."""
    about = Entry.objects.filter(about=gone._meta.label_lower, about_id=gone.pk)
    same = _one_look(kept, gone)
    staff = StaffRead.objects.filter(contact_id=gone.pk).exclude(pk__in=[its.pk for _own, its in same])
    return {
        "acts": hand_over(Entry.objects.filter(contact_id=gone.pk), "contact_id", kept.pk),
        "about": hand_over(about, "about_id", kept.pk),
        "signals": hand_over(_signals(kept, gone), "lead_id", kept.pk),
        "staff": hand_over(staff, "contact_id", kept.pk),
        "staff_added": _count_once(same),
        "added": [added for name in _WHO for added in _add(name, kept, gone)],
        **{name: hand_over(_free(name, kept, gone), column, kept.pk) for name, (_r, column, _o) in _WHO.items()},
    }


def part(kept: Model, gone: Model, moved: dict[str, Any]) -> None:
    """They return; what was counted together is counted apart again."""
    hand_back(Entry, "contact_id", moved["acts"], since=kept.pk, to=gone.pk)
    hand_back(Entry, "about_id", moved["about"], since=kept.pk, to=gone.pk)
    hand_back(StaffRead, "contact_id", moved["staff"], since=kept.pk, to=gone.pk)
    hand_back(Signal, "lead_id", moved["signals"], since=kept.pk, to=gone.pk)
    for name, (_read, column, _other) in _WHO.items():
        hand_back(Read, column, moved[name], since=kept.pk, to=gone.pk)
    for model, name in ((Read, "added"), (StaffRead, "staff_added")):
        for number, times in moved.get(name, ()):  # a joining of before counted no looks together
            model.objects.filter(pk=number, times__gt=times).update(times=F("times") - times)


def _one_look(kept: Model, gone: Model) -> list[tuple[StaffRead, StaffRead]]:
    """Who opens a pair looks at both records at once, and it is written down of each: such rows, two by two."""
    of_pairs = StaffRead.objects.filter(why=StaffRead.Why.DUPLICATE).order_by("first_at", "pk")
    own: dict[tuple, list[StaffRead]] = {}
    for row in of_pairs.filter(contact_id=kept.pk):
        own.setdefault((row.login_id, row.case_id), []).append(row)
    found = []
    for its in of_pairs.filter(contact_id=gone.pk):
        if waiting := own.get((its.login_id, its.case_id)):
            found.append((waiting.pop(0), its))
    return found


def _count_once(same: list[tuple[StaffRead, StaffRead]]) -> list[list[int]]:
    """The row of the kept record stands for both, with the times of whichever was opened more often."""
    more = [[own.pk, its.times - own.times] for own, its in same if its.times > own.times]
    for number, times in more:
        StaffRead.objects.filter(pk=number).update(times=F("times") + times)
    return more


def _reads(name: str, kept: Model, gone: Model) -> QuerySet[Read]:
    """What was seen of `gone`, or what he saw; not what the two saw of each other."""
    _read, column, other = _WHO[name]
    return Read.objects.filter(Q(**{column: gone.pk}) & ~Q(**{other: kept.pk}))


def _same_day(name: str, kept: Model) -> QuerySet[Read]:
    _read, column, other = _WHO[name]
    same = {each: OuterRef(each) for each in (other, "what", "day")}
    return Read.objects.filter(**{column: kept.pk}, **same)


def _free(name: str, kept: Model, gone: Model) -> QuerySet[Read]:
    return _reads(name, kept, gone).filter(~Exists(_same_day(name, kept)))


def _add(name: str, kept: Model, gone: Model) -> list[list[int]]:
    """Where both were looked at on one day, there is one row a day: id and how often more."""
    _read, column, other = _WHO[name]
    added = []
    for read in _reads(name, kept, gone).filter(Exists(_same_day(name, kept))):
        same = {other: getattr(read, other), "what": read.what, "day": read.day}
        [own] = Read.objects.filter(**{column: kept.pk}, **same)
        first, last = Least(F("first_at"), read.first_at), Greatest(F("last_at"), read.last_at)
        Read.objects.filter(pk=own.pk).update(times=F("times") + read.times, first_at=first, last_at=last)
        added.append([own.pk, read.times])
    return added


def _signals(kept: Model, gone: Model) -> QuerySet[Signal]:
    same = Signal.objects.filter(lead_id=kept.pk, what=OuterRef("what"), day=OuterRef("day"))
    return Signal.objects.filter(~Exists(same), lead_id=gone.pk)
