"""Point of sale, session, login and people of a request, in one query."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kithkin.accounts import actions, visits
from kithkin.accounts.models import Session
from kithkin.base import clock
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.organisations import actions as organisations
from tests.people import HOUSE, organisation, register


@pytest.fixture
def shop(family):
    return organisations.open_point_of_sale(family.organisation, name="Shop", by=HOUSE)


@pytest.fixture
def login(family):
    return actions.open_login(family.blaise, "a long password", by=HOUSE)


def test_a_visit_brings_all_in_one_query(client, family, shop, login, django_assert_num_queries):
    client.force_login(login)

    with django_assert_num_queries(1):
        visit = visits.find("testserver", client.session.session_key)

    assert (visit.point_of_sale, visit.point_of_sale.organisation) == (shop, family.organisation)
    assert (visit.login, visit.login.people) == (login, [family.blaise])
    assert visit.point_of_sale.friends_and_family is False


def test_a_stranger_has_no_login_and_no_shop_is_no_visit(family, db):
    assert visits.find("testserver", None) is None

    organisations.open_point_of_sale(family.organisation, name="Shop", by=HOUSE)

    assert visits.find("testserver", "unknown").login is None


def test_the_shop_of_this_host_comes_before_the_one_for_all(family, shop):
    other = organisation("elsewhere")
    own = organisations.open_point_of_sale(other, name="Own", host="tickets.example.org", by=HOUSE)

    assert visits.find("tickets.example.org", None).point_of_sale == own
    assert visits.find("anything", None).point_of_sale == shop


def test_people_of_another_organisation_stay_there(client, family, shop, login):
    elsewhere = register(organisation("elsewhere"), "Blaise")
    actions.open_login(elsewhere, "a long password", by=HOUSE)
    client.force_login(login)

    visit = visits.find("testserver", client.session.session_key)

    assert visit.login.people == [family.blaise]


def test_all_who_share_the_login_come_along(client, family, shop, login):
    mia = contacts.register(family.organisation, Person("Mia", "Smith", "canary.blaise@example.org"), by=HOUSE)
    actions.open_login(mia, "a long password", by=HOUSE)
    client.force_login(login)

    assert visits.find("testserver", client.session.session_key).login.people == [family.blaise, mia]


def signed_in(client) -> bool:
    return client.get(reverse("shop:account")).status_code == 200


def test_a_session_ends_with_its_day_its_row_its_password_and_its_login(client, shop, login):
    def start_again():
        client.force_login(login)
        assert signed_in(client)

    start_again()
    Session.objects.update(expire_date=clock.now() - timedelta(seconds=1))
    assert not signed_in(client)

    start_again()
    Session.objects.all().delete()
    assert not signed_in(client)

    start_again()
    login.set_password("another long password")
    login.save()
    assert not signed_in(client)

    login.refresh_from_db()
    start_again()
    login.is_active = False
    login.save()
    assert not signed_in(client)


def test_a_forged_session_opens_nothing(client, shop, login):
    client.force_login(login)
    Session.objects.update(session_data="forged")

    assert not signed_in(client)


def test_a_session_knows_whose_it_is(client, shop, login):
    client.force_login(login)

    assert [session.login for session in Session.objects.all()] == [login]
