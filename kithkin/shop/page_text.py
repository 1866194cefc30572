"""The text of a page that asks for consent, as it is kept for the proof: names and days left open.

Each line stands in a template in the same words; `tests/shop/kept.py` compares the two on every page.
"""

from django.utils import translation

from kithkin.shop import page_lines, page_lines_child
from kithkin.shop.consent_page import Page, Place


def text(page: Page, language: str) -> str:
    """Everything that the page says of the decision, in this language."""
    said = page_lines_child.lines(page) if page.place == Place.CHILD else page_lines.lines(page)
    with translation.override(language or None):
        return "\n".join(str(line) % _OPEN if "%(" in str(line) else str(line) for line in said)


def filled(body: str, **known: str) -> str:
    """A kept text for somebody to read: with the names that he knows."""
    for name, left_open in _OPEN.items():
        body = body.replace(left_open, known.get(name, "…"))
    return body


# The names of people, and what an event holds beside its text.
_OPEN = {name: f"{{{name}}}" for name in ("lead", "name", "club", "day", "days", "since", "until")}
