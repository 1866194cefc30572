"""A gateway that moves no money: its page has two buttons. For the demo and for tests."""

from collections.abc import Mapping

from kithkin.sales.models import Payment

from .base import Outcome


class Pretend:
    """The payer himself says how it went."""

    name = "pretend"

    def start(self, payment: Payment, *, page: str, back: str) -> str:
        """Its page is our own."""
        return page

    def settle(self, payment: Payment, answer: Mapping[str, str]) -> Outcome:
        """The button that was pressed."""
        return {"pay": Outcome.PAID, "decline": Outcome.FAILED}.get(answer.get("answer", ""), Outcome.OPEN)

    def refund(self, payment: Payment) -> None:
        """Nothing was taken."""
