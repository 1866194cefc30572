"""Browsers in which somebody of the cast has signed in, and the letters that he got."""

import re
from copy import deepcopy
from datetime import timedelta
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils.crypto import get_random_string

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import Login, LoginContact, Session
from kithkin.accounts.sessions import SessionStore
from kithkin.base import clock
from kithkin.base.actor import Power
from kithkin.contacts.models import Contact
from kithkin.demo.cast import Cast
from kithkin.demo.models import KeptLetter
from kithkin.demo.roles import PASSWORD
from kithkin.project import worker
from tests.people import HOUSE

Browser = TypeVar("Browser", bound=Client)
ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)")


def sign_in(browser: Client, login: Login) -> None:
    """Leave the browser where signing in leaves it: one row, where Django's `force_login` asks fourteen questions."""
    [backend] = settings.AUTHENTICATION_BACKENDS
    known = {SESSION_KEY: str(login.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: login.get_session_auth_hash()}
    key, until = get_random_string(32), clock.now() + timedelta(days=14)
    Session.objects.create(session_key=key, session_data=SessionStore().encode(known), expire_date=until, login=login)
    browser.cookies[settings.SESSION_COOKIE_NAME] = key


def signed_in(contact: Contact, browser: type[Browser] = Client) -> Browser:
    """A browser of this person."""
    opened = browser()
    sign_in(opened, LoginContact.objects.select_related("login").get(contact=contact).login)
    return opened


def operator(cast: Cast, *powers: Power, browser: type[Browser] = Client) -> Browser:
    """A browser of somebody with this post at the desk."""
    email = f"post-{sum(2 ** list(Power).index(power) for power in powers)}@example.org"  # one for each set of powers
    post = accounts.open_post(
        cast.organisation, name="Ida", email=email, password=PASSWORD, powers=list(powers), by=HOUSE
    )
    opened = browser()
    sign_in(opened, post.login)
    return opened


def tried(browser: Client, method: str, address: str, data: dict | None = None, **more) -> HttpResponse:
    """What a page answers; whatever it does is undone, signing out included."""
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = getattr(browser, method)(address, data, **more)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def letters(reader: str) -> list[KeptLetter]:
    """Let the worker deliver; then all letters to this address, the oldest first."""
    worker.deliver()
    return list(KeptLetter.objects.filter(to=reader).order_by("pk"))


def links(letter: KeptLetter) -> list[str]:
    """Where the links in a letter lead, without the name of the server."""
    return ADDRESS.findall(letter.text)


def link(letter: KeptLetter, place: str) -> str:
    """The one link that leads to this place; not those to pages that stand below the same address."""
    [found] = [address for address in links(letter) if address.startswith(place) and "/not-me/" not in address]
    return found
