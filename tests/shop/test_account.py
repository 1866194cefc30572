"""The client account: own details, signing up and in, links to set a password."""

from datetime import timedelta

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import LoginContact
from kithkin.base import clock
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail.models import Letter
from tests.links import password_token
from tests.people import HOUSE

from .conftest import PASSWORD
from .test_friends import text

SIGN_IN = "/account/sign-in/"
EVE = {"first_name": "Eve", "last_name": "Okafor", "email": "eve@example.org"}
KNOWN = {**EVE, "email": "Canary.Blaise@Example.org"}


@pytest.fixture
def blaise_login(family, shop):
    return accounts.open_login(family.blaise, PASSWORD, by=HOUSE)


@pytest.fixture
def link(family, shop) -> str:
    """The address in the letter that Blaise got."""
    accounts.invite(family.blaise, by=HOUSE)
    return f"/password/{password_token(family.blaise)}/"


@pytest.fixture
def browser() -> Client:
    """As a browser comes from a page without a referrer, with the check against forgery on."""
    return Client(enforce_csrf_checks=True, headers={"Origin": "null"})


def test_ones_own_details_are_shown(visit, family):
    number = family.blaise.number

    page = text(visit(family.blaise).get("/account/"))

    assert "canary.blaise@example.org" in page and "canary Blaise" in page
    assert f"{number[:4]} {number[4:8]} {number[8:]}" in page
    assert "canary.andrew" not in page
    ways = ["/account/friends/", "/account/people/", "/tickets/", "/orders/"]
    content = page[page.index("<h1>") :]
    assert max(content.index(f'href="{way}"') for way in ways) < content.index("What we know of you")


def test_the_account_page_takes_two_queries(andrew, django_assert_num_queries):
    """The visit, own details."""
    with django_assert_num_queries(2):
        andrew.get("/account/")


def test_signing_in_with_email_and_password(client, family, blaise_login):
    answer = client.post(SIGN_IN, {"login": "Canary.Blaise@Example.org", "password": PASSWORD}, follow=True)

    assert answer.redirect_chain[0] == ("/account/", 302)
    assert "Blaise Smith" in text(answer)


def test_a_sign_in_page_leads_to_our_own_pages(client, shop):
    page = text(client.get(SIGN_IN))
    ways = ["/account/sign-up/", "/account/forgotten/"]

    assert [way in page for way in ways] == [True, True]
    assert [client.get(way).headers["Location"] for way in ways] == ["/account/new/", "/account/password-link/"]


@pytest.mark.parametrize("email", ["canary.blaise@example.org", "nobody@example.org"])
def test_a_wrong_password_says_the_same_for_every_address(client, blaise_login, email):
    answer = client.post(SIGN_IN, {"login": email, "password": "not the password"})

    assert "This email and password do not go together." in text(answer)
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_limited_even_if_the_right_one_follows(client, blaise_login):
    for _ in range(5):
        client.post(SIGN_IN, {"login": "canary.blaise@example.org", "password": "not the password"})

    client.post(SIGN_IN, {"login": "canary.blaise@example.org", "password": PASSWORD})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "wish",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "http://testserver@evil.example/",
        "javascript:alert(1)",
        "\t//evil.example",
    ],
)
def test_signing_in_never_leads_to_another_host(client, blaise_login, wish):
    answer = client.post(SIGN_IN, {"login": "canary.blaise@example.org", "password": PASSWORD, "next": wish})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")


def test_signing_in_leads_back_to_where_one_wanted_to_go(client, blaise_login):
    wanted = client.get("/account/friends/").headers["Location"]

    answer = client.post(wanted, {"login": "canary.blaise@example.org", "password": PASSWORD})

    assert (wanted, answer.headers["Location"]) == (
        "/account/sign-in/?next=%2Faccount%2Ffriends%2F",
        "/account/friends/",
    )


def test_signing_in_with_an_address_of_another_alphabet(client, family, shop):
    PrivateDetails.objects.filter(contact=family.blaise).update(
        email="blaise@bücher.example", email_key="blaise@xn--bcher-kva.example"
    )
    accounts.open_login(family.blaise, PASSWORD, by=HOUSE)

    client.post(SIGN_IN, {"login": "Blaise@Bücher.example", "password": PASSWORD})

    assert "_auth_user_id" in client.session


def test_signing_up_reads_alike_for_a_known_and_a_new_address(shop, family):
    answers = [Client().post("/account/new/", told, follow=True) for told in (EVE, KNOWN)]

    assert without_nonces(answers[0]) == without_nonces(answers[1])
    assert answers[0].redirect_chain == answers[1].redirect_chain == [("/account/password-link/?sent=1", 303)]
    eve = Contact.objects.get(last_name="Okafor")
    assert list(Letter.objects.order_by("pk").values_list("template", "contact_id")) == [
        ("set-password", eve.pk),
        ("set-password", family.blaise.pk),
    ]
    assert LoginContact.objects.count() == 0


