"""A holder does not want his ticket; it comes back to whoever paid for it, who names somebody else."""

from datetime import timedelta

import pytest
from django.test import Client

from kithkin.audit.models import Entry
from kithkin.base import actor, clock
from kithkin.base.actor import by_link, customer
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.connections import actions as connections
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.persons import erasure, telling
from kithkin.project.letters import TABLE
from kithkin.sales import shown, unnamed
from kithkin.sales.actions.naming import name_holder
from kithkin.sales.actions.returning import decline
from kithkin.sales.actions.ticket import take_over
from kithkin.sales.models import OrderLine, Ticket, VoidCode
from kithkin.shop import member_log
from tests import people
from tests.links import ticket_token
from tests.shop.buying import sign_in, words
from tests.shop.test_children import child_of

from .ground import Shop, open_shop
from .test_race import at_once


@pytest.fixture
def shop(db) -> Shop:
    return open_shop()


@pytest.fixture
def ticket(shop: Shop) -> Ticket:
    """What Andrew bought for the first of his members."""
    return of(shop.buy(2), shop.members[0])


@pytest.fixture
def back(shop: Shop, ticket: Ticket) -> Ticket:
    """The same, declined."""
    decline(ticket, by=by_link(ticket.holder))
    return Ticket.objects.get(pk=ticket.pk)


def of(order, holder: Contact) -> Ticket:
    return Ticket.objects.select_related("holder").get(line__order=order, holder=holder)


def name(shop: Shop, ticket: Ticket, who: Contact) -> None:
    name_holder(ticket, who, who.name, pos=shop.pos, by=shop.by)


def goes(letter: Letter) -> bool:
    return postman.shown(letter, TABLE) is not None


# The holder declines


def test_it_goes_back_as_from_somebody_who_never_answered(shop, ticket):
    old, line = ticket.code, ticket.line

    decline(ticket, by=customer(shop.members[0]))

    new, line = Ticket.objects.get(pk=ticket.pk), OrderLine.objects.get(pk=line.pk)
    assert (new.holder, line.holder, line.holder_name) == (shop.andrew, shop.andrew, shop.andrew.name)
    assert (new.code != old, VoidCode.objects.get(ticket=new).code) == (True, old)
    assert (line.seat_id, line.price) == (ticket.line.seat_id, ticket.line.price)
    assert shown.tickets(customer(shop.members[0])) == []
    assert Entry.objects.filter(what__in=["ticket.given-back", "ticket.declined"]).count() == 2
    assert not Letter.objects.filter(contact_id=shop.andrew.pk).exclude(template="order-confirmed").exists()


def test_the_letter_that_waits_no_longer_goes(shop, ticket):
    letter = Letter.objects.get(template="ticket-for-you")
    assert goes(letter)

    decline(ticket, by=by_link(ticket.holder))

    assert not goes(letter)


def test_only_the_holder_and_only_what_somebody_else_bought_and_is_to_come(shop, ticket):
    own = of(ticket.line.order, shop.andrew)
    for who, what in ((shop.by, ticket), (customer(shop.members[1]), ticket), (shop.by, own)):
        with pytest.raises(NotAllowed):
            decline(what, by=who)

    with clock.held(clock.now() + timedelta(days=201)), pytest.raises(NotAllowed):
        decline(ticket, by=by_link(ticket.holder))


