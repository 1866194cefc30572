"""Giving a reason, so that a sheet opens to which no case led."""

from django.http import HttpResponse
from django.test import Client

from kithkin.contacts.models import Contact


def give_reason(browser: Client, contact: Contact, why: str = "asked", words: str = "") -> HttpResponse:
    """What an operator answers before he sees the sheet; it counts for half an hour."""
    return browser.post(f"/desk/contacts/{contact.number}/reason/", {"why": why, "words": words})
