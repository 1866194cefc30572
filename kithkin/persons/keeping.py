"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from kithkin.base import clock
from kithkin.contacts.models import Contact

from .models import ErasureDemand


def told(contact: Contact) -> dict[str, list[dict]]:
    """Whether operators want him erased."""
    found = ErasureDemand.objects.filter(contact=contact).order_by("-pk")
    return {"demands_to_erase_you": list(found.values("state", "asked_at", "settled_at"))}


def erase(contact_ids: list[int]) -> Counter:
    """A demand that still waits has come about."""
    waiting = ErasureDemand.objects.filter(contact_id__in=contact_ids, state=ErasureDemand.State.OPEN)
    waiting.update(state=ErasureDemand.State.REFUSED, settled_at=clock.now())
    return Counter()
