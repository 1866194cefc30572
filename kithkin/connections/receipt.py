"""The receipt of a consent, for the member alone: the fields of ISO/IEC TS 27560:2023, as docs/receipt.md lists them.

What the specification does not know begins with `x_`.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.contacts.models import Contact

from . import proof, receipt_events
from .letters import policy_address
from .models import Connection, Consent, ConsentEvent, ConsentText
from .receipt_events import moment
from .receipt_parties import parties, party_id
from .scopes import OFFERED, WORDS, Scope
from .states import State

SCHEMA = "ISO/IEC TS 27560:2023 (Kithkin receipt 2)"
CONSENT, CONTRACT = "eu-gdpr:A6-1-a", "eu-gdpr:A6-1-b"
# Withdrawing, access, rectification, erasure, restriction, portability, and complaining to an authority.
RIGHTS = ("A7-3", "A15", "A16", "A17", "A18", "A20", "A77")
# What a right lets somebody see, after the Personal Data extension of the Data Privacy Vocabulary.
TYPES = {
    Scope.SEE_CONTACT_DETAILS: ("pd:EmailAddress", "pd:TelephoneNumber"),
    Scope.SEE_TICKETS: ("pd:Transactional",),
    Scope.SEE_ORDERS: ("pd:Transactional",),
}
_ASKED = ("asked", "asked-to-renew")


def receipt(connection: Connection, consent: Consent | None) -> dict[str, Any]:
    """Everything as plain data."""
    events = list(connection.events.order_by("sequence"))
    guardians = _guardians(connection, events)
    return {
        "header": _header(connection, events),
        "pii_processing": _processing(connection, consent, events),
        "party_identification": parties(connection, guardians),
        "event": receipt_events.told(connection, events),
    }


def _header(connection: Connection, events: list[ConsentEvent]) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA,
        "record_id": connection.public_id,
        "receipt_id": f"{connection.public_id}-{len(events)}",
        "pii_principal_id": connection.child.number,
        "x_issued_at": moment(clock.now()),
        "x_chain_head": events[-1].hash if events else "",
    }


def _processing(connection: Connection, consent: Consent | None, events: list[ConsentEvent]) -> dict[str, Any]:
    organisation = connection.organisation
    scopes = consent.scopes() if consent else frozenset()
    notice = _notice(connection, events)
    return {
        "privacy_notice": notice,
        "language": notice["language"],
        "purposes": [_purpose(scope) for scope in OFFERED if scope in scopes] or [_buying()],
        "pii_controllers": [party_id(organisation)],
        "storage_locations": [_("Database of %(club)s") % {"club": organisation.name}],
        "retention_period": _(
            "As long as the connection stands, then as long as the organiser must be able to prove it"
        ),
        "jurisdiction": [organisation.country],
        "recipient_third_parties": [party_id(connection.parent)],
        "withdrawal_method": _ways_back(connection),
        "privacy_rights": [f"eu-gdpr:{article}" for article in RIGHTS],
        "x_valid_until": moment(consent.ends_at) if consent and consent.ends_at else "",
    }


def _purpose(scope: Scope) -> dict[str, Any]:
    """One right that is open; acts open no data beyond what is seen."""
    seen = TYPES.get(scope, ("pd:Transactional",))
    words = str(WORDS[scope])
    return {
        "purpose": words,
        "purpose_type": "dpv:ServiceProvision",
        "lawful_basis": CONSENT,
        "pii_information": [{"pii_type": each, "pii_optional": True, "x_words": words} for each in seen],
        "x_scope": scope.value,
    }


def _buying() -> dict[str, Any]:
    """What a lead does without anything being open."""
    named = {"pii_type": "pd:Name", "pii_optional": False, "x_words": _("Your name, as the lead typed it")}
    return {
        "purpose": _("Buy for you"),
        "purpose_type": "dpv:ServiceProvision",
        "lawful_basis": CONTRACT,
        "pii_information": [named],
        "x_scope": "",
    }


def _notice(connection: Connection, events: list[ConsentEvent]) -> dict[str, Any]:
    """The text of what was opened last, else of the last answer, else of the request, word by word; and the policy."""
    read = [event for event in events if "text_hash" in event.shown]
    answered = [event for event in read if event.what not in _ASKED]
    standing = zip(events, proof.standings(events), strict=True)
    opening = [event for event, after in standing if event in answered and after.state == State.ALLOWED]
    event = next(iter((opening or answered or read)[-1:]), None)
    shown = event.shown if event else {}
    kept = ConsentText.objects.filter(hash=shown.get("text_hash", "")).first() or ConsentText()
    return {
        "address": policy_address(shown.get("policy", 0)),
        "policy": shown.get("policy", 0),
        "policy_hash": shown.get("policy_hash", ""),
        "text": kept.body or _("No text was shown: nothing was answered yet."),
        "text_hash": kept.hash,
        "text_version": kept.version or shown.get("text", 0),
        "language": shown.get("language") or kept.language or connection.child.language,
        "answered": bool(answered),
    }


def _ways_back(connection: Connection) -> list[str]:
    """Every way in which it ends at once; all but the last work without an account."""
    organisation = connection.organisation
    write_to = organisation.email or organisation.postal_address
    return [
        _("By the link in our mails about it, in one press and without an account."),
        _("At the ticket desk, in person."),
        *([_("By writing to %(address)s") % {"address": write_to}] if write_to else []),
        _("Signed in, at %(address)s") % {"address": f"{settings.BASE_URL}/account/people/"},
    ]


def _guardians(connection: Connection, events: list[ConsentEvent]) -> list[Contact]:
    """Who decided in a child's name, besides the lead himself."""
    numbers = {event.evidence["guardian"] for event in events if "guardian" in event.evidence}
    return list(Contact.objects.filter(pk__in=numbers - {connection.parent_id}).order_by("pk"))
