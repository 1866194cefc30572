"""Requests that wait for the reader's own answer, for himself or for a child."""

from django.db.models import OuterRef, Q, Subquery

from kithkin.base.actor import Actor

from . import guardians, queries
from .models import Consent
from .states import State


def questions(actor: Actor) -> list[Consent]:
    """Open requests to this actor, each with who asks, the newest first; one query.

    Those to a child bear in `through` the connection by which the actor decides for it.
    """
    guarded = guardians.standing().filter(connection__parent_id=actor.contact_id)
    through = guarded.filter(connection__child_id=OuterRef("connection__child_id")).values("connection__public_id")[:1]
    asked = Consent.objects.annotate(through=Subquery(through)).filter(
        Q(connection__child_id=actor.contact_id) | Q(through__isnull=False),
        state=State.ASKED,
        connection__organisation_id=actor.organisation_id,
        connection__removed_at=None,
    )
    related = ("connection__parent", "connection__child", "connection__organisation")
    found = asked.select_related(*related).order_by("-asked_at", "-pk")
    return [consent for consent in found if not queries.has_expired(consent)]
