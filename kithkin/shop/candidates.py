"""Whom a customer may buy for: himself, and his people where Friends & Family is on."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from kithkin.base import ages
from kithkin.catalogue.models import Tariff
from kithkin.catalogue.queries import Offer
from kithkin.connections import door
from kithkin.connections.door import Card

ME = "me"
ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody to tick. `key` names him on pages: "me", or the connection's random id."""

    key: str
    contact_id: int
    name: str
    first_name: str
    guess: Tariff | None = None
    active: bool = True
    email: str | None = None

    @property
    def tariff(self) -> str:
        """The code of the tariff that the page starts with."""
        return self.guess.code if self.guess else ADULT

    @property
    def is_me(self) -> bool:
        return self.key == ME


def to_show(request: HttpRequest, offer: Offer) -> list[Candidate]:
    """With the addresses of those who opened them (noted), and tariffs guessed from the ages that may be known."""
    guess = _by_age(offer, door.own(request.actor).birth_date)
    return [_me(request, guess), *_members(request, door.group, offer)]


def to_reckon(request: HttpRequest) -> list[Candidate]:
    """By name alone, for pages that show nothing private."""
    return [_me(request, None), *_members(request, door.people)]


def _me(request: HttpRequest, guess: Tariff | None) -> Candidate:
    own = request.contact
    return Candidate(ME, own.pk, own.name, own.first_name, guess)


def _members(request: HttpRequest, seen, offer: Offer | None = None) -> list[Candidate]:
    """Nothing that a member has not opened steers what is offered (design decision 19)."""
    if not request.point_of_sale.friends_and_family:
        return []
    return [_member(card, offer) for card in seen(request.actor)]


def _member(card: Card, offer: Offer | None) -> Candidate:
    guess = _by_age(offer, card.born) if offer else None
    return Candidate(
        card.connection_id, card.contact_id, card.name, card.first_name, guess, active=card.active, email=card.email
    )


def _by_age(offer: Offer, born: date | None) -> Tariff | None:
    """The tariff for somebody's age on the day of the season's first match, where it is played (decision 26)."""
    if born is None:
        return None
    age = ages.age_on(born, offer.product.season.starts)
    fits = (tariff for tariff in offer.tariffs if (tariff.from_age or 0) <= age <= (tariff.to_age or age))
    return next(fits, None)
