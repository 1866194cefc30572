"""The letters about joined records: the person is told all, under both of them, a lead only that it was done.

On paper where there is no address; of a child without one the guardians are told all (merging_in_care).
"""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kithkin.base.numbers import show_contact_number
from kithkin.connections import guardians, queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import OFFERED, WORDS, Scope
from kithkin.contacts import letters as contacts
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope
from kithkin.organisations.models import Organisation
from kithkin.ui import dates

from .duplicates_models import UNDO_LASTS, Merge


def tell_joined(merge: Merge) -> None:
    """To the person under both records, and once to each lead of either."""
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
    led = Connection.objects.filter(which, child__in=two).exclude(parent__in=[*two, *_told_all(two)])
    led = led.select_related("parent")
    for lead, connection in {each.parent: each for each in led.order_by("-pk")}.items():
        dedup = f"{template}:{merge.pk}:{lead.pk}"
        contacts.write_to(lead, template, dedup=dedup, merge=merge.pk, connection=connection.pk)


def _told_all(two: list[int]) -> set[int]:
    """The guardians who read what a child without an address would have read."""
    reached = contacts.addresses(two)
    cared_for = guardians.in_care(child for child in two if child not in reached)
    return {guardian.pk for each in cared_for.values() for guardian in each}


def records_joined(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the person: which record stays, what each lead sees now, until when it can be undone; None once it is."""
    merges = {number: merge for number, merge in behind(letters).items() if is_joined(merge)}
    found, led = _addresses(merges), leads_of(merges.values())
    cared_for = guardians.in_care(merge.kept_id for merge in merges.values())
    envelopes: dict[int, Envelope | None] = {}
    for letter in letters:
        merge = merges.get(letter.facts["merge"])
        if merge and letter.contact_id == merge.kept_id:
            lines = [line(each, letter.language) for each in led.get(merge.kept_id, [])]
            envelopes[letter.pk] = _to_person(letter, merge, found, stays=True, lines=lines)
        elif merge and merge.kept_id in cared_for and not found.get(merge.gone_id):
            envelopes[letter.pk] = Envelope("", letter.language, {}, to_others=True)
        else:
            envelopes[letter.pk] = _to_person(letter, merge, found) if merge else None
    return envelopes


def records_parted(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the person: the records are two again."""
    merges = behind(letters)
    found = _addresses(merges)
    told = ((letter, merges.get(letter.facts["merge"])) for letter in letters)
    return {letter.pk: _to_person(letter, merge, found) if merge else None for letter, merge in told}


def people_changed(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To a lead: that two records of one person were joined, or parted again; alike however his connections stand."""
    named = Connection.objects.select_related("parent", "organisation")
    known = named.in_bulk([letter.facts["connection"] for letter in letters])
    ways = contacts.ways_to([letter.contact_id for letter in letters], on_paper=True)
    found = {number: to for number, (to, _key) in ways.items()}
    return {letter.pk: _to_lead(letter, known.get(letter.facts["connection"]), found) for letter in letters}


def behind(letters: Iterable[Letter]) -> dict[int, Merge]:
    """The merges that letters are about."""
    merges = Merge.objects.select_related("kept", "gone", "organisation")
    return merges.in_bulk([letter.facts["merge"] for letter in letters])


def is_joined(merge: Merge) -> bool:
    """Whether its records are one now."""
    return merge.state in (Merge.State.DONE, Merge.State.FINAL)


def leads_of(merges: Iterable[Merge]) -> dict[int, list[Connection]]:
    """Who acts for each record that stays, with the rounds of asking."""
    led: dict[int, list[Connection]] = {}
    people = [merge.kept_id for merge in merges]
    standing = Connection.objects.filter(child__in=people, parent__hidden_at=None, removed_at=None)
    for each in standing.select_related("parent", "organisation").prefetch_related("consents").order_by("pk"):
        led.setdefault(each.child_id, []).append(each)
    return led


def line(connection: Connection, language: str, called: Mapping[Scope, Promise] = WORDS) -> dict[str, str]:
    """A lead, and what is open to him now, in these words."""
    rounds = sorted(connection.consents.all(), key=lambda consent: consent.pk)
    last = rounds[-1] if rounds else None
    opened = last.scopes() if last and queries.is_in_force(last) else frozenset()
    with translation.override(language):
        words = [str(called[scope]) for scope in OFFERED if scope in opened]
        return {"name": connection.parent.name, "open": "; ".join(words) or _("Nothing is open")}


def last_day(merge: Merge, language: str) -> str:
    """Until when it can be undone."""
    if merge.confirmed_at is None:
        return ""
    with timezone.override(ZoneInfo(merge.organisation.timezone)), translation.override(language):
        return dates.plain_day(merge.confirmed_at + UNDO_LASTS)


def _addresses(merges: dict[int, Merge]) -> dict[int, str]:
    """Of both records, also of the one that is hidden now."""
    return contacts.last_addresses([record for merge in merges.values() for record in (merge.kept_id, merge.gone_id)])


def _to_person(letter: Letter, merge: Merge, found: dict[int, str], **more) -> Envelope | None:
    contact: Contact = merge.kept if letter.contact_id == merge.kept_id else merge.gone
    if contact.pk not in found:
        return None
    context = {
        "member": contact.first_name,
        "number": show_contact_number(contact.number),
        "day": last_day(merge, letter.language),
        "other_mailed": bool(found.get(merge.kept_id)),
        **more,
    }
    return envelope(letter, found[contact.pk], merge.organisation, "/account/people/", context)


def _to_lead(letter: Letter, connection: Connection | None, found: dict[int, str]) -> Envelope | None:
    if connection is None or letter.contact_id not in found:
        return None
    context = {"lead": connection.parent.first_name, "name": connection.typed_name}
    return envelope(letter, found[letter.contact_id], connection.organisation, "/account/friends/", context)


def envelope(letter: Letter, to: str, organisation: Organisation, page: str, context: dict) -> Envelope:
    """To this address, or printed."""
    shared = {
        "organisation": organisation,
        "link": f"{settings.BASE_URL}{page}",
        "policy": f"{settings.BASE_URL}/privacy/",
        "on_paper": not to,
    }
    return Envelope(to=to, language=letter.language, context={**shared, **context}, on_paper=True)
