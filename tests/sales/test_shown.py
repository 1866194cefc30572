"""What a person is shown of orders and tickets: his own whole, a member's as far as the member opened them."""

import pytest
from django.db import DatabaseError
from django.http import Http404

from kithkin.audit import reads
from kithkin.audit.models import Read
from kithkin.base import actor, numbers
from kithkin.base.actor import Actor
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.connections.scopes import Scope
from kithkin.sales import choosing, queries, shown
from kithkin.sales.actions import order as orders
from kithkin.sales.actions.basket import Person
from kithkin.sales.models import Order
from tests import people

from .ground import Shop, basket, pay


@pytest.fixture
def blaise(shop: Shop) -> Actor:
    return actor.customer(shop.members[0])


def link(shop: Shop, number: int = 0):
    return connected.members(shop.by).get(child=shop.members[number])


def buy_as(shop: Shop, by: Actor, *people_: Person) -> Order:
    held = choosing.hold_best(shop.offer, list(people_), shop.centre, pos=shop.pos, by=by)
    return pay(orders.place(basket(held), by=by), by).order


def person(shop: Shop, contact, name: str) -> Person:
    return Person(contact.pk, name, shop.offer.tariff("adult").pk)


@pytest.fixture
def blaises_order(shop: Shop, blaise: Actor) -> Order:
    """Blaise buys for himself, for Andrew and for Canary, who is in his group and nobody else's."""
    canary = people.register(shop.organisation, "Canary")
    for member in (canary, shop.andrew):
        people.connect(shop.members[0], member)
    return buy_as(
        shop,
        blaise,
        person(shop, shop.members[0], "Me Myself"),
        person(shop, shop.andrew, "Andy"),
        person(shop, canary, "Canary Smith"),
    )


def test_own_orders_show_everything_in_every_state_of_consent(shop: Shop):
    placed = shop.buy(3)

    [card] = shown.order_page(shop.by).cards

    assert (card.number, card.is_own, card.total.amount) == (placed.number, True, 3 * 38000)
    assert [line.name for line in card.lines] == [it.name for it in shop.people(3)]
    assert all(line.ticket and line.code and line.seat for line in card.lines)
    assert not Read.objects.exists()


@pytest.mark.scenario(11)
def test_a_pending_members_orders_and_tickets_are_closed(shop: Shop, blaises_order: Order):
    assert shown.order_page(shop.by).cards == []
    assert [card.is_own for card in shown.tickets(shop.by)] == [True]
    with pytest.raises(Http404):
        shown.order(shop.by, blaises_order.number)


@pytest.mark.scenario(11)
def test_a_consenting_members_order_shows_his_part_and_mine_and_no_third_person(shop: Shop, blaises_order: Order):
    people.allow(link(shop))

    card = shown.order(shop.by, blaises_order.number)

    assert card.whose == shop.members[0].name
    assert [line.name for line in card.lines] == [shop.members[0].name, "Andy", ""]
    assert [bool(line.seat) for line in card.lines] == [True, True, False]
    assert "Canary" not in str(card)
    assert not any(line.code or line.ticket for line in card.lines)


@pytest.mark.scenario(10)
def test_a_consenting_members_tickets_can_be_chosen(shop: Shop, blaises_order: Order):
    people.allow(link(shop))

    assert {card.holder_id for card in shown.tickets(shop.by)} == {shop.andrew.pk, shop.members[0].pk}
    assert [card.name for card in shown.tickets(shop.by, of=shop.members[0].pk)] == [shop.members[0].name]
    assert shown.tickets(shop.by, of=shop.members[1].pk) == []


def test_what_is_shown_of_a_member_is_noted_by_kind(shop: Shop, blaises_order: Order):
    people.allow(link(shop))

    shown.order_page(shop.by)
    shown.tickets(shop.by)

    assert set(Read.objects.values_list("lead_id", "member_id", "what")) == {
        (shop.andrew.pk, shop.members[0].pk, scope) for scope in (Scope.SEE_ORDERS, Scope.SEE_TICKETS)
    }


def test_what_cannot_be_noted_stays_closed(shop: Shop, blaises_order: Order, monkeypatch):
    people.allow(link(shop))

    def broken(*_args):
        raise DatabaseError

    monkeypatch.setattr(reads, "note", broken)

    assert shown.order_page(shop.by).cards == []
    assert [card.is_own for card in shown.tickets(shop.by)] == [True]


