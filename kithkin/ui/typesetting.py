"""Papers by typst: our own letters, tagged PDF, everything that is said given as data and never run."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from anyascii import anyascii

FOLDER = Path(__file__).parent / "paper"


def pdf(template: Path, paper: dict[str, Any]) -> bytes:
    """An accessible PDF (PDF/UA) of this template, which reads `paper` as `sys.inputs.paper`."""
    return typeset(template, paper, format="pdf", pdf_standards="ua-1")


def typeset(template: Path, paper: dict[str, Any], **output):
    """The same in any form that typst knows."""
    told = {"paper": json.dumps(paper)}
    compiler = typst.Compiler(template, root=template.parent, font_paths=_fonts(), sys_inputs=told)
    return compiler.compile(**output)


def printable(text: str) -> str:
    """The text with what our letters cannot print folded to Latin (decision 32)."""
    return "".join(_printable(sign) for sign in unicodedata.normalize("NFC", text))


@cache
def signs() -> frozenset[str]:
    """The signs that the font has: paper/letters.txt lists them as ranges."""
    found: set[str] = set()
    for first, last in re.findall(r"^(\w+)-(\w+)$", (FOLDER / "letters.txt").read_text(), re.M):
        found.update(chr(code) for code in range(int(first, 16), int(last, 16) + 1))
    return frozenset(found)


@cache
def _fonts() -> typst.Fonts:
    """Ours alone, so that a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER])


def _printable(sign: str) -> str:
    if sign in signs():
        return sign
    folded = anyascii(sign)
    return folded if all(each in signs() for each in folded) else "?"
