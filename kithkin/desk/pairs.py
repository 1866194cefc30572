"""The pairs of records that wait for an operator."""

from django.db.models import QuerySet

from kithkin.base.actor import Actor
from kithkin.persons import duplicates, merging
from kithkin.persons.models import Duplicate


def to_look_at(actor: Actor) -> QuerySet[Duplicate]:
    """Those about which nobody has proposed anything."""
    return duplicates.waiting(actor).exclude(pk__in=merging.waiting(actor).values("duplicate"))


def to_confirm(actor: Actor) -> QuerySet[Duplicate]:
    """Those that somebody has proposed to join."""
    return duplicates.waiting(actor).filter(pk__in=merging.waiting(actor).values("duplicate"))
