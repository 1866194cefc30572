"""Passkeys: another way in, kept with the login and so with everybody who shares it."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from playwright.sync_api import expect

from kithkin.accounts import actions as accounts
from kithkin.accounts import keeping, logins, passkeys
from kithkin.accounts.models import Login, LoginContact
from kithkin.base import actor, clock
from kithkin.base.verdict import NotAllowed, Refused
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.mail.models import Letter
from kithkin.persons import erasure
from kithkin.project import worker
from tests.links import address_token, undo_token
from tests.passkeys import Device, credential
from tests.people import HOUSE, customer

from .conftest import PASSWORD
from .test_friends import text

PASSKEYS, NEW, SIGN_IN = "/account/passkeys/", "/account/passkeys/new/", "/account/passkeys/sign-in/"
ONCE_MORE, BLAISES = "/account/passkeys/once-more/", "canary.blaise@example.org"


def prove(browser: Client) -> Client:
    """Show once more, by the password."""
    assert browser.post("/account/once-more/", {"password": PASSWORD}).status_code == 302
    return browser


@pytest.fixture
def blaise(visit, family) -> Client:
    return prove(visit(family.blaise))


def wanted(browser: Client, place: str) -> dict:
    [options] = browser.get(place, headers={"Accept": "application/json"}).json().values()
    return options["publicKey"]


def add(browser: Client, device: Device, name: str = "my phone", **more):
    return browser.post(NEW, {"name": name, "credential": json.dumps(device.make(wanted(browser, NEW), **more))})


def show(browser: Client, device: Device, place: str = SIGN_IN, **more):
    return browser.post(place, {"credential": json.dumps(device.show(wanted(browser, place))), **more})


def login_of(contact) -> Login:
    return LoginContact.objects.get(contact=contact).login


def give(contact, name: str = "my phone") -> Authenticator:
    login = login_of(contact)
    return accounts.add_passkey(login, contact, name, credential(), by=actor.customer(contact, login.pk))


def test_a_passkey_is_added_and_signs_in(blaise, family):
    device = Device()

    answer = add(blaise, device)
    somebody = Client()
    came_in = show(somebody, device, next="/tickets/")

    assert answer.headers["Location"] == PASSKEYS
    page = text(blaise.get(PASSKEYS))
    assert "my phone" in page and "last used on" in page
    assert came_in.headers["Location"] == "/tickets/"
    assert "canary.blaise@example.org" in text(somebody.get("/account/"))


def test_without_one_the_page_says_what_it_is(blaise):
    page = text(blaise.get(PASSKEYS))

    assert "You have no passkey yet" in page and NEW in page and "You sign in together" not in page


def test_adding_renaming_and_removing_ask_once_more_who_it_is(visit, family):
    browser = visit(family.blaise)
    place = f"{PASSKEYS}{give(family.blaise).pk}/"

    for page in (NEW, place, f"{place}removal/"):
        assert browser.get(page).headers["Location"].startswith("/account/once-more/?next=%2Faccount%2Fpasskeys%2F")
        assert browser.post(page, {"name": "x"}).headers["Location"].startswith("/account/once-more/")
    assert Authenticator.objects.get().wrap().name == "my phone"


def test_a_passkey_shows_once_more_who_it_is(visit, family, blaise):
    device = Device()
    add(blaise, device)
    browser = visit(family.blaise)
    asked = text(browser.get("/account/once-more/?next=/account/address/"))

    answer = show(browser, device, ONCE_MORE, next="/account/address/")

    assert "Use a passkey instead" in asked
    assert answer.headers["Location"] == "/account/address/"
    assert browser.get("/account/address/").status_code == 200


def test_somebody_elses_passkey_shows_nothing_once_more(andrew, blaise):
    device = Device()
    add(prove(andrew), device)
    add(blaise, Device(), "another")

    answer = show(blaise, device, ONCE_MORE, next="/account/address/")

    assert answer.headers["Location"] == "/account/once-more/?next=%2Faccount%2Faddress%2F"
    assert "This passkey does not work here. Write your password." in text(blaise.get("/account/once-more/"))


def test_it_gets_another_name_and_goes(blaise, family):
    place = f"{PASSKEYS}{give(family.blaise).pk}/"

    empty = blaise.post(place, {"name": " "})
    blaise.post(place, {"name": "old phone"})
    named = text(blaise.get(PASSKEYS))
    removed = blaise.post(f"{place}removal/")

    assert (empty.status_code, "old phone" in named) == (422, True)
    assert removed.headers["Location"] == PASSKEYS
    assert "You have no passkey yet" in text(blaise.get(PASSKEYS))


@pytest.mark.parametrize("leaf", ["", "removal/"])
def test_nobody_reaches_another_logins_passkey(blaise, andrew, family, leaf):
    place = f"{PASSKEYS}{give(family.andrew).pk}/{leaf}"

    assert [blaise.get(place).status_code, blaise.post(place, {"name": "mine"}).status_code] == [404, 404]


def test_only_who_has_signed_in_with_the_login_changes_its_passkeys(blaise, andrew, family):
    his = give(family.andrew)
    login = login_of(family.blaise)
    wrong = actor.customer(family.blaise, login.pk)

    for act in (
        lambda: accounts.add_passkey(his.user, family.andrew, "x", credential(), by=wrong),
        lambda: accounts.rename_passkey(his, "x", by=wrong),
        lambda: accounts.remove_passkey(his, family.andrew, by=wrong),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_the_password_alone_goes_on_letting_in(client, blaise, family):
    give(family.blaise)

    answer = client.post("/account/sign-in/", {"login": BLAISES, "password": PASSWORD})

    assert answer.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200


BROKEN = ["", "x", "null", "[]", "3", "{}", '{"response": []}', '{"response": {"userHandle": 7}}', '{"id": {}}']


@pytest.mark.parametrize("place", [NEW, SIGN_IN, ONCE_MORE])
def test_whatever_a_browser_sends_is_answered_in_words(blaise, client, family, place):
    give(family.blaise)
    browser = client if place == SIGN_IN else blaise
    whole = Device().make(wanted(blaise, NEW))
    broken = [*BROKEN, json.dumps({**whole, "response": {"clientDataJSON": "%", "attestationObject": "AA"}})]

    for sent in broken:
        if place == SIGN_IN:
            client.cookies.clear()
        answer = browser.post(place, {"name": "my phone", "credential": sent})
        assert answer.status_code in (302, 422, 429), sent

    assert Authenticator.objects.count() == 1


def test_an_answer_to_another_question_counts_nowhere(blaise, client, family):
    device, again = Device(), Device()
    add(blaise, device)
    old = device.show(wanted(client, SIGN_IN))
    forged = device.show(wanted(client, SIGN_IN))
    forged["response"]["signature"] = old["response"]["signature"]

    answers = [client.post(SIGN_IN, {"credential": json.dumps(sent)}, follow=True) for sent in (old, forged)]
    unchecked = add(blaise, again, checked=False)
    elsewhere = add(blaise, Device(origin="https://evil.example"))

    assert all("This passkey does not work here. Sign in with your password." in text(answer) for answer in answers)
    assert [unchecked.status_code, elsewhere.status_code] == [422, 422]
    assert "could not be made" in text(elsewhere)
    assert Authenticator.objects.count() == 1


def test_a_removed_passkey_lets_nobody_in(blaise, client):
    device = Device()
    add(blaise, device)
    Authenticator.objects.all().delete()

    show(client, device)

    assert client.get("/account/").status_code == 302


def test_a_closed_login_opens_by_no_passkey(blaise, client, family):
    device = Device()
    add(blaise, device)
    Login.objects.update(is_active=False)

    assert show(client, device).headers["Location"] == "/account/closed/"
    assert client.get("/account/").status_code == 302


def test_twenty_are_enough(blaise, family):
    login = login_of(family.blaise)
    rows = [Authenticator(user=login, type="webauthn", data={"name": "x"}) for _ in range(passkeys.AT_MOST)]
    Authenticator.objects.bulk_create(rows)

    with pytest.raises(Refused, match="many passkeys"):
        give(family.blaise)


@pytest.mark.browser
def test_a_device_makes_one_and_signs_in_with_it(browse, family, shop):
    accounts.open_login(family.blaise, PASSWORD, by=HOUSE)
    page = browse(width=390)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    able = {"hasResidentKey": True, "hasUserVerification": True, "automaticPresenceSimulation": True}
    told = {"protocol": "ctap2", "transport": "internal", "isUserVerified": False, **able}
    number = device.send("WebAuthn.addVirtualAuthenticator", {"options": told})["authenticatorId"]

    page.goto(f"/account/sign-in/?next={NEW}")
    page.get_by_label("Email").fill(BLAISES)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What do you call it?").fill("my phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was made.")
    device.send("WebAuthn.setUserVerified", {"authenticatorId": number, "isUserVerified": True})
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Your passkey is ready.")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


# Whose it is.


@pytest.fixture
def otto(family, shop):
    """He shares Blaise's email, and comes in by the same login."""
    found = contacts.register(family.organisation, Person("Otto", "Smith", BLAISES), by=HOUSE)
    logins.gather(accounts.open_login(family.blaise, PASSWORD, by=HOUSE), [found])
    return found