def without_nonces(response) -> list[str]:
    return [line for line in text(response).splitlines() if "csrfmiddlewaretoken" not in line]


@pytest.mark.parametrize("email", [EVE["email"], KNOWN["email"]])
def test_a_bad_name_is_said_whether_or_not_the_address_is_known(client, shop, email):
    page = text(client.post("/account/new/", {**EVE, "email": email, "first_name": "=Eve()"}))

    assert "A name has letters, spaces, hyphens and apostrophes only." in page
    assert f'value="{email}"' in page
    assert Letter.objects.count() == 0


def test_asking_for_a_link_reads_alike_for_every_address(shop, family):
    answers = [
        Client().post("/account/password-link/", {"email": email}, follow=True)
        for email in ("canary.blaise@example.org", "nobody@example.org")
    ]

    assert without_nonces(answers[0]) == without_nonces(answers[1])
    assert list(Letter.objects.values_list("template", "contact_id")) == [("set-password", family.blaise.pk)]


@pytest.mark.parametrize("email", ["", "nonsense", "a@b", "a b@example.org"])
def test_what_is_no_address_is_said(client, shop, email):
    answer = client.post("/account/password-link/", {"email": email})

    assert answer.status_code == 200 and 'class="error"' in text(answer)


def test_asking_for_links_is_limited_per_address(client, shop):
    answers = [client.post("/account/password-link/", {"email": "eve@example.org"}).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


@pytest.mark.scenario(14)
def test_the_mailed_link_sets_the_password_and_then_one_signs_in(browser, client, family, link):
    form = text(browser.get(link))
    answer = browser.post(link, {"password": "four words in a row"})

    assert "Choose a password" in form
    assert (answer.status_code, answer.headers["Location"]) == (303, SIGN_IN)
    assert "sessionid" not in browser.cookies and "session" not in browser.cookies, "setting is not signing in"
    client.post(SIGN_IN, {"login": "canary.blaise@example.org", "password": "four words in a row"})
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("password", ["", "short", "1234567890", "password123"])
def test_a_weak_password_is_refused_beside_its_field(browser, link, password):
    answer = browser.post(link, {"password": password})

    assert answer.status_code == 200 and 'class="error"' in text(answer)
    assert LoginContact.objects.count() == 0


def test_reading_the_page_uses_nothing_up(browser, link):
    for method in (browser.get, browser.head, browser.options):
        method(link)

    assert browser.post(link, {"password": "four words in a row"}).status_code == 303


def test_a_used_link_says_so_and_offers_a_new_one(browser, link, family):
    browser.post(link, {"password": "four words in a row"})

    with clock.held(clock.now() + timedelta(minutes=10)):
        again = browser.get(link)
        ignored = browser.post(link, {"password": "another four words"})

    assert again.status_code == 410 and "It was used already." in text(again)
    assert ignored.headers["Location"] == "/account/password-link/?sent=1"
    assert LoginContact.objects.get().login.check_password("four words in a row")
    assert Letter.objects.filter(contact_id=family.blaise.pk).count() == 2


def test_an_old_link_sends_a_new_one_that_works(browser, link, family):
    with clock.held(clock.now() + timedelta(hours=73)):
        old = browser.get(link)
        browser.post(link)
        new = f"/password/{password_token(family.blaise)}/"
        answer = browser.post(new, {"password": "four words in a row"})

    assert old.status_code == 410 and "It is too old." in text(old)
    assert answer.status_code == 303


def test_an_old_link_pressed_again_and_again_sends_one_letter(browser, link, family):
    with clock.held(clock.now() + timedelta(hours=73)):
        for _ in range(4):
            browser.post(link)

    assert Letter.objects.filter(contact_id=family.blaise.pk).count() == 2


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_damaged_link_says_what_to_do(browser, link, method):
    answer = getattr(browser, method)(link[:-3] + "/", {"password": "four words in a row"})

    assert answer.status_code == 404
    assert "This link does not work" in text(answer) and "/account/password-link/" in text(answer)


def test_a_link_to_an_address_that_changed_sets_nothing(browser, link, family):
    PrivateDetails.objects.filter(contact=family.blaise).update(email="new@example.org", email_key="new@example.org")

    answer = browser.post(link, {"password": "four words in a row"})

    assert answer.status_code == 404 and "Send me a new link" in text(answer)
    assert LoginContact.objects.count() == 0


def test_the_address_of_the_link_stays_with_the_reader(browser, link):
    answer = browser.get(link)

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_signing_out_ends_it(andrew):
    andrew.post("/account/sign-out/")

    assert andrew.get("/account/").status_code == 302


def test_changing_the_password_ends_other_visits_and_says_so(blaise_login):
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.force_login(blaise_login)
    new = "four words in a row"

    answer = here.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True)

    assert "Your password is changed." in text(answer)
    assert [browser.get("/account/").status_code for browser in (here, elsewhere)] == [200, 302]
