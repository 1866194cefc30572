"""What this floor keeps of a person: told to him, and taken away."""

from collections import Counter

from django.db.models import Q, QuerySet

from kithkin.base import rows

from . import looks
from .models import Entry, Read, Signal, StaffRead

CONTACT = "contacts.contact"


def told(contact) -> dict[str, list]:
    """What he did, what was done with his record, who saw what of him, and which limits he met."""
    return {
        "acts": list(_entries(contact).values("at", "kind", "counter", "what", *_WHOSE)),
        "seen_by_others": list(_reads(member_id=contact.pk).values("lead_id", "what", *_COUNTED)),
        "seen_by_staff": [
            {"why": str(each.get_why_display()), "words": each.words, **_times(each)}
            for each in looks.about(contact.pk)
        ],
        "seen_by_you": list(_reads(lead_id=contact.pk).values("member_id", "what", *_COUNTED)),
        "limits_met": list(Signal.objects.filter(lead_id=contact.pk).order_by("-last_at").values("what", *_COUNTED)),
    }


def erase(contact_ids: list[int]) -> Counter:
    """Reads and signals go; the journal names him by an id that leads to nobody."""
    reads = Read.objects.filter(lead_id__in=rows.these(contact_ids)).delete()[0]
    reads += Read.objects.filter(member_id__in=rows.these(contact_ids)).delete()[0]
    reads += StaffRead.objects.filter(contact_id__in=rows.these(contact_ids)).delete()[0]
    signals = Signal.objects.filter(lead_id__in=rows.these(contact_ids)).delete()[0]
    return Counter(reads=reads, signals=signals)


_COUNTED = ("first_at", "last_at", "times")
_WHOSE = ("contact_id", "about", "about_id")


def _times(each: StaffRead) -> dict:
    return {name: getattr(each, name) for name in _COUNTED}


def _entries(contact) -> QuerySet[Entry]:
    by_or_about = Q(contact_id=contact.pk) | Q(about=CONTACT, about_id=contact.pk)
    return Entry.objects.filter(by_or_about).order_by("-pk")


def _reads(**whose: int) -> QuerySet[Read]:
    return Read.objects.filter(**whose).order_by("-last_at", "-pk")
