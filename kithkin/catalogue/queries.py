"""What is on, and what it costs."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from django.db import connection as database
from django.db.models import F, QuerySet

from kithkin.base import clock
from kithkin.base.money import Money

from . import shape
from .models import Event, Price, PriceCategory, Product, Seat, Tariff

_BY_DATE = ("date", F("kick_off").asc(nulls_last=True), "pk")


@dataclass(frozen=True)
class Offer:
    """A product with its tariffs, categories and prices, ready to be reckoned with."""

    product: Product
    currency: str
    tariffs: tuple[Tariff, ...]
    categories: tuple[PriceCategory, ...]
    amounts: dict[tuple[int, int], int]

    def price(self, category_id: int, tariff_id: int) -> Money:
        """What this tariff pays in this category; KeyError where it is not sold."""
        return Money(self.amounts[category_id, tariff_id], self.currency)

    def tariff(self, code: str) -> Tariff | None:
        """The tariff of this code, if it is sold."""
        return next((tariff for tariff in self.tariffs if tariff.code == code), None)

    def category(self, code: str) -> PriceCategory | None:
        """The category of this code, if it is sold."""
        return next((category for category in self.categories if category.code == code), None)

    @property
    def from_price(self) -> Money:
        """The lowest price, for "from £95.00"."""
        return Money(min(self.amounts.values()), self.currency)

    @cached_property
    def geometry(self) -> shape.Geometry:
        """The seats that it is about."""
        return geometry(self.product.season.plan_id)

    @cached_property
    def tariffs_by_id(self) -> dict[int, Tariff]:
        """The tariffs that have a price."""
        return {tariff.pk: tariff for tariff in self.tariffs}

    def seat(self, seat_id: int) -> Seat:
        """A seat with its block and category, from memory."""
        return self.geometry.seat(seat_id)


def offer(organisation_id: int) -> Offer | None:
    """What is on sale now with all its prices; one small query, for the offer itself stays in the process.

    A season whose last day is over, or of which every match was played, is never for sale.
    """
    now = database.ops.adapt_datetimefield_value(clock.now())
    today = database.ops.adapt_datefield_value(clock.now().date())
    with database.cursor() as cursor:
        cursor.execute(_ON_SALE, [organisation_id, now, now, today, today])
        found = cursor.fetchone()
    return _offer(*found) if found else None


_ON_SALE = """
SELECT product.id, product.edition
FROM catalogue_product product JOIN catalogue_season season ON season.id = product.season_id
WHERE product.organisation_id = %s AND product.on_sale_from <= %s AND product.on_sale_until > %s AND season.ends >= %s
    AND EXISTS (
        SELECT 1 FROM catalogue_event match
        WHERE match.season_id = season.id AND match.status = 'planned' AND match.date >= %s)
ORDER BY season.starts, product.id
"""


def next_product(organisation_id: int) -> Product | None:
    """What goes on sale next, to say when."""
    products = Product.objects.filter(organisation_id=organisation_id, on_sale_from__gt=clock.now())
    return products.order_by("on_sale_from").first()


def priced(product: Product) -> Offer:
    """A product with its prices. No query while the process has this edition. Product.DoesNotExist without prices."""
    return kept(product.pk, product.edition)


def kept(product_id: int, edition: str) -> Offer:
    """The offer of a product by its ids alone; as `priced`."""
    offer = _offer(product_id, edition)
    if offer is None:
        raise Product.DoesNotExist
    return offer


@lru_cache(maxsize=64)
def _offer(product_id: int, edition: str) -> Offer | None:
    """The offer as it stands in this edition; a change makes another edition."""
    related = ("category", "tariff", "product__organisation", "product__season__plan__venue")
    prices = list(Price.objects.filter(product_id=product_id).select_related(*related))
    if not prices:
        return None
    product = prices[0].product
    return Offer(
        product=product,
        currency=product.organisation.currency,
        tariffs=_in_order({price.tariff for price in prices}),
        categories=_in_order({price.category for price in prices}),
        amounts={(price.category_id, price.tariff_id): price.amount for price in prices},
    )


def _in_order(things) -> tuple:
    return tuple(sorted(things, key=lambda thing: thing.order))


def geometry(plan_id: int) -> shape.Geometry:
    """The immutable shape of a plan, kept in the process."""
    return shape.of_plan(plan_id)


def next_matches(organisation_id: int, count: int = 5) -> list[Event]:
    """The matches to come, soonest first; played, past and postponed ones are left out."""
    return list(_matches(organisation_id).filter(status="planned", date__gte=clock.now().date())[:count])


def matches(season_id: int) -> list[Event]:
    """All matches of a season by date, with what became of each."""
    events = Event.objects.filter(season_id=season_id).select_related("season__plan__venue")
    return list(events.order_by(*_BY_DATE))


def standing(event: Event, today: date | None = None) -> str:
    """ "planned", "postponed", "played" or "past": only the first can be for sale."""
    if event.status == Event.Status.PLANNED and event.date < (today or clock.now().date()):
        return "past"
    return event.status


def kick_off(event: Event) -> datetime | None:
    """The moment of the kick-off in the venue's zone; None while it is to be announced."""
    if event.kick_off is None:
        return None
    zone = ZoneInfo(event.season.plan.venue.timezone)
    return datetime.combine(event.date, event.kick_off, tzinfo=zone)


def _matches(organisation_id: int) -> QuerySet[Event]:
    events = Event.objects.filter(season__organisation_id=organisation_id)
    return events.select_related("season__plan__venue").order_by(*_BY_DATE)
