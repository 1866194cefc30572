"""Yes or no, and why."""

from collections.abc import Callable
from dataclasses import dataclass


class Refused(Exception):
    """A wish that cannot be granted; the message is a sentence for the person, already translated.

    `field` names the form field that the sentence belongs to, where there is one. `leaves` is written although all
    else is undone; @action calls it once the transaction has ended (design decision 16).
    """

    def __init__(self, message, *, field: str = "", leaves: Callable[[], None] | None = None):
        super().__init__(str(message))
        self.message = str(message)
        self.field = field
        self.leaves = leaves


class NotAllowed(Refused):
    """A rule said no."""


class WrongMove(Refused):
    """The thing is no longer in a state from which this move exists."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule. Truthy when allowed; `reason` says why not."""

    ok: bool
    reason: str = ""
    leaves: Callable[[], None] | None = None

    def __bool__(self) -> bool:
        return self.ok

    def require(self) -> None:
        """Raise NotAllowed with the reason unless the verdict is yes."""
        if not self.ok:
            raise NotAllowed(self.reason, leaves=self.leaves)