def test_what_was_taken_over_or_declined_meanwhile_stays_as_it_is(shop, ticket):
    other = of(shop.buy(3), shop.members[1])
    again = Ticket.objects.get(pk=other.pk)
    take_over(Ticket.objects.get(pk=ticket.pk), by=by_link(ticket.holder))
    decline(other, by=by_link(other.holder))

    for stale in (ticket, again):
        with pytest.raises(WrongMove):
            decline(stale, by=by_link(stale.holder))
    assert (Ticket.objects.get(pk=ticket.pk).holder, VoidCode.objects.count()) == (ticket.holder, 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_taking_over_and_declining_at_the_same_moment_one_counts(shop, ticket):
    rows = [Ticket.objects.select_related("line__order", "holder").get(pk=ticket.pk) for _ in range(4)]
    by = by_link(ticket.holder)

    at_once([lambda row=row, act=act: act(row, by=by) for row, act in zip(rows, [take_over, decline] * 2, strict=True)])

    now = Ticket.objects.get(pk=ticket.pk)
    assert VoidCode.objects.count() == 1
    assert (now.holder == shop.andrew) == (now.taken_over_at is None)


def test_it_is_done_on_the_page_of_ones_tickets(shop, ticket):
    browser, page = sign_in(shop.members[0]), f"/tickets/{ticket.public_id}/declining/"

    assert page in browser.get("/tickets/").content.decode()
    asked = words(browser.get(page))
    done = browser.post(page, follow=True).content.decode()

    assert "Andrew Smith paid for it:" in asked and "Andrew gets no mail about it" in asked
    assert "The ticket was given back." in done and "No tickets here yet" in done
    assert sign_in(shop.andrew).get(page).status_code == 404


def test_it_is_done_from_the_letter_without_an_account(shop, ticket):
    browser, link = Client(headers={"Origin": "null"}), f"/ticket/{ticket_token(ticket.holder)}/"
    page = f"{link}declining/"

    assert page in browser.get(link).content.decode()
    assert "Give this ticket back?" in words(browser.get(page))
    assert Ticket.objects.get(pk=ticket.pk).holder == ticket.holder, "reading changes nothing"
    assert "The ticket was given back" in words(browser.post(page, follow=True))
    assert (browser.get(link).status_code, browser.post(page).status_code) == (404, 404)


def test_from_the_letter_what_is_his_alone_is_shown_as_it_is(ticket):
    link = f"/ticket/{ticket_token(ticket.holder)}/"
    take_over(ticket, by=by_link(ticket.holder))

    assert "This ticket is yours" in words(Client().post(f"{link}declining/", follow=True))


def test_the_member_reads_it_in_his_log_and_in_what_we_hold(shop, back):
    member = customer(shop.members[0])

    acts = [(act.what, act.lead) for act in member_log.page(member).acts if not act.what.startswith("consent")]
    told = telling.tell(shop.members[0], by=member).sections

    assert acts == [("declined", "Andrew Smith")]
    assert [act["what"] for act in told["acts"] if act["by_you"]] == ["contact.told", "ticket.declined"]
    his = telling.tell(shop.andrew, by=shop.by).sections
    assert "ticket.declined" not in str(his)
    assert [bool(seat["came_back_at"]) for seat in his["seats_in_your_orders"]] == [False, True]


def test_a_guardian_declines_for_a_child_what_others_bought(shop):
    mia = child_of(shop.andrew).child
    carla = people.register(shop.organisation, "Carla", "Jones")
    people.connect(carla, mia)
    theirs = of(Shop(shop.organisation, shop.pos, shop.offer, carla, [mia]).buy(2), mia)
    his = of(Shop(shop.organisation, shop.pos, shop.offer, shop.andrew, [mia]).buy(2), mia)
    link = Connection.objects.get(parent=shop.andrew, child=mia).public_id
    browser, place = sign_in(shop.andrew), f"/account/friends/{link}/child/tickets/%s/declining/"

    listed = browser.get("/tickets/").content.decode()
    done = browser.post(place % theirs.public_id, follow=True).content.decode()

    assert (place % theirs.public_id in listed, place % his.public_id in listed) == (True, False)
    assert browser.get(place % his.public_id).status_code == 404, "what he bought himself"
    assert "The ticket was given back." in done
    assert Ticket.objects.get(pk=theirs.pk).holder == carla
    assert [act.what for act in member_log.page(customer(mia)).acts if act.lead == "Carla Jones"][0] == "declined"


# The purchaser names somebody


def test_the_purchaser_names_somebody_else_who_hears_of_it(shop, back):
    old, other = back.code, shop.members[1]

    name(shop, back, other)

    new, line = Ticket.objects.get(pk=back.pk), OrderLine.objects.get(pk=back.line_id)
    assert (new.holder, line.holder, line.holder_name, line.came_back_at) == (other, other, other.name, None)
    assert new.code != old and VoidCode.objects.filter(ticket=new, code=old).exists()
    assert goes(Letter.objects.get(template="ticket-for-you", contact_id=other.pk))
    assert [act.what for act in member_log.page(customer(other)).acts if "consent" not in act.what] == ["named"]
    assert shown.ticket(shop.by, new.public_id).name == other.name, "his to print until it is taken over"


def test_who_refuses_him_is_named_alike_and_gets_no_mail(shop, back):
    connections.block(shop.members[1], shop.andrew, by=customer(shop.members[1]))

    name(shop, back, shop.members[1])

    assert not goes(Letter.objects.get(template="ticket-for-you", contact_id=shop.members[1].pk))


def test_nobody_hears_twice_of_the_same_ticket(shop, back):
    name(shop, back, shop.members[0])

    assert Letter.objects.filter(template="ticket-for-you", contact_id=shop.members[0].pk).count() == 1
    assert Ticket.objects.get(pk=back.pk).holder == shop.members[0]


def test_each_goes_once_a_season_and_nobody_outside_the_group(shop, back):
    stranger = people.register(shop.organisation, "Gus")

    for who, refusal in ((shop.andrew, Refused), (stranger, NotAllowed)):
        with pytest.raises(refusal):
            name(shop, back, who)
    name(shop, back, shop.members[1])
    with pytest.raises(WrongMove):
        name(shop, back, shop.members[2])


def test_what_others_bought_for_a_member_is_not_asked(shop, back):
    """It would tell what the member has."""
    Shop(shop.organisation, shop.pos, shop.offer, shop.members[1], []).buy(1)

    name(shop, back, shop.members[1])

    assert Ticket.objects.get(pk=back.pk).holder == shop.members[1]


def test_who_has_none_himself_goes_by_the_code_that_came_back(shop):
    one = of(shop.buy(2), shop.members[0])
    Ticket.objects.filter(holder=shop.andrew).update(state="void")
    decline(one, by=by_link(one.holder))
    back = Ticket.objects.get(pk=one.pk)

    name(shop, back, shop.andrew)

    assert Ticket.objects.get(pk=one.pk).code == back.code
    assert not unnamed.tickets(shop.by).exists()


def test_a_ticket_of_somebody_erased_is_named_anew(shop, ticket):
    erasure.erase(ticket.holder, by=people.HOUSE)

    name(shop, unnamed.tickets(shop.by).get(), shop.members[1])

    assert Ticket.objects.get(pk=ticket.pk).holder == shop.members[1]


def test_what_somebody_took_over_before_he_was_erased_does_not_come_back(shop, ticket):
    take_over(ticket, by=by_link(ticket.holder))
    erasure.erase(ticket.holder, by=people.HOUSE)

    assert not unnamed.tickets(shop.by).exists()


OFFERING = 4  # the visit, the ticket, who has one, the group


def test_it_is_done_on_a_page_that_offers_who_has_none(shop, back, django_assert_num_queries):
    browser, page = sign_in(shop.andrew), f"/tickets/{back.public_id}/holder/"
    keys = [Connection.objects.get(child=member).public_id for member in shop.members[:2]]

    assert page in browser.get("/tickets/").content.decode()
    assert page in browser.get(f"/orders/{back.line.order.number}/").content.decode()
    with django_assert_num_queries(OFFERING):
        offered = browser.get(page).content.decode()
    wrong = [browser.post(page, sent) for sent in ({}, {"who": "me"}, {"who": "nobody"})]
    done = browser.post(page, {"who": keys[1]}, follow=True)

    assert all(key in offered for key in keys) and 'value="me"' not in offered
    assert [each.status_code for each in wrong] == [422, 422, 422]
    assert "Choose who goes." in words(wrong[0]) and "This seat cannot be sold in this name." in words(wrong[1])
    assert f"Noted: {shop.members[1].name} goes." in words(done) and page not in done.content.decode()
    assert browser.get(page).status_code == sign_in(shop.members[1]).get(page).status_code == 404


def test_where_nobody_is_left_the_page_says_so(db, django_assert_num_queries):
    shop = open_shop(members=1)
    for order in (shop.buy(2), shop.buy(2)):
        last = of(order, shop.members[0])
    decline(last, by=by_link(last.holder))

    browser, address = sign_in(shop.andrew), f"/tickets/{Ticket.objects.get(pk=last.pk).public_id}/holder/"
    browser.get(address)

    with django_assert_num_queries(OFFERING):
        page = browser.get(address)

    assert "Everybody has a ticket" in words(page)


def test_nobody_signed_in_has_nothing_that_came_back(shop, back):
    assert not unnamed.tickets(actor.nobody(shop.organisation.pk)).exists()
