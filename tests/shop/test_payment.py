"""The pretend bank: it knows a payment and nobody who is signed in."""

import re

import pytest
from django.test import Client

from kithkin.base.actor import by_link
from kithkin.connections import actions as connections
from kithkin.connections import queries
from kithkin.contacts.models import Contact
from kithkin.mail.models import Letter
from kithkin.sales.models import Order, Payment, Ticket
from tests.people import allow
from tests.sales.ground import open_shop, small_plan

from .buying import WHO, Buyer, at, buyer, path, statements, text, words

__all__ = ["buyer"]


@pytest.mark.parametrize("seats", [3, 12])
def test_its_page_takes_one_statement_its_answer_ten_and_the_confirmation_two(db, seats):
    buyer = at(open_shop(members=14, plan=small_plan(seats=20)))
    buyer.hold(seats)
    bank = buyer.order()["Location"]

    with statements() as asking:
        buyer.get(bank)
    with statements() as settling:
        answer = buyer.post(bank, {"answer": "pay"})
    with statements() as confirming:
        buyer.get(answer["Location"])

    assert Ticket.objects.count() == seats
    assert (len(asking), len(settling), len(confirming)) == (1, 10, 2)


def test_it_says_that_no_money_moves_and_names_nobody(buyer):
    buyer.hold(3)

    said = words(buyer.get(buyer.order()["Location"]))

    assert "Pay £1,140.00 to Ferrygate Athletic?" in said and "No money moves" in said
    assert not any(name in said for name in ("Andrew", "Smith", "Member"))


def test_paid_there_are_tickets_and_a_letter_for_each(buyer):
    buyer.hold(3)

    answer = buyer.pay()

    letters = Letter.objects.filter(template__in=["order-confirmed", "ticket-for-you"])
    people = [buyer.shop.andrew, *buyer.shop.members[:2]]
    assert (answer.status_code, path(answer)) == (303, f"/orders/{buyer.placed.number}/confirmation/")
    assert buyer.placed.state == Order.State.PAID
    assert sorted(letters.values_list("contact_id", flat=True)) == [person.pk for person in people]


def test_refused_the_order_is_kept_and_can_be_paid_again(buyer):
    buyer.hold(2)

    refused = words(buyer.get(buyer.pay("decline")["Location"]))
    again = buyer.post(f"/orders/{buyer.placed.number}/payment/")["Location"]
    buyer.post(again, {"answer": "pay"})

    assert "Not paid yet" in refused and "nothing was charged. Your seats are kept until" in refused
    assert buyer.placed.state == Order.State.PAID
    assert sorted(Payment.objects.values_list("state", flat=True)) == ["failed", "paid"]


def test_a_refused_payment_is_not_offered_once_more_under_its_old_address(buyer):
    buyer.hold(1)
    bank = buyer.order()["Location"]
    buyer.post(bank, {"answer": "decline"})

    page = buyer.get(bank)
    buyer.post(bank, {"answer": "pay"})

    assert "This payment was refused." in words(page) and 'name="answer"' not in text(page)
    assert buyer.placed.state == Order.State.UNPAID


def test_answered_twice_it_is_paid_once(buyer):
    buyer.hold(3)
    bank = buyer.order()["Location"]

    answers = [buyer.post(bank, {"answer": "pay"}), buyer.post(bank, {"answer": "pay"})]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert (Ticket.objects.count(), Letter.objects.filter(template="ticket-for-you").count()) == (3, 2)
    assert "Nothing is paid twice." in words(buyer.get(bank))


@pytest.mark.parametrize("answer", ["", "?"])
def test_any_other_answer_leaves_the_payment_open(buyer, answer):
    buyer.hold(1)

    buyer.pay(answer)

    assert Payment.objects.get().state == Payment.State.CREATED


def test_an_address_nobody_was_given_does_not_exist(buyer):
    assert [buyer.get("/pay/x/").status_code, buyer.post("/pay/x/", {"answer": "pay"}).status_code] == [404, 404]


def test_a_payment_at_another_bank_is_not_settled_here(buyer):
    buyer.hold(1)
    bank = buyer.order()["Location"]
    Payment.objects.update(gateway="transfer")

    assert [buyer.get(bank).status_code, buyer.post(bank, {"answer": "pay"}).status_code] == [404, 404]
    assert buyer.placed.state == Order.State.UNPAID


def test_the_answer_needs_the_token_of_its_own_page(buyer):
    buyer.hold(1)
    bank = buyer.order()["Location"]

    assert Client(enforce_csrf_checks=True).post(bank, {"answer": "pay"}).status_code == 403
    assert Payment.objects.get().state == Payment.State.CREATED


def test_the_confirmation_says_the_same_whatever_a_member_answered(buyer):
    silent, refusing, agreeing = buyer.shop.members[:3]
    connections.decline(queries.latest(buyer.link(refusing)), for_good=True, by=by_link(refusing))
    allow(buyer.link(agreeing))

    said = {told(buyer, member).replace(member.first_name, "NAME") for member in (silent, refusing, agreeing)}

    assert said == {
        "We write to NAME Smith Only about their own seat, if we have an address and they take letters from us. "
        "Nobody has to answer: the tickets are valid now."
    }


def told(buyer: Buyer, member: Contact) -> str:
    """What the confirmation tells of the letters when Andrew buys for himself and this member."""
    buyer.post(WHO, buyer.choice(1, who=["me", buyer.link(member).public_id]))
    [sentence] = re.findall(r"We write to .+? valid now\.", words(buyer.get(buyer.pay()["Location"])))
    return sentence
