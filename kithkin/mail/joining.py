"""Two records of one person become one: the letters that went out follow. What waits stays, and is dropped: its links
are bound to the address of the record that is gone."""

from django.db.models import Model

from kithkin.base.moving import Moved, hand_back, hand_over

from .models import Letter, State


def join(kept: Model, gone: Model) -> Moved:
    """The letters that `gone` got are of `kept`; the ids of all that moved."""
    over = Letter.objects.filter(contact_id=gone.pk).exclude(state__in=[State.WAITING, State.SENDING])
    return {"letters": hand_over(over, "contact_id", kept.pk)}


def part(kept: Model, gone: Model, moved: Moved) -> None:
    """They return."""
    hand_back(Letter, "contact_id", moved["letters"], since=kept.pk, to=gone.pk)
