"""The parts in a real browser: nothing to complain about in light and dark, on a phone and on a desk."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders

from .parts import LONG_NAMES, SAMPLES, render

pytestmark = pytest.mark.browser

FRAME = "{% extends 'ui/page.html' %}"
PAGE = "{% block title %}Parts{% endblock %}{% block content %}<h1>Parts</h1>"
SEATS = """<form data-seats data-wanted="2">
<div class="mapbox" tabindex="0" role="region" aria-label="Map"><c-seatmap :picture="seats" label="Row F" /></div>
<p data-count data-words="# of 2 chosen" role="status"></p>
{% for x in places %}<label class="seatpick">{{ forloop.counter }}<input type="checkbox" name="seat" value="{{ x }}"
data-x="{{ x }}" data-y="0" data-label="{{ forloop.counter }}" aria-label="Row F, seat {{ forloop.counter }}"></label>
{% endfor %}</form>"""
POLICY = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]


@pytest.fixture
def show(browser):
    """Open a page made of this text, without a server: `show(source, width=390)`."""
    windows, complaints = [], []

    def open_page(source, width=1280, name="Blaise Smith", **options):
        window = browser.new_context(viewport={"width": width, "height": 800}, base_url="http://shop.test", **options)
        window.set_default_timeout(5_000)
        windows.append(window)
        page = window.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route("**/*", lambda route: answer(route, source, name))
        page.goto("/")
        return page

    yield open_page
    for window in windows:
        window.close()
    assert complaints == []


def answer(route, source, name):
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        route.fulfill(path=finders.find(path.removeprefix("/static/")))
        return
    body = render(PAGE + source + "{% endblock %}", FRAME, name=name, places=[0, 26, 52])
    policy = "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in POLICY.items())
    route.fulfill(body=body, content_type="text/html", headers={"Content-Security-Policy": policy})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(show, width, scheme):
    page = show("<div class='stack'>" + "".join(SAMPLES.values()) + "</div>", width=width, color_scheme=scheme)

    found = Axe().run(page).response["violations"]

    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("name", LONG_NAMES)
def test_the_longest_names_never_push_a_phone_sideways(show, name):
    page = show("".join(SAMPLES.values()), width=320, name=name)

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_errors_of_a_form_get_the_focus(show):
    page = show(SAMPLES["summary"])

    assert page.evaluate("document.activeElement.className") == "summary"


def test_tabs_follow_their_radios_without_script(show):
    panels = '<div class="panel panel-1">Email</div><div class="panel panel-2">Number</div>'
    page = show(f'<form class="tabbed">{SAMPLES["tab"]}{panels}</form>', java_script_enabled=False)

    page.get_by_label("I know their number").check()

    assert [page.locator(f".panel-{n}").is_visible() for n in (1, 2)] == [False, True]


def test_a_tap_on_the_map_ticks_the_box_beside_it(show):
    page = show(SEATS)

    page.locator(".map .seat-free").first.click()

    assert page.get_by_label("Row F, seat 1").is_checked()
    assert page.locator("[data-count]").inner_text() == "1 of 2 chosen"


def test_one_seat_too_many_on_the_map_lets_the_first_go(show):
    page = show(SEATS)
    page.get_by_label("Row F, seat 2").check()
    page.get_by_label("Row F, seat 3").check()

    page.locator(".map .seat-free").first.click()

    assert [page.get_by_label(f"Row F, seat {n}").is_checked() for n in (1, 2, 3)] == [True, False, True]


def test_arrows_walk_from_seat_to_seat(show):
    page = show(SEATS)
    page.get_by_label("Row F, seat 1").focus()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")

    assert page.get_by_label("Row F, seat 2").is_checked()


def test_the_time_left_is_counted_in_words(show):
    page = show('<c-timer :until="until" :minutes="12" />')

    assert page.locator("[data-left]").inner_text().endswith("more minutes")
    assert page.locator("[data-say]").inner_text() == ""
