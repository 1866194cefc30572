"""The erasures that wait at the desk."""

from collections.abc import Iterable

from django.db.models import QuerySet

from kithkin.accounts import queries as accounts
from kithkin.base.actor import Actor
from kithkin.persons.models import ErasureDemand


def demands(actor: Actor) -> QuerySet[ErasureDemand]:
    """The erasures of this organisation that wait for a second operator, the oldest first."""
    waiting = ErasureDemand.objects.filter(organisation=actor.organisation_id, state=ErasureDemand.State.OPEN)
    return waiting.select_related("contact").order_by("pk")


def rows(actor: Actor, listed: Iterable[ErasureDemand]) -> list[dict]:
    """Each of these with the post that asked for it, and whether that was this operator."""
    listed = list(listed)
    names = accounts.post_names(actor.organisation_id or 0, {demand.asked_by for demand in listed})
    return [
        {"demand": each, "asked_by": names.get(each.asked_by, ""), "is_own": each.asked_by == actor.login_id}
        for each in listed
    ]
