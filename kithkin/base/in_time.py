"""Long work in steps, each whole by itself: stopped after so many seconds, it goes on the next time."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import TypeVar

from . import clock

Step = TypeVar("Step")


def in_time(steps: Iterable[Step], seconds: float | None) -> Iterator[Step]:
    """The steps until so many seconds have passed since the first was asked for; without a number all of them."""
    until = clock.now() + timedelta(seconds=seconds) if seconds is not None else None
    for step in steps:
        yield step
        if until and clock.now() >= until:
            return
