"""The desk under the hand: keys, narrow windows, no script, and nothing that axe objects to."""

import pytest

from tests.people import allow, connect

from .conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(transactional_db, family, shop, post, browse):
    """Open a window in which Hana has signed in."""
    post(shop.organisation)
    allow(connect(family.andrew, family.blaise))
    connect(family.andrew, family.darren)

    def open_desk(**options):
        page = browse(**options)
        page.goto("/account/sign-in/?next=/desk/")
        page.fill("[name=login]", "hana@example.org")
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        page.wait_for_url("**/desk/")
        return page

    return open_desk


def test_an_operator_needs_no_mouse(desk, family):
    page = desk()

    page.keyboard.press("/")
    page.keyboard.type(family.andrew.number)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reason/**")
    page.get_by_label("The person asked for it").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/contacts/{family.andrew.number}/")
    page.keyboard.press("2")
    page.wait_for_url("**/connections/")
    page.keyboard.press("1")
    page.wait_for_url(f"**/desk/contacts/{family.andrew.number}/")


def test_everything_about_one_contact_stands_on_one_screen(desk, family):
    page = desk(width=1280, height=800)
    page.goto(f"/desk/contacts/{family.andrew.number}/")
    page.get_by_label("The person asked for it").check()
    page.get_by_role("button", name="Open the sheet").click()
    page.wait_for_url(f"**/desk/contacts/{family.andrew.number}/")

    for sheet in ("", "connections/"):
        page.goto(f"/desk/contacts/{family.andrew.number}/{sheet}")
        assert page.evaluate("document.documentElement.scrollHeight") <= 800


def test_the_switches_turn_without_script(desk, shop):
    page = desk(java_script_enabled=False)
    page.goto(f"/desk/points-of-sale/{shop.pk}/characteristics/")

    page.check("#friends-on")
    page.click("text=Save this point of sale")
    assert page.inner_text(".said") == "Saved: Friends and Family is on at Ticket shop."

    page.uncheck("#consent-on")
    page.click("text=Save for all of Ferrygate Athletic")
    page.click("main button")
    assert page.inner_text(".said") == "Saved: members are not asked for consent."


def test_a_document_is_tried_and_saved_without_script(desk):
    page = desk(java_script_enabled=False)
    page.goto("/desk/documents/set-password/en/")

    page.fill("[name=subject]", "Welcome to {{ club }}")
    page.click("text=Show the preview")
    assert page.inner_text(".paper h3") == "Welcome to Ferrygate Athletic"
    page.fill("[name=body]", "{{ link }}")
    page.click("text=Save the text")
    assert "{{ policy }} is missing" in page.inner_text(".summary")
    assert page.input_value("[name=body]") == "{{ link }}"
    page.fill("[name=body]", "Here: {{ link }}\n\nOur policy: {{ policy }}")
    page.click("text=Send a test to me")
    assert page.inner_text(".said") == "The test is on its way to the address you sign in with."
    page.click("text=Save the text")
    assert page.inner_text(".said") == "Saved. From now on these letters go out in your words."
    page.click("text=Back to the house's text")
    page.click("text=Throw my text away")
    assert page.inner_text(".said") == "These letters go out in the house's words again."
