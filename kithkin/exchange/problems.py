"""What is wrong with a file, and where: a reader collects everything before it refuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kithkin.base.verdict import Refused

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the line or the JSON path, and the reason in words."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class BadFile(Exception):
    """The file is refused as a whole; here is everything that is wrong with it."""

    def __init__(self, problems: list[Problem]):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def shortened(lines: list[str]) -> list[str]:
    """The first lines of a list, and how many more there are."""
    more = len(lines) - MOST_SHOWN
    shown = [f"  {line}" for line in lines[:MOST_SHOWN]]
    return [*shown, "  " + _("… and %(more)d more.") % {"more": more}] if more > 0 else shown


class Findings:
    """Notes problems while a reader goes on reading."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._first: dict[tuple, str] = {}

    def note(self, where: str, reason: str) -> None:
        """Write a problem down."""
        self.problems.append(Problem(where, str(reason)))

    def take(self, where: str, check: Callable[[Any], Any], value: object) -> Any:
        """The value as `check` returns it; None, with its reason noted, when `check` refuses it.

        Nobody meets that None: `settle` refuses the file before its rows are used.
        """
        try:
            return check(value)
        except Refused as refused:
            self.note(where, refused.message)
            return None

    def once(self, where: str, key: tuple, reason: str) -> None:
        """Note `reason`, which names the first place as %(first)s, when `key` was there before."""
        if None in key:
            return
        first = self._first.setdefault(key, where)
        if first != where:
            self.note(where, reason % {"first": first})

    def settle(self) -> None:
        """Refuse the file if anything was noted."""
        if self.problems:
            raise BadFile(self.problems)
