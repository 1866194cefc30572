"""The pages of a change of address: who is asked once more, what is said, and from which mailbox."""

from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.letters import access_codes
from kithkin.accounts.models import LoginContact
from kithkin.base.actor import by_link
from kithkin.contacts import actions as contacts
from kithkin.contacts import letters
from kithkin.contacts.actions import Person
from kithkin.contacts.vault.models import AddressChange
from kithkin.mail.models import Letter
from tests.links import address_token, undo_token
from tests.people import HOUSE

from .conftest import PASSWORD
from .test_account import SIGN_IN, without_nonces
from .test_friends import text

ADDRESS, ONCE_MORE, CODE = "/account/address/", "/account/once-more/", "/account/code/"
NEW = "new.blaise@example.org"


@pytest.fixture
def blaise(visit, family) -> Client:
    """Blaise's browser."""
    return visit(family.blaise)


@pytest.fixture
def sure(blaise) -> Client:
    """He has just shown once more that it is he."""
    blaise.post(ONCE_MORE, {"password": PASSWORD, "next": ADDRESS})
    return blaise


@pytest.fixture
def browser() -> Client:
    """As a browser comes from a mail, with the check against forgery on."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "null"})


def mailed_code(contact) -> str:
    letter = Letter.objects.filter(template="access-code", contact_id=contact.pk).latest("pk")
    return access_codes([letter])[letter.pk].context["code"]


def address(contact) -> str:
    return letters.addresses([contact.pk])[contact.pk]


def test_the_page_asks_once_more_for_the_password(blaise):
    asked = blaise.get(ADDRESS)
    wrong = blaise.post(ONCE_MORE, {"password": "not the password", "next": ADDRESS})
    right = blaise.post(ONCE_MORE, {"password": PASSWORD, "next": ADDRESS})

    assert asked.headers["Location"] == f"{ONCE_MORE}?next=%2Faccount%2Faddress%2F"
    assert (wrong.status_code, right.headers["Location"]) == (200, ADDRESS)
    assert "Change my email" in text(blaise.get(ADDRESS))


def test_without_it_a_form_is_not_taken(blaise):
    assert blaise.post(ADDRESS, {"email": NEW}).headers["Location"].startswith(ONCE_MORE)
    assert AddressChange.objects.count() == 0


def test_a_code_from_the_mail_does_as_well(blaise, family):
    assert f'href="{CODE}?next=%2Faccount%2Faddress%2F"' in text(blaise.get(ADDRESS, follow=True))
    sent = blaise.post(f"{CODE}?next={ADDRESS}").headers["Location"]

    answer = blaise.post(sent, {"code": mailed_code(family.blaise)})

    assert (sent, answer.headers["Location"]) == (f"{CODE}?next=%2Faccount%2Faddress%2F&sent=1", ADDRESS)
    assert blaise.get(ADDRESS).status_code == 200


@pytest.mark.parametrize(
    ("asked_from", "leads"),
    [
        ("/account/data/erasure/", "/account/data/erasure/"),
        ("", "/account/"),
        ("https://elsewhere.example/", "/account/"),
        ("//elsewhere.example/", "/account/"),
        ("javascript:alert(1)", "/account/"),
    ],
)
def test_a_code_leads_back_to_where_it_was_asked_and_nowhere_else(blaise, family, asked_from, leads):
    sent = blaise.post(f"{CODE}?{urlencode({'next': asked_from})}").headers["Location"]

    answer = blaise.post(sent, {"code": mailed_code(family.blaise)})

    assert answer.headers["Location"] == leads


def test_a_wrong_code_or_one_for_another_purpose_does_not(blaise, family):
    accounts.send_code(family.blaise, by=by_link(family.blaise))

    for code in (mailed_code(family.blaise), "00000000", ""):
        answer = blaise.post(CODE, {"code": code})
        assert answer.status_code == 422 and "This code does not fit, or is too old" in text(answer) or not code

    assert blaise.get(ADDRESS).status_code == 302


@pytest.mark.parametrize("email", ["canary.andrew@example.org", "nobody.knows@example.org"])
def test_known_and_unknown_addresses_are_answered_alike(sure, family, visit, email):
    visit(family.andrew)

    answer = sure.post(ADDRESS, {"email": email}, follow=True)

    assert answer.redirect_chain == [("/account/", 303)]
    page = "\n".join(without_nonces(answer))
    assert "We have written to the new email." in page
    assert (email in page, "canary.blaise@example.org" in page) == (False, True)


@pytest.mark.parametrize("email", ["", "nonsense", "canary.blaise@example.org"])
def test_what_cannot_be_said_stands_beside_its_field(sure, email):
    answer = sure.post(ADDRESS, {"email": email})

    assert answer.status_code == 200 and 'class="error"' in text(answer)


def test_the_page_takes_a_fixed_number_of_queries(sure, django_assert_num_queries):
    """The visit; whether the login has keys of three kinds."""
    with django_assert_num_queries(4):
        sure.get(ADDRESS)


def ask(sure: Client, contact) -> str:
    """The page in the mail to the new address."""
    sure.post(ADDRESS, {"email": NEW})
    return f"/address/{address_token(contact)}/"


def test_the_link_says_whose_it_is_and_one_press_makes_it_so(sure, browser, family):
    link = ask(sure, family.blaise)
    page = text(browser.get(link))
    assert "Is this your email?" in page and "n•••@example.org" in page and 'type="password"' not in page
    assert address(family.blaise) == "canary.blaise@example.org", "looking changes nothing"

    answer = browser.post(link)

    assert answer.headers["Location"] == "/account/"
    assert address(family.blaise) == NEW
    assert NEW in text(sure.get("/account/")), "who is signed in stays so"
    assert browser.post(link).status_code == browser.get(link).status_code == 410
    fresh = Client()
    fresh.post(SIGN_IN, {"login": NEW, "password": PASSWORD})
    assert "_auth_user_id" in fresh.session


def test_who_shared_an_address_chooses_a_password(family, shop, browser):
    mia = contacts.register(family.organisation, Person("Mia", "Smith", "canary.blaise@example.org"), by=HOUSE)
    for contact in (family.blaise, mia):
        accounts.open_login(contact, PASSWORD, by=HOUSE)
    home = Client()
    home.force_login(LoginContact.objects.get(contact=mia).login)
    home.post("/account/person/", {"person": mia.pk})
    home.post(ONCE_MORE, {"password": PASSWORD})
    assert "An email and a sign-in of my own" in text(home.get(ADDRESS))
    link = ask(home, mia)

    assert 'type="password"' in text(browser.get(link))
    assert browser.post(link, {"password": "short"}).status_code == 200
    assert address(mia) == "canary.blaise@example.org"
    assert browser.post(link, {"password": "four words in a row"}).status_code == 303

    assert LoginContact.objects.get(contact=mia).login != LoginContact.objects.get(contact=family.blaise).login
    assert set(EmailAddress.objects.values_list("email", flat=True)) == {"canary.blaise@example.org", NEW}


def test_the_old_mailbox_takes_it_back(sure, browser, family):
    browser.post(ask(sure, family.blaise))
    link = f"/address/undo/{undo_token(family.blaise)}/"
    page = text(browser.get(link))
    assert "Take the change back?" in page and "c•••@example.org" in page and NEW not in page
    assert address(family.blaise) == NEW, "looking changes nothing"

    answer = browser.post(link)

    assert answer.headers["Location"] == "/account/"
    assert address(family.blaise) == "canary.blaise@example.org"
    assert sure.get("/account/").headers["Location"].startswith(SIGN_IN)
    assert browser.get(link).status_code == browser.post(link).status_code == 410


@pytest.mark.parametrize("place", ["/address/{}/", "/address/undo/{}/"])
def test_a_damaged_link_says_what_to_do(browser, shop, place):
    for answer in (browser.get(place.format("x" * 43)), browser.post(place.format("x" * 43))):
        assert answer.status_code == 404 and "This link does not work" in text(answer)
        assert answer.headers["Referrer-Policy"] == "no-referrer" and "no-store" in answer.headers["Cache-Control"]
