"""Django's database engines, writing down every statement that they send."""

import os


class Notebook:
    """Takes the place of Django's log of queries: each statement goes into a file, one line each."""

    def __init__(self, path: str):
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def append(self, entry: dict) -> None:
        """Django calls this after every statement, BEGIN and COMMIT included."""
        os.write(self._file, (" ".join(entry["sql"].split())[:300] + "\n").encode())

    def clear(self) -> None:
        """What was written stays."""


def note(wrapper) -> None:
    """Make a connection write down its statements when NOTEBOOK names a file."""
    if path := os.environ.get("NOTEBOOK"):
        wrapper.force_debug_cursor = True
        wrapper.queries_log = Notebook(path)
