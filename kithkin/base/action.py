"""@action: what changes something is one transaction and says who does it."""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from .actor import Actor
from .verdict import Refused

P = ParamSpec("P")
R = TypeVar("R")
_acting: ContextVar[bool] = ContextVar("acting", default=False)


def action(verb: Callable[P, R]) -> Callable[P, R]:
    """Run `verb` in one transaction; refuse to run it without `by`.

    An action called by another action joins its transaction without a savepoint: all or nothing.
    What a refusal leaves behind is written when the outermost one is undone.
    """

    @wraps(verb)
    def acting(*args: P.args, **kwargs: P.kwargs) -> R:
        if not isinstance(kwargs.get("by"), Actor):
            raise TypeError(f"{verb.__name__}() must be told by whom: by=Actor")
        inner = _acting.get()
        token = _acting.set(True)
        try:
            with transaction.atomic(savepoint=not inner):
                return verb(*args, **kwargs)
        except Refused as refusal:
            if refusal.leaves and not inner:
                refusal.leaves()
            raise
        finally:
            _acting.reset(token)

    acting.is_action = True  # type: ignore[attr-defined]
    return acting
