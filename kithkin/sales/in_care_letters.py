"""What the postman is told of a letter to a guardian: a ticket that somebody else bought for the child."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation

from kithkin.connections import guardians
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope

from . import furnished
from .furnished import one_of
from .letters import MAY_KNOW
from .models import OrderLine
from .places import where


def child_ticket(letters: Sequence[Letter]) -> dict[int, Envelope | None]:
    """In place of the child's own letter; None for the guardian who bought it, and where the child's may not go."""
    meant = Letter.objects.in_bulk([letter.facts["letter"] for letter in letters])
    ids = {each.facts["line"] for each in meant.values()}
    lines = {line.pk: line for line in furnished.found(f"line.id {one_of(ids)} AND {MAY_KNOW}", ids)} if ids else {}
    found = contacts.addresses([letter.contact_id for letter in letters if letter.contact_id])
    caring = guardians.in_care({line.holder_id for line in lines.values()})
    envelopes: dict[int, Envelope | None] = {}
    for letter in letters:
        original = meant.get(letter.facts["letter"])
        line = lines.get(original.facts["line"]) if original else None
        guardian = (
            next((each for each in caring.get(line.holder_id, ()) if each.pk == letter.contact_id), None)
            if line
            else None
        )
        goes = line and guardian and line.order.purchaser_id != letter.contact_id and letter.contact_id in found
        envelopes[letter.pk] = _envelope(letter, found, line, guardian.first_name) if goes else None
    return envelopes


def _envelope(letter: Letter, found: dict[int, str], line: OrderLine, guardian: str) -> Envelope:
    with translation.override(letter.language):
        context = {
            "guardian": guardian,
            "child": line.holder.first_name,
            "purchaser": line.order.purchaser.name,
            "organisation": line.order.organisation,
            "product": line.product.name,
            "venue": line.product.season.plan.venue.name,
            "where": where(line.seat),
            "link": f"{settings.BASE_URL}/tickets/",
            "policy": f"{settings.BASE_URL}/privacy/",
        }
    return Envelope(found[letter.contact_id or 0], letter.language, context)
