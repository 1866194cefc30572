"""A letter on paper: subject, text and HTML, made from one text template (design decision 26)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template import Context, Engine
from django.utils import translation

from . import blocks, sheet
from .blocks import Block
from .documents import Document
from .plain import calm, nowhere, one_line, parts, unlinked
from .tables import Envelope, Sender
from .wording import Wording, joined


@dataclass(frozen=True)
class Paper:
    """What the reader gets; the body also as the parts that both forms are made of."""

    subject: str
    body: list[Block]
    text: str
    html: str


def write(
    template: str, envelope: Envelope, sender: Sender, *, own: Wording | None = None, blot: bool = False
) -> Paper:
    """The letter in the reader's language, in the organiser's own words if there are any.

    With `blot` it does not say where its links lead, nor its secret.
    """
    with translation.override(envelope.language):
        if own:
            subject, body = own.filled({**envelope.context, "club": sender.name})
        else:
            subject, body = _shipped(template, envelope, sender)
    body += envelope.enclosed
    if blot:
        body = [_blotted(block, envelope.secret) for block in body]
    return Paper(
        subject=subject,
        body=body,
        text="\n".join([blocks.text(body), "", "-- ", *sheet.foot(sender), ""]),
        html=sheet.html(body, sender, subject=subject, language=envelope.language),
    )


def shipped(document: Document, language: str) -> Wording:
    """The house's text of a document, its placeholders kept: where an organiser begins."""
    with translation.override(language):
        subject, _, body = _rendered(document.template, document.kept()).strip().partition("\n")
    return Wording(document, joined(subject, body.strip("\n")))


def _shipped(template: str, envelope: Envelope, sender: Sender) -> tuple[str, list[Block]]:
    first, *lines = _rendered(template, {**envelope.context, "sender": sender}).strip().splitlines()
    return unlinked(one_line(first)), blocks.read(lines)


def _rendered(template: str, facts: Mapping[str, Any]) -> str:
    """Not escaped: the HTML is made from this text, and escaped there."""
    words = Context(calm(facts), autoescape=False)
    return Engine.get_default().get_template(f"letters/{template}.txt").render(words)


def _blotted(block: Block, secret: str) -> Block:
    if secret and secret in block.text:
        return replace(block, text="…")
    words = "".join(nowhere() if ours else part for part, ours in parts(block.text))
    return replace(block, text=words, address=nowhere() if block.address else "")
