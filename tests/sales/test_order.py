"""From the basket to the paid order."""

from kithkin.sales.models import Claim, Order, Ticket

from .ground import Shop


def test_three_people_sit_together_and_get_a_ticket_each(shop: Shop):
    placed = shop.buy(3)

    assert placed.state == Order.State.PAID
    assert placed.total == 3 * 38000
    assert [line.holder_name for line in placed.lines.all()] == [person.name for person in shop.people(3)]
    assert Ticket.objects.filter(line__order=placed).count() == 3
    assert set(Claim.objects.values_list("order_id", "held_until")) == {(placed.pk, None)}
    assert Claim.objects.count() == 3 * 3
