"""Five people on one address: they sign in once, choose who is here, and see of each other the first name."""

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts import choice
from kithkin.accounts.models import LoginContact
from kithkin.base.actor import Power, by_link
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from tests.links import address_token, password_token
from tests.people import HOUSE, customer

from .conftest import PASSWORD
from .test_account import SIGN_IN
from .test_friends import text

CHOICE = "/account/person/"
ADDRESS = "canary.home@example.org"
TELL = {"Anna": "canary-a", "Ben": "canary-b", "Carl": "canary-c", "Dora": "canary-d", "Eli": "canary-e"}


@pytest.fixture
def five(family, shop) -> list[Contact]:
    people = [
        contacts.register(family.organisation, Person(name, f"Home-{name}", ADDRESS, phone=phone), by=HOUSE)
        for name, phone in TELL.items()
    ]
    accounts.invite(people[0], by=HOUSE)
    accounts.set_password(password_token(people[0]), PASSWORD, by=by_link(people[0]))
    return people


@pytest.fixture
def browser(five) -> Client:
    """They have signed in, and nobody is chosen."""
    opened = Client()
    opened.force_login(LoginContact.objects.get(contact=five[0]).login)
    return opened


def choose(browser: Client, contact: Contact, **more):
    return browser.post(CHOICE, {"person": contact.pk, **more})


def test_signing_in_once_asks_who_it_is_for_and_goes_on_from_there(client, five):
    answer = client.post(SIGN_IN, {"login": ADDRESS, "password": PASSWORD, "next": "/account/friends/"}, follow=True)

    page = text(answer)
    assert answer.redirect_chain[-1] == (f"{CHOICE}?next=%2Faccount%2Ffriends%2F", 302)
    assert "Who is this for?" in page and [name in page for name in TELL] == [True] * 5
    assert not any(secret in page for secret in (*TELL.values(), ADDRESS, "Home-", *(each.number for each in five)))
    on = choose(client, five[3], next="/account/friends/")
    assert on.headers["Location"] == "/account/friends/"
    assert client.get("/account/friends/").status_code == 200


@pytest.mark.parametrize("place", ["/", "/account/", "/tickets/", "/orders/", "/season-ticket/", "/account/people/"])
def test_until_then_no_page_opens_for_any_of_them(browser, place):
    assert browser.get(place).headers["Location"].startswith(CHOICE)


def test_the_chosen_person_is_who_acts(browser, five):
    choose(browser, five[1])

    page = text(browser.get("/account/"))

    assert "Ben Home-Ben" in page and "canary-b" in page
    others = [secret for name, secret in TELL.items() if name != "Ben"]
    assert not any(secret in page for secret in (*others, "Home-Anna", "Home-Eli"))
    assert "You sign in together: Anna, Ben, Carl, Dora, Eli." in page


def test_another_can_be_chosen_at_any_time_from_every_page(browser, five):
    choose(browser, five[1])
    assert f'href="{CHOICE}"' in text(browser.get("/privacy/")) and "Not Ben?" in text(browser.get("/"))

    choose(browser, five[4])

    assert "Eli Home-Eli" in text(browser.get("/account/"))


def test_nobody_can_be_chosen_who_is_not_behind_the_login(browser, five, family):
    for wrong in (family.andrew.pk, 0, "", "1 OR 1=1", "-1", f"{five[0].pk}.0"):
        assert browser.post(CHOICE, {"person": wrong}).status_code == 404

    assert choice.KEY not in browser.session
    assert browser.get("/account/").status_code == 302


def test_a_forged_choice_in_the_session_opens_nothing(browser, family):
    session = browser.session
    session[choice.KEY] = family.andrew.pk
    session.save()

    assert browser.get("/account/").headers["Location"].startswith(CHOICE)


def test_a_form_left_open_for_one_person_is_void_once_another_is_chosen(five):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(LoginContact.objects.get(contact=five[0]).login)

    def token() -> str:
        return browser.get(CHOICE).context["csrf_token"]

    left_open = token()
    browser.post(CHOICE, {"person": five[0].pk, "csrfmiddlewaretoken": token()})

    assert browser.post(CHOICE, {"person": five[1].pk, "csrfmiddlewaretoken": str(left_open)}).status_code == 403
    assert browser.session[choice.KEY] == five[0].pk


@pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_choosing_never_leads_to_another_host(browser, five, wish):
    assert choose(browser, five[0], next=wish).headers["Location"] == "/"


def test_looking_chooses_nobody(browser, five):
    browser.get(f"{CHOICE}?person={five[0].pk}")

    assert choice.KEY not in browser.session


def test_choosing_and_seeing_take_no_query_more(browser, five, django_assert_num_queries):
    choose(browser, five[0])

    with django_assert_num_queries(1):
        browser.get(CHOICE)
    with django_assert_num_queries(2):
        browser.get("/account/")


def test_who_leaves_is_gone_for_the_others_and_their_open_browser(browser, five):
    choose(browser, five[1])
    assert browser.get("/account/").status_code == 200
    accounts.ask_change(five[1], "ben@example.org", by=customer(five[1]))
    accounts.change_address(address_token(five[1]), by=by_link(five[1]), password="four words in a row")

    answer = browser.get("/account/", follow=True)

    assert answer.redirect_chain[-1][0].startswith(CHOICE)
    assert "Ben" not in text(answer) and choose(browser, five[1]).status_code == 404
    own = Client()
    own.post(SIGN_IN, {"login": "ben@example.org", "password": "four words in a row"})
    page = text(own.get("/account/"))
    assert "Ben Home-Ben" in page and "Anna" not in page and CHOICE not in page


def test_who_signs_in_alone_is_never_asked(andrew):
    page = text(andrew.get("/account/"))

    assert CHOICE not in page and "sign in together" not in page


def test_a_login_without_anybody_here_says_so_instead_of_turning_in_circles(shop, family):
    post = accounts.open_post(
        family.organisation, name="Ida", email="ida@example.org", password=PASSWORD, powers=list(Power), by=HOUSE
    )
    browser = Client()
    browser.force_login(post.login)

    answer = browser.get("/account/", follow=True)

    assert (answer.status_code, len(answer.redirect_chain)) == (200, 1)
    assert "There is nobody here" in text(answer)


def test_a_stranger_signs_in_first(client, shop):
    assert client.get(CHOICE).headers["Location"] == f"{SIGN_IN}?next=%2Faccount%2Fperson%2F"
