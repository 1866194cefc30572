"""Who gets in at the desk, and how far."""

import pytest
from django.test import Client
from django.urls import reverse

from kithkin.accounts import actions as accounts
from kithkin.base.actor import Power
from kithkin.desk import frame
from kithkin.organisations import actions as organisations
from tests.people import HOUSE, connect, organisation, register

from .conftest import PASSWORD
from .reasons import give_reason

PAGES = {
    "/desk/contacts/": Power.READ_CONTACTS,
    "/desk/contacts/{number}/": Power.READ_CONTACTS,
    "/desk/contacts/{number}/connections/": Power.READ_CONTACTS,
    "/desk/contacts/{number}/reason/": Power.READ_CONTACTS,
    "/desk/contacts/new/": Power.REGISTER_CONTACTS,
    "/desk/contacts/{number}/leads/": Power.REGISTER_CONTACTS,
    "/desk/contacts/{number}/connections/{connection}/form/": Power.RECORD_CONSENTS,
    "/desk/contacts/{number}/connections/{connection}/form.pdf": Power.RECORD_CONSENTS,
    "/desk/contacts/{number}/connections/{connection}/no/": Power.RECORD_CONSENTS,
    "/desk/forms/": Power.RECORD_CONSENTS,
    "/desk/printing/": Power.PRINT_LETTERS,
    "/desk/letters/": Power.READ_LETTERS,
    "/desk/documents/": Power.EDIT_DOCUMENTS,
    "/desk/documents/consent-request/en/": Power.EDIT_DOCUMENTS,
    "/desk/policies/": Power.PUBLISH_POLICY,
    "/desk/policies/new/": Power.PUBLISH_POLICY,
    "/desk/policies/1/": Power.PUBLISH_POLICY,
    "/desk/signals/": Power.READ_SIGNALS,
    "/desk/silent-members/": Power.UNDO_CLEARING,
    "/desk/limits/": Power.SET_LIMITS,
    "/desk/points-of-sale/": Power.SET_CHARACTERISTICS,
    "/desk/points-of-sale/{point}/characteristics/": Power.SET_CHARACTERISTICS,
}


@pytest.fixture
def address(family, shop):
    """Fill an address of PAGES."""
    organisations.publish_policy(family.organisation, {"en": "We keep little."}, by=HOUSE)
    connected = connect(family.andrew, family.blaise).public_id
    return lambda page: page.format(number=family.andrew.number, point=shop.pk, connection=connected)


def sign_in(email: str, **wanted):
    return Client().post(reverse("account_login"), {"login": email, "password": PASSWORD, **wanted})


def test_an_operator_signs_in_by_the_same_page_and_lands_at_the_desk(shop, post):
    post(shop.organisation)

    assert sign_in("hana@example.org").headers["Location"] == "/desk/"


def test_a_customer_lands_in_his_account(family, shop):
    accounts.open_login(family.andrew, PASSWORD, by=HOUSE)

    assert sign_in("canary.andrew@example.org").headers["Location"] == "/account/"


def test_an_operator_who_wanted_a_page_gets_that_page(shop, post):
    post(shop.organisation)

    assert sign_in("hana@example.org", next="/desk/letters/").headers["Location"] == "/desk/letters/"


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_asked_to_sign_in_and_comes_back(client, address, page):
    answer = client.get(address(page))

    assert answer.headers["Location"] == f"{reverse('account_login')}?next={address(page).replace('/', '%2F')}"


@pytest.mark.parametrize("page", ["/desk/", *PAGES])
def test_for_a_customer_the_desk_does_not_exist(client, family, address, page):
    client.force_login(accounts.open_login(family.andrew, PASSWORD, by=HOUSE))

    assert client.get(address(page)).status_code == 404


@pytest.mark.parametrize("page", ["/desk/", *PAGES])
def test_an_operator_of_another_organisation_finds_no_desk_here(sit_down, address, page):
    assert sit_down(organisation("elsewhere")).get(address(page)).status_code == 404


@pytest.mark.parametrize(("page", "power"), PAGES.items())
def test_a_page_opens_with_its_power_and_stays_shut_without(shop, family, sit_down, address, page, power):
    without = [each for each in Power if each is not power]
    clerk = sit_down(shop.organisation, power)
    give_reason(clerk, family.andrew)
    has_only = clerk.get(address(page))
    has_all_but = sit_down(shop.organisation, *without, email="priya@example.org").get(address(page))

    assert (has_only.status_code, has_all_but.status_code) == (200, 403)
    assert "Your post does not open this page" in has_all_but.text
    assert "Andrew" not in has_all_but.text


@pytest.mark.parametrize("power", list(Power))
def test_an_operator_begins_with_what_waits_for_him(shop, sit_down, power):
    answer = sit_down(shop.organisation, power).get("/desk/")

    assert answer.status_code == (200 if power in {each for each, *_rest in frame.PAGES} else 403)


def test_the_rail_and_the_search_hold_only_what_the_post_opens(shop, sit_down):
    page = sit_down(shop.organisation, Power.READ_LETTERS).get("/desk/letters/").text

    assert 'href="/desk/letters/"' in page
    assert not [other for other in ("/desk/contacts/", "/desk/points-of-sale/") if f'"{other}"' in page]


def test_an_operator_who_is_a_customer_too_keeps_both(client, shop, post):
    hana = post(shop.organisation)
    contact = register(shop.organisation, "Hana", "Novak")
    hana.login.links.create(contact=contact, since=contact.created_at)
    client.force_login(hana.login)

    desk, account = client.get("/desk/contacts/"), client.get("/account/")

    assert (desk.status_code, account.status_code) == (200, 200)
    assert (desk.wsgi_request.actor.kind, account.wsgi_request.actor.kind) == ("operator", "customer")


def test_a_post_taken_away_closes_the_desk_at_once(client, shop, post):
    hana = post(shop.organisation)
    client.force_login(hana.login)
    hana.delete()

    assert client.get("/desk/contacts/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_the_browser_keeps_nothing_of_the_desk(hana, address, page):
    assert hana.get(address(page)).headers["Cache-Control"] == "no-store"


def test_an_operator_signs_out(hana):
    hana.post(reverse("account_logout"))

    assert hana.get("/desk/contacts/").headers["Location"].startswith(reverse("account_login"))
