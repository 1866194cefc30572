"""The Smiths' shop with Friends & Family on, and browsers for whoever comes in."""

from collections.abc import Callable

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.contacts.models import Contact
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import PointOfSale
from tests.people import HOUSE, Family, family
from tests.visits import sign_in

__all__ = ["family"]
PASSWORD = "a long password"


@pytest.fixture
def shop(family) -> PointOfSale:
    """Where the Smiths buy."""
    point = organisations.open_point_of_sale(family.organisation, name="Ticket shop", by=HOUSE)
    return organisations.switch_friends_and_family(point, True, by=HOUSE)


@pytest.fixture
def visit(shop) -> Callable[[Contact], Client]:
    """A browser in which this contact has signed in."""

    def visiting(contact: Contact) -> Client:
        browser = Client()
        sign_in(browser, accounts.open_login(contact, PASSWORD, by=HOUSE))
        return browser

    return visiting


@pytest.fixture
def andrew(visit, family: Family) -> Client:
    """The lead's browser."""
    return visit(family.andrew)
