"""Walking the whole house: one visitor opens every page at every address, and every link that is found on the way."""

import io
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from functools import cache
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from pypdf import PdfReader

from kithkin.contacts.models import Contact
from kithkin.demo.roles import PASSWORD
from kithkin.project.access import PAGES
from tests import pages
from tests.visits import signed_in, tried

OPEN_MAILBOX = "demo:"
LINKS = re.compile(r'(?:href|hx-get|action)="([^"#]+)')
DRAWN = re.compile(r"<(svg|script).*?</\1>", re.S)
PARTS = re.compile(r'<(\w+)(?:[^>]*?class="([^"]*)")?')
FEW = 4  # that many addresses of one page in a row with nothing new: there is nothing new
# A page shows the same from both databases: on the dearer one no address is tried that shows nothing new.
ENOUGH = () if connection.vendor == "sqlite" else PAGES
WITHOUT_HTMX = {""}  # pages that were found to answer alike to everybody who asks
NOWHERE_NEW = ("/account/sign-in/?", "/mailbox/", "/static/")
NEW_EACH_TIME = re.compile(r'name="(?:csrfmiddlewaretoken|key)" value="[^"]*"')


class Browser(Client):
    """Django's browser without its notes on every template, which would take half of the time."""

    def request(self, **request) -> HttpResponse:
        response = self.handler(self._base_environ(**request))
        self.cookies.update(response.cookies)
        return response


def just_signed_in(contact: Contact) -> Browser:
    """A browser that need not show once more that it is he."""
    browser = signed_in(contact, Browser)
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return browser


class Walk:
    """What one visitor has seen of each page so far, so that more of the same is left out."""

    def __init__(self, browser: Client, few: Iterable[str] = ()):
        self.browser, self.few = browser, set(few)
        self.shown: defaultdict[str, set] = defaultdict(set)
        self.nothing_new: Counter[str] = Counter()
        self.followed: Counter[str] = Counter()

    def is_over(self, name: str, address: str) -> bool:
        """Another question to a page (`?...`), or one of the pages of which few are enough, has shown all by now."""
        return ("?" in address or name in self.few) and self.nothing_new[name] >= FEW

    def read(self, name: str, address: str) -> Iterator[str]:
        """What is to be read there, also as htmx asks for it while the page has news.

        What takes forms only gets one, and everything is left as it was.
        """
        answer = self.browser.get(address)
        if answer.status_code == 405:
            answer = self._sent(name, address)
        text = readable(answer)
        self._note(name, answer.status_code, text)
        yield text
        if answer.status_code == 200 and name not in WITHOUT_HTMX and self.nothing_new[name] < FEW:
            swapped = readable(self.browser.get(address, headers={"HX-Request": "true"}))
            yield swapped
            if same(swapped, text):
                WITHOUT_HTMX.add(name)

    def _sent(self, name: str, address: str) -> HttpResponse:
        self.followed[name] += 1
        return tried(self.browser, "post", address, follow=self.followed[name] <= FEW)

    def _note(self, name: str, status: int, text: str) -> None:
        news = parts(text) | {("status", str(status))}
        self.nothing_new[name] = 0 if news - self.shown[name] else self.nothing_new[name] + 1
        self.shown[name] |= news


def everywhere(browser: Client, names: Iterable[str] = PAGES, few: Iterable[str] = ENOUGH) -> Iterator[tuple[str, str]]:
    """(address, what is to be read there) for these pages save the demo's mailbox, which lies open on purpose.

    Every address of a page is tried, of those in `few` as long as it shows something new; links are followed.
    """
    walk = Walk(browser, few)
    named = [name for name in names if not name.startswith(OPEN_MAILBOX)]
    waiting = deque((name, address) for name in named for address in pages.addresses(name))
    seen = {address for _name, address in waiting}
    while waiting:
        name, address = waiting.popleft()
        if walk.is_over(name, address):
            continue
        for text in walk.read(name, address):
            yield address, text
            news = set(links(address, text)) - seen
            waiting += [(name_of(link), link) for link in sorted(news)]
            seen |= news


def name_of(address: str) -> str:
    """Which page this is; empty where there is none."""
    try:
        return resolve(address.partition("?")[0]).view_name
    except Resolver404:
        return ""


def parts(html: str) -> set[tuple[str, str]]:
    """What a page is made of: tags with their classes."""
    return set(PARTS.findall(DRAWN.sub("", html)))


def visit(browser: Client, address: str) -> HttpResponse:
    """The page; what takes forms only gets one, and everything is left as it was."""
    answer = browser.get(address)
    return tried(browser, "post", address, follow=True) if answer.status_code == 405 else answer


def readable(answer: HttpResponse) -> str:
    """The text of a page or a paper."""
    if answer.get("Content-Type") == "application/pdf":
        return paper(answer.content)
    return unescape(answer.content.decode()) + said(answer)


@cache
def paper(content: bytes) -> str:
    """The text of a PDF."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def said(answer: HttpResponse) -> str:
    """What the next page is going to say on top, where nobody goes to see it."""
    request = HttpRequest()
    request.COOKIES = {name: cookie.value for name, cookie in answer.cookies.items()}
    return " ".join(map(str, CookieStorage(request)))


def same(one: str, other: str) -> bool:
    """But for what is made anew for every answer."""
    return NEW_EACH_TIME.sub("", one) == NEW_EACH_TIME.sub("", other)


def links(address: str, text: str) -> Iterator[str]:
    """Where a page leads: other pages, and the same one with other questions (another person, a second leaf)."""
    for found in LINKS.findall(text):
        link = urljoin(address, found)
        if not any(urlsplit(link)[:2]) and not link.startswith(NOWHERE_NEW):
            yield link