def test_who_shares_a_login_is_told_that_it_lets_all_of_them_in(otto, family):
    browser = Client()
    browser.force_login(login_of(otto))
    browser.post("/account/person/", {"person": otto.pk})
    device = Device()

    pages = [text(browser.get(PASSKEYS)), text(prove(browser).get(NEW))]
    add(browser, device)
    somebody = Client()
    came_in = show(somebody, device, next="/tickets/")

    assert all("Blaise, Otto" in page for page in pages)
    assert came_in.headers["Location"] == "/tickets/"
    assert somebody.get("/tickets/").headers["Location"].startswith("/account/person/"), "the person is chosen first"


def test_whoever_moves_to_a_login_of_his_own_leaves_the_passkeys_behind(otto, family):
    give(otto)

    accounts.ask_change(otto, "otto@example.org", by=customer(otto))
    accounts.change_address(address_token(otto), by=HOUSE, password="four words in a row")

    assert passkeys.of(login_of(otto)).count() == 0
    assert passkeys.of(login_of(family.blaise)).count() == 1


def test_with_an_email_of_ones_own_they_come_along_and_taking_it_back_ends_them(blaise, family):
    key = give(family.blaise)

    accounts.ask_change(family.blaise, "new.blaise@example.org", by=customer(family.blaise))
    accounts.change_address(address_token(family.blaise), by=HOUSE)
    assert list(passkeys.of(login_of(family.blaise))) == [key]
    accounts.undo_change(undo_token(family.blaise), by=HOUSE)

    assert Authenticator.objects.count() == 0, "a thief may have made it"


