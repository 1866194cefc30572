"""The pages of django-allauth that we show speak our words."""

import pytest

from tests.shop.conftest import andrew, family, shop, visit  # noqa: F401


@pytest.fixture
def page(client, shop):  # noqa: F811
    return lambda address, **typed: (client.post if typed else client.get)(address, typed or None).content.decode()


def test_signing_in_offers_a_way_to_a_password(page):
    text = page("/account/sign-in/")

    assert "Set or reset my password" in text
    assert 'autocomplete="current-password"' in text


def test_a_wrong_password_keeps_the_email_and_says_what_is_wrong_above_the_fields(page):
    text = page("/account/sign-in/", login="andrew@example.org", password="not this one")

    assert 'value="andrew@example.org"' in text
    assert text.index('role="alert"') < text.index('id="id_login"')
    assert "not this one" not in text


def test_signing_out_is_asked_once(andrew):  # noqa: F811
    assert "Sign out?" in andrew.get("/account/sign-out/").content.decode()


def test_a_password_is_changed_in_our_words(andrew):  # noqa: F811
    text = andrew.get("/account/password/").content.decode()

    assert "Change my password" in text
    assert 'class="row"' in text
