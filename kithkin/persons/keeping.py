"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from django.db.models import Q

from kithkin.base import clock, rows
from kithkin.contacts.models import Contact

from .models import Duplicate, ErasureDemand, Merge


def told(contact: Contact) -> dict[str, list]:
    """Whether operators want him erased, and which records were joined with his."""
    found = ErasureDemand.objects.filter(contact=contact).order_by("-pk")
    joined = Merge.objects.filter(Q(kept=contact) | Q(gone=contact), confirmed_at__isnull=False).order_by("-pk")
    return {
        "demands_to_erase_you": list(found.values("state", "asked_at", "settled_at")),
        "records_joined": list(joined.values("state", "confirmed_at", "ended_at")),
    }


def joined_into(contact_ids: list[int]) -> list[Contact]:
    """The records that were joined into these: they hold the same person's names and details."""
    return list(Contact.objects.filter(merged_into_id__in=rows.these(contact_ids), erased_at=None))


def erase(contact_ids: list[int]) -> Counter:
    """A demand that still waits has come about; nothing can be joined with him or parted from him any more."""
    waiting = ErasureDemand.objects.filter(contact_id__in=rows.these(contact_ids), state=ErasureDemand.State.OPEN)
    waiting.update(state=ErasureDemand.State.REFUSED, settled_at=clock.now())
    merges = Merge.objects.filter(Q(kept_id__in=rows.these(contact_ids)) | Q(gone_id__in=rows.these(contact_ids)))
    merges.filter(state=Merge.State.PROPOSED).update(state=Merge.State.DROPPED, ended_at=clock.now())
    merges.filter(state=Merge.State.DONE).update(state=Merge.State.FINAL, ended_at=clock.now())
    merges.update(moved={})
    pairs = Duplicate.objects.filter(Q(first_id__in=rows.these(contact_ids)) | Q(second_id__in=rows.these(contact_ids)))
    pairs.filter(state=Duplicate.State.OPEN).update(state=Duplicate.State.NOT_THE_SAME, settled_at=clock.now())
    return Counter()