def test_passkeys_go_with_the_login_and_not_before(otto, family):
    give(otto)

    erasure.erase(otto, by=HOUSE)
    assert Authenticator.objects.count() == 1
    erasure.erase(family.blaise, by=HOUSE)

    assert (Authenticator.objects.count(), Login.objects.count()) == (0, 0)


def test_everything_held_names_them(blaise, family):
    give(family.blaise)

    [told] = keeping.told(family.blaise)["sign_in_keys"]

    assert (told["type"], told["name"], told["last_used_at"]) == ("webauthn", "my phone", None)
    page = blaise.post("/account/data/everything.html").content.decode()
    assert "my phone" in page and "Passkey" in page and "webauthn" not in page


def test_the_mailbox_reads_of_it_and_nobody_is_named(otto, mailoutbox):
    give(otto, "http://evil.example/ press here")

    worker.deliver()

    [mail] = mailoutbox
    assert mail.to == [BLAISES]
    assert "/account/passkeys/" in mail.body and "Otto" not in mail.body and "evil" not in mail.body


def test_of_a_passkey_that_is_gone_again_nothing_is_written(otto, mailoutbox):
    accounts.remove_passkey(key := give(otto), otto, by=actor.customer(otto, key.user_id))

    worker.deliver()

    assert (len(mailoutbox), Letter.objects.get().state) == (0, "dropped")


def test_the_page_takes_as_many_queries_for_one_as_for_three(blaise, family, django_assert_num_queries):
    with clock.held(clock.now() + timedelta(minutes=1)):
        for name in ("one", "two", "three"):
            give(family.blaise, name)
            with django_assert_num_queries(2):
                blaise.get(PASSKEYS)
