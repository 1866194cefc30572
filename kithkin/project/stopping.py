"""Stopping a long command: Ctrl-C and SIGTERM let it finish the step at hand; the next run goes on from there."""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from kithkin.exchange.progress import Steps

Step = TypeVar("Step")


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Whether somebody pressed Ctrl-C, or the machine wants the process to end."""
    asked: list[int] = []
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda number, _frame: asked.append(number)) for name in names}
    try:
        yield lambda: bool(asked)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def done(steps: Iterable[Step], total: int, words: str, is_stopped: Callable[[], bool]) -> Iterator[Step]:
    """Each step once it is done, with a bar, until there are none left or it is to stop."""
    waiting = iter(steps)
    with Steps(total) as bar:
        while not is_stopped():
            bar.next(words)
            try:
                step = next(waiting)
            except StopIteration:
                return
            yield step
