"""The table of pages equals the addresses that exist, and nobody gets further than it says."""

from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from kithkin.base import actor
from kithkin.organisations.actions import open_organisation, open_point_of_sale
from kithkin.project.access import PAGES, Who

SAMPLES = ("1", "x", "E1", "48217730512", "K7Q4-M2XD", "00000000-0000-4000-8000-000000000000")


@pytest.fixture
def shop(db):
    """A point of sale where somebody can stand."""
    by = actor.system(None)
    organisation = open_organisation(name="Ferrygate Athletic", slug="ferrygate", by=by)
    return open_point_of_sale(organisation, name="Shop", by=by)


def pages(resolver: URLResolver | None = None, inside: str = "") -> Iterator[tuple[str, dict]]:
    """Every page's full name, with the converters of its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern, f"{inside}{pattern.namespace}:" if pattern.namespace else inside)
        else:
            yield f"{inside}{pattern.name}", pattern.pattern.converters


def address(name: str) -> str:
    """Some address of the page; what its converters ask for is made up."""
    converters = dict(pages())[name]
    for sample in SAMPLES:
        try:
            return reverse(name, kwargs={key: converter.to_python(sample) for key, converter in converters.items()})
        except (NoReverseMatch, ValueError):
            continue
    raise AssertionError(f"no sample fits the address of {name}; add one to SAMPLES")


def test_the_table_lists_every_page_and_nothing_else():
    assert sorted(name for name, _converters in pages()) == sorted(PAGES)


@pytest.mark.parametrize("name", [name for name, who in PAGES.items() if who in (Who.CUSTOMER, Who.OPERATOR)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_sent_to_sign_in_or_finds_nothing(client, shop, name, method):
    answer = getattr(client, method)(address(name))

    sent_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(reverse("account_login"))
    assert sent_to_sign_in or answer.status_code in (403, 404, 405)


@pytest.mark.parametrize("name", [name for name, who in PAGES.items() if who is Who.ANYBODY])
def test_anybody_may_open_an_open_page(client, shop, name):
    answer = client.get(address(name))

    assert answer.status_code in (200, 302, 404, 405)
    assert not answer.headers.get("Location", "").startswith(reverse("account_login"))
