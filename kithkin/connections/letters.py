"""What the postman is told when a letter of Friends & Family is about to go."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kithkin.base import addresses, rows, tokens
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.plain import nowhere
from kithkin.mail.tables import Envelope
from kithkin.organisations import queries as organisations

from . import kinds, queries, told
from .links import token
from .models import Connection, Consent, ConsentEvent
from .presets import Preset
from .scopes import BUYS_ONLY, OFFERED, PHRASES
from .states import State

Ways = dict[int, tuple[str, str]]
Versions = Mapping[int, int]  # of the privacy policy, by organisation
Going = dict[int, Consent]  # by letter


def consent_request(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """The request with its link, the lead's name and the privacy policy (second seed); None when it is over."""
    going, ways = _going(letters, _still_asks)
    called = kinds.words([consent.connection for consent in going.values()])
    now = organisations.policy_versions(letter.organisation_id for letter in letters)
    return {letter.pk: _request(letter, going.get(letter.pk), ways, called, now) for letter in letters}


def _request(letter: Letter, consent: Consent | None, ways: Ways, called: dict, now: Versions) -> Envelope | None:
    if consent is None:
        return None
    to, key = ways[letter.contact_id or 0]
    link = _link(consent, key)
    connection = consent.connection
    context = {
        "lead": connection.parent.name,
        "member": connection.typed_name,
        "organisation": connection.organisation,
        "address": addresses.masked(to) if to else _("you on paper"),
        "on_paper": not to,
        "kind": called.get(connection.pk, ""),
        "lines": [{"opens": words} for words in opens(connection)],
        "days": connection.organisation.request_days,
        "link": link,
        "not_me": f"{link}not-me/" if to else nowhere(),
        "policy": _policy(letter, now),
    }
    return Envelope(to, letter.language, context, on_paper=True)


def policy_address(version: int) -> str:
    """Where this version of the privacy policy stays, whichever counts later."""
    return f"{settings.BASE_URL}/privacy/{version}/" if version else f"{settings.BASE_URL}/privacy/"


def _policy(letter: Letter, now: Versions, read: int = 0) -> str:
    """The version that was read, else the one that the letter was written under, else the newest."""
    return policy_address(read or letter.facts.get("policy") or now.get(letter.organisation_id, 0))


def _link(consent: Consent, key: str) -> str:
    """The link of the round; whoever has no address answers at the desk."""
    return f"{settings.BASE_URL}/consent/{token(consent, key)}/" if key else nowhere()


def _keep_links(letters: Sequence[Letter], going: Going, ways: Ways) -> None:
    """Store the fingerprints of the links that are about to go, in one statement."""
    keys = {letter.pk: ways[letter.contact_id or 0][1] for letter in letters if letter.pk in going}
    made = {going[number].pk: tokens.fingerprint(token(going[number], key)) for number, key in keys.items() if key}
    rows.set_each(Consent, "token_fingerprint", made)


def opens(connection: Connection) -> list:
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
    about = {letter.pk: events.get(letter.facts["event"]) for letter in letters if letter.contact_id in ways}
    going = {number: event for number, event in about.items() if event and event.consent}
    _keep_links(letters, {number: event.consent for number, event in going.items()}, ways)
    now = organisations.policy_versions(letter.organisation_id for letter in letters)
    return {letter.pk: _after(letter, going.get(letter.pk), ways, now) for letter in letters}


def consent_reminder(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member, some weeks before the end: what is open, and one press to renew; None once that has changed."""
    return _with_an_end(letters, _ends_soon, told.before_end)


def consent_renewal(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """To the member whose consent has ended, because the lead asks: what was open, and one press to renew."""
    return _with_an_end(letters, _has_ended, told.after_end)


def _going(letters: Sequence[Letter], may_go: Callable[[Letter, Consent], bool]) -> tuple[Going, Ways]:
    """The rounds of the letters that may go, their links stored; the addresses, and what links are bound to."""
    rounds = Consent.objects.select_related("connection__parent", "connection__child", "connection__organisation")
    named = rounds.in_bulk([letter.facts["consent"] for letter in letters])
    ways = contacts.ways_to([letter.contact_id for letter in letters], on_paper=True)
    about = {letter: named.get(letter.facts["consent"]) for letter in letters if letter.contact_id in ways}
    going = {letter.pk: consent for letter, consent in about.items() if consent and may_go(letter, consent)}
    _keep_links(letters, going, ways)
    return going, ways


def _after(letter: Letter, event: ConsentEvent | None, ways: Ways, now: Versions) -> Envelope | None:
    """A receipt names the policy that was read, whatever counts since."""
    if event is None:
        return None
    with translation.override(letter.language):
        what = told.receipt(event, on_paper=not ways[letter.contact_id or 0][0])
    policy = _policy(letter, now, event.shown.get("policy", 0))
    return _standing(letter, event.consent, ways, {**what, "policy": policy})


def _ends_soon(_letter: Letter, consent: Consent) -> bool:
    return queries.is_in_force(consent) and not consent.connection.removed_at


def _has_ended(_letter: Letter, consent: Consent) -> bool:
    over = consent.state == State.ALLOWED and not queries.is_in_force(consent)
    return over and not consent.connection.removed_at


def _with_an_end(
    letters: Sequence[Letter], may_go: Callable[[Letter, Consent], bool], words: Callable[[Consent], dict]
) -> dict[int, Envelope | None]:
    """About what ends or has ended; None where that is no longer so."""
    going, ways = _going(letters, may_go)
    now = organisations.policy_versions(letter.organisation_id for letter in letters)
    envelopes: dict[int, Envelope | None] = dict.fromkeys(letter.pk for letter in letters)
    for letter in letters:
        if consent := going.get(letter.pk):
            with translation.override(letter.language):
                what = words(consent)
            envelopes[letter.pk] = _standing(letter, consent, ways, {**what, "policy": _policy(letter, now)})
    return envelopes


def _standing(letter: Letter, consent: Consent, ways: Ways, what: dict) -> Envelope:
    """What these letters share."""
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
    }
    return Envelope(to, letter.language, context, on_paper=True)
