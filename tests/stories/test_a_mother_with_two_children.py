"""A mother adds two children, buys for them, decides for one, and shares the deciding with the father."""

import pytest
from playwright.sync_api import Page, expect

from kithkin.base import clock
from kithkin.connections import guardians
from kithkin.contacts.models import Contact
from kithkin.demo.roles import ANDREW
from kithkin.sales.models import Ticket

from . import steps

pytestmark = pytest.mark.browser
YEAR = clock.now().year


@pytest.mark.scenario(23)
def test_a_mother_with_two_children(cast, browse):
    mother, father = browse(), browse(width=390, height=844)

    adds_two_children(mother)
    buys_for_both(mother)
    number = finds_the_contact_number(mother)
    steps.be_signed_in(father, cast.blaise)
    says_that_he_is_the_father(father, number)
    allows_the_father(mother)
    they_see_each_other(mother, father)


def adds_two_children(mother: Page) -> None:
    steps.sign_in(mother, ANDREW)
    steps.menu(mother, "Friends and family")
    for name, age in (("Mia", 9), ("Tom", 5)):
        mother.get_by_label("A child, or no email").check()
        mother.get_by_label("First name").fill(name)
        mother.get_by_label("Family name").fill("Smith")
        mother.get_by_label("Date of birth").fill(f"{YEAR - age}-03-14")
        mother.get_by_label("I am the parent or guardian").check()
        mother.get_by_role("button", name="Add to my people").click()
        expect(mother.get_by_text(f"{name} Smith is now among your people.")).to_be_visible()
        expect(steps.person(mother, f"{name} Smith").get_by_text("You decide for this child")).to_be_visible()


def buys_for_both(mother: Page) -> None:
    steps.menu(mother, "Season ticket")
    steps.say_who_is_coming(mother, "Mia Smith", "Tom Smith")
    expect(mother.get_by_text("Junior, from the age of Mia on")).to_be_visible()
    mother.get_by_role("button", name="Find the best seats").click()
    expect(mother.get_by_role("heading", name="Your seats", exact=True)).to_be_visible()
    steps.pay(mother)
    expect(mother.get_by_role("heading", name="These are your 3 tickets.")).to_be_visible()
    tariffs = Ticket.objects.filter(holder__first_name__in=("Mia", "Tom"), holder__last_name="Smith")
    assert set(tariffs.values_list("line__tariff__code", flat=True)) == {"junior"}


def finds_the_contact_number(mother: Page) -> str:
    steps.menu(mother, "Friends and family")
    steps.person(mother, "Mia Smith").get_by_role("link", name="You decide for this child").click()
    expect(mother.get_by_role("heading", name="You decide for Mia")).to_be_visible()
    return mother.locator(".figure").inner_text()


def says_that_he_is_the_father(father: Page, number: str) -> None:
    father.goto("/account/friends/")
    steps.add_by_number(father, number, "Smith")
    expect(father.get_by_text("Mia Smith is now among your people.")).to_be_visible()
    steps.person(father, "Mia Smith").get_by_role("link", name="More").click()
    father.get_by_text("Is Mia your child?").click()
    father.get_by_label("I am the parent or guardian").check()
    father.get_by_role("button", name="Say so").click()
    expect(father.get_by_text("Noted. If the child has a guardian here")).to_be_visible()


def allows_the_father(mother: Page) -> None:
    mother.reload()
    asked = mother.get_by_role("region", name="Is Blaise Smith a guardian of Mia, too?")
    asked.get_by_role("button", name="Allow").click()
    expect(mother.get_by_text("Noted. It counts from this moment.")).to_be_visible()


def they_see_each_other(mother: Page, father: Page) -> None:
    expect(mother.get_by_role("region", name="Guardians").get_by_text("Blaise Smith")).to_be_visible()
    father.reload()
    father.get_by_role("link", name="Guardians, requests and the birthday").click()
    expect(father.get_by_role("region", name="Guardians").get_by_text("Andrew Smith")).to_be_visible()
    mia = Contact.objects.get(first_name="Mia", last_name="Smith")
    assert len(guardians.of(mia.pk)) == 2
