"""Keeping what people typed plain: no line, header, button or link comes of a name."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings

WORD_JOINER = "\N{WORD JOINER}"
_BREAKS = {"Cc", "Zl", "Zp"}
_DOTS = r"[.\u3002\uff0e\uff61]"
_DOT = re.compile(rf"(?<=[^\s\d]){_DOTS}(?=\w)|(?<=\d){_DOTS}(?=[^\W\d])")  # amounts and times keep theirs


def calm(value: Any) -> Any:
    """A value for a template, its texts on one line and unable to begin a block of their own."""
    if isinstance(value, str):
        return one_line(value).replace("[[", "[ [")
    if isinstance(value, Mapping):
        return {key: calm(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [calm(each) for each in value]
    return value


def one_line(text: str) -> str:
    """Without characters that break a line or steer its direction."""
    kinds = ((sign, unicodedata.category(sign)) for sign in text)
    return " ".join("".join(" " if kind in _BREAKS else sign for sign, kind in kinds if kind != "Cf").split())


def unlinked(text: str) -> str:
    """The text with a joiner wherever a mail program would see an address; links to our host stay."""
    return " ".join(word if is_ours(word) else _broken(word) for word in text.split(" "))


def is_ours(address: str) -> bool:
    """Whether an address leads to this installation and nowhere else."""
    return address.startswith(f"{settings.BASE_URL}/") and not re.search(r"[\s<>\"\\]", address)


def _broken(word: str) -> str:
    word = word.replace("://", f":{WORD_JOINER}//").replace("@", f"@{WORD_JOINER}")
    return _DOT.sub(lambda dot: dot[0] + WORD_JOINER, word)
