"""The allowed moves of a consent, as one table (design decision 6)."""

from django.db import models
from django.utils.translation import gettext as _

from kithkin.base.verdict import WrongMove


class State(models.TextChoices):
    """What is stored. What time does (expired, lapsed) is computed, never stored."""

    ASKED = "asked"
    ALLOWED = "allowed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


LIVE = (State.ASKED, State.ALLOWED)
MOVES = {
    State.ASKED: {State.ALLOWED, State.DECLINED, State.REMOVED},
    State.ALLOWED: {State.ALLOWED, State.WITHDRAWN, State.REMOVED},
    State.DECLINED: set(),
    State.WITHDRAWN: set(),
    State.REMOVED: set(),
}


def may_move(old: str, new: str) -> bool:
    """Whether the table knows this move."""
    return State(new) in MOVES[State(old)]


def move(consent, to: State, **changes) -> None:
    """Move a consent, and its columns with it, only if it still stands where we saw it.

    Raises WrongMove when the table does not know the move or somebody else moved first.
    """
    old = consent.state
    unchanged = type(consent).objects.filter(pk=consent.pk, state=old)
    if not may_move(old, to) or not unchanged.update(state=to, **changes):
        raise WrongMove(_("This was already answered. Open the page again to see how it stands."))
    consent.state = to
    for column, value in changes.items():
        setattr(consent, column, value)
