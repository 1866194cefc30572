"""A long list, leaf by leaf: what stands on one, and the way to those before and after it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

LONG = 50


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a list; `found` has one row more than stands on it where the list goes on."""

    number: int
    found: list
    wanted: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> list:
        """What stands on it."""
        return self.found[:LONG]

    @property
    def before(self) -> str:
        """The address of the leaf before; empty for the first."""
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the leaf after; empty for the last."""
        return self._address(self.number + 1) if len(self.found) > LONG else ""

    def _address(self, number: int) -> str:
        return f"?{urlencode({**self.wanted, 'page': number})}"


def of(found: QuerySet, number: int, **wanted: object) -> Leaf:
    """This leaf of what was found; `wanted` goes along in the addresses, where it says anything."""
    return Leaf(number, list(found[part(number)]), {name: value for name, value in wanted.items() if value})


def part(number: int) -> slice:
    """From its first row to the one behind it, which tells that the list goes on."""
    begin = (number - 1) * LONG
    return slice(begin, begin + LONG + 1)
