"""Lines of orders with what they name of the catalogue, from memory instead of by eight joins."""

from collections.abc import Iterable

from kithkin.catalogue import queries as catalogue

from .models import OrderLine


def lines(found: Iterable[OrderLine]) -> list[OrderLine]:
    """Lines of orders that were read with their product."""
    furnished = list(found)
    for line in furnished:
        offer = catalogue.priced(line.product)
        line.product, line.tariff = offer.product, offer.tariffs_by_id[line.tariff_id]
        line.seat = offer.seat(line.seat_id)
        line.category = line.seat.category
    return furnished
