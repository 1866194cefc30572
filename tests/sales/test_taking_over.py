"""This is mine: a holder takes over what somebody bought for him."""

import pytest
from django.http import Http404
from django.test import Client

from kithkin.audit.models import Entry
from kithkin.base import actor
from kithkin.base.verdict import NotAllowed, WrongMove
from kithkin.connections.models import Connection
from kithkin.connections.scopes import FULL, LOOK_AFTER
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail.models import Letter
from kithkin.sales import letters, links, queries, shown
from kithkin.sales.actions.ticket import take_over
from kithkin.sales.cards import LineCard
from kithkin.sales.models import Ticket, VoidCode
from tests import people
from tests.shop.buying import sign_in

from .ground import Shop, open_shop
from .test_race import at_once


@pytest.fixture
def shop(db) -> Shop:
    return open_shop()


@pytest.fixture
def ticket(shop: Shop) -> Ticket:
    """What Andrew bought for the first of his members."""
    order = shop.buy(2)
    return Ticket.objects.get(line__order=order, holder=shop.members[0])


@pytest.fixture
def holder(shop: Shop):
    return actor.customer(shop.members[0])


@pytest.fixture
def link(ticket: Ticket) -> str:
    """The second link in his letter."""
    letter = Letter.objects.get(template="ticket-for-you", contact_id=ticket.holder_id)
    [envelope] = letters.ticket_for_you([letter]).values()
    return "/ticket/" + envelope.context["mine"].split("/ticket/")[1]


def line(shop: Shop, ticket: Ticket) -> LineCard:
    """The line in Andrew's order."""
    [order] = shown.order_page(shop.by).cards
    return next(line for line in order.lines if line.holder_id == ticket.holder_id)


def test_the_holder_gets_a_new_code_and_the_old_one_is_void(shop, ticket, holder):
    old, page = ticket.code, ticket.public_id

    take_over(ticket, by=holder)

    ticket.refresh_from_db()
    assert ticket.code != old and ticket.public_id != page and ticket.state == "valid"
    assert VoidCode.objects.get().code == old
    assert Entry.objects.filter(what="ticket.taken-over", about_id=ticket.pk, contact_id=ticket.holder_id).count() == 1


@pytest.mark.parametrize("scopes", [None, FULL])
def test_the_order_keeps_name_seat_and_price_without_a_code(shop, ticket, holder, scopes):
    if scopes:
        people.allow(Connection.objects.get(child=ticket.holder), scopes=scopes)
    before = line(shop, ticket)

    take_over(ticket, by=holder)

    after = line(shop, ticket)
    assert (after.name, after.seat, after.price) == (before.name, before.seat, before.price)
    assert (after.code, after.ticket, after.taken_over) == ("", "", True)
    assert ticket.code not in str([shown.order_page(shop.by).cards, shown.tickets(shop.by)])


@pytest.mark.parametrize("scopes", [None, FULL])
def test_the_lead_can_no_longer_print_it(shop, ticket, holder, scopes):
    if scopes:
        people.allow(Connection.objects.get(child=ticket.holder), scopes=scopes)
    browser, number, old = sign_in(shop.andrew), ticket.line.order.number, ticket.public_id
    assert browser.get(f"/tickets/{old}/ticket.pdf").status_code == 200

    take_over(ticket, by=holder)

    assert browser.get(f"/tickets/{old}/ticket.pdf").status_code == 404
    assert browser.get(f"/tickets/{ticket.public_id}/ticket.pdf").status_code == 404
    assert [card.holder_id for card in shown.order_tickets(shop.by, number)] == [shop.andrew.pk]


def test_who_may_look_after_tickets_still_prints_it(shop, ticket, holder):
    people.allow(Connection.objects.get(child=ticket.holder), scopes=LOOK_AFTER)

    take_over(ticket, by=holder)

    assert shown.ticket(shop.by, ticket.public_id).code == ticket.code


