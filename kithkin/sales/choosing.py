"""From a wish to seats that are kept: chosen outside of any transaction, taken in a short one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kithkin.base.actor import Actor
from kithkin.base.verdict import Refused
from kithkin.catalogue.models import PriceCategory
from kithkin.catalogue.queries import Offer
from kithkin.organisations.models import PointOfSale

from . import claims, pricing, rules
from .actions import basket
from .actions.basket import Kept, Person
from .allocation import Choice, Shape, best_together
from .refusals import NotTogether, SeatTaken, SoldOut

# At an on-sale others are quicker again and again; each time somebody got a seat.
TRIES = 10
_WORSE = list(Shape)


@dataclass(frozen=True, slots=True)
class Held:
    """What was kept; `lost` are wanted seats that were just taken, where the nearest are kept in their place."""

    kept: Kept
    choice: Choice
    lost: frozenset[int] = frozenset()


def propose(offer: Offer, count: int, category_id: int, *, by: Actor) -> Choice | None:
    """The best seats for so many people now; taken is nothing yet. None: so many are not left."""
    taken = claims.taken(offer.product.season, besides=by.contact_id)
    return best_together(offer.geometry, offer.geometry.masks(taken, category_id), count, category_id)


def enough_in(offer: Offer, count: int, *, by: Actor) -> list[PriceCategory]:
    """The categories in which so many seats are left, side by side or not."""
    taken = offer.geometry.masks(claims.taken(offer.product.season, besides=by.contact_id))
    return [it for it in offer.categories if best_together(offer.geometry, taken, count, it.pk)]


def hold_best(
    offer: Offer,
    people: list[Person],
    category_id: int,
    *,
    pos: PointOfSale,
    by: Actor,
    accept: Shape = Shape.TOGETHER,
) -> Held:
    """Keep the best seats for these people. Raises NotTogether when they would sit worse than they accept."""
    _check(offer, people, pos, by)
    for _tried in range(TRIES):
        choice = propose(offer, len(people), category_id, by=by)
        if choice is None:
            raise SoldOut
        if _WORSE.index(choice.shape) > _WORSE.index(accept):
            raise NotTogether(choice)
        try:
            return Held(basket.keep(offer, people, list(choice.seats), pos=pos, by=by), choice)
        except SeatTaken as taken:
            lost = taken
    raise lost


def hold_these(offer: Offer, people: list[Person], seats: list[int], *, pos: PointOfSale, by: Actor) -> Held:
    """Keep these seats; when one was just taken, the nearest instead, and `Held` says so."""
    _check(offer, people, pos, by)
    _check_seats(offer, people, seats)
    wanted = Choice(Shape.TOGETHER, (tuple(seats),))
    lost: frozenset[int] = frozenset()
    for _tried in range(TRIES):
        try:
            return Held(basket.keep(offer, people, list(wanted.seats), pos=pos, by=by), wanted, lost)
        except SeatTaken as taken:
            refusal, lost = taken, lost | taken.lost.intersection(seats)
            wanted = _nearest(offer, wanted.seats, taken.lost, by) or _nothing(taken)
    raise refusal


def _nearest(offer: Offer, seats: tuple[int, ...], lost: frozenset[int], by: Actor) -> Choice | None:
    """Other seats for all in the lost seats' categories, as near as can be, so that no price changes."""
    where = offer.geometry.where
    taken = offer.geometry.masks(claims.taken(offer.product.season, besides=by.contact_id))
    found = dict(zip(seats, seats, strict=True))
    for category in sorted({where[seat][2].category_id for seat in lost}):
        moving = [seat for seat in seats if where[seat][2].category_id == category]
        choice = best_together(offer.geometry, taken, len(moving), category, near=moving)
        if choice is None:
            return None
        found |= zip(moving, choice.seats, strict=True)
    if len(found) == len(moving):
        return choice
    return Choice(Shape.GROUPS, (tuple(found.values()),))


def _nothing(lost: SeatTaken) -> Choice:
    raise lost


def _check(offer: Offer, people: list[Person], pos: PointOfSale, by: Actor) -> None:
    ids = [person.contact_id for person in people]
    most = pos.organisation.group_limit + 1
    if not ids:
        raise Refused(_("Choose at least one person."))
    if len(set(ids)) != len(ids) or len(ids) > most:
        raise Refused(_("Choose each person once, %(most)d people at most.") % {"most": most})
    if not {person.tariff_id for person in people} <= {tariff.pk for tariff in offer.tariffs}:
        raise Refused(_("Choose a tariff for each person."))
    rules.may_buy_for(by, ids, pos).require()


def _check_seats(offer: Offer, people: list[Person], seats: list[int]) -> None:
    if len(set(seats)) != len(seats) or len(seats) != len(people):
        raise Refused(_("Choose one seat for each person."))
    where = offer.geometry.where
    if not all(seat in where for seat in seats):
        raise Refused(_("One of these seats does not exist. Choose again."))
    for person, seat in zip(people, seats, strict=True):
        pricing.price(offer, where[seat][2].category_id, person.tariff_id)
