"""What is on, and what it costs."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet

from kithkin.base import clock
from kithkin.base.money import Money

from . import shape
from .models import Event, Price, PriceCategory, Product, Tariff

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


def product_on_sale(organisation_id: int) -> Product | None:
    """The season ticket that can be bought now, with season, plan and venue; one query.

    A season whose last day is over, or of which every match was played, is never for sale.
    """
    related = _on_sale(organisation_id).select_related("organisation", "season__plan__venue")
    return related.order_by("season__starts", "pk").first()


def offer(organisation_id: int) -> Offer | None:
    """What is on sale now with all its prices; one query, whatever the number of prices."""
    prices = Price.objects.filter(product__in=_on_sale(organisation_id)).select_related(
        "category", "tariff", "product__organisation", "product__season__plan__venue"
    )
    found = list(prices.order_by("product__season__starts", "product_id"))
    return _offer([price for price in found if price.product_id == found[0].product_id])


def next_product(organisation_id: int) -> Product | None:
    """What goes on sale next, to say when."""
    products = Product.objects.filter(organisation_id=organisation_id, on_sale_from__gt=clock.now())
    return products.order_by("on_sale_from").first()


def priced(product: Product) -> Offer | None:
    """A product with its prices in one query; None when it has none."""
    prices = list(Price.objects.filter(product=product).select_related("category", "tariff"))
    for price in prices:
        price.product = product
    return _offer(prices)


def _on_sale(organisation_id: int) -> QuerySet[Product]:
    now = clock.now()
    to_come = Event.objects.filter(season=OuterRef("season"), status=Event.Status.PLANNED, date__gte=now.date())
    return Product.objects.filter(
        Exists(to_come),
        organisation_id=organisation_id,
        on_sale_from__lte=now,
        on_sale_until__gt=now,
        season__ends__gte=now.date(),
    )


def _offer(prices: list[Price]) -> Offer | None:
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
