"""What the postman is told of a letter to a guardian: a ticket that somebody else bought for the child."""

from collections.abc import Sequence
from typing import Any

from django.utils import translation

from kithkin.connections import guardians
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter

from .letters import Envelopes, about_ticket, envelope, may_know_of, ways_to
from .models import OrderLine


def child_ticket(letters: Sequence[Letter]) -> Envelopes:
    """In place of the child's own letter; None for the guardian who bought it, and where the child's may not go."""
    meant = Letter.objects.in_bulk([letter.facts["letter"] for letter in letters])
    lines = may_know_of({each.facts["line"] for each in meant.values()})
    caring, ways = guardians.in_care({line.holder_id for line in lines.values()}), ways_to(letters)
    envelopes: Envelopes = {}
    for letter in letters:
        original = meant.get(letter.facts["letter"])
        line = lines.get(original.facts["line"]) if original else None
        guardian = _guardian(letter, line, caring) if line else None
        facts = _facts(letter, line, guardian) if line and guardian else None
        envelopes[letter.pk] = envelope(letter, ways, facts) if facts else None
    return envelopes


def _guardian(letter: Letter, line: OrderLine, caring: dict[int, list[Contact]]) -> Contact | None:
    """Who reads it, if he decides for the child and somebody else bought the ticket."""
    if line.order.purchaser_id == letter.contact_id:
        return None
    return next((each for each in caring.get(line.holder_id, ()) if each.pk == letter.contact_id), None)


def _facts(letter: Letter, line: OrderLine, guardian: Contact) -> dict[str, Any]:
    with translation.override(letter.language):
        return {**about_ticket(line), "guardian": guardian.first_name, "child": line.holder.first_name}
