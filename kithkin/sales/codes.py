"""What the gate reads."""

import secrets

from kithkin.base import clock, numbers, rows

from .models import Ticket, VoidCode


def new_code() -> str:
    """128 random bits in signs that a QR code packs tightly."""
    return secrets.token_hex(16).upper()


def renew(line_ids: list[int]) -> dict[int, Ticket]:
    """The tickets of these lines with new codes and addresses, by line; the old codes and mailed links are void.

    What its holder took over meanwhile is left alone.
    """
    valid = Ticket.objects.filter(line_id__in=line_ids, state=Ticket.State.VALID, taken_over_at=None)
    tickets = list(valid.select_for_update())
    voided = [{"ticket_id": each.pk, "code": each.code, "since": clock.now()} for each in tickets]
    rows.insert(VoidCode, voided)
    for each in tickets:
        each.code, each.public_id = new_code(), numbers.public_id()
    rows.set_each(Ticket, "code", {each.pk: each.code for each in tickets})
    rows.set_each(Ticket, "public_id", {each.pk: each.public_id for each in tickets})
    Ticket.objects.filter(pk__in=[each.pk for each in tickets]).update(link_fingerprint="")
    return {each.line_id: each for each in tickets}
