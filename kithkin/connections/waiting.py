"""Requests that wait for the reader's own answer."""

from kithkin.base.actor import Actor

from . import queries
from .models import Consent
from .states import State


def questions(actor: Actor) -> list[Consent]:
    """Open requests to this actor, each with who asks, the newest first; one query."""
    asked = Consent.objects.filter(
        state=State.ASKED,
        connection__child_id=actor.contact_id,
        connection__organisation_id=actor.organisation_id,
        connection__removed_at=None,
    )
    found = asked.select_related("connection__parent", "connection__organisation").order_by("-asked_at", "-pk")
    return [consent for consent in found if not queries.has_expired(consent)]
