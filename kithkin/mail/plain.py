"""Keeping what people typed plain: no line, header, button or link comes of a name."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from django.conf import settings

WORD_JOINER = "\N{WORD JOINER}"
_SPACES = {"Cc": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": ""}  # Cf turns the direction, Cs is half a sign
_DOTS = r"[.\u3002\uff0e\uff61]"
_DOT = re.compile(rf"(?<=[^\s\d]){_DOTS}(?=\w)|(?<=\d){_DOTS}(?=[^\W\d])")  # amounts and times keep theirs
_AT = re.compile(rf"@(?!{WORD_JOINER})")


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
    if not text.isprintable():
        text = "".join(_SPACES.get(unicodedata.category(sign), sign) for sign in text)
    return " ".join(filter(None, text.split(" ")))


def unlinked(text: str) -> str:
    """The text with a joiner wherever a mail program would see an address; links to our host stay."""
    return "".join(part if ours else without_links(part) for part, ours in parts(text))


def without_links(text: str) -> str:
    """The text with a joiner wherever a mail program would see an address, ours not excepted."""
    text = text.replace("://", f":{WORD_JOINER}//")
    text = _AT.sub(f"@{WORD_JOINER}", text)
    return _DOT.sub(lambda dot: dot[0] + WORD_JOINER, text)


def nowhere() -> str:
    """What stands where a letter that is only looked at would lead."""
    return f"{settings.BASE_URL}/…"


def parts(text: str) -> list[tuple[str, bool]]:
    """The text cut at the addresses of this installation: each part, and whether it is one."""
    if settings.BASE_URL not in text:
        return [(text, False)]
    return [(part, place % 2 == 1) for place, part in enumerate(_ours().split(text))]


def is_ours(address: str) -> bool:
    """Whether an address leads to this installation and nowhere else."""
    return bool(_ours().fullmatch(address))


def _ours() -> re.Pattern:
    return re.compile(rf"""(?<!\S)({re.escape(settings.BASE_URL)}/[^\s<>"\\]*)(?!\S)""")
