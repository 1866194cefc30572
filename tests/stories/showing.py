"""Pages as they were answered, put into a real browser: the static files come from here, nothing else happens."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page

from .states import State


class Answers(BaseHTTPRequestHandler):
    """The static files, and at every other address the page that is to be looked at now."""

    protocol_version = "HTTP/1.1"
    now: State | None = None

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith("/static/"):
            found = Path(finders.find(path.removeprefix("/static/")))
            headers = {"Content-Type": guess_type(found)[0] or "font/woff2", "Cache-Control": "max-age=3600"}
            self._answer(found.read_bytes(), headers)
        else:
            headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": self.now.policy}
            self._answer(self.now.html.encode(), headers)

    def _answer(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def show(browser: Browser) -> Iterator[Callable[[State], Page]]:
    """Put a page as it was answered into one window.

    Where the policy stays the same it takes the place of the one before: axe and what V8 made of it stay warm.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    window = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}", reduced_motion="reduce")
    window.add_init_script(Axe().axe_script)
    page = window.new_page()

    def open_page(state: State) -> Page:
        if Answers.now and Answers.now.policy == state.policy:
            page.set_content(state.html)
        else:
            Answers.now = state
            page.goto("/")
        return page

    Answers.now = None
    yield open_page
    window.close()
    server.shutdown()
