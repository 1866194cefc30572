"""The season tickets that were sold before the story begins, so that the seat map looks alive.

Six thousand seats through the shop's own actions would take minutes, so the rows are written in bulk.
"""

from datetime import date, timedelta
from random import Random

from kithkin.audit import journal
from kithkin.base import clock, numbers, rows
from kithkin.base.action import action
from kithkin.base.actor import Actor
from kithkin.catalogue import queries
from kithkin.catalogue.models import Event, Product
from kithkin.catalogue.queries import Offer
from kithkin.contacts import bringing
from kithkin.contacts.models import Contact
from kithkin.exchange.readers import contacts as reader
from kithkin.organisations.models import PointOfSale
from kithkin.sales.models import Basket, Claim, Order, OrderLine, Payment, Ticket

from . import people, seated
from .roles import Role
from .seated import Party

BATCH = 5000


@action
def sell(point: PointOfSale, product: Product, *, by: Actor) -> int:
    """Sell about half of the ground to made-up households; returns the number of seats."""
    offer = queries.priced(product)
    assert offer, "the season ticket has no prices"
    parties = list(seated.parties(offer))
    holders = _register(point, parties, by)
    orders = _orders(point, product, parties, holders)
    lines = [
        line for order, party in zip(orders, parties, strict=True) for line in _lines(order, party, offer, holders)
    ]
    _settle(orders, OrderLine.objects.bulk_create(lines))
    Order.objects.bulk_update(orders, ["total"], BATCH)
    _claim(product, lines)
    journal.write("season-tickets.sold-before", by=by, about=product, orders=len(orders), seats=len(lines))
    return len(lines)


def _register(point: PointOfSale, parties: list[Party], by: Actor) -> dict[str, int]:
    """The households as contacts, through the importer; contact number -> id."""
    text = people.text([role for party in parties for role in party.people])
    bringing.save_many(point.organisation, reader.read(text), by=by)
    return dict(Contact.objects.filter(organisation_id=point.organisation_id).values_list("number", "pk"))


def _orders(point: PointOfSale, product: Product, parties: list[Party], holders: dict[str, int]) -> list[Order]:
    """One paid order per household, some time in the last two months."""
    random = Random(1902)
    moments = [clock.now() - timedelta(minutes=random.randrange(1500, 80000)) for _party in parties]
    shared = {"organisation_id": point.organisation_id, "point_of_sale": point}
    baskets = Basket.objects.bulk_create(
        Basket(
            **shared,
            buyer_id=holders[party.people[0].number],
            product=product,
            state=Basket.State.ORDERED,
            made_at=at,
            held_until=at,
        )
        for party, at in zip(parties, moments, strict=True)
    )
    return Order.objects.bulk_create(
        Order(
            **shared,
            purchaser_id=basket.buyer_id,
            basket=basket,
            state=Order.State.PAID,
            total=0,
            currency=point.organisation.currency,
            made_at=basket.made_at,
            pay_by=basket.made_at,
            paid_at=basket.made_at,
        )
        for basket in baskets
    )


def _lines(order: Order, party: Party, offer: Offer, holders: dict[str, int]) -> list[OrderLine]:
    """One line a head, at the tariff of his age; adds up the order."""
    lines, tariffs = [], {tariff.code: tariff for tariff in offer.tariffs}
    for position, (role, place) in enumerate(zip(party.people, party.places, strict=True)):
        tariff = tariffs[_tariff_code(role, offer.product.season.starts)]
        price = offer.price(place.category_id, tariff.pk).amount
        order.total += price
        lines.append(
            OrderLine(
                order=order,
                position=position,
                product=offer.product,
                tariff=tariff,
                category_id=place.category_id,
                seat_id=place.id,
                holder_id=holders[role.number],
                holder_name=f"{role.first_name} {role.last_name}",
                price=price,
            )
        )
    return lines


def _tariff_code(role: Role, on: date) -> str:
    age = on.year - role.birth_date.year - ((on.month, on.day) < (role.birth_date.month, role.birth_date.day))
    return "junior" if age < 18 else "senior" if age >= 65 else "adult"


def _settle(orders: list[Order], lines: list[OrderLine]) -> None:
    Payment.objects.bulk_create(
        Payment(
            order=order,
            payer_id=order.purchaser_id,
            gateway="pretend",
            amount=order.total,
            currency=order.currency,
            state=Payment.State.PAID,
            idempotency_key=order.public_id,
            made_at=order.made_at,
            settled_at=order.paid_at,
        )
        for order in orders
    )
    Ticket.objects.bulk_create(Ticket(line=line, holder_id=line.holder_id, code=numbers.public_id()) for line in lines)


def _claim(product: Product, lines: list[OrderLine]) -> None:
    """Each seat at every match, in the order in which the shop claims them, too."""
    seats = sorted((line.seat_id, line.order_id) for line in lines)
    for event in Event.objects.filter(season=product.season).order_by("pk"):
        claims = [
            {"event_id": event.pk, "seat_id": seat, "order_id": order, "whole_season": True} for seat, order in seats
        ]
        rows.insert(Claim, claims)
