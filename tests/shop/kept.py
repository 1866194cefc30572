"""Every page where a consent is decided, against the text that its seal keeps: the same words, no more and no fewer."""

import re
from html import unescape

from django.core import signing

from kithkin.connections import texts
from kithkin.shop.consent_page import Page
from kithkin.shop.forms.consent import _SEAL
from kithkin.shop.page_text import text

_NAME = r"[A-Z]\w+(?: [A-Z]\w+)?"
_DAY = r"[^.,]+?"
_USED = r"Not used yet\.|Last used on [^.]+\."
_LEFT_OPEN = {
    "lead": _NAME, "name": _NAME, "club": _NAME, "day": _DAY, "since": _DAY, "until": _DAY, "days": r"\d+",
}  # fmt: skip
# What stands beside the question and is none of its words: whom it is for, since when, ways to other pages, mistakes.
_BESIDE = re.compile(
    r"[A-Z]|For .+|(?:Asked|Allowed|Refused|Ended) on .+|.+ put you down as: .+|You do not know .+|Tell us|\.|\w+ Smith"
    r"|You are not .+|How your email leaves our files|Receipt|More|See everybody who acts for you|See what .+ sees"
    r"|What .+ saw and did|Active|Closed|Ended by itself|Waits for your answer"
    r"|(?:Nothing is switched on|This was answered|Please read|Please press|Select a valid).+"
)


def check(page: str) -> None:
    """Fails where words that are kept are missing on the page, or words of an English page are not kept."""
    for seal in dict.fromkeys(re.findall(r'name="seen" value="([^"]+)"', page)):
        _check(page, seal, signing.loads(seal, salt=_SEAL))


def _check(page: str, seal: str, seen: dict) -> None:
    lines = text(Page(**seen["page"]), seen["shown"]["language"]).splitlines()
    assert texts.name("\n".join(lines)) == seen["shown"]["text_hash"]
    by_link = seen["page"]["place"] == "link"
    words, kept = _words(_main(page) if by_link else _card(page, seal)), [_pattern(line) for line in lines]
    shown = " ".join(words)
    missing = [line for line, said in zip(lines, kept, strict=True) if not re.search(said, shown)]
    of_these = re.compile(rf"(?:(?:{'|'.join(kept)}|{_USED})\s*)+")
    not_kept = [piece for piece in words if not (of_these.fullmatch(piece) or _BESIDE.fullmatch(piece))]
    assert missing == [], f"kept and not shown: {missing}"
    assert not_kept == [] or seen["shown"]["language"] != "en", f"shown and not kept: {not_kept}"


def _main(page: str) -> str:
    return page.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def _card(page: str, seal: str) -> str:
    return page.partition(f'value="{seal}">')[2].partition("</form>")[0]


def _words(part: str) -> list[str]:
    """Every piece of text, as somebody reads it."""
    bare = re.sub(r"<(svg)\b.*?</\1>|</?b>", "", part, flags=re.DOTALL)
    pieces = (" ".join(unescape(piece).split()) for piece in re.split(r"<[^>]+>", bare))
    return [piece for piece in pieces if piece]


def _pattern(line: str) -> str:
    escaped = re.escape(" ".join(line.split()))
    for name, said in _LEFT_OPEN.items():
        escaped = escaped.replace(rf"\{{{name}\}}", said)
    return escaped
