"""What time it is, in one place, so that tests can hold it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _held.get() or timezone.now()


@contextmanager
def held(at: datetime) -> Iterator[datetime]:
    """Hold the clock at a moment; for tests and previews."""
    token = _held.set(at)
    try:
        yield at
    finally:
        _held.reset(token)
