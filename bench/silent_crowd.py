"""A crowd of people who were asked and never answered, with leads, chains of events, orders and tickets."""

from collections.abc import Iterator
from typing import Any

from kithkin.audit.models import Entry
from kithkin.base import actor, clock, numbers, rows
from kithkin.base.actor import Actor
from kithkin.catalogue.models import Product, Seat, Tariff
from kithkin.connections import chains
from kithkin.connections.chains import Happened
from kithkin.connections.models import Connection, Consent
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation, PointOfSale
from kithkin.sales.models import Basket, Order, OrderLine, Ticket
from tests.sales import ground

AT_ONCE = 2000
HOUSE = actor.system(None)


def gather(contacts: int, group: int) -> Organisation:
    """So many members in groups of this size, and their leads."""
    house = organisations.open_organisation(name="Ferrygate Athletic", slug="ferrygate", by=HOUSE)
    point = organisations.open_point_of_sale(house, name="Ticket shop", by=HOUSE)
    leads = _people(house, contacts // group, "lead")
    members = _people(house, contacts, "member")
    pairs = [(leads[place // group], member) for place, member in enumerate(members)]
    for part in _parts(pairs):
        _connect(house, part)
    created = pairs[1::2]
    for part in _parts(created):
        rows.insert(Entry, [_registered(house, lead, member) for lead, member in part])
    _sell(house, point, created[::5])
    return house


def _people(house: Organisation, count: int, name: str) -> list[int]:
    found: list[int] = []
    for part in _parts(list(range(count))):
        person = {"organisation_id": house.pk, "first_name": name.title(), "language": "en", "created_at": clock.now()}
        fresh = rows.insert(
            Contact,
            [{**person, "last_name": "Smith", "number": f"{name[0]}{each}"} for each in part],
            returning=("id",),
        )
        ids = [number for (number,) in fresh]
        address = f"{name}%d@example.org"
        details = [{"contact_id": each, "email": address % each, "email_key": address % each} for each in ids]
        rows.insert(PrivateDetails, details)
        found += ids
    return found


def _connect(house: Organisation, pairs: list[tuple[int, int]]) -> None:
    now = clock.now()
    common = {"organisation_id": house.pk, "typed_first": "Member", "typed_last": "Smith", "how": "email"}
    made = [{**common, "parent_id": a, "child_id": b, "made_at": now, "asked_at": now} for a, b in pairs]
    ids = [number for (number,) in rows.insert(Connection, made, returning=("id",))]
    asked = [{"connection_id": each, "state": "asked", "asked_at": now} for each in ids]
    rounds = dict(rows.insert(Consent, asked, returning=("connection_id", "id")))
    found = list(Connection.objects.select_related("parent").filter(pk__in=ids))
    chains.add_many([Happened(each, "connected") for each in found], by=HOUSE)
    chains.add_many([Happened(each, "asked", rounds[each.pk]) for each in found], by=HOUSE)


def _registered(house: Organisation, lead: int, member: int) -> dict[str, Any]:
    by = Actor(actor.Kind.CUSTOMER, house.pk, actor.Counter.SHOP, lead)
    return {
        "at": clock.now(),
        "organisation_id": house.pk,
        "kind": by.kind,
        "counter": by.counter,
        "contact_id": lead,
        "what": "contact.registered",
        "about": "contacts.contact",
        "about_id": member,
    }


def _sell(house: Organisation, point: PointOfSale, pairs: list[tuple[int, int]]) -> None:
    """A season ticket each; that all sit on one seat does not matter here."""
    line = _offer(house)
    now = clock.now()
    common = {"organisation_id": house.pk, "point_of_sale_id": point.pk, "made_at": now}
    for part in _parts(pairs):
        kept = [
            {**common, "buyer_id": lead, "product_id": line["product_id"], "state": "ordered", "held_until": now}
            for lead, _member in part
        ]
        baskets = [number for (number,) in rows.insert(Basket, kept, returning=("id",))]
        placed = [
            {**common, "purchaser_id": lead, "basket_id": basket, "state": "paid", "total": 38000, "currency": "GBP"}
            | {"pay_by": now, "paid_at": now, "number": f"B{basket}"}
            for (lead, _member), basket in zip(part, baskets, strict=True)
        ]
        orders = [number for (number,) in rows.insert(Order, placed, returning=("id",))]
        sold = [
            {
                **line,
                "order_id": order,
                "position": 1,
                "holder_id": member,
                "holder_name": "Member Smith",
                "price": 38000,
            }
            for (_lead, member), order in zip(part, orders, strict=True)
        ]
        lines = rows.insert(OrderLine, sold, returning=("id", "holder_id"))
        rows.insert(
            Ticket, [{"line_id": number, "holder_id": holder, "code": numbers.public_id()} for number, holder in lines]
        )


def _offer(house: Organisation) -> dict[str, int]:
    ground.open_sale(house)
    product, tariff, seat = (model.objects.earliest("pk") for model in (Product, Tariff, Seat))
    return {"product_id": product.pk, "tariff_id": tariff.pk, "category_id": seat.category_id, "seat_id": seat.pk}


def _parts(these: list) -> Iterator[list]:
    return (these[begin : begin + AT_ONCE] for begin in range(0, len(these), AT_ONCE))
