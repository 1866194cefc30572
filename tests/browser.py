"""Pages in a real browser: Debian's Chromium, driven by Playwright, against a shop that serves for real."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

INSTALL = "Chromium is missing. As root run: apt-get install -y --no-install-recommends chromium"
# The browser's own line about an answer that is not 200; htmx, when a newer request takes the place of one on its way.
HARMLESS = ("Failed to load resource", "htmx:afterRequest", "htmx:sendAbort")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
)


# Debian's Chromium without its windows draws the same pages for two thirds of the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not chromium():
        pytest.fail(INSTALL)
    # Playwright keeps an event loop running in this thread; Django would refuse its database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=10_000)
    sandbox = () if os.geteuid() else ("--no-sandbox",)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), headless=True, args=[*QUIET, *sandbox])
        yield running
        running.close()


@pytest.fixture
def browse(browser: Browser, live_server, settings) -> Iterator:
    """Open a window: `browse()`, or `browse(width=390, java_script_enabled=False)`. Each has its own cookies.

    Letters that are sent arrive in the demo's mailbox, and their links lead to this server.
    """
    settings.BASE_URL = live_server.url
    settings.EMAIL_BACKEND = "kithkin.demo.mailbox.Backend"
    windows: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(width: int = 1280, height: int = 900, **options) -> Page:
        size = {"width": width, "height": height}
        window = browser.new_context(base_url=live_server.url, viewport=size, locale="en-GB", **options)
        window.set_default_timeout(10_000)
        windows.append(window)
        page = window.new_page()
        page.on("console", lambda message: complaints.extend(complaint(message)))
        page.on("response", lambda answer: complaints.extend(missing(answer)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for window in windows:
        window.close()
    assert complaints == [], "the browser complained (a script failed, or the content security policy was broken)"


@pytest.fixture
def page(browse) -> Page:
    """One window, for stories with one person."""
    return browse()


def complaint(message: ConsoleMessage) -> list[str]:
    """An error in the console counts, save those in which nothing went wrong."""
    return [message.text] if message.type == "error" and not message.text.startswith(HARMLESS) else []


def missing(answer: Response) -> list[str]:
    """A page may answer 404; its pictures, scripts and styles may not."""
    return [f"{answer.status} for {answer.url}"] if answer.status >= 400 and "/static/" in answer.url else []
