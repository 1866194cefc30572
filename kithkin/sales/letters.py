"""What the postman is told when a letter about an order or a ticket is about to go."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation

from kithkin.base.money import Money
from kithkin.contacts import letters as contacts
from kithkin.mail.models import Letter
from kithkin.mail.plain import nowhere
from kithkin.mail.tables import Envelope
from kithkin.ui import dates

from . import furnished
from .furnished import one_of
from .links import Way, made
from .models import Order, OrderLine
from .places import where

Envelopes = dict[int, Envelope | None]
_GUARDS = """EXISTS (
    SELECT 1 FROM connections_guardianship g JOIN connections_connection c ON c.id = g.connection_id
    WHERE c.parent_id = ordered.purchaser_id AND c.child_id = line.holder_id
    AND c.removed_at IS NULL AND g.state = 'stands')"""
# Paid and in force, and the holder has not refused what stems from this purchaser, or from anybody but a guardian.
_MAY_KNOW = f"""ordered.state = 'paid' AND ticket.state = 'valid' AND NOT EXISTS (
    SELECT 1 FROM connections_refusal refusal WHERE refusal.member_id = line.holder_id
    AND (refusal.lead_id = ordered.purchaser_id OR (refusal.lead_id IS NULL AND NOT {_GUARDS})))"""


def order_confirmed(letters: Sequence[Letter]) -> Envelopes:
    """To the purchaser: what he bought, with the names as he knows them; None unless it is paid."""
    return _about_orders(letters, Order.State.PAID)


def order_reserved(letters: Sequence[Letter]) -> Envelopes:
    """To the purchaser: what is kept for him and until when; None once it is paid or over."""
    return _about_orders(letters, Order.State.RESERVED)


def ticket_for_you(letters: Sequence[Letter]) -> Envelopes:
    """To a holder: his own seat and who bought it; None when he refuses the purchaser's letters."""
    found, ways = may_know_of({letter.facts["line"] for letter in letters}), ways_to(letters)
    going = {
        letter.pk: line
        for letter in letters
        if (line := found.get(letter.facts["line"])) and line.holder_id == letter.contact_id
    }
    links = made(going.values(), {holder: way for holder, way in ways.items() if way[0]})
    return {
        letter.pk: envelope(letter, ways, _holder_facts(going[letter.pk], letter, links))
        if letter.pk in going
        else None
        for letter in letters
    }


def may_know_of(ids: Collection[int]) -> dict[int, OrderLine]:
    """Those of these lines of which their holders may be written to."""
    found = furnished.found(f"line.id {one_of(ids)} AND {_MAY_KNOW}", ids) if ids else []
    return {line.pk: line for line in found}


def about_ticket(line: OrderLine) -> dict[str, Any]:
    """What such a letter says, whoever reads it; in the language that is switched on."""
    return {
        "purchaser": line.order.purchaser.name,
        "organisation": line.order.organisation,
        "product": line.product.name,
        "venue": line.product.season.plan.venue.name,
        "where": where(line.seat),
        "link": f"{settings.BASE_URL}/tickets/",
        "policy": f"{settings.BASE_URL}/privacy/",
    }


def _about_orders(letters: Sequence[Letter], state: str) -> Envelopes:
    ids = {letter.facts["order"] for letter in letters}
    lines: dict[int, list[OrderLine]] = {}
    for line in furnished.found(f"ordered.id {one_of(ids)} AND ordered.state = %s", [*ids, state]):
        lines.setdefault(line.order_id, []).append(line)
    ways = ways_to(letters)
    envelopes: Envelopes = {}
    for letter in letters:
        own = lines.get(letter.facts["order"])
        facts = _order_facts(own[0].order, own, letter) if own else None
        envelopes[letter.pk] = envelope(letter, ways, facts) if facts else None
    return envelopes


def ways_to(letters: Sequence[Letter]) -> dict[int, Way]:
    """Where the readers get these letters: on paper, if they have no address."""
    return contacts.ways_to([letter.contact_id for letter in letters], on_paper=True)


def envelope(letter: Letter, ways: dict[int, Way], facts: dict[str, Any]) -> Envelope | None:
    """These facts on their way to the reader; None for one who is gone."""
    if letter.contact_id not in ways:
        return None
    to, _key = ways[letter.contact_id]
    return Envelope(to, letter.language, {**facts, "on_paper": not to}, on_paper=True)


def _order_facts(order: Order, lines: list[OrderLine], letter: Letter) -> dict[str, Any]:
    with translation.override(letter.language):
        return {
            "person": order.purchaser.first_name,
            "organisation": order.organisation,
            "number": order.number,
            "product": lines[0].product.name,
            "total": order.sum.display(letter.language),
            "pay_by": _moment(order.pay_by, order.organisation.timezone),
            "link": f"{settings.BASE_URL}/orders/{order.number}/",
            "lines": [_line_facts(line, order.currency, letter.language) for line in lines],
        }


def _line_facts(line: OrderLine, currency: str, language: str) -> dict[str, str]:
    return {
        "name": line.called,
        "where": where(line.seat),
        "tariff": line.tariff.name,
        "price": Money(line.price, currency).display(language),
    }


def _holder_facts(line: OrderLine, letter: Letter, links: dict[int, str]) -> dict[str, Any]:
    mine = f"{settings.BASE_URL}/ticket/{links[line.pk]}/" if line.pk in links else ""
    with translation.override(letter.language):
        return {
            **about_ticket(line),
            "person": line.holder.first_name,
            "mine": mine or nowhere(),
            "not_me": f"{mine}not-me/" if mine else nowhere(),
        }


def _moment(at: datetime, zone: str) -> str:
    with timezone.override(ZoneInfo(zone)):
        return dates.moment(at)
