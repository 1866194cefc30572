"""Letters about orders and tickets, with real rows behind them."""

from datetime import timedelta

import pytest
from django.utils import translation

from kithkin.base import actor, clock
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail import paper
from kithkin.mail.models import Letter
from kithkin.mail.tables import Envelope, Sender
from kithkin.sales import letters
from kithkin.sales.models import Order, Ticket

from .ground import Shop

SENDER = Sender("Ferrygate Athletic", "office@example.org", "1 Quay", 222)


def posted(template: str) -> list[Letter]:
    return list(Letter.objects.filter(template=template).order_by("pk"))


def written(template: str, envelope: Envelope | None) -> paper.Paper:
    assert envelope is not None
    with translation.override("en"):
        return paper.write(template, envelope, SENDER)


def test_the_purchaser_reads_who_sits_where_as_he_knows_them(shop: Shop):
    placed = shop.buy(3)
    [letter] = posted("order-confirmed")

    envelope = letters.order_confirmed([letter])[letter.pk]

    said = written("order-confirmed", envelope)
    assert envelope.to == "canary.andrew@example.org"
    assert placed.number in said.subject
    assert "£1,140.00" in said.text
    for line in placed.lines.all():
        assert f"{line.holder_name}: East, block E1, row 1, seat {line.seat.number}" in said.text
    assert "canary.member" not in said.text


def test_each_holder_reads_of_his_own_seat_and_who_bought_it(shop: Shop):
    placed = shop.buy(3)
    blaise, darren = posted("ticket-for-you")

    envelopes = letters.ticket_for_you([blaise, darren])

    said = written("ticket-for-you", envelopes[blaise.pk])
    mine, other = placed.lines.get(holder=blaise.contact_id), placed.lines.get(holder=darren.contact_id)
    assert "Andrew Smith" in said.subject
    assert f"row 1, seat {mine.seat.number}" in said.text
    assert f"seat {other.seat.number}\n" not in said.text
    assert other.holder_name not in said.text
    assert placed.number not in said.text
    assert "£" not in said.text


def test_who_blocks_everybody_reads_only_of_a_guardians_purchase(shop: Shop):
    shop.buy(2)
    [letter] = posted("ticket-for-you")
    connections.block(shop.members[0], None, by=actor.by_link(shop.members[0]))
    assert letters.ticket_for_you([letter])[letter.pk] is None

    born = clock.now().date() - timedelta(days=3000)
    PrivateDetails.objects.filter(contact=shop.members[0]).update(birth_date=born)
    desk = actor.operator(1, shop.organisation.pk, [actor.Power.SET_GUARDIANS])
    connections.name_guardian(shop.members[0], shop.andrew, "Order 12", by=desk)

    assert letters.ticket_for_you([letter])[letter.pk] is not None


def test_who_refuses_the_purchaser_for_good_gets_no_letter(shop: Shop):
    shop.buy(3)
    refusing, other = posted("ticket-for-you")
    link = connected.members(shop.by).get(child=refusing.contact_id)
    connections.decline(connected.latest(link), for_good=True, by=actor.by_link(shop.members[0]))

    envelopes = letters.ticket_for_you([refusing, other])

    assert envelopes[refusing.pk] is None
    assert envelopes[other.pk] is not None


def test_a_letter_about_what_is_no_longer_so_does_not_go(shop: Shop):
    shop.buy(2)
    [confirmed], [holder] = posted("order-confirmed"), posted("ticket-for-you")
    Ticket.objects.update(state=Ticket.State.VOID)
    Order.objects.update(state=Order.State.CANCELLED)

    assert letters.order_confirmed([confirmed]) == {confirmed.pk: None}
    assert letters.ticket_for_you([holder]) == {holder.pk: None}


def test_a_reservation_says_until_when_and_goes_only_while_it_lasts(shop: Shop):
    placed = shop.place(2, pay_now=False)
    [letter] = posted("order-reserved")

    said = written("order-reserved", letters.order_reserved([letter])[letter.pk])
    Order.objects.update(state=Order.State.EXPIRED)

    assert placed.number in said.subject
    assert "£760.00" in said.text
    assert letters.order_reserved([letter]) == {letter.pk: None}


@pytest.mark.parametrize(("template", "statements"), [("order_confirmed", 2), ("ticket_for_you", 3)])
def test_many_letters_cost_as_much_as_one(shop: Shop, template, statements, django_assert_num_queries):
    shop.buy(1)
    shop.buy(3)
    shop.buy(5)
    found = posted(template.replace("_", "-"))

    for batch in (found[:1], found):
        with django_assert_num_queries(statements):
            getattr(letters, template)(batch)
