"""The letters about joined records: the person is told all, at both addresses, a lead only that it was done."""

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kithkin.base.numbers import show_contact_number
from kithkin.connections import queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import OFFERED, WORDS
from kithkin.contacts import letters as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

from .duplicates_models import UNDO_LASTS, Merge


def tell_joined(merge: Merge) -> None:
    """To the person at both addresses, and once to each lead of either record."""
    for contact in (merge.kept, merge.gone):
        contacts.write_to(contact, "records-joined", dedup=f"records-joined:{merge.pk}:{contact.pk}", merge=merge.pk)
    _tell_leads(merge, "people-joined", Q(removed_at=None) | Q(removed_at__gte=merge.confirmed_at, child=merge.gone))


def tell_parted(merge: Merge) -> None:
    """The same when the records are two again."""
    for contact in (merge.kept, merge.gone):
        contacts.write_to(contact, "records-parted", dedup=f"records-parted:{merge.pk}:{contact.pk}", merge=merge.pk)
    _tell_leads(merge, "people-parted", Q(removed_at=None))


def _tell_leads(merge: Merge, template: str, which: Q) -> None:
    two = [merge.kept_id, merge.gone_id]
    led = Connection.objects.filter(which, child__in=two).exclude(parent__in=two).select_related("parent")
    for lead, connection in {each.parent: each for each in led.order_by("-pk")}.items():
        dedup = f"{template}:{merge.pk}:{lead.pk}"
        contacts.write_to(lead, template, dedup=dedup, merge=merge.pk, connection=connection.pk)


def records_joined(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the person: which record stays, what each lead sees now, until when it can be undone; None once it is."""
    merges, found = _behind(letters)
    led = _led([merge.kept_id for merge in merges.values()])
    return {letter.pk: _joined(letter, merges.get(letter.facts["merge"]), found, led) for letter in letters}


def records_parted(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the person: the records are two again."""
    merges, found = _behind(letters)
    return {letter.pk: _to_person(letter, merges.get(letter.facts["merge"]), found) for letter in letters}


def people_changed(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To a lead: that two records of one person were joined, or parted again; alike however his connections stand."""
    named = Connection.objects.select_related("parent", "organisation")
    known = named.in_bulk([letter.facts["connection"] for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _to_lead(letter, known.get(letter.facts["connection"]), found) for letter in letters}


def _behind(letters: Sequence[Letter]) -> tuple[dict[int, Merge], dict[int, str]]:
    """The merges and the addresses, also that of a record which is hidden now."""
    merges = Merge.objects.select_related("kept", "gone", "organisation")
    known = merges.in_bulk([letter.facts["merge"] for letter in letters])
    return known, contacts.last_addresses([letter.contact_id for letter in letters])


def _led(people: Iterable[int]) -> dict[int, list[Connection]]:
    """Who acts for each of them, with the rounds of asking."""
    led: dict[int, list[Connection]] = {}
    standing = Connection.objects.filter(child__in=list(people), parent__hidden_at=None, removed_at=None)
    for each in standing.select_related("parent", "organisation").prefetch_related("consents").order_by("pk"):
        led.setdefault(each.child_id, []).append(each)
    return led


def _joined(letter: Letter, merge: Merge | None, found: dict, led: dict) -> Envelope | None:
    if merge is None or merge.state not in (Merge.State.DONE, Merge.State.FINAL):
        return None
    stays = letter.contact_id == merge.kept_id
    with translation.override(letter.language):
        lines = [_line(each) for each in led.get(merge.kept_id, [])] if stays else []
    return _to_person(letter, merge, found, stays=stays, lines=lines)


def _to_person(letter: Letter, merge: Merge | None, found: dict, **more) -> Envelope | None:
    if merge is None or letter.contact_id not in found:
        return None
    contact: Contact = merge.kept if letter.contact_id == merge.kept_id else merge.gone
    number = show_contact_number(contact.number)
    context = {"member": contact.first_name, "number": number, "day": _last_day(merge, letter), **more}
    return _envelope(letter, found, merge.organisation, "/account/people/", context)


def _to_lead(letter: Letter, connection: Connection | None, found: dict) -> Envelope | None:
    if connection is None or letter.contact_id not in found:
        return None
    context = {"lead": connection.parent.first_name, "name": connection.typed_name}
    return _envelope(letter, found, connection.organisation, "/account/friends/", context)


def _envelope(letter: Letter, found: dict, organisation, page: str, context: dict) -> Envelope:
    shared = {
        "organisation": organisation,
        "link": f"{settings.BASE_URL}{page}",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to=found[letter.contact_id], language=letter.language, context={**shared, **context})


def _line(connection: Connection) -> dict[str, str]:
    """A lead, and what is open to him now."""
    rounds = sorted(connection.consents.all(), key=lambda consent: consent.pk)
    last = rounds[-1] if rounds else None
    opened = last.scopes() if last and queries.is_in_force(last) else frozenset()
    words = [str(WORDS[scope]) for scope in OFFERED if scope in opened]
    return {"name": connection.parent.name, "open": "; ".join(words) or _("Nothing is open")}


def _last_day(merge: Merge, letter: Letter) -> str:
    if merge.confirmed_at is None:
        return ""
    with timezone.override(ZoneInfo(merge.organisation.timezone)), translation.override(letter.language):
        return dates.plain_day(merge.confirmed_at + UNDO_LASTS)
