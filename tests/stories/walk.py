"""Walking the whole house: one visitor opens every page at every address, and every link that is found on the way."""

import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from pypdf import PdfReader

from kithkin.project.access import PAGES
from tests import pages
from tests.visits import tried

OPEN_MAILBOX = "demo:"
LINKS = re.compile(r'(?:href|hx-get|action)="([^"#]+)')
NOWHERE_NEW = ("/account/sign-in/?", "/mailbox/", "/static/")
NEW_EACH_TIME = re.compile(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"')


class Browser(Client):
    """Django's browser without its notes on every template, which would take half of the time."""

    def request(self, **request) -> HttpResponse:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def everywhere(browser: Client, names: Iterable[str] = PAGES, most: int | None = None) -> Iterator[tuple[str, str]]:
    """(address, what is to be read there) for these pages save the demo's mailbox, which lies open on purpose.

    `most` is how many addresses of one page are tried; links are followed in any case.
    """
    named = [name for name in names if not name.startswith(OPEN_MAILBOX)]
    waiting = deque((name, address) for name in named for address in pages.addresses(name)[:most])
    seen = {address for _name, address in waiting}
    without_htmx = {""}
    while waiting:
        name, address = waiting.popleft()
        answer = browser.get(address)
        if answer.status_code == 405:
            yield address, readable(tried(browser, "post", address, follow=True))
            continue
        text = readable(answer)
        yield address, text
        if answer.status_code == 200 and name not in without_htmx:
            swapped = readable(browser.get(address, headers={"HX-Request": "true"}))
            yield address, swapped
            if same(swapped, text):
                without_htmx.add(name)
        news = set(links(address, text)) - seen
        waiting += [("", link) for link in news]
        seen |= news


def visit(browser: Client, address: str) -> HttpResponse:
    """The page; what takes forms only gets one, and everything is left as it was."""
    answer = browser.get(address)
    return tried(browser, "post", address, follow=True) if answer.status_code == 405 else answer


def readable(answer: HttpResponse) -> str:
    """The text of a page or a paper."""
    if answer.get("Content-Type") == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return unescape(answer.content.decode())


def same(one: str, other: str) -> bool:
    """But for what is made anew for every answer."""
    return NEW_EACH_TIME.sub("", one) == NEW_EACH_TIME.sub("", other)


def links(address: str, text: str) -> Iterator[str]:
    """Where a page leads: other pages, and the same one with other questions (another person, a second leaf)."""
    for found in LINKS.findall(text):
        link = urljoin(address, found)
        if not any(urlsplit(link)[:2]) and not link.startswith(NOWHERE_NEW):
            yield link
