"""Finding baskets, orders, tickets and payments through the person who asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection as database
from django.db.models import Min, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from kithkin.base import clock
from kithkin.base.actor import Actor
from kithkin.base.joined import Joined, Part
from kithkin.base.money import Money
from kithkin.base.verdict import Refused
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.models import Event, Season
from kithkin.catalogue.queries import Offer, geometry
from kithkin.connections import rules
from kithkin.connections.scopes import Scope
from kithkin.contacts.models import Contact
from kithkin.organisations.models import Organisation

from . import claims, pricing
from .models import Basket, BasketSeat, Order, OrderLine, Payment, Ticket
from .occupancy import Occupancy

# How long a basket whose time is over is still shown, to say so.
REMEMBERED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FullBasket:
    """A basket with all that its page shows."""

    basket: Basket
    seats: tuple[BasketSeat, ...]
    total: Money

    @property
    def held_until(self) -> datetime:
        """When its time ends."""
        return self.basket.held_until

    @property
    def is_over(self) -> bool:
        """Whether its time has ended; whether its seats are gone is known when they are ordered."""
        return self.basket.held_until <= clock.now()

    @property
    def may_extend(self) -> bool:
        """Whether some more minutes can be had."""
        return not self.basket.extended and not self.is_over

    def price(self, seat: BasketSeat) -> Money:
        """What one person pays."""
        return Money(seat.price, self.total.currency)


def basket_of(actor: Actor) -> FullBasket | None:
    """The open basket of this buyer, the newest first, with all its seats; one query."""
    remembered = database.ops.adapt_datetimefield_value(clock.now() - REMEMBERED)
    which = "b.organisation_id = %s AND b.state = 'open' AND b.held_until > %s"
    return _full_basket(actor, which, [actor.organisation_id, remembered])


def basket(actor: Actor, public_id: str) -> FullBasket | None:
    """This basket of this buyer in any state, so that an order pressed twice finds it again."""
    return _full_basket(actor, "b.public_id = %s", [public_id])


_PARTS = Joined(Part("b", Basket), Part("s", BasketSeat))
# Four pages of every order ask this; the catalogue comes from memory.
_FULL = """
SELECT {columns}, p.edition
FROM sales_basket b
JOIN sales_basketseat s ON s.basket_id = b.id
JOIN catalogue_product p ON p.id = b.product_id
WHERE b.buyer_id = %s AND {which}
ORDER BY b.made_at DESC, b.id, s.position
"""


def _full_basket(actor: Actor, which: str, values: list) -> FullBasket | None:
    if actor.contact_id is None:
        return None
    rows = list(_PARTS.rows(_FULL.replace("{which}", which), [actor.contact_id, *values]))
    if not rows:
        return None
    newest, _seat, edition = rows[0]
    offer = catalogue.kept(newest.product_id, edition)
    newest.product = offer.product
    own = tuple(_furnished(seat, newest, offer) for _basket, seat, _edition in rows if seat.basket_id == newest.pk)
    return FullBasket(newest, own, pricing.total((Money(seat.price, offer.currency) for seat in own), offer.currency))


def _furnished(seat: BasketSeat, own: Basket, offer: Offer) -> BasketSeat:
    seat.basket, seat.tariff, seat.seat = own, offer.tariffs_by_id[seat.tariff_id], offer.seat(seat.seat_id)
    return seat


def reserved_until(basket: Basket) -> datetime:
    """Until when a reservation is kept: the organiser's days, but at most until the day before the first match.

    Raises Refused where reserving is switched off or too late.
    """
    if not basket.organisation.reserve_on:
        raise Refused(_("Reserving is not possible here. Pay now."))
    now = clock.now()
    first = _first_match(basket.product.season, now.date())
    last = now + timedelta(days=basket.organisation.reservation_days)
    if first:
        last = min(last, datetime.combine(first, datetime.min.time(), tzinfo=now.tzinfo) - timedelta(days=1))
    if last <= now:
        raise Refused(_("It is too late to reserve. Pay now."))
    return last


def _first_match(season: Season, today: date) -> date | None:
    """The next match; while the season has not begun, its first day says that without a query."""
    if season.starts > today:
        return season.starts
    to_come = Event.objects.filter(season=season, date__gte=today, status=Event.Status.PLANNED)
    return to_come.aggregate(first=Min("date"))["first"]


def occupancy(offer: Offer, actor: Actor, mine: FullBasket | None = None, blocks: Collection[int] = ()) -> Occupancy:
    """What is taken now, of all blocks or of these, one query; the seats in the buyer's own basket are his."""
    taken = frozenset(claims.taken(offer.product.season, besides=actor.contact_id, blocks=blocks))
    own = frozenset(seat.seat_id for seat in mine.seats) - taken if mine and not mine.is_over else frozenset()
    return Occupancy(offer.geometry, taken, own)


