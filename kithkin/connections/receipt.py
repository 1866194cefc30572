"""The receipt of a consent, with the fields of ISO/IEC TS 27560: what was shown, allowed to whom, when, until when."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from kithkin.base import clock, tokens

from .models import Connection, Consent, ConsentEvent, ConsentText
from .scopes import SIGHTS, WORDS, Scope

SCHEMA = "ISO/IEC TS 27560:2023"
STATES = {
    "connected": "requested",
    "asked": "requested",
    "asked-to-renew": "requested",
    "asked-in-vain": "requested",
    "allowed": "given",
    "changed": "given",
    "narrowed": "given",
    "guardian-named": "given",
    "guardian-ended": "terminated",
    "age-changed": "reconfirmed",
    "came-of-age": "lapsed",
    "carried-over": "given",
    "allowed-on-file": "given",
    "renewed": "reconfirmed",
    "allowed-at-desk": "given",
    "declined": "refused",
    "declined-at-desk": "refused",
    "withdrawn-at-desk": "withdrawn",
    "declined-for-good": "refused",
    "withdrawn": "withdrawn",
    "removed": "terminated",
    "cleared": "terminated",
    "joined-away": "terminated",
    "joined-no": "refused",
    "parted-away": "terminated",
    "parted-no": "refused",
    "parted-open": "requested",
    "restored": "requested",
    "erased": "terminated",
}


def receipt(connection: Connection, consent: Consent | None) -> dict:
    """Everything as plain data; for the member alone."""
    events = list(connection.events.order_by("sequence"))
    return {
        "header": _header(connection, events),
        "processing": _processing(connection, consent, events),
        "parties": _parties(connection),
        "events": [_event(connection, event) for event in events],
    }


def _header(connection: Connection, events: list[ConsentEvent]) -> dict:
    return {
        "schema_version": SCHEMA,
        "record_id": connection.public_id,
        "receipt_id": f"{connection.public_id}-{len(events)}",
        "pii_principal_id": connection.child.number,
        "issued_at": _moment(clock.now()),
        "proof": events[-1].hash if events else "",
    }


def _processing(connection: Connection, consent: Consent | None, events: list[ConsentEvent]) -> dict:
    organisation = connection.organisation
    scopes = consent.scopes() if consent else frozenset()
    return {
        "privacy_notice": _notice(events),
        "purposes": [
            {"purpose": scope.value, "words": str(WORDS[scope]), "lawful_basis": "consent"}
            for scope in Scope
            if scope in scopes
        ]
        or [{"purpose": "buy_for_the_person", "words": _("Buy for you"), "lawful_basis": "contract"}],
        "personal_data": [str(WORDS[scope]) for scope in SIGHTS if scope in scopes]
        or [_("Your name, as the lead typed it")],
        "storage_locations": [_("Database of %(club)s") % {"club": organisation.name}],
        "retention_period": _(
            "As long as the connection stands, then as long as the organiser must be able to prove it"
        ),
        "jurisdiction": organisation.country,
        "recipient_third_parties": [connection.parent.name],
        "withdrawal_method": f"{settings.BASE_URL}/account/people/",
        "valid_until": _moment(consent.ends_at) if consent and consent.ends_at else "",
    }


def _notice(events: list[ConsentEvent]) -> dict:
    """The text that was shown at the last answer, word by word; what was shown is found again by its hash."""
    answers = [event.shown for event in events if event.shown.get("text_hash")]
    if not answers:
        return {"text": _("No text was shown: nothing was answered yet."), "text_hash": "", "language": "", "policy": 0}
    shown = answers[-1]
    kept = ConsentText.objects.get(hash=shown["text_hash"])
    return {
        "text": kept.body,
        "text_hash": kept.hash,
        "text_version": kept.version,
        "language": shown.get("language") or kept.language,
        "policy": shown.get("policy", 0),
        "policy_address": f"{settings.BASE_URL}/privacy/",
    }


def _parties(connection: Connection) -> list[dict]:
    organisation = connection.organisation
    return [
        {
            "party_type": "controller",
            "party_id": organisation.slug,
            "name": organisation.name,
            "address": organisation.postal_address,
            "contact": organisation.email,
        },
        {
            "party_type": "recipient",
            "party_id": tokens.keyed(f"party:{connection.parent_id}")[:16],
            "name": connection.parent.name,
            "address": _("known to the controller"),
            "contact": _("through the controller"),
        },
    ]


def _event(connection: Connection, event: ConsentEvent) -> dict:
    return {
        "event_time": _moment(event.at),
        "event_type": event.what,
        "event_state": STATES.get(event.what, event.what),
        "entity_id": event.by_kind,
        "way": event.counter,
        "scopes": event.scopes,
        "validity_until": _moment(event.ends_at) if event.ends_at else "",
        "hash": event.hash,
    }


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
