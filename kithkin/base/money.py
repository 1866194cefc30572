"""An amount with its currency, in minor units. No floats."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_currency_precision


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` counts the currency's smallest unit: Money(114000, "GBP") is £1,140.00."""

    amount: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount * times, self.currency)

    def display(self, language: str) -> str:
        """The amount as readers of `language` write it."""
        return _written(self.amount, self.currency, language)


@lru_cache(maxsize=4096)
def _written(amount: int, currency: str, language: str) -> str:
    """Babel takes a tenth of a millisecond, and a shop has few prices."""
    value = Decimal(amount).scaleb(-get_currency_precision(currency))
    return format_currency(value, currency, locale=language.replace("-", "_"))
