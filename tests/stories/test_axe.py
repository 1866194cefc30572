"""Every page in every state: nothing for axe to complain about, in light and dark, on a phone and on a desk."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from kithkin.project.access import PAGES
from tests.world import world

from . import states
from .states import State

__all__ = ["world"]
pytestmark = pytest.mark.browser
AXE = Axe().axe_script
LOOK = """
axe.run({resultTypes: ["violations"], preload: false, iframes: false})
    .then(found => found.violations.map(it => [it.id, it.nodes.map(node => node.html)]))
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NOT_SHOWN = {  # files, fragments, and addresses that lead to other pages
    *("shop:brand", "shop:order-pdf", "shop:ticket-pdf", "shop:ticket-link-pdf", "demo:letter-file", "live", "ready"),
    *("shop:acting-log-table", "shop:acting-log-data", "shop:acting-receipt-data", "shop:consent-receipt-data"),
    *("shop:season-ticket-sum", "shop:basket-extension", "shop:basket-removal", "shop:consent-request", "desk:home"),
    *("shop:acting-asking", "shop:acting-closing", "desk:send-request"),
    *("shop:language", "account_signup", "account_reset_password"),
}
WIDTHS, SCHEMES = (390, 1280), ("light", "dark")


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[State], Page]]:
    """Put a page as it was answered into one window, without a server."""
    window = browser.new_context(base_url="http://shop.test", reduced_motion="reduce")
    page, shown = window.new_page(), {}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path.removeprefix("/static/")))
        else:
            state = shown["now"]
            headers = {"Content-Type": "text/html", "Content-Security-Policy": state.policy}
            route.fulfill(body=state.html, headers=headers)

    def open_page(state: State) -> Page:
        shown["now"] = state
        page.goto("/")
        page.evaluate(AXE)
        return page

    page.route("**/*", answer)
    yield open_page
    window.close()


def test_axe_finds_nothing_and_nothing_is_too_wide(world, show):
    """Each state in two of the four ways to look at it, by turns, so that every part is seen in all of them."""
    every, wrong = states.of(world), {}
    assert sorted(PAGES.keys() - NOT_SHOWN - {state.name for state in every}) == []

    for turn, state in enumerate(every):
        page = show(state)
        for width, scheme in zip(WIDTHS, SCHEMES[:: -1 if turn % 2 else 1], strict=True):
            page.set_viewport_size({"width": width, "height": 844})
            page.emulate_media(color_scheme=scheme)
            if found := [*page.evaluate(LOOK), *["too wide"] * page.evaluate(TOO_WIDE)]:
                wrong[f"{state.seen} at {width} in {scheme}"] = found

    assert wrong == {}
