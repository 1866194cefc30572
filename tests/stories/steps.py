"""What people do in the shop with a browser, step by step, in the language that is active."""

from itertools import pairwise

from django.conf import settings
from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from kithkin.contacts.models import Contact
from kithkin.demo.roles import PASSWORD, Role
from kithkin.project import worker
from tests.visits import signed_in


def sign_in(page: Page, role: Role) -> None:
    """By the menu, with email and password."""
    page.goto("/")
    menu(page, _("Sign in"))
    page.get_by_label(_("Email")).fill(role.email)
    page.get_by_label(_("Password")).fill(PASSWORD)
    page.get_by_role("button", name=_("Sign in"), exact=True).click()
    expect(page.get_by_role("heading", name=_("Your account"))).to_be_visible()


def be_signed_in(page: Page, contact: Contact) -> None:
    """As somebody who stayed signed in."""
    server = signed_in(contact)
    cookie = server.cookies[settings.SESSION_COOKIE_NAME].value
    page.goto("/live")
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": page.url}])


def menu(page: Page, label: str) -> None:
    page.get_by_role("navigation", name=_("Main")).get_by_role("link", name=label).click()


def add_by_number(page: Page, number: str, last_name: str) -> None:
    """Somebody who told his contact number."""
    page.get_by_label(_("I know their number")).check()
    page.get_by_label(_("Contact number")).fill(number)
    page.get_by_label(_("Family name")).fill(last_name)
    page.get_by_role("button", name=_("Add to my people")).click()


def add_by_email(page: Page, first_name: str, last_name: str, email: str) -> None:
    """Somebody whose address is known."""
    page.get_by_label(_("I know their email")).check()
    page.get_by_label(_("First name")).fill(first_name)
    page.get_by_label(_("Family name")).fill(last_name)
    page.get_by_label(_("Email"), exact=True).fill(email)
    page.get_by_role("button", name=_("Add to my people")).click()


def person(page: Page, name: str) -> Locator:
    """Somebody's card on the page of friends and family."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name))


def say_who_is_coming(page: Page, *names: str) -> None:
    """Tick these people beside oneself, who is ticked already."""
    for name in names:
        page.get_by_role("checkbox", name=name).check()


def pay(page: Page) -> None:
    """From the basket to the confirmation."""
    page.get_by_role("link", name=_("Go to checkout")).click()
    page.locator("button[name=how][value=pay]").click()
    page.locator("button[name=answer][value=pay]").click()
    expect(page.get_by_role("heading", name=_("What happens next"))).to_be_visible()


def seats_on_the_map(page: Page) -> list[str]:
    """The initials on the seat map, from the left; all in one row, side by side."""
    marks = page.locator("svg.map svg.mine")
    expect(marks.first).to_be_visible()
    places = [(float(mark.get_attribute("y")), float(mark.get_attribute("x"))) for mark in marks.all()]
    assert len({y for y, _x in places}) == 1, "one row"
    gaps = [right - left for left, right in pairwise(sorted(x for _y, x in places))]
    assert all(gap < 1.5 * min(gaps) for gap in gaps), "side by side"
    return [initial for _place, initial in sorted(zip(places, marks.all_text_contents(), strict=True))]


def open_letter(page: Page, reader: str, subject: str) -> None:
    """Let the worker deliver, then open the newest such letter in the demo's mailbox."""
    worker.deliver()
    page.goto(f"/mailbox/?to={reader}")
    page.get_by_role("link", name=subject).first.click()


def follow(page: Page, place: str) -> None:
    """Open the first link in a letter that leads to this place of the shop."""
    page.locator(f".mail-text a[href*='{place}']").first.click()
