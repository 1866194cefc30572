"""No order rests on a consent that had ended when it was paid, however the two fall together."""

import pytest

from kithkin.base import actor
from kithkin.connections import actions as connections
from kithkin.connections import queries as connected
from kithkin.sales import paying
from kithkin.sales.actions import payment as payments
from kithkin.sales.models import Order, Payment, Ticket
from tests import people

from .consent_race import Track, laid, races
from .ground import Shop, open_shop

pytestmark = pytest.mark.slow


@pytest.fixture
def track(transactional_db) -> Track:
    return laid(open_shop(members=1))


def test_fifty_forced_meetings_of_withdrawal_and_payment(track: Track):
    lost = [race for race in races(50) if track.run(race)]

    assert lost == []


def begun(shop: Shop) -> tuple[Track, Payment, object]:
    """Andrew stands at the bank with Blaise's reservation; Blaise's consent."""
    track = laid(shop)
    consent = people.allow(connected.members(shop.by).get(child=track.member))
    return track, payments.start(track.placed, key="begun", by=shop.by), consent


@pytest.mark.parametrize("bank_calls", [True, False])
def test_withdrawn_while_the_lead_was_at_the_bank_the_money_goes_back(shop: Shop, bank_calls):
    track, payment, consent = begun(shop)
    connections.withdraw(consent, by=actor.by_link(track.member))

    by = actor.system(shop.organisation.pk) if bank_calls else shop.by
    settled = paying.finish(payment, {"answer": "pay"}, by=by)

    assert settled.state == Payment.State.REFUNDED
    assert Order.objects.get(pk=track.placed.pk).state == Order.State.RESERVED, "it stays the member's"
    assert not Ticket.objects.exists()


def test_the_member_pays_himself_what_his_lead_could_not(shop: Shop):
    track, payment, consent = begun(shop)
    connections.withdraw(consent, by=actor.by_link(track.member))
    payments.settle(payment, by=shop.by)

    by = actor.customer(track.member)
    own = payments.start(Order.objects.get(pk=track.placed.pk), key="mine", by=by)

    assert payments.settle(own, by=by).state == Payment.State.PAID


def test_while_consent_stands_what_was_begun_is_paid(shop: Shop):
    _track, payment, _consent = begun(shop)

    assert payments.settle(payment, by=shop.by).state == Payment.State.PAID
