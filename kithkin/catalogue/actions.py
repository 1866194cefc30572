"""Filling the catalogue: plans, seasons, matches, tariffs, products and their prices."""

from dataclasses import astuple
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Max
from django.utils.translation import gettext as _

from kithkin.audit import journal
from kithkin.base import numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.organisations.models import Organisation

from . import shape
from .models import Block, Event, Price, PriceCategory, Product, Season, Seat, SeatingPlan, Tariff, Venue
from .rows import MatchRow, PlanRows, Saved


class TariffTerms(NamedTuple):
    """A tariff to be: its ages are for the guess and the gate, they refuse nobody."""

    code: str
    name: str
    from_age: int | None = None
    to_age: int | None = None


@action
def save_plan(organisation: Organisation, venue_name: str, plan: PlanRows, *, by: Actor) -> SeatingPlan:
    """The plan as a new version, or the version that says exactly the same already."""
    venue, _made = Venue.objects.get_or_create(
        organisation=organisation, name=venue_name, defaults={"timezone": organisation.timezone}
    )
    versions = SeatingPlan.objects.filter(venue=venue, name=plan.name)
    fingerprint = sha256(repr(astuple(plan)).encode()).hexdigest()
    if known := versions.filter(fingerprint=fingerprint).first():
        return known
    saved = SeatingPlan.objects.create(
        venue=venue,
        name=plan.name,
        version=(versions.aggregate(newest=Max("version"))["newest"] or 0) + 1,
        fingerprint=fingerprint,
        seat_count=sum(len(block.seats) for block in plan.blocks),
    )
    _insert_seats(saved, plan)
    shape.forget()
    journal.write("plan.saved", by=by, about=saved, seats=saved.seat_count)
    return saved


def _insert_seats(saved: SeatingPlan, plan: PlanRows) -> None:
    """Categories, blocks and seats: one statement each."""
    categories = dict(
        rows.insert(
            PriceCategory,
            [
                {"plan_id": saved.pk, "code": category.code, "name": category.name, "order": order}
                for order, category in enumerate(plan.categories)
            ],
            returning=("code", "id"),
        )
    )
    blocks = dict(
        rows.insert(
            Block,
            [
                {"plan_id": saved.pk, "stand": it.stand, "name": it.name, "order": order, "x": it.x, "y": it.y}
                for order, it in enumerate(plan.blocks)
            ],
            returning=("order", "id"),
        )
    )
    rows.insert(
        Seat,
        [
            {
                "plan_id": saved.pk,
                "block_id": blocks[order],
                "category_id": _known(categories, seat.category),
                "guid": seat.guid,
                "row": seat.row,
                "number": seat.number,
                "row_order": seat.row_order,
                "seat_order": seat.seat_order,
                "x": seat.x,
                "y": seat.y,
                "kind": seat.kind,
                "restricted": seat.restricted,
            }
            for order, block in enumerate(plan.blocks)
            for seat in block.seats
        ],
    )


def _known(ids: dict[str, int], code: str) -> int:
    if code not in ids:
        raise Refused(_("There is no category “%(code)s”.") % {"code": code})
    return ids[code]


@action
def plan_season(
    organisation: Organisation, *, name: str, starts: date, ends: date, plan: SeatingPlan, by: Actor
) -> Season:
    """The season of this name, with these days and this plan; planned again, it is the same one."""
    season, made = Season.objects.update_or_create(
        organisation=organisation, name=name, defaults={"starts": starts, "ends": ends, "plan": plan}
    )
    _new_edition(season=season)
    journal.write("season.planned", by=by, about=season, new=made)
    return season


@action
def save_matches(season: Season, matches: list[MatchRow], *, by: Actor) -> Saved:
    """Add what is new and update what changed; a match is the same by round, home and away."""
    known = {
        (event.round, event.home, event.away): (event.date, event.kick_off, event.status)
        for event in Event.objects.filter(season=season)
    }
    given = {(it.round, it.home, it.away): (it.date, it.kick_off, it.status) for it in matches}
    if len(given) < len(matches):
        raise Refused(_("A match is in the list twice."))
    fresh = {key: values for key, values in given.items() if known.get(key) != values}
    rows.insert(Event, [_event(season, *key, *values) for key, values in fresh.items()], on_conflict=_MATCH_AGAIN)
    added = sum(key not in known for key in fresh)
    saved = Saved(added=added, changed=len(fresh) - added, unchanged=len(given) - len(fresh))
    journal.write("matches.saved", by=by, about=season, added=saved.added, changed=saved.changed)
    return saved


_MATCH_AGAIN = (
    'ON CONFLICT ("season_id", "round", "home", "away") DO UPDATE SET '
    '"date" = excluded."date", "kick_off" = excluded."kick_off", "status" = excluded."status"'
)


def _event(season, round_, home, away, day, kick_off, status) -> dict:
    return {
        "season_id": season.pk,
        "round": round_,
        "home": home,
        "away": away,
        "date": day,
        "kick_off": kick_off,
        "status": status,
    }


@action
def save_tariffs(organisation: Organisation, tariffs: list[TariffTerms], *, by: Actor) -> None:
    """The organisation's tariffs, in this order; known codes are changed, none is deleted."""
    rows.insert(
        Tariff,
        [{"organisation_id": organisation.pk, "order": order, **it._asdict()} for order, it in enumerate(tariffs)],
        on_conflict=_TARIFF_AGAIN,
    )
    _new_edition(organisation=organisation)
    journal.write("tariffs.saved", by=by, about=organisation, codes=[tariff.code for tariff in tariffs])


_TARIFF_AGAIN = (
    'ON CONFLICT ("organisation_id", "code") DO UPDATE SET "name" = excluded."name", '
    '"order" = excluded."order", "from_age" = excluded."from_age", "to_age" = excluded."to_age"'
)


@action
def open_season_ticket(
    season: Season, *, name: str, on_sale_from: datetime, on_sale_until: datetime, by: Actor
) -> Product:
    """Put the season ticket on sale between two moments."""
    product, made = Product.objects.update_or_create(
        organisation_id=season.organisation_id,
        season=season,
        kind=Product.Kind.SEASON_TICKET,
        name=name,
        defaults={"on_sale_from": on_sale_from, "on_sale_until": on_sale_until, "edition": numbers.public_id()},
    )
    journal.write("product.opened", by=by, about=product, new=made)
    return product


@action
def set_prices(product: Product, amounts: dict[tuple[str, str], int], *, by: Actor) -> None:
    """What each (category code, tariff code) costs, in minor units."""
    categories = dict(PriceCategory.objects.filter(plan_id=product.season.plan_id).values_list("code", "pk"))
    tariffs = dict(Tariff.objects.filter(organisation_id=product.organisation_id).values_list("code", "pk"))
    rows.insert(
        Price,
        [
            {
                "product_id": product.pk,
                "category_id": _known(categories, category),
                "tariff_id": _known(tariffs, tariff),
                "amount": amount,
            }
            for (category, tariff), amount in amounts.items()
        ],
        on_conflict='ON CONFLICT ("product_id", "category_id", "tariff_id") DO UPDATE SET "amount" = excluded."amount"',
    )
    _new_edition(pk=product.pk)
    journal.write("prices.set", by=by, about=product, prices=len(amounts))


def _new_edition(**which) -> None:
    """Whoever keeps these offers in memory reads them anew."""
    for product in Product.objects.filter(**which):
        Product.objects.filter(pk=product.pk).update(edition=numbers.public_id())
