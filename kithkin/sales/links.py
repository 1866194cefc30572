"""The link in a holder's letter: by it he takes over the ticket that somebody bought for him, without an account."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from kithkin.base import clock, rows, tokens
from kithkin.contacts import letters as contacts

from .models import OrderLine, Ticket

Way = tuple[str, str]


def token(line_id: int, holder_id: int, address_key: str) -> str:
    """Bound to this line, this holder and this address; good for nothing else."""
    return tokens.make("ticket", line_id, holder_id, address_key)


def made(lines: Iterable[OrderLine], ways: Mapping[int, Way]) -> dict[int, str]:
    """The tokens for these lines, their fingerprints stored in one statement however many they are."""
    found = {
        line.pk: token(line.pk, line.holder_id, ways[line.holder_id][1]) for line in lines if line.holder_id in ways
    }
    fingerprints = {line_id: tokens.fingerprint(each) for line_id, each in found.items()}
    rows.set_each(Ticket, "link_fingerprint", fingerprints, by="line_id")
    return found


def is_fresh(ticket: Ticket) -> bool:
    """Whether it was mailed lately, and nobody has used it: so long a stranger may say by it that it is not he."""
    order = ticket.line.order
    lasts = timedelta(days=order.organisation.request_days)
    return ticket.taken_over_at is None and order.paid_at is not None and clock.now() < order.paid_at + lasts


def behind(typed: str) -> Ticket | None:
    """The ticket behind a mailed link; None for one that is damaged or of an address that has changed."""
    related = Ticket.objects.select_related("line__order__organisation", "line__order__purchaser", "holder")
    ticket = related.filter(link_fingerprint=tokens.fingerprint(typed), state=Ticket.State.VALID).first()
    if ticket is None:
        return None
    key = contacts.hidden_address(ticket.holder_id)
    is_whole = key and ticket.link_fingerprint == tokens.fingerprint(token(ticket.line_id, ticket.holder_id, key))
    return ticket if is_whole else None
