"""What every payment service must offer. Its calls are made outside of any transaction."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from kithkin.sales.models import Payment


class Outcome(StrEnum):
    """What the service says became of a payment."""

    PAID = "paid"
    FAILED = "failed"
    OPEN = "open"


class Gateway(Protocol):
    """One payment service."""

    name: str

    def start(self, payment: Payment, *, page: str, back: str) -> str:
        """Open the payment there, under its idempotency key; where to send the payer next.

        `page` is our own page for this payment, `back` where the payer shall end up.
        """
        ...

    def settle(self, payment: Payment, answer: Mapping[str, str]) -> Outcome:
        """What the service's answer means, after asking it back where answers can be forged."""
        ...

    def refund(self, payment: Payment) -> None:
        """Send the money back; asked twice, it goes back once."""
        ...
