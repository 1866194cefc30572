"""Operators send requests, and settle what is older than consent."""

import pytest
from django.urls import reverse

from kithkin.base.actor import Power, by_link
from kithkin.connections import actions, door, queries
from kithkin.mail.models import Letter
from kithkin.organisations import actions as organisations
from tests.people import HOUSE, connect, customer, register


def send(browser, connection):
    address = reverse("desk:send-request", args=[connection.parent.number, connection.public_id])
    return browser.post(address, follow=True).text


def requests(member) -> int:
    return Letter.objects.filter(template="consent-request", contact_id=member.pk).count()


def test_an_operator_sends_the_request_whatever_the_lead_has_used_up(hana, family):
    connection = connect(family.andrew, family.blaise)
    connection.asks = 3
    connection.save()

    said = send(hana, connection)

    assert ("The request to Blaise Smith is on its way." in said, requests(family.blaise)) == (True, 2)
    connection.refresh_from_db()
    assert connection.asks == 3, "the lead's own count stays as it is"


@pytest.mark.parametrize(("for_good", "reason"), [(False, "has said no"), (True, "does not want to be asked again")])
def test_a_no_binds_the_operator_and_he_is_told_why(hana, family, for_good, reason):
    connection = connect(family.andrew, family.blaise)
    actions.decline(queries.latest(connection), by=by_link(family.blaise), for_good=for_good)

    assert reason in send(hana, connection)
    assert requests(family.blaise) == 1


def test_without_the_power_or_elsewhere_nothing_is_sent(shop, sit_down, family):
    connection = connect(family.andrew, family.blaise)
    address = reverse("desk:send-request", args=[connection.parent.number, connection.public_id])

    reader = sit_down(shop.organisation, Power.READ_CONTACTS)

    assert reader.post(address).status_code == 403
    assert requests(family.blaise) == 1


def characteristics(point) -> str:
    return reverse("desk:characteristics", args=[point.pk])


@pytest.fixture
def older(family, shop):
    """Three connections made while nobody was asked."""
    organisations.switch_consent(family.organisation, False, by=HOUSE)
    family.andrew.organisation = family.organisation
    return [connect(family.andrew, register(family.organisation, f"Member{letter}")) for letter in "abc"]


def active(family) -> list[bool]:
    return [card.active for card in door.group(customer(family.andrew))]


def test_switching_consent_on_asks_what_becomes_of_older_connections(hana, family, shop, older):
    question = hana.post(characteristics(shop), {"switch": "consent", "on": "1"}).text

    family.organisation.refresh_from_db()
    assert ("3 connections were made while nobody was asked" in question, family.organisation.consent_on) == (
        True,
        False,
    )
    assert 'value="pending" checked' in question


def test_pending_closes_them_and_requests_go_in_stages(hana, family, shop, older):
    before = active(family)
    hana.post(characteristics(shop), {"switch": "consent", "on": "1", "older": "pending", "stage": "2"})
    sent = Letter.objects.filter(template="consent-request").count()
    page = hana.get(characteristics(shop)).text
    hana.post(characteristics(shop), {"switch": "stage", "stage": "2"})

    assert (before, active(family), sent) == ([True] * 3, [False] * 3, 2)
    assert "1 connection from an import, or from the time before consent" in page
    assert Letter.objects.filter(template="consent-request").count() == 3
    assert "from the time before consent" not in hana.get(characteristics(shop)).text


def test_active_keeps_them_open_on_the_organisers_word(hana, family, shop, older):
    hana.post(characteristics(shop), {"switch": "consent", "on": "1", "older": "active", "stage": "0"})

    assert active(family) == [True] * 3
    assert Letter.objects.filter(template="consent-request").count() == 0
