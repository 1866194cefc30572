"""A plain text as headings, paragraphs and lists, so that a page can show it safely.

Blank lines part the blocks. One short line without a stop at its end is a heading, "# " makes any line one;
lines with "- " are a list.
"""

import re
from dataclasses import dataclass

HEADING, PARAGRAPH, LIST = "heading", "paragraph", "list"
_SHORT = 80
_STOPS = (".", ":", ";", "!", "?", ",")


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or list; a list has points instead of a text."""

    kind: str
    text: str = ""
    points: tuple[str, ...] = ()


def read(body: str) -> list[Block]:
    """The blocks of a text, in order."""
    return [_block(part.split("\n")) for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()) if part]


def _block(lines: list[str]) -> Block:
    lines = [line.strip() for line in lines]
    if all(line.startswith("- ") for line in lines):
        return Block(LIST, points=tuple(line[2:] for line in lines))
    text = " ".join(lines)
    if text.startswith("# "):
        return Block(HEADING, text[2:])
    is_short = len(lines) == 1 and len(text) <= _SHORT and not text.endswith(_STOPS)
    return Block(HEADING if is_short else PARAGRAPH, text)
