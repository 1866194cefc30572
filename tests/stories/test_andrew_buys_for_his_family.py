"""The story that must run: a lead buys for his people, and consent decides what he sees."""

import re

import pytest
from playwright.sync_api import Page, expect

from kithkin.contacts.models import Contact
from kithkin.demo.roles import ANDREW, BLAISE, DARREN
from kithkin.sales.models import Ticket
from tests.purchases import buy

from . import steps

pytestmark = pytest.mark.browser
EVE = "eve@example.org"
ADDED = ("Blaise Smith", "Darren Smith", "Eve Okafor")
THINGS_TO_SEE = ("/", "/account/", "/account/friends/", "/season-ticket/", "/tickets/", "/orders/")


@pytest.mark.scenario(3)
@pytest.mark.scenario(4)
@pytest.mark.scenario(7)
@pytest.mark.scenario(8)
@pytest.mark.scenario(9)
@pytest.mark.scenario(10)
@pytest.mark.scenario(11)
@pytest.mark.scenario(12)
@pytest.mark.scenario(14)
def test_a_lead_buys_for_two_and_sees_what_one_of_them_allows(cast, browse):
    theirs = {who: buy(cast, who).number for who in (cast.blaise, cast.darren)}
    andrew, blaise, eve = browse(), browse(), browse()

    adds_three_people(andrew)
    buys_three_seats_side_by_side(andrew)
    finds_all_three_tickets_in_his_own_order(andrew)
    finds_nothing_else_of_his_people(andrew, theirs.values())
    reads_and_allows(blaise)
    finds_blaise_but_not_darren(andrew, theirs)
    has_two_letters(eve)


def adds_three_people(andrew: Page) -> None:
    steps.sign_in(andrew, ANDREW)
    steps.menu(andrew, "Friends and family")
    steps.add_by_number(andrew, BLAISE.number, "Smith")
    expect(andrew.get_by_text("Blaise Smith is now among your people.")).to_be_visible()
    steps.add_by_email(andrew, "Darren", "Smith", DARREN.email)
    expect(andrew.get_by_text("Darren Smith is now among your people.")).to_be_visible()
    steps.add_by_email(andrew, "Eve", "Okafor", EVE)
    for name in ADDED:
        expect(steps.person(andrew, name).get_by_text("Waiting for an answer")).to_be_visible()


def buys_three_seats_side_by_side(andrew: Page) -> None:
    steps.menu(andrew, "Season ticket")
    steps.say_who_is_coming(andrew, "Blaise Smith", "Darren Smith")
    expect(andrew.locator("#tally")).to_contain_text("3 season tickets")
    andrew.get_by_role("button", name="Find the best seats").click()
    expect(andrew.get_by_role("heading", name="Your seats", exact=True)).to_be_visible()
    assert steps.seats_on_the_map(andrew) == ["A", "B", "D"]
    steps.pay(andrew)
    expect(andrew.get_by_role("heading", name="These are your 3 tickets.")).to_be_visible()


def finds_all_three_tickets_in_his_own_order(andrew: Page) -> None:
    andrew.get_by_role("link", name="See the order").click()
    for line in Ticket.objects.filter(line__order__purchaser__number=ANDREW.number):
        expect(andrew.get_by_text(" ".join(re.findall(".{1,4}", line.code)))).to_be_visible()
    expect(andrew.get_by_text("Code ")).to_have_count(3)
    expect(andrew.get_by_role("main").get_by_text("Smith")).to_have_count(3)


def finds_nothing_else_of_his_people(andrew: Page, theirs) -> None:
    hidden = [BLAISE.email, DARREN.email, EVE, *theirs]
    for place in THINGS_TO_SEE:
        assert andrew.goto(place).ok
        assert [word for word in hidden if word in andrew.content()] == []


def reads_and_allows(blaise: Page) -> None:
    steps.open_letter(blaise, BLAISE.email, "Andrew Smith asks to look after tickets with you")
    steps.follow(blaise, "/privacy/")
    expect(blaise.get_by_role("heading", name="Privacy", level=1)).to_be_visible()
    blaise.go_back()
    steps.follow(blaise, "/consent/")
    expect(blaise.get_by_role("heading", name="Andrew Smith wants to look after tickets with you")).to_be_visible()
    blaise.get_by_role("button", name="Allow", exact=True).click()
    expect(blaise.get_by_role("heading", name="You allow Andrew Smith this")).to_be_visible()


def finds_blaise_but_not_darren(andrew: Page, theirs: dict[Contact, str]) -> None:
    steps.menu(andrew, "Friends and family")
    expect(steps.person(andrew, "Blaise Smith").get_by_text(BLAISE.email)).to_be_visible()
    expect(steps.person(andrew, "Darren Smith").get_by_text("Waiting for an answer")).to_be_visible()
    blaises, darrens = theirs.values()

    chosen_in("/tickets/", andrew)
    expect(andrew.get_by_role("link", name="Print or save Blaise Smith")).to_have_count(2)
    chosen_in("/orders/", andrew)
    expect(andrew.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    expect(andrew.get_by_text(f"Blaise Smith: order {blaises}")).to_be_visible()
    assert darrens not in andrew.content()


def chosen_in(place: str, andrew: Page) -> None:
    andrew.goto(place)
    choice = andrew.get_by_role("navigation", name="Show")
    expect(choice.get_by_role("link")).to_have_text(["Everybody", "Me", "Blaise", "Carla"])
    choice.get_by_role("link", name="Blaise").click()


def has_two_letters(eve: Page) -> None:
    eve.goto(f"/mailbox/?to={EVE}")
    letters = eve.get_by_role("main").get_by_role("listitem").get_by_role("link")
    expect(letters).to_have_count(2)
    expect(letters.filter(has_text="Set your password at Ferrygate Athletic")).to_be_visible()
    expect(letters.filter(has_text="Andrew Smith asks to look after tickets with you")).to_be_visible()
