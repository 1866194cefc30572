"""What the postman is told when a letter of Friends & Family is about to go."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kithkin.base import addresses, tokens
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.plain import nowhere
from kithkin.mail.tables import Envelope

from . import kinds, queries, told
from .links import token
from .models import Connection, Consent, ConsentEvent
from .presets import Preset
from .scopes import BUYS_ONLY, OFFERED, PHRASES
from .states import State

Ways = dict[int, tuple[str, str]]


def consent_request(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The request with its link, the lead's name and the privacy policy (second seed); None when it is over."""
    asked, ways = _rounds(letters)
    called = kinds.words([consent.connection for consent in asked.values()])
    return {letter.pk: _request(letter, asked.get(letter.facts["consent"]), ways, called) for letter in letters}


def _request(letter: Letter, consent: Consent | None, ways: Ways, called: dict) -> Envelope | None:
    if consent is None or not _still_asks(letter, consent) or letter.contact_id not in ways:
        return None
    to, key = ways[letter.contact_id]
    link = _link(consent, key)
    connection = consent.connection
    context = {
        "lead": connection.parent.name,
        "member": connection.typed_name,
        "organisation": connection.organisation,
        "address": addresses.masked(to) if to else _("you on paper"),
        "on_paper": not to,
        "kind": called.get(connection.pk, ""),
        "lines": [{"opens": words} for words in _opens(connection)],
        "days": connection.organisation.request_days,
        "link": link,
        "not_me": f"{link}not-me/" if to else nowhere(),
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to, letter.language, context, on_paper=True)


def _link(consent: Consent, key: str) -> str:
    """The link of the round, its fingerprint stored; whoever has no address answers at the desk."""
    if not key:
        return nowhere()
    made = token(consent, key)
    Consent.objects.filter(pk=consent.pk).update(token_fingerprint=tokens.fingerprint(made))
    return f"{settings.BASE_URL}/consent/{made}/"


def _opens(connection: Connection) -> list:
    """What Allow opens, as phrases; where it opens nothing, that."""
    asked = Preset(connection.asks_for).rights
    return [PHRASES[scope] for scope in OFFERED if scope in asked] or [BUYS_ONLY]


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
        "consent__connection__parent",
        "consent__connection__child",
        "consent__connection__organisation",
        "connection__parent",
        "connection__organisation",
    ).in_bulk([letter.facts["event"] for letter in letters])
    ways = contacts.ways_to([letter.contact_id for letter in letters], on_paper=True)
    return {letter.pk: _after(letter, events.get(letter.facts["event"]), ways) for letter in letters}


def consent_reminder(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member, some weeks before the end: what is open, and one press to renew; None once that has changed."""
    due, ways = _rounds(letters)
    return {letter.pk: _before_end(letter, due.get(letter.facts["consent"]), ways) for letter in letters}


def consent_renewal(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member whose consent has ended, because the lead asks: what was open, and one press to renew."""
    ended, ways = _rounds(letters)
    return {letter.pk: _after_end(letter, ended.get(letter.facts["consent"]), ways) for letter in letters}


def _rounds(letters: Sequence[Letter]) -> tuple[dict[int, Consent], Ways]:
    """The rounds that letters are about; the addresses, and what links are bound to."""
    rounds = Consent.objects.select_related("connection__parent", "connection__child", "connection__organisation")
    people = [letter.contact_id for letter in letters]
    named = rounds.in_bulk([letter.facts["consent"] for letter in letters])
    return named, contacts.ways_to(people, on_paper=True)


def _after(letter: Letter, event: ConsentEvent | None, ways: Ways) -> Envelope | None:
    if event is None or event.consent is None or letter.contact_id not in ways:
        return None
    with translation.override(letter.language):
        what = told.receipt(event, on_paper=not ways[letter.contact_id][0])
    return _standing(letter, event.consent, ways, what)


def _before_end(letter: Letter, consent: Consent | None, ways: Ways) -> Envelope | None:
    if consent is None or not queries.is_in_force(consent) or consent.connection.removed_at:
        return None
    return _with_an_end(letter, consent, ways, told.before_end)


def _after_end(letter: Letter, consent: Consent | None, ways: Ways) -> Envelope | None:
    if consent is None or consent.state != State.ALLOWED or queries.is_in_force(consent):
        return None
    return None if consent.connection.removed_at else _with_an_end(letter, consent, ways, told.after_end)


def _with_an_end(letter: Letter, consent: Consent, ways: Ways, words: Callable) -> Envelope | None:
    if letter.contact_id not in ways:
        return None
    with translation.override(letter.language):
        what = words(consent)
    return _standing(letter, consent, ways, what)


def _standing(letter: Letter, consent: Consent, ways: Ways, what: dict) -> Envelope:
    """What these letters share; the link is that of the round, made again alike."""
    connection = consent.connection
    to, key = ways[letter.contact_id or 0]
    context = {
        **what,
        "on_paper": not to,
        "lead": connection.parent.name,
        "lead_first": connection.parent.first_name,
        "member": connection.child.first_name,
        "organisation": connection.organisation,
        "link": _link(consent, key),
        "policy": f"{settings.BASE_URL}/privacy/",
    }
    return Envelope(to, letter.language, context, on_paper=True)
