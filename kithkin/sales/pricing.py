"""What it costs; pure arithmetic over an offer's prices."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kithkin.base.money import Money
from kithkin.base.verdict import Refused
from kithkin.catalogue.queries import Offer


def price(offer: Offer, category_id: int, tariff_id: int) -> Money:
    """What one person pays. Raises Refused where this tariff is not sold in this category."""
    try:
        return offer.price(category_id, tariff_id)
    except KeyError:
        raise Refused(_("This tariff is not sold in this category.")) from None


def total(prices: Iterable[Money], currency: str) -> Money:
    """The sum; nothing costs nothing."""
    return sum(prices, start=Money(0, currency))


def quote(offer: Offer, category_id: int, tariff_ids: Iterable[int]) -> Money:
    """What a group pays when all sit in one category."""
    return total((price(offer, category_id, tariff_id) for tariff_id in tariff_ids), offer.currency)