def test_only_the_holder_and_only_what_somebody_else_bought(shop, ticket, holder):
    own = Ticket.objects.get(line__order=ticket.line.order, holder=shop.andrew)

    for who, what in ((shop.by, ticket), (actor.customer(shop.members[1]), ticket), (shop.by, own)):
        with pytest.raises(NotAllowed):
            take_over(what, by=who)
    assert not VoidCode.objects.exists()


def test_a_second_press_changes_nothing(shop, ticket, holder):
    again = Ticket.objects.get(pk=ticket.pk)
    code = take_over(ticket, by=holder).code

    with pytest.raises(WrongMove):
        take_over(again, by=holder)
    assert Ticket.objects.get(pk=ticket.pk).code == code and VoidCode.objects.count() == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_presses_at_the_same_moment_one_counts(shop, ticket, holder):
    rows = [Ticket.objects.select_related("line__order").get(pk=ticket.pk) for _ in range(6)]

    at_once([lambda row=row: take_over(row, by=holder) for row in rows])

    assert VoidCode.objects.count() == 1
    assert Entry.objects.filter(what="ticket.taken-over").count() == 1


def test_it_is_done_on_the_page_of_ones_tickets(shop, ticket):
    browser, page = sign_in(shop.members[0]), f"/tickets/{ticket.public_id}/ownership/"

    assert page in browser.get("/tickets/").content.decode()
    assert "Take this ticket over?" in browser.get(page).content.decode()
    answer = browser.post(page, follow=True).content.decode()

    assert "This ticket is yours alone now." in answer and "ownership" not in answer
    assert sign_in(shop.andrew).post(page).status_code == 404


def test_it_is_done_from_the_letter_without_an_account(shop, ticket, link):
    browser, old = Client(headers={"Origin": "null"}), ticket.code

    before = browser.get(link).content.decode()
    after = browser.post(link, follow=True).content.decode()

    ticket.refresh_from_db()
    assert "Andrew Smith bought this ticket for you" in before and old not in before
    assert "This ticket is yours" in after and ticket.code in after.replace(" ", "")
    assert browser.get(f"{link}ticket.pdf").headers["Content-Type"] == "application/pdf"
    assert browser.post(link).status_code == 409


def test_reading_the_link_takes_nothing_over_and_prints_nothing(ticket, link):
    browser = Client()

    assert browser.get(link).status_code == browser.head(link).status_code == 200
    assert browser.get(f"{link}ticket.pdf").status_code == 404
    assert not VoidCode.objects.exists()


def test_the_link_dies_with_the_address_and_is_good_for_nothing_else(ticket, link):
    browser, token = Client(), link.split("/")[2]
    assert links.behind(token) == ticket
    assert browser.get(f"/consent/{token}/").status_code == browser.get(f"/password/{token}/").status_code == 404
    lost = browser.get(link[:-3] + "/")
    assert lost.status_code == 404 and "Your own tickets stand in your account." in lost.content.decode()

    PrivateDetails.objects.filter(contact=ticket.holder).update(email="new@example.org", email_key="new@example.org")

    assert browser.get(link).status_code == 404


def test_nobody_has_a_ticket_to_take(shop, ticket):
    with pytest.raises(Http404):
        queries.ticket_of(actor.nobody(shop.organisation.pk), ticket.public_id)


@pytest.mark.parametrize("page", ["/tickets/", "/orders/"])
def test_a_banner_says_in_whose_file_the_lead_looks(shop, ticket, page):
    link = Connection.objects.get(child=ticket.holder)
    people.allow(link)
    browser = sign_in(shop.andrew)

    his = browser.get(f"{page}?of={link.public_id}").content.decode()

    assert "Acting for" in his and "MemberAA Smith" in his
    assert "Acting for" not in browser.get(page).content.decode()
    assert "Acting for" not in browser.get(f"{page}?of=me").content.decode()


def test_a_banner_stands_where_a_members_order_is_paid(shop, ticket):
    member = shop.members[0]
    own = Shop(shop.organisation, shop.pos, shop.offer, member, []).place(1, pay_now=False)
    people.allow(Connection.objects.get(child=member))

    page = sign_in(shop.andrew).get(f"/orders/{own.number}/").content.decode()

    assert "Acting for" in page and "Pay £380.00" in page
