"""The same purchase without script, with the keyboard alone, on a phone and in another language."""

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from kithkin.demo.roles import BLAISE
from kithkin.sales.models import OrderLine

from . import steps

pytestmark = pytest.mark.browser


def bought_for(purchaser) -> list[str]:
    """Whose tickets this person has bought."""
    lines = OrderLine.objects.filter(order__purchaser=purchaser, ticket__isnull=False)
    return list(lines.order_by("position").values_list("holder_name", flat=True))


def test_without_script(cast, browse):
    andrew = browse(java_script_enabled=False)
    steps.be_signed_in(andrew, cast.andrew)

    andrew.goto("/account/friends/")
    steps.add_by_email(andrew, "Blaise", "Smith", BLAISE.email)
    expect(andrew.get_by_text("Blaise Smith is now among your people.")).to_be_visible()
    andrew.goto("/season-ticket/")
    steps.say_who_is_coming(andrew, "Blaise Smith")
    andrew.get_by_role("button", name="Work out the sum").click()
    expect(andrew.locator("#tally")).to_contain_text("2 season tickets")
    andrew.get_by_role("button", name="Choose seats myself").click()
    andrew.get_by_role("main").get_by_role("link", name="Block").first.click()
    andrew.locator("details.seatrow summary").first.click()
    for place in range(2):
        andrew.get_by_role("checkbox").nth(place).check()
    andrew.get_by_role("button", name="Take these 2 seats").click()
    steps.pay(andrew)

    assert bought_for(cast.andrew) == ["Andrew Smith", "Blaise Smith"]


def test_with_the_keyboard_alone(cast, browse):
    andrew = browse()
    steps.be_signed_in(andrew, cast.andrew)

    andrew.goto("/account/friends/")
    tab_to(andrew, andrew.get_by_label("I know their email"))
    andrew.keyboard.press("ArrowRight")
    tab_to(andrew, andrew.get_by_label("Contact number"))
    andrew.keyboard.type(BLAISE.number)
    tab_to(andrew, andrew.get_by_label("Family name"))
    andrew.keyboard.type("Smith")
    andrew.keyboard.press("Enter")
    expect(andrew.locator("[data-focus]")).to_be_focused()
    andrew.goto("/season-ticket/")
    tab_to(andrew, andrew.get_by_role("checkbox", name="Blaise Smith"))
    andrew.keyboard.press("Space")
    expect(andrew.locator("#tally")).to_contain_text("2 season tickets")
    press(andrew, andrew.get_by_role("button", name="Find the best seats"))
    press(andrew, andrew.get_by_role("link", name="Go to checkout"))
    press(andrew, andrew.get_by_role("button", name="Pay 2 season tickets"))
    press(andrew, andrew.get_by_role("button", name="Pay £"))
    expect(andrew.get_by_role("heading", name="These are your 2 tickets.")).to_be_visible()

    assert bought_for(cast.andrew) == ["Andrew Smith", "Blaise Smith"]


def press(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def tab_to(page: Page, wanted: Locator, most: int = 60) -> None:
    """Go there as somebody does who has no mouse: every stop on the way can be seen."""
    expect(wanted).to_be_visible()
    for _stop in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab did not lead to {wanted}")


def test_on_a_phone_with_seats_tapped_on_the_map(cast, browse):
    andrew = browse(width=390, height=844, has_touch=True, is_mobile=True)
    steps.be_signed_in(andrew, cast.andrew)
    pages = ("/account/friends/", "/season-ticket/", "/season-ticket/map/?who=me&category=wing")

    for place in pages:
        andrew.goto(place)
        fits(andrew)
    andrew.get_by_role("main").get_by_role("link", name="Block").first.tap()
    expect(andrew.get_by_role("heading", name="Free seats, row by row")).to_be_visible()
    fits(andrew)
    tap_a_seat(andrew)
    andrew.get_by_role("button", name="Take this seat").tap()
    assert steps.seats_on_the_map(andrew) == ["A"]
    fits(andrew)
    steps.pay(andrew)
    fits(andrew)

    assert bought_for(cast.andrew) == ["Andrew Smith"]


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, page.url


def tap_a_seat(page: Page) -> None:
    """Where the first box of the list is drawn."""
    box = page.get_by_role("checkbox", include_hidden=True).first
    seat = box.evaluate(
        """box => {
            const map = box.form.querySelector("svg.map");
            const point = new DOMPoint(+box.dataset.x, +box.dataset.y).matrixTransform(map.getScreenCTM());
            return [point.x, point.y];
        }"""
    )
    page.touchscreen.tap(*seat)
    expect(page.get_by_text("1 of 1 seat chosen")).to_be_visible()


def test_in_german(cast, browse):
    andrew = browse()
    steps.be_signed_in(andrew, cast.andrew)
    andrew.goto("/help/")
    andrew.get_by_label("Language").select_option("de")
    andrew.get_by_role("button", name="Change language").click()
    expect(andrew.locator("html")).to_have_attribute("lang", "de")

    with translation.override("de"):
        steps.menu(andrew, _("Friends and family"))
        steps.add_by_number(andrew, BLAISE.number, "Smith")
        expect(steps.person(andrew, "Blaise Smith").get_by_text(_("Waiting for an answer"))).to_be_visible()
        steps.menu(andrew, _("Season ticket"))
        expect(andrew.get_by_role("heading", name="Wer kommt mit?")).to_be_visible()
        steps.say_who_is_coming(andrew, "Blaise Smith")
        andrew.get_by_role("button", name=_("Find the best seats")).click()
        expect(andrew.get_by_text("760,00\xa0£").first).to_be_visible()
        steps.pay(andrew)

    assert bought_for(cast.andrew) == ["Andrew Smith", "Blaise Smith"]
