"""What an organiser may put into words of his own: each document with the placeholders that stand in its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from .plain import nowhere

Words = str | Promise


@dataclass(frozen=True)
class Placeholder:
    """What is filled in when a letter goes. Several samples: a line that holds it is written once for each."""

    name: str
    says: Words
    sample: Words | tuple[Words, ...]
    needed: bool = False
    is_link: bool = False

    @property
    def typed(self) -> str:
        """As it is written in a text."""
        return f"{{{{ {self.name} }}}}"

    @property
    def samples(self) -> tuple[Words, ...]:
        """Several, where its line is repeated."""
        return self.sample if isinstance(self.sample, tuple) else ()

    @property
    def in_lines(self) -> bool:
        """Whether its line is repeated."""
        return bool(self.samples)


@dataclass(frozen=True)
class Document:
    """One kind of letter: its class as organisers know it, and all that its text may hold."""

    template: str
    called: Words
    placeholders: tuple[Placeholder, ...]

    def find(self, name: str) -> Placeholder | None:
        """The placeholder of this name, if this document has it."""
        return next((each for each in self.placeholders if each.name == name), None)

    @property
    def repeated(self) -> tuple[Placeholder, ...]:
        """Those that stand in lines which are repeated."""
        return tuple(each for each in self.placeholders if each.in_lines)

    def samples(self) -> dict[str, Any]:
        """Facts to show the letter with, shaped as those of a real one; links lead nowhere."""
        once = {each.name: nowhere() if each.is_link else each.sample for each in self.placeholders}
        rows = zip(*(each.samples for each in self.repeated), strict=True)
        names = [each.name for each in self.repeated]
        return {**once, "lines": [dict(zip(names, row, strict=True)) for row in rows]}

    def kept(self) -> dict[str, Any]:
        """Facts that leave each placeholder in its place, when the house's template is filled with them."""
        typed: Mapping[str, str] = {each.name: each.typed for each in self.placeholders}
        organisation = {"name": typed.get("club", "")}
        return {**typed, "organisation": organisation, "lines": [typed] if self.repeated else []}
