"""What the postman is told when a letter of Friends & Family is about to go."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from kithkin.base import addresses, tokens
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.postman import Envelope

from . import queries
from .links import token
from .models import Consent, ConsentEvent
from .scopes import FULL, OFFERED, PHRASES, WORDS, Scope
from .states import State


def consent_request(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The request with its link, the lead's name and the privacy policy (second seed); None when it is over."""
    rounds = Consent.objects.select_related("connection__parent", "connection__child", "connection__organisation")
    asked = rounds.in_bulk([letter.facts["consent"] for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    return {letter.pk: _request(letter, asked.get(letter.facts["consent"]), keys, found) for letter in letters}


def _request(letter: Letter, consent: Consent | None, keys: dict[int, str], found: dict[int, str]) -> Envelope | None:
    if consent is None or not _still_asks(letter, consent) or letter.contact_id not in found:
        return None
    link = token(consent, keys[letter.contact_id])
    Consent.objects.filter(pk=consent.pk).update(token_fingerprint=tokens.fingerprint(link))
    connection = consent.connection
    context = {
        "lead": connection.parent.name,
        "member": f"{connection.typed_first} {connection.typed_last}",
        "organisation": connection.organisation,
        "address": addresses.masked(found[letter.contact_id]),
        "lines": [{"opens": PHRASES[scope]} for scope in OFFERED if scope in FULL],
        "days": connection.organisation.request_days,
        "link": f"{settings.BASE_URL}/consent/{link}/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to=found[letter.contact_id], language=letter.language, context=context)


def _still_asks(letter: Letter, consent: Consent) -> bool:
    same_press = consent.asks == letter.facts["ask"]
    return (
        consent.state == State.ASKED
        and same_press
        and consent.connection.removed_at is None
        and not queries.has_expired(consent)
    )


def consent_receipt(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member alone: what was allowed, changed, refused or taken back, and the link that undoes it."""
    events = ConsentEvent.objects.select_related(
        "consent", "connection__parent", "connection__child", "connection__organisation"
    ).in_bulk([letter.facts["event"] for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    return {letter.pk: _after(letter, events.get(letter.facts["event"]), keys, found) for letter in letters}


def consent_reminder(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member, some weeks before the end: what is open, and one press to renew; None once that has changed."""
    rounds = Consent.objects.select_related("connection__parent", "connection__child", "connection__organisation")
    due = rounds.in_bulk([letter.facts["consent"] for letter in letters])
    found = contacts.addresses([letter.contact_id for letter in letters])
    keys = contacts.address_keys([letter.contact_id for letter in letters])
    return {letter.pk: _before_end(letter, due.get(letter.facts["consent"]), keys, found) for letter in letters}


def _after(letter: Letter, event: ConsentEvent | None, keys: dict, found: dict) -> Envelope | None:
    if event is None or event.consent is None or letter.contact_id not in found:
        return None
    with translation.override(letter.language):
        what = {
            "what": event.what,
            "scopes": [str(WORDS[Scope(scope)]) for scope in event.scopes],
            "until": event.ends_at,
        }
    return _standing(letter, event.consent, event.connection, keys, found, what)


def _before_end(letter: Letter, consent: Consent | None, keys: dict, found: dict) -> Envelope | None:
    if consent is None or not queries.is_in_force(consent) or consent.connection.removed_at:
        return None
    if letter.contact_id not in found:
        return None
    with translation.override(letter.language):
        what = {"scopes": [str(WORDS[scope]) for scope in Scope if scope in consent.scopes()], "until": consent.ends_at}
    return _standing(letter, consent, consent.connection, keys, found, what)


def _standing(letter, consent: Consent, connection, keys: dict, found: dict, what: dict) -> Envelope:
    """What both letters share; the link is that of the round, made again alike."""
    link = token(consent, keys[letter.contact_id])
    Consent.objects.filter(pk=consent.pk).update(token_fingerprint=tokens.fingerprint(link))
    context = {
        **what,
        "lead": connection.parent.name,
        "lead_first": connection.parent.first_name,
        "member": connection.child.first_name,
        "organisation": connection.organisation,
        "link": f"{settings.BASE_URL}/consent/{link}/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to=found[letter.contact_id], language=letter.language, context=context)
