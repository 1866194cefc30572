"""Rows that contradict each other are found. Each is broken by a query, since no action would."""

import pytest
from django.db.models import F

from kithkin.base import clock
from kithkin.connections.models import Connection
from kithkin.contacts.models import Contact
from kithkin.project import verify
from kithkin.sales.models import Claim, Order
from tests import people
from tests.sales import ground

pytestmark = pytest.mark.slow


@pytest.fixture
def sold(db) -> Order:
    """Three season tickets that Andrew bought and paid."""
    return ground.open_shop(2).buy(3)


def problems() -> list[str]:
    return [problem for check in verify.CHECKS for problem in check()]


def test_real_actions_contradict_nothing(sold):
    assert problems() == []


def test_an_order_that_costs_more_than_its_lines_is_found(sold):
    Order.objects.filter(pk=sold.pk).update(total=F("total") + 1)

    [problem] = problems()

    assert problem.startswith(f"Order {sold} says {sold.total + 1}, its lines say {sold.total}")


def test_a_seat_that_was_paid_but_is_not_kept_is_found(sold):
    line = sold.lines.first()
    Claim.objects.filter(order=sold, seat=line.seat_id).update(held_until=clock.now())

    assert problems() == [f"Order {sold} was paid, but seat {line.seat_id} is not its own."]


def test_a_connection_across_organisations_is_found(sold):
    connection = Connection.objects.first()
    Contact.objects.filter(pk=connection.child_id).update(organisation=people.organisation(slug="other"))

    assert f"Connection {connection.pk} crosses organisations." in problems()
