"""Andrew's father has no email: two operators, a signed form, a letter on paper, and taking it back."""

import pytest
from playwright.sync_api import Page, expect

from kithkin.contacts.models import Contact
from kithkin.demo.roles import CLERK, PASSWORD, SECOND
from kithkin.mail.models import Letter
from kithkin.project import worker

from . import steps

pytestmark = pytest.mark.browser


def sit_down(page: Page, email: str) -> Page:
    """An operator signs in and arrives at the desk."""
    page.goto("/account/sign-in/?next=/desk/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Waiting for you")).to_be_visible()
    return page


def card(page: Page, name: str):
    page.goto("/account/friends/")
    return steps.person(page, name)


@pytest.mark.scenario(23)
def test_a_father_without_an_email(cast, browse):
    hana, omar, andrew = sit_down(browse(), CLERK), sit_down(browse(), SECOND), browse()
    steps.be_signed_in(andrew, cast.andrew)

    hana.goto("/desk/contacts/")
    hana.get_by_role("link", name="Somebody without an email").click()
    hana.get_by_label("First name").fill("George")
    hana.get_by_label("Family name").fill("Smith")
    hana.get_by_role("button", name="Make the record").click()
    hana.get_by_label("Name or contact number").fill("Andrew Smith")
    hana.get_by_role("button", name="Find this person").click()
    hana.get_by_role("button", name="Andrew buys").click()
    expect(hana.get_by_text("Andrew Smith can buy for George Smith now.")).to_be_visible()
    expect(card(andrew, "George Smith")).to_contain_text("Waiting for an answer")

    hana.get_by_role("link", name="Consent on a signed form").click()
    hana.get_by_role("checkbox", name="Your tickets", exact=True).check()
    hana.get_by_label("Form number").fill("F-K7Q4-M2XD")
    hana.get_by_role("button", name="Take it down").click()
    expect(hana.get_by_text("Somebody else has to confirm it within 14 days.")).to_be_visible()
    hana.goto("/desk/forms/")
    expect(hana.get_by_text("You took it down: somebody else has to confirm it.")).to_be_visible()
    expect(card(andrew, "George Smith")).to_contain_text("Waiting for an answer")

    omar.goto("/desk/")
    omar.get_by_role("main").get_by_role("link", name="Signed forms to confirm").click()
    omar.get_by_role("button", name="Confirm George’s form").click()
    expect(omar.get_by_text("what George Smith allows Andrew Smith counts from now on")).to_be_visible()
    expect(card(andrew, "George Smith")).to_contain_text("Active")

    worker.deliver()
    omar.goto("/desk/printing/")
    expect(omar.get_by_role("row").filter(has_text="Consent receipt")).to_be_visible()
    omar.get_by_role("button", name="Mark as printed").click()
    expect(omar.get_by_text("is marked as printed")).to_be_visible()
    father = Contact.objects.get(first_name="George")
    assert Letter.objects.get(template="consent-receipt", contact_id=father.pk).state == "printed"

    omar.goto("/desk/contacts/?q=George")
    omar.get_by_role("link", name="George Smith").click()
    omar.get_by_label("The person asked for it").check()
    omar.get_by_role("button", name="Open the sheet").click()
    omar.get_by_role("link", name="Connections").click()
    omar.get_by_role("link", name="Take it back").click()
    omar.get_by_role("button", name="Take it back").click()
    expect(omar.get_by_text("Nothing of George Smith is open to Andrew Smith.")).to_be_visible()
    expect(card(andrew, "George Smith")).to_contain_text("Waiting for an answer")
