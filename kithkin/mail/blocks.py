"""The parts of a letter's body: how they are written in a template, and how they read as text.

Lines make paragraphs, a blank line ends one. "# " begins a heading, "- " a point of a list, and
[[label|address]] alone on a line is a button. Nothing else has a meaning.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from .plain import is_ours, unlinked


class Kind(Enum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    POINT = "point"
    BUTTON = "button"


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, point or button."""

    kind: Kind
    text: str
    address: str = ""


_BUTTON = re.compile(r"\[\[(?P<label>[^|]+)\|(?P<address>\S+)\]\]")
_MARKS = {"# ": Kind.HEADING, "- ": Kind.POINT}


def read(lines: list[str], fill: Callable[[str], str] = str) -> list[Block]:
    """The blocks of a text. What `fill` puts into its words comes too late to be a mark."""
    blocks: list[Block] = []
    is_open = False  # whether the next plain line goes on with the last paragraph
    for line in (line.strip() for line in lines):
        if not line:
            is_open = False
        elif is_open and not _begins(line):
            blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {unlinked(fill(line))}")
        else:
            blocks.append(_block(line, fill))
            is_open = blocks[-1].kind is Kind.PARAGRAPH
    return blocks


def button(line: str) -> tuple[str, str] | None:
    """Label and address, if the line is a button."""
    found = _BUTTON.fullmatch(line.strip())
    return (found["label"], found["address"]) if found else None


def _begins(line: str) -> bool:
    return line[:2] in _MARKS or bool(button(line))


def _block(line: str, fill: Callable[[str], str]) -> Block:
    if found := button(line):
        label, address = (fill(part) for part in found)
        if not is_ours(address):
            raise ValueError("a button of a letter leads to this installation only")
        return Block(Kind.BUTTON, unlinked(label.strip()), address)
    if kind := _MARKS.get(line[:2]):
        return Block(kind, unlinked(fill(line[2:].strip())))
    return Block(Kind.PARAGRAPH, unlinked(fill(line)))


def text(blocks: list[Block]) -> str:
    """The body as plain text: points of one list together, everything else apart."""
    if not blocks:
        return ""
    parts = [_words(blocks[0])]
    for before, block in pairwise(blocks):
        together = before.kind is block.kind is Kind.POINT
        parts += ["\n" if together else "\n\n", _words(block)]
    return "".join(parts)


def _words(block: Block) -> str:
    if block.kind is Kind.BUTTON:
        return f"{block.text}: {block.address}"
    return f"- {block.text}" if block.kind is Kind.POINT else block.text
