"""Browsers in which somebody of the cast has signed in, and the letters that he got."""

import re
from typing import TypeVar

from django.test import Client

from kithkin.accounts.models import LoginContact
from kithkin.contacts.models import Contact
from kithkin.demo.models import KeptLetter
from kithkin.project import worker

Browser = TypeVar("Browser", bound=Client)
ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)")


def signed_in(contact: Contact, browser: type[Browser] = Client) -> Browser:
    """A browser of this person."""
    opened = browser()
    opened.force_login(LoginContact.objects.get(contact=contact).login)
    return opened


def letters(reader: str) -> list[KeptLetter]:
    """Let the worker deliver; then all letters to this address, the oldest first."""
    worker.deliver()
    return list(KeptLetter.objects.filter(to=reader).order_by("pk"))


def links(letter: KeptLetter) -> list[str]:
    """Where the links in a letter lead, without the name of the server."""
    return ADDRESS.findall(letter.text)


def link(letter: KeptLetter, place: str) -> str:
    """The one link that leads to this place."""
    [found] = [address for address in links(letter) if address.startswith(place)]
    return found
