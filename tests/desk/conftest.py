"""A desk: the Smiths' organisation with a shop, and operators who sit down at it."""

from collections.abc import Callable

import pytest
from django.test import Client

from kithkin.accounts import actions as accounts
from kithkin.accounts.models import StaffPost
from kithkin.base.actor import Power
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation, PointOfSale
from tests.people import HOUSE, family
from tests.visits import sign_in

__all__ = ["family"]
PASSWORD = "ferrygate-test"


@pytest.fixture
def shop(family) -> PointOfSale:
    """The organisation's one shop, as new: Friends & Family off."""
    return organisations.open_point_of_sale(family.organisation, name="Ticket shop", by=HOUSE)


@pytest.fixture
def post() -> Callable[..., StaffPost]:
    """Give somebody a post: `post(organisation, Power.READ_LETTERS)`; every power unless some are named."""

    def give(organisation: Organisation, *powers: Power, email: str = "hana@example.org") -> StaffPost:
        held = list(powers or Power)
        return accounts.open_post(
            organisation, name="Hana Novak", email=email, password=PASSWORD, powers=held, by=HOUSE
        )

    return give


@pytest.fixture
def sit_down(post) -> Callable[..., Client]:
    """An operator with these powers, signed in."""

    def sitting(organisation: Organisation, *powers: Power, email: str = "hana@example.org") -> Client:
        browser = Client()
        sign_in(browser, post(organisation, *powers, email=email).login)
        return browser

    return sitting


@pytest.fixture
def hana(shop, sit_down) -> Client:
    """An operator with every power, signed in at the Smiths' organisation."""
    return sit_down(shop.organisation)


@pytest.fixture
def visit_as_andrew(shop, family) -> Client:
    """The lead's browser in the same shop, Friends & Family on."""
    organisations.switch_friends_and_family(shop, True, by=HOUSE)
    browser = Client()
    sign_in(browser, accounts.open_login(family.andrew, PASSWORD, by=HOUSE))
    return browser
