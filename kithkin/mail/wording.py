"""A text in the organiser's own words: no template language, only {{ names }} of a list and the marks of blocks.py.

The marks are read before anything is filled in, so that no value can begin a heading, a point or a button.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Block, read
from .documents import Document, Placeholder
from .plain import one_line, unlinked, without_links

PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_TIGHT = r"{{\1}}"  # without spaces it is one word to the button


@dataclass(frozen=True)
class Wording:
    """The organiser's text of one document: the subject, a blank line, the body."""

    document: Document
    text: str

    @property
    def subject(self) -> str:
        """The first line."""
        return self.text.partition("\n")[0]

    @property
    def body(self) -> str:
        """All but the subject and the line below it."""
        return self.text.partition("\n")[2].removeprefix("\n")

    def filled(self, facts: Mapping[str, Any]) -> tuple[str, list[Block]]:
        """Subject and body with these facts. Raises KeyError where one is missing."""
        values = dict(self._values(facts))

        def fill(text: str) -> str:
            return PLACEHOLDER.sub(lambda found: values[found[1]], text)

        lines = self._lines(len(facts.get("lines", ())))
        blocks = [block for block in read(list(lines), fill) if block.text]  # a sentence may be missing this time
        return unlinked(one_line(fill(self.subject))), blocks

    def _values(self, facts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        for each in self.document.placeholders:
            if each.in_lines:
                for place, line in enumerate(facts["lines"]):
                    yield f"{each.name}.{place}", _plain(each, line)
            else:
                yield each.name, _plain(each, facts)

    def _lines(self, times: int) -> Iterator[str]:
        """The body's lines; those with a repeated placeholder as often as there is something to fill in."""
        repeated = "|".join(each.name for each in self.document.repeated)
        numbered = re.compile(rf"\{{\{{({repeated})\}}\}}") if repeated else None
        for line in PLACEHOLDER.sub(_TIGHT, self.body).splitlines():
            if numbered and numbered.search(line):
                yield from (numbered.sub(rf"{{{{\1.{place}}}}}", line) for place in range(times))
            else:
                yield line


def joined(subject: str, body: str) -> str:
    """The text of a wording, each line without what cannot be seen."""
    lines = [one_line(line) for line in body.splitlines()]
    return "\n".join([one_line(subject), "", *lines]).rstrip("\n")


def _plain(placeholder: Placeholder, facts: Mapping[str, Any]) -> str:
    value = one_line(str(facts[placeholder.name]))
    return value if placeholder.is_link else without_links(value)
