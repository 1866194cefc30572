"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from kithkin.base import rows

from .models import Letter, State

ERASED = "erased"


def told(contact) -> dict[str, list]:
    """Which letters were written to him, and when they went; what they say is with him."""
    found = Letter.objects.filter(contact_id=contact.pk, organisation_id=contact.organisation_id).order_by("-pk")
    return {"letters": list(found.values("template", "language", "state", "queued_at", "sent_at", "printed_at"))}


def erase(contact_ids: list[int]) -> Counter:
    """Letters still to go are dropped; of all, only which sort went when remains."""
    to_them = Letter.objects.filter(contact_id__in=rows.these(contact_ids))
    to_go = to_them.filter(state__in=(State.WAITING, State.SENDING, State.TO_PRINT))
    to_go.update(state=State.DROPPED, claimed_until=None, error=ERASED)
    return Counter(letters=to_them.update(contact_id=None))
