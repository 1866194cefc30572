"""Keeping seats for some minutes: all of them or none. Which seats is decided before (choosing.py)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from kithkin.base import dbclock, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.catalogue.queries import Offer
from kithkin.organisations.models import PointOfSale
from kithkin.sales import claims, pricing
from kithkin.sales.models import Basket, BasketSeat
from kithkin.sales.refusals import SeatTaken, TimeOver


class Person(NamedTuple):
    """Somebody who shall sit: under which name the buyer knows him, at which tariff."""

    contact_id: int
    name: str
    tariff_id: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A basket with its seats, kept until the moment said."""

    basket_id: int
    public_id: str
    held_until: datetime


@action
def keep(offer: Offer, people: list[Person], seats: list[int], *, pos: PointOfSale, by: Actor) -> Kept:
    """Put these people on these seats, in place of what the buyer's basket held. Raises SeatTaken.

    Choosing again does not begin the minutes anew, so that nobody can keep seats for ever.
    """
    kept, is_new = _open(offer, pos, by)
    given_back = [] if is_new else _emptied(kept)
    ends = claims.ending(given_back, claims.OVER) | claims.ending(seats, kept.held_until)
    own = ("basket_id", kept.basket_id)
    had = claims.take(ends, offer.product.season, owned_by=own, basket_id=kept.basket_id)
    if lost := set(seats) - had:
        raise SeatTaken(lost)
    rows.insert(BasketSeat, [_row(offer, kept, *each) for each in enumerate(zip(people, seats, strict=True))])
    return kept


_OPEN = """
INSERT INTO sales_basket
  (public_id, organisation_id, point_of_sale_id, buyer_id, product_id, state, made_at, held_until, extended)
VALUES (%(public_id)s, %(organisation)s, %(pos)s, %(buyer)s, %(product)s, 'open', {now}, {end}, false)
ON CONFLICT (buyer_id, product_id) WHERE state = 'open' DO UPDATE SET
  point_of_sale_id = excluded.point_of_sale_id,
  extended = sales_basket.extended AND sales_basket.held_until >= excluded.made_at,
  held_until = CASE WHEN sales_basket.held_until >= excluded.made_at
    THEN sales_basket.held_until ELSE excluded.held_until END
RETURNING id, public_id, held_until
"""
_END = {
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now', %(minutes)s || ' minutes')",
    "postgresql": "clock_timestamp() + CAST(%(minutes)s AS integer) * interval '1 minute'",
}


def _open(offer: Offer, pos: PointOfSale, by: Actor) -> tuple[Kept, bool]:
    """The buyer's basket for this product, and whether it is a new one."""
    public_id = numbers.public_id()
    values: dict[str, str | int | None] = {
        "public_id": public_id,
        "organisation": pos.organisation_id,
        "pos": pos.pk,
        "buyer": by.contact_id,
        "product": offer.product.pk,
        "minutes": pos.organisation.basket_minutes,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(now=dbclock.sql(), end=_END[connection.vendor]), values)
        pk, kept_id, until = cursor.fetchone()
    return Kept(pk, kept_id, dbclock.moment(until)), kept_id == public_id


def _emptied(kept: Kept) -> list[int]:
    """Take everybody out of the basket; the seats they had."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sales_basketseat WHERE basket_id = %s RETURNING seat_id", [kept.basket_id])
        return [seat for (seat,) in cursor.fetchall()]


def _row(offer: Offer, kept: Kept, position: int, seated: tuple[Person, int]) -> dict:
    person, seat = seated
    category = offer.geometry.where[seat][2].category_id
    return {
        "basket_id": kept.basket_id,
        "position": position,
        "holder_id": person.contact_id,
        "holder_name": person.name,
        "tariff_id": person.tariff_id,
        "seat_id": seat,
        "price": pricing.price(offer, category, person.tariff_id).amount,
    }


@action
def extend(basket: Basket, *, by: Actor) -> datetime:
    """Some more minutes, once, while the time still runs. Raises TimeOver; the new end."""
    minutes = timedelta(minutes=basket.organisation.extension_minutes)
    running = _own(basket, by).filter(extended=False, held_until__gte=dbclock.Now())
    if not running.update(held_until=F("held_until") + minutes, extended=True):
        raise TimeOver
    kept = BasketSeat.objects.filter(basket=basket).values_list("seat_id", "basket__held_until")
    ends = dict(kept)
    if _end(basket, ends) != set(ends):
        raise TimeOver
    return max(ends.values())


@action
def let_go(basket: Basket, *, by: Actor) -> None:
    """Give all seats back."""
    if _own(basket, by).update(state=Basket.State.LET_GO):
        seats = BasketSeat.objects.filter(basket=basket).values_list("seat_id", flat=True)
        _end(basket, claims.ending(seats, claims.OVER))


@action
def remove(basket: Basket, contact_id: int, *, by: Actor) -> None:
    """One person stays at home; his seat is given back. Without anybody left the basket is let go."""
    _lock(basket, by)
    seats = BasketSeat.objects.filter(basket=basket)
    given_back = list(seats.filter(holder_id=contact_id).values_list("seat_id", flat=True))
    seats.filter(holder_id=contact_id).delete()
    _end(basket, claims.ending(given_back, claims.OVER))
    if not seats.exists():
        _own(basket, by).update(state=Basket.State.LET_GO)


@action
def swap(basket: Basket, one: int, other: int, offer: Offer, *, by: Actor) -> None:
    """Two people (contact ids) change seats; each pays his tariff in his new category."""
    _lock(basket, by)
    seated = {row.holder_id: row for row in BasketSeat.objects.filter(basket=basket, holder__in=[one, other])}
    if len(seated) != 2:
        return
    BasketSeat.objects.filter(pk__in=[row.pk for row in seated.values()]).delete()
    first, second = seated[one], seated[other]
    first.seat_id, second.seat_id = second.seat_id, first.seat_id
    for row in (first, second):
        category = offer.geometry.where[row.seat_id][2].category_id
        row.price = pricing.price(offer, category, row.tariff_id).amount
        row.pk = None
        row.save(force_insert=True)


def _own(basket: Basket, by: Actor):
    return Basket.objects.filter(pk=basket.pk, buyer_id=by.contact_id, state=Basket.State.OPEN)


def _lock(basket: Basket, by: Actor) -> None:
    """One change of a basket at a time."""
    if not _own(basket, by).select_for_update().exists():
        raise TimeOver


def _end(basket: Basket, ends: dict[int, datetime | None]) -> set[int]:
    """Set the end of claims that the basket still owns."""
    own = ("basket_id", basket.pk)
    season = basket.product.season
    return claims.take(ends, season, claims.Mine.IN_TIME, owned_by=own, basket_id=basket.pk)