@pytest.mark.parametrize(
    ("scope", "orders_seen", "tickets_seen"), [(Scope.SEE_ORDERS, 1, 0), (Scope.SEE_TICKETS, 0, 1)]
)
def test_each_scope_opens_its_own(shop: Shop, blaises_order: Order, scope, orders_seen, tickets_seen):
    people.allow(link(shop), scopes=frozenset({scope}))

    others = [card for card in shown.tickets(shop.by) if not card.is_own]
    assert (len(shown.order_page(shop.by).cards), len(others)) == (orders_seen, tickets_seen)


def test_after_a_withdrawal_all_is_closed_again(shop: Shop, blaises_order: Order):
    consent = people.allow(link(shop))
    assert shown.order_page(shop.by).cards

    connections.withdraw(consent, by=actor.by_link(shop.members[0]))

    assert shown.order_page(shop.by).cards == []
    assert [card.is_own for card in shown.tickets(shop.by)] == [True]


def test_a_member_sees_nothing_of_the_leads_order_but_his_own_ticket(shop: Shop, blaise: Actor):
    placed = shop.buy(3)

    [ticket] = shown.tickets(blaise)

    assert (ticket.is_own, ticket.order) == (True, "")
    assert shown.order_page(blaise).cards == []
    with pytest.raises(Http404):
        shown.order(blaise, placed.number)
    with pytest.raises(Http404):
        shown.order_tickets(blaise, placed.number)


def test_a_purchaser_prints_what_he_bought_and_a_holder_his_own(shop: Shop, blaise: Actor):
    placed = shop.buy(2)
    cards = shown.order_tickets(shop.by, placed.number)
    his = next(card for card in cards if card.holder_id == blaise.contact_id)
    mine = next(card for card in cards if card.holder_id == shop.andrew.pk)

    assert shown.ticket(shop.by, his.public_id).code == his.code
    assert shown.ticket(blaise, his.public_id).code == his.code
    with pytest.raises(Http404):
        shown.ticket(blaise, mine.public_id)


def test_nobody_sees_nothing(shop: Shop):
    placed = shop.buy(1)
    nobody = actor.nobody(shop.organisation.pk)

    assert (shown.order_page(nobody).cards, shown.tickets(nobody), queries.basket_of(nobody)) == ([], [], None)
    with pytest.raises(Http404):
        shown.order(nobody, placed.number)


def test_the_orders_of_another_organisation_are_not_there(shop: Shop):
    placed = shop.buy(1)
    other = people.organisation("elsewhere")
    elsewhere = Actor(**{**_fields(shop.by), "organisation_id": other.pk})

    assert shown.order_page(elsewhere).cards == []
    for find in (shown.order, shown.order_tickets, queries.order_to_pay):
        with pytest.raises(Http404):
            find(elsewhere, placed.number)


def test_the_pages_cost_the_same_for_one_and_for_many(shop: Shop, django_assert_num_queries):
    for count in (1, 4):
        for number in range(count):
            member = shop.members[number]
            if number >= count - 1 or count == 1:
                buy_as(shop, actor.customer(member), person(shop, member, member.name))
                people.allow(link(shop, number))
        shop.buy(1)
        with django_assert_num_queries(4):
            shown.order_page(shop.by)
        with django_assert_num_queries(3):
            shown.tickets(shop.by)


def test_an_open_order_whose_time_is_over_is_said_to_have_expired(shop: Shop):
    placed = shop.place(1)
    assert shown.order(shop.by, placed.number).standing == "unpaid"

    Order.objects.update(pay_by=placed.made_at)

    assert shown.order(shop.by, placed.number).standing == "expired"


def _fields(one: Actor) -> dict:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def copied(row, **own):
    """Once more the same, under another public id."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row).objects.create(**values | {"id": None, "public_id": numbers.public_id(), **own})


def test_a_full_page_of_orders_leads_nowhere_when_none_follows(shop):
    order = shop.buy(1)
    more = []
    for each in range(shown.PER_PAGE):
        more.append(shown.order_page(shop.by).more)
        copied(order, basket_id=copied(order.basket, state="ordered").pk, number=f"copy-{each}")

    assert [any(more), shown.order_page(shop.by).more] == [False, True]
