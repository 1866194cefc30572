"""A letter on paper: subject, text and HTML, made from one text template (design decision 26)."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.template import Context, Engine
from django.utils import translation

from . import blocks, sheet
from .plain import calm, one_line, parts, unlinked
from .tables import Envelope, Sender


@dataclass(frozen=True)
class Paper:
    """What the reader gets."""

    subject: str
    text: str
    html: str


def write(template: str, envelope: Envelope, sender: Sender, *, blot: bool = False) -> Paper:
    """The letter in the reader's language; with `blot`, without where its links lead."""
    with translation.override(envelope.language):
        first, *lines = _rendered(template, envelope, sender).strip().splitlines()
    subject = unlinked(one_line(first))
    body = blocks.read(lines)
    if blot:
        body = [_blotted(block) for block in body]
    return Paper(
        subject=subject,
        text="\n".join([blocks.text(body), "", "-- ", *sheet.foot(sender), ""]),
        html=sheet.html(body, sender, subject=subject, language=envelope.language),
    )


def _rendered(template: str, envelope: Envelope, sender: Sender) -> str:
    """Not escaped: the HTML is made from this text, and escaped there."""
    words = Context({**calm(envelope.context), "sender": sender}, autoescape=False)
    return Engine.get_default().get_template(f"letters/{template}.txt").render(words)


def _blotted(block: blocks.Block) -> blocks.Block:
    nowhere = f"{settings.BASE_URL}/…"
    words = "".join(nowhere if ours else part for part, ours in parts(block.text))
    return replace(block, text=words, address=nowhere if block.address else "")
