"""The events of a receipt: what happened to a consent, in the states of the Data Privacy Vocabulary."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kithkin.base.actor import Kind

from . import proof
from .models import Connection, ConsentEvent
from .proof import Standing
from .receipt_parties import guardian_id, party_id
from .states import State

_STATES = {
    "": "dpv:ConsentUnknown",
    State.ASKED: "dpv:ConsentRequested",
    State.ALLOWED: "dpv:ConsentGiven",
    State.DECLINED: "dpv:ConsentRefused",
    State.WITHDRAWN: "dpv:ConsentWithdrawn",
    State.REMOVED: "dpv:ConsentRevoked",  # by somebody else than the member
}
_BY_THE_LEAD = ("connected", "asked", "asked-to-renew", "asked-in-vain", "narrowed", "removed", "erased")
_SHOWN = ("text", "text_hash", "language", "policy", "policy_hash", "page", "asks", "pressed", "signed_on", "taken_on")


def told(connection: Connection, events: list[ConsentEvent]) -> list[dict[str, Any]]:
    """Each with how the consent stood after it."""
    pairs = zip(events, proof.standings(events), strict=True)
    return [_event(connection, event, standing) for event, standing in pairs]


def moment(at: datetime) -> str:
    """In UTC, as the specification asks."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _event(connection: Connection, event: ConsentEvent, standing: Standing) -> dict[str, Any]:
    return {
        "event_time": moment(event.at),
        "validity_duration": _lasts(connection, event, standing),
        "entity_id": _who(connection, event),
        "event_type": "dpv:ImpliedConsent" if event.what == "carried-over" else "dpv:ExplicitlyExpressedConsent",
        "event_state": _state(event, standing),
        "x_what": event.what,
        "x_way": event.counter,
        "x_scopes": event.scopes,
        "x_shown": {key: event.shown[key] for key in _SHOWN if key in event.shown},
        "x_hash": event.hash,
    }


def _state(event: ConsentEvent, standing: Standing) -> str:
    if event.what == "asked-to-renew":
        return _STATES[State.ASKED]
    if event.what == "guardian-ended":
        return _STATES[State.REMOVED]
    if standing.state != State.ALLOWED:
        return _STATES[standing.state]
    if standing.ends_at and standing.ends_at <= event.at:
        return "dpv:ConsentExpired"
    return "dpv:RenewedConsentGiven" if event.what == "renewed" else _STATES[State.ALLOWED]


def _lasts(connection: Connection, event: ConsentEvent, standing: Standing) -> dict[str, str]:
    """Until a day, where there is one; else until something happens."""
    until = standing.ends_at if standing.state == State.ALLOWED else None
    if standing.state == State.ASKED:
        until = event.at + timedelta(days=connection.organisation.request_days)
    if until is None or until <= event.at:
        return {"duration_type": "dpv:UntilEventDuration", "until": "the next event"}
    return {"duration_type": "dpv:UntilTimeDuration", "until": moment(until)}


def _who(connection: Connection, event: ConsentEvent) -> str:
    """One of the parties, or the member himself."""
    if "guardian" in event.evidence:
        return guardian_id(event.evidence["guardian"])
    if event.by_kind not in (Kind.CUSTOMER, Kind.LINK):
        return party_id(connection.organisation)
    return party_id(connection.parent) if event.what in _BY_THE_LEAD else connection.child.number
