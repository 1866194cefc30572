"""A bar on the terminal for what takes longer than two seconds; what is quicker stays quiet."""

from threading import Timer
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PATIENCE = 2.0


class Steps:
    """Counts `total` steps, each with a word for what is going on.

    with Steps(3) as steps:
        steps.next("Reading")
    """

    def __init__(self, total: int, *, patience: float = PATIENCE, console: Console | None = None):
        columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
        self._bar = Progress(*columns, console=console or Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total)
        self._begun = 0
        self._timer = Timer(patience, self._bar.start)
        self._timer.daemon = True

    def __enter__(self) -> "Steps":
        self._timer.start()
        return self

    def next(self, words: str) -> None:
        """The step before is done, this one begins."""
        self._bar.update(self._task, description=words, completed=self._begun)
        self._begun += 1

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        self._timer.join()
        self._bar.stop()
