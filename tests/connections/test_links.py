"""The link in the mail: what it stands for, and what kills it."""

from datetime import timedelta

import pytest

from kithkin.base import clock
from kithkin.base.actor import by_link
from kithkin.connections import actions, door, queries
from kithkin.connections.models import Consent
from kithkin.connections.states import State
from kithkin.contacts.vault.models import PrivateDetails
from tests.links import consent_token
from tests.people import connect, customer


def test_a_link_stands_for_its_request_whatever_became_of_it(family):
    connection = connect(family.andrew, family.blaise)
    token = consent_token(connection)
    asked = queries.request_behind(token)

    actions.decline(asked, by=by_link(family.blaise))

    assert asked.connection == connection
    assert queries.request_behind(token).state == State.DECLINED


def test_asking_again_kills_the_old_link(family):
    connection = connect(family.andrew, family.blaise)
    old = consent_token(connection)

    actions.ask_again(connection, by=customer(family.andrew))

    assert queries.request_behind(old) is None
    assert queries.request_behind(consent_token(connection)) == queries.latest(connection)


def test_a_link_dies_when_the_address_changes(family):
    token = consent_token(connect(family.andrew, family.blaise))

    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    assert queries.request_behind(token) is None


@pytest.mark.parametrize("damage", [lambda t: t[:-1], lambda t: t + "x", lambda t: "", lambda t: t.swapcase()])
def test_a_damaged_link_stands_for_nothing(family, damage):
    token = consent_token(connect(family.andrew, family.blaise))

    assert queries.request_behind(damage(token)) is None


@pytest.mark.parametrize("no", [actions.decline, actions.withdraw])
def test_who_said_no_may_allow_after_all_by_the_same_link(family, no):
    token = consent_token(connect(family.andrew, family.blaise))
    if no is actions.withdraw:
        actions.allow(queries.request_behind(token), by=by_link(family.blaise))
    no(queries.request_behind(token), by=by_link(family.blaise))

    actions.allow(queries.request_behind(token), by=by_link(family.blaise))

    assert queries.request_behind(token).state == State.ALLOWED
    assert [card.active for card in door.group(customer(family.andrew))] == [True]
    assert Consent.objects.count() == 2, "a closed round stays closed"


def test_when_asked_anew_after_a_no_only_the_new_link_stands(family):
    connection = connect(family.andrew, family.blaise)
    old = consent_token(connection)
    actions.decline(queries.request_behind(old), by=by_link(family.blaise))

    with clock.held(clock.now() + timedelta(days=91)):
        actions.ask_again(connection, by=customer(family.andrew))
        new = consent_token(connection)

        assert queries.request_behind(old) is None
        assert queries.request_behind(new).state == State.ASKED


def test_the_page_behind_a_link_may_say_only_so_much_of_the_address(family):
    assert door.masked_address(connect(family.andrew, family.blaise)) == "c•••@example.org"
