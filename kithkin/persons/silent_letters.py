"""What the postman is told when a lead is to read who will leave his group."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from kithkin.base import clock
from kithkin.connections.models import Consent
from kithkin.connections.states import State
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

from .silent_models import Clearing


def silent_notice(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the lead: the names that he typed, and the day; None once none of them is silent any more."""
    named = {number for letter in letters for number in letter.facts["connections"]}
    found = {each.connection_id: each for each in _waiting(named) if _is_silent(each)}
    sent_to = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _envelope(letter, found, sent_to) for letter in letters}


def _waiting(connection_ids: set[int]) -> QuerySet[Clearing]:
    open_now = Consent.objects.filter(connection=OuterRef("connection"), state=State.ALLOWED, ends_at__gt=clock.now())
    waiting = Clearing.objects.filter(~Exists(open_now), connection_id__in=connection_ids, done_at=None)
    return waiting.select_related("connection__parent", "organisation").order_by("connection_id")


def _is_silent(told: Clearing) -> bool:
    return told.connection.removed_at is None and told.connection.asked_at <= told.announced_at


def _envelope(letter: Letter, found: dict[int, Clearing], sent_to: dict[int, str]) -> Envelope | None:
    told = [found[number] for number in letter.facts["connections"] if number in found]
    if not told or letter.contact_id not in sent_to:
        return None
    organisation = told[0].organisation
    leaves = told[0].announced_at + timedelta(days=organisation.purge_notice_days)
    with translation.override(letter.language):
        context = {
            "lead": told[0].connection.parent.first_name,
            "organisation": organisation,
            "lines": [{"name": each.connection.typed_name} for each in told],
            "day": _day(leaves, organisation.timezone),
            "link": f"{settings.BASE_URL}/account/friends/",
            "policy": f"{settings.BASE_URL}/privacy/",
        }
    return Envelope(to=sent_to[letter.contact_id], language=letter.language, context=context)


def _day(at: datetime, zone: str) -> str:
    with timezone.override(ZoneInfo(zone)):
        return dates.plain_day(at)
