"""What reaches people by mail, read from the letters that were delivered."""

import re

import pytest
from django.test import Client

from kithkin.connections import door
from kithkin.connections.models import Consent, ConsentEvent
from kithkin.connections.scopes import FULL
from kithkin.demo.models import KeptLetter
from kithkin.demo.roles import ANDREW, BLAISE, DARREN
from tests.people import customer
from tests.visits import letters, link, links, signed_in

pytestmark = pytest.mark.usefixtures("mailbox")
FRIENDS = "/account/friends/"
EVE = {"by": "email", "first_name": "Eve", "last_name": "Okafor", "email": "eve@example.org"}


def by_number(role) -> dict:
    return {"by": "number", "number": role.number, "last_name": role.last_name}


def press(browser: Client, page: str, answer: str):
    """Load the page behind a link and press one of its buttons."""
    [seal] = re.findall(r'name="seen" value="([^"]+)"', browser.get(page).text)
    return browser.post(page, {"answer": answer, "seen": seal}, follow=True)


def open_to_andrew(cast) -> dict[str, set]:
    return {card.first_name: set(card.open) for card in door.group(customer(cast.andrew)) if card.open}


@pytest.mark.scenario(12)
def test_the_request_names_lead_and_policy_and_its_link_opens_this_member_alone(cast):
    andrew = signed_in(cast.andrew)
    for role in (BLAISE, DARREN):
        andrew.post(FRIENDS, by_number(role))
    [request] = letters(BLAISE.email)

    press(Client(), link(request, "/consent/"), "allow")

    assert request.subject == "Andrew Smith asks to look after tickets with you"
    assert "/privacy/1/" in links(request) and Client().get("/privacy/1/").status_code == 200
    assert open_to_andrew(cast) == {"Blaise": set(FULL), "Carla": set(FULL)}


@pytest.mark.scenario(13)
def test_pressing_the_letter_icon_sends_a_new_request_and_the_newest_link_counts(cast):
    andrew = signed_in(cast.andrew)
    page = andrew.post(FRIENDS, by_number(BLAISE), follow=True).text
    [first] = letters(BLAISE.email)
    [icon] = re.findall(rf'action="({FRIENDS}[^"]+/consent-request/)"[^>]*>(?:(?!</form>).)*Ask Blaise again', page)

    andrew.post(icon)

    [_first, second] = letters(BLAISE.email)
    old, new = (link(letter, "/consent/") for letter in (first, second))
    assert second.subject == first.subject and old != new
    assert "you were asked again since" in Client().get(old).text
    assert "You allow Andrew Smith this" in press(Client(), new, "allow").text


@pytest.mark.scenario(3)
@pytest.mark.scenario(14)
def test_somebody_new_gets_a_letter_to_set_a_password_and_one_that_asks(cast):
    signed_in(cast.andrew).post(FRIENDS, EVE)
    [account, request] = sorted(letters(EVE["email"]), key=lambda letter: "asks" in letter.subject)
    eve = Client()

    eve.post(link(account, "/password/"), {"password": "four words in a row"})
    eve.post("/account/sign-in/", {"login": EVE["email"], "password": "four words in a row"})
    own = eve.get("/account/").text
    press(Client(), link(request, "/consent/"), "refuse")

    assert "there is an account for you" in account.text and "Andrew" not in account.text
    assert "Eve Okafor" in own and EVE["email"] in own
    assert "Eve" not in open_to_andrew(cast)


@pytest.mark.scenario(22)
def test_a_mail_filter_that_opens_every_link_in_every_letter_answers_nothing(cast):
    andrew = signed_in(cast.andrew)
    for told in (by_number(BLAISE), EVE):
        andrew.post(FRIENDS, told)
    [request] = letters(BLAISE.email)
    before = list(Consent.objects.order_by("pk").values()), ConsentEvent.objects.count()

    for letter in KeptLetter.objects.all():
        for address in links(letter):
            for method in ("get", "head"):
                getattr(Client(headers={"User-Agent": "filter"}), method)(address, follow=True)

    assert (list(Consent.objects.order_by("pk").values()), ConsentEvent.objects.count()) == before
    assert "You allow Andrew Smith this" in press(Client(), link(request, "/consent/"), "allow").text


def test_of_a_refusal_the_member_alone_is_told(cast):
    signed_in(cast.andrew).post(FRIENDS, by_number(BLAISE))
    [request] = letters(BLAISE.email)

    press(Client(), link(request, "/consent/"), "never")

    assert [letter.subject for letter in letters(BLAISE.email)] == [
        request.subject,
        "You have refused the request of Andrew Smith",
    ]
    assert letters(ANDREW.email) == []