def around(mine: FullBasket, actor: Actor) -> Occupancy:
    """The same for the blocks in which a basket has seats."""
    season, own = mine.basket.product.season, frozenset(seat.seat_id for seat in mine.seats)
    taken = claims.taken(season, besides=actor.contact_id, blocks={seat.seat.block_id for seat in mine.seats})
    return Occupancy(geometry(season.plan_id), frozenset(taken), own.difference(taken))


def payment(actor: Actor, public_id: str) -> Payment:
    """A payment this actor started; 404 for every other."""
    payments = Payment.objects.filter(public_id=public_id, payer_id=actor.contact_id)
    found = payments.select_related("order__purchaser", "order__organisation").first()
    if found is None or found.order.organisation_id != actor.organisation_id:
        raise Http404
    return found


def attempt(public_id: str) -> Payment:
    """A payment by its unguessable address alone, for a gateway's page that asks nobody to sign in. Else 404."""
    for payment, order, organisation in _ATTEMPT.rows(_BY_ADDRESS, [public_id]):
        payment.order, order.organisation = order, organisation
        return payment
    raise Http404


_ATTEMPT = Joined(Part("p", Payment), Part("ordered", Order), Part("o", Organisation))
_BY_ADDRESS = """
SELECT {columns}
FROM sales_payment p
JOIN sales_order ordered ON ordered.id = p.order_id
JOIN organisations_organisation o ON o.id = ordered.organisation_id
WHERE p.public_id = %s
"""


def order_to_pay(actor: Actor, number: str) -> Order:
    """An order this actor may pay: his own, or a reservation of a member who allows it. Else 404."""
    orders = Order.objects.filter(organisation_id=actor.organisation_id, number=number)
    payable = orders.filter(purchaser__in=_people(actor, Scope.PAY_RESERVATIONS)) if actor.contact_id else orders.none()
    found = payable.select_related("purchaser", "organisation").first()
    if found is None:
        raise Http404
    return found


def orders_open_to(actor: Actor) -> QuerySet[Order]:
    """His own orders, and those of members who let him see them."""
    if actor.contact_id is None:
        return Order.objects.none()
    return Order.objects.filter(organisation_id=actor.organisation_id, purchaser__in=_people(actor, Scope.SEE_ORDERS))


def order_open_to(actor: Actor, number: str) -> tuple[str, list]:
    """The same for one order: the condition and its values for `furnished.found`."""
    which = f"ordered.organisation_id = %s AND ordered.number = %s AND (ordered.purchaser_id = %s OR {_SEES_ORDERS})"
    return which, [actor.organisation_id, number, actor.contact_id, *rules.led_by(actor)]


_SEES_ORDERS = f"ordered.purchaser_id IN ({rules.who_opened(Scope.SEE_ORDERS)})"


def tickets_open_to(actor: Actor) -> QuerySet[Ticket]:
    """The valid tickets he holds, and those of members who let him see them.

    What a member has taken over is his alone, unless he lets the reader look after his tickets.
    """
    if actor.contact_id is None:
        return Ticket.objects.none()
    seen = Ticket.objects.filter(state=Ticket.State.VALID, holder__in=_people(actor, Scope.SEE_TICKETS))
    return seen.filter(Q(taken_over_at=None) | Q(holder__in=_people(actor, Scope.MANAGE_TICKETS)))


def held_still(lines: QuerySet[OrderLine]) -> list[OrderLine]:
    """These lines with their orders, in one order; nobody else changes either until the transaction ends."""
    return list(lines.select_for_update(of=("self", "order")).select_related("order").order_by("pk"))


def ticket_of(actor: Actor, public_id: str) -> Ticket:
    """A valid ticket that this person holds, or the child in whose name a guardian asks. Else 404."""
    held = Ticket.objects.filter(state=Ticket.State.VALID, holder_id=actor.contact_id, public_id=public_id)
    found = held.select_related("line__order__purchaser", "line__order__organisation").first()
    if actor.contact_id is None or found is None or found.line.order.organisation_id != actor.organisation_id:
        raise Http404
    return found


def _people(actor: Actor, scope: Scope) -> QuerySet:
    """The ids of himself and of those who opened this scope to him."""
    himself = Contact.objects.filter(pk=actor.contact_id).values("pk")
    return himself.union(rules.open_to(actor, scope).values("pk"))
