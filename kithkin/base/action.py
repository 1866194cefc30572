"""@action: what changes something is one transaction and says who does it."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from .actor import Actor

P = ParamSpec("P")
R = TypeVar("R")


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` in one transaction; refuse to run it without `by`.

    An action called by another action joins its transaction: no savepoint, so all or nothing.
    """

    @wraps(verb)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        if not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{verb.__name__}() must be told by whom: by=Actor")
        with transaction.atomic(savepoint=False):
            return verb(*args, **kwargs)

    acting.is_action = True  # type: ignore[attr-defined]
    return acting
