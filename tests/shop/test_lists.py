"""Home, orders and tickets: own ones, those of members who allow it, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kithkin.accounts import actions as accounts
from kithkin.audit.models import Read
from kithkin.base import actor, clock
from kithkin.connections import actions as connections
from kithkin.connections import queries
from kithkin.connections.models import Connection
from kithkin.connections.scopes import FULL, Scope
from kithkin.contacts.models import Contact
from kithkin.organisations import actions as organisations
from kithkin.sales import places
from kithkin.sales.models import Order, Ticket
from tests import people
from tests.sales.ground import Shop, open_shop

PASSWORD = "a long password"


@pytest.fixture
def club(db) -> Shop:
    return open_shop(members=3)


def sign_in(client, contact) -> None:
    """As the sign-in page does."""
    login = accounts.open_login(contact, PASSWORD, by=people.HOUSE)
    client.force_login(login)


def own_order(shop: Shop, contact) -> Order:
    """This contact buys one season ticket for himself."""
    own = Shop(shop.organisation, shop.pos, shop.offer, contact, [])
    return own.buy(1)


def allow(shop: Shop, member, *scopes: Scope) -> Connection:
    link = Connection.objects.get(parent=shop.andrew, child=member)
    people.allow(link, scopes=frozenset(scopes))
    return link


def text(response) -> str:
    """The page without blanks between signs that are read in groups."""
    page = response.content.decode()
    return page + re.sub(r"\s", "", page)


@pytest.mark.scenario(10)
def test_the_ticket_list_offers_only_members_who_allow_it(client, club):
    waiting, active, _ = club.members
    for member in (waiting, active):
        own_order(club, member)
    link = allow(club, active, Scope.SEE_TICKETS)
    sign_in(client, club.andrew)

    page = text(client.get(reverse("shop:tickets")))
    narrowed = text(client.get(reverse("shop:tickets"), {"of": link.public_id}))

    codes = {ticket.holder_id: ticket.code for ticket in Ticket.objects.all()}
    assert (codes[active.pk] in page, codes[active.pk] in narrowed) == (True, True)
    assert codes[waiting.pk] not in page
    assert f"of={link.public_id}" in page
    closed = Connection.objects.get(parent=club.andrew, child=waiting)
    assert closed.public_id not in page
    assert client.get(reverse("shop:tickets"), {"of": closed.public_id}).status_code == 404


@pytest.mark.scenario(11)
def test_the_order_history_offers_only_members_who_allow_it(client, club):
    waiting, active, _ = club.members
    orders = {member.pk: own_order(club, member) for member in (waiting, active)}
    link = allow(club, active, Scope.SEE_ORDERS)
    sign_in(client, club.andrew)

    page = text(client.get(reverse("shop:orders")))
    narrowed = text(client.get(reverse("shop:orders"), {"of": link.public_id}))

    assert orders[active.pk].number in page and orders[active.pk].number in narrowed
    assert orders[waiting.pk].number not in page
    closed = Connection.objects.get(parent=club.andrew, child=waiting)
    assert client.get(reverse("shop:orders"), {"of": closed.public_id}).status_code == 404
    assert client.get(reverse("shop:order", args=[orders[waiting.pk].number])).status_code == 404


@pytest.mark.scenario(18)
def test_tickets_without_orders(client, club):
    member = club.members[0]
    order = own_order(club, member)
    allow(club, member, Scope.SEE_TICKETS)
    sign_in(client, club.andrew)

    assert Ticket.objects.get().code in text(client.get(reverse("shop:tickets")))
    assert order.number not in text(client.get(reverse("shop:orders")))
    assert client.get(reverse("shop:order", args=[order.number])).status_code == 404


@pytest.mark.scenario(17)
def test_a_withdrawal_closes_the_very_next_request(client, club):
    member = club.members[0]
    order = own_order(club, member)
    link = allow(club, member, Scope.SEE_TICKETS, Scope.SEE_ORDERS, Scope.SEE_CONTACT_DETAILS)
    sign_in(client, club.andrew)
    seen = text(client.get(reverse("shop:tickets"))) + text(client.get(reverse("shop:orders")))

    connections.withdraw(queries.latest(link), by=actor.by_link(member))

    closed = text(client.get(reverse("shop:tickets"))) + text(client.get(reverse("shop:orders")))
    code = Ticket.objects.get().code
    assert (code in seen, order.number in seen) == (True, True)
    assert (code in closed, order.number in closed) == (False, False)


@pytest.mark.scenario(8)
def test_the_leads_own_order_shows_all_he_bought_before_any_consent(client, club):
    order = club.buy(3)
    sign_in(client, club.andrew)

    page = text(client.get(reverse("shop:order", args=[order.number])))

    assert [club.members[0].name in page, club.members[1].name in page] == [True, True]
    assert [ticket.code in page for ticket in Ticket.objects.all()] == [True, True, True]
    assert [places.where(ticket.line.seat) in page for ticket in Ticket.objects.all()] == [True, True, True]
    assert "canary" not in page


@pytest.mark.scenario(20)
def test_looking_where_nothing_is_tells_something_and_is_noted(client, club):
    member = club.members[0]
    link = allow(club, member, Scope.SEE_TICKETS, Scope.SEE_ORDERS)
    sign_in(client, club.andrew)

    for page in ("shop:tickets", "shop:orders"):
        client.get(f"{reverse(page)}?of={link.public_id}")
        client.get(f"{reverse(page)}?of=me")

    noted = sorted(Read.objects.values_list("lead_id", "member_id", "what"))
    assert noted == [(club.andrew.pk, member.pk, "see_orders"), (club.andrew.pk, member.pk, "see_tickets")]


@pytest.mark.parametrize(("page", "said"), [("shop:tickets", True), ("shop:orders", False)])
def test_who_has_answered_is_not_said_to_wait(client, club, page, said):
    active, *waiting = club.members
    allow(club, active, Scope.SEE_CONTACT_DETAILS)
    sign_in(client, club.andrew)

    shown = client.get(reverse(page)).content.decode()

    names = re.search(r"Waiting for an answer: (.*?)</p>", shown)[1]
    assert names == ", ".join(member.first_name for member in waiting)
    assert ("Has not opened tickets to you." in shown) == said


@pytest.mark.scenario(1)
def test_where_the_feature_is_off_a_members_file_is_closed_and_the_member_can_still_end_it(client, club):
    member = club.members[0]
    order = own_order(club, member)
    allow(club, member, *FULL)
    doors = [
        reverse("shop:order", args=[order.number]),
        reverse("shop:ticket-pdf", args=[Ticket.objects.get(holder=member).public_id]),
    ]
    sign_in(client, club.andrew)
    before = [client.get(door).status_code for door in doors]

    organisations.switch_friends_and_family(club.pos, False, by=people.HOUSE)

    assert (before, [client.get(door).status_code for door in doors]) == ([200, 200], [404, 404])
    assert client.post(reverse("shop:order-payment", args=[order.number])).status_code == 404
    sign_in(client, member)
    for page in ("shop:home", "shop:account"):
        assert f'href="{reverse("shop:acting")}"' in client.get(reverse(page)).content.decode()


def test_namesakes_are_told_apart(client, club):
    link = allow(club, club.members[0], Scope.SEE_TICKETS)
    Contact.objects.filter(pk=club.members[0].pk).update(first_name="Kim", last_name="Park")
    Connection.objects.exclude(pk=link.pk).update(typed_first="Kim")
    sign_in(client, club.andrew)

    page = client.get(reverse("shop:tickets")).content.decode()

    assert ">Kim Park</a>" in page
    assert re.search(r"Waiting for an answer: Kim \w+, Kim \w+</p>", page)


@pytest.mark.scenario(11)
def test_a_reservation_that_the_lead_made_is_his_to_pay(client, club):
    order = club.place(3, pay_now=False)
    sign_in(client, club.andrew)

    page = text(client.get(reverse("shop:order", args=[order.number])))
    answer = client.post(reverse("shop:order-payment", args=[order.number]), {"key": "once"})

    assert "Your seats are kept until" in page
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/pay/")


@pytest.mark.parametrize("opened", [False, True])
def test_a_members_own_reservation_is_paid_only_while_he_allows_it(client, club, opened):
    member = club.members[0]
    own = Shop(club.organisation, club.pos, club.offer, member, [])
    order = own.place(1, pay_now=False)
    if opened:
        allow(club, member, Scope.PAY_RESERVATIONS, Scope.SEE_ORDERS)
    sign_in(client, club.andrew)

    answer = client.post(reverse("shop:order-payment", args=[order.number]))

    assert answer.status_code == (302 if opened else 404)


def test_a_reservation_whose_time_is_over_says_so(client, club):
    order = club.place(1, pay_now=False)
    sign_in(client, club.andrew)
    Order.objects.filter(pk=order.pk).update(pay_by=clock.now() - timedelta(minutes=1))

    page = text(client.get(reverse("shop:order", args=[order.number])))
    answer = client.post(reverse("shop:order-payment", args=[order.number]))

    assert "Time to pay is over" in page and "Choose seats again" in page
    assert answer.status_code == 409 and "can no longer be paid" in text(answer)


def test_a_ticket_prints_for_holder_and_purchaser_and_for_nobody_else(client, club):
    member, stranger, _ = club.members
    club.buy(2)
    ticket = Ticket.objects.get(holder=member)
    address = reverse("shop:ticket-pdf", args=[ticket.public_id])

    answers = {}
    for who in (club.andrew, member, stranger):
        sign_in(client, who)
        answers[who.pk] = client.get(address)

    assert [answers[who.pk].status_code for who in (club.andrew, member, stranger)] == [200, 200, 404]
    assert answers[member.pk].content.startswith(b"%PDF")
    assert answers[member.pk].headers["Content-Type"] == "application/pdf"


def test_only_the_purchaser_prints_a_whole_order(client, club):
    order = club.buy(2)
    address = reverse("shop:order-pdf", args=[order.number])

    sign_in(client, club.andrew)
    own = client.get(address)
    sign_in(client, club.members[0])
    others = client.get(address)

    assert (own.status_code, own.content[:4], others.status_code) == (200, b"%PDF", 404)


@pytest.mark.parametrize(("page", "queries_used"), [("shop:orders", 6), ("shop:tickets", 6), ("shop:home", 9)])
@pytest.mark.parametrize("size", [1, 8])
def test_lists_take_the_same_queries_for_1_and_8_members(client, db, page, queries_used, size):
    shop = open_shop(members=size)
    for member in shop.members:
        own_order(shop, member)
        allow(shop, member, Scope.SEE_TICKETS, Scope.SEE_ORDERS)
    sign_in(client, shop.andrew)
    client.get(reverse(page))

    with CaptureQueriesContext(connection) as counted:
        answer = client.get(reverse(page))

    assert (answer.status_code, len(counted)) == (200, queries_used)


def test_empty_lists_say_what_will_stand_there(client, club):
    sign_in(client, club.andrew)

    assert "No orders here yet" in text(client.get(reverse("shop:orders")))
    assert "No tickets here yet" in text(client.get(reverse("shop:tickets")))


def test_home_says_what_waits(client, club):
    order = club.place(2, pay_now=False)
    sign_in(client, club.andrew)

    page = text(client.get(reverse("shop:home")))

    assert order.number in page
    assert [f"{member.name} has not answered" in page for member in club.members] == [True, True, True]


def test_home_is_open_to_anybody(client, club):
    page = text(client.get(reverse("shop:home")))

    assert "Ferrygate - Guests 0" in page and "Sign in" in page


@pytest.mark.scenario(1)
def test_with_the_feature_off_no_list_names_a_member(client, club):
    member = club.members[0]
    own_order(club, member)
    club.pos.friends_and_family = False
    club.pos.save()
    sign_in(client, club.andrew)

    pages = [text(client.get(reverse(name))) for name in ("shop:home", "shop:orders", "shop:tickets")]

    assert not any(member.first_name in page or "Friends and family" in page for page in pages)


@pytest.mark.parametrize("page", ["x", "0", "-1", "99999999", "2"])
def test_any_page_number_is_answered(client, club, page):
    sign_in(client, club.andrew)

    assert client.get(reverse("shop:orders"), {"page": page}).status_code == 200


@pytest.mark.parametrize("name", ["shop:home", "shop:orders", "shop:privacy"])
def test_at_an_address_where_nobody_sells_there_is_a_page_that_says_so(client, db, name):
    answer = client.get(reverse(name), headers={"host": "nobody.example.org"})

    assert (answer.status_code, "There is no page here" in text(answer)) == (404, True)
