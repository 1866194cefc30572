"""Privacy, help, language and the club's colour."""

import pytest

from kithkin.organisations import actions as organisations
from kithkin.ui.paragraphs import HEADING, LIST, PARAGRAPH, Block, read
from tests.people import HOUSE

from .test_friends import text

POLICY = {
    "en": "We keep little.\n\nWho is responsible\n\nThe club <b>alone</b>.\n\n- your name\n- your email",
    "de": "Wir behalten wenig.",
}


@pytest.fixture
def policy(family, shop):
    organisations.publish_policy(family.organisation, POLICY, by=HOUSE)


def test_the_policy_is_shown_safely(client, policy):
    page = text(client.get("/privacy/"))

    assert "<h2>Who is responsible</h2>" in page and "<li>your email</li>" in page and "Version 1" in page
    assert "&lt;b&gt;alone&lt;/b&gt;" in page


def test_the_policy_is_in_the_readers_language(client, policy):
    page = text(client.get("/privacy/", headers={"Accept-Language": "de-CH,de;q=0.9"}))

    assert "Wir behalten wenig." in page and "We keep little." not in page


def test_a_language_without_a_policy_gets_the_organisations_own(client, policy):
    page = text(client.get("/privacy/", headers={"Accept-Language": "fr"}))

    assert '<div class="card prose" lang="en">' in page and "We keep little." in page


def test_without_a_policy_the_page_says_so(client, shop):
    assert "There is no privacy policy here yet." in text(client.get("/privacy/"))


def test_a_chosen_language_stays(client, policy):
    client.post("/language/", {"language": "de", "next": "/privacy/"})

    assert "Wir behalten wenig." in text(client.get("/privacy/"))


def test_choosing_a_language_never_leads_to_another_host(client, shop):
    answer = client.post("/language/", {"language": "de", "next": "https://evil.example/"})

    assert answer.headers["Location"] == "/"


def test_help_explains_friends_and_family(client, shop):
    assert "Press Refuse and do not ask again." in text(client.get("/help/"))


def test_the_clubs_colour_is_a_stylesheet_kept_for_good(client, db):
    answer = client.get("/brand-300.css")

    assert (text(answer), answer.headers["Content-Type"]) == (":root{--brand-hue:300}", "text/css")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", ["/brand-360.css", "/brand-9999999.css", "/brand-red.css"])
def test_no_other_colour_exists(client, shop, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("", []),
        ("One line of text.", [Block(PARAGRAPH, "One line of text.")]),
        ("A heading\r\n\r\nTwo\r\nlines.", [Block(HEADING, "A heading"), Block(PARAGRAPH, "Two lines.")]),
        ("# Is this one?", [Block(HEADING, "Is this one?")]),
        ("- one\n- two", [Block(LIST, points=("one", "two"))]),
        ("word " * 20, [Block(PARAGRAPH, ("word " * 20).strip())]),
    ],
)
def test_a_plain_text_is_read_as_headings_paragraphs_and_lists(body, blocks):
    assert read(body) == blocks


def test_older_versions_keep_their_address(client, family, policy):
    organisations.publish_policy(family.organisation, {"en": "We keep less."}, by=HOUSE)

    now, older, newest, never = (client.get(f"/privacy/{part}") for part in ("", "1/", "2/", "3/"))

    assert "We keep less." in text(now) and "We keep less." in text(newest) and "We keep little." in text(older)
    assert "It is no longer in force." in text(older) and "It is no longer in force." not in text(newest)
    assert 'href="/privacy/1/"' in text(now) and never.status_code == 404


def test_an_older_version_is_in_the_readers_language(client, family, policy):
    organisations.publish_policy(family.organisation, {"en": "We keep less."}, by=HOUSE)

    assert "Wir behalten wenig." in text(client.get("/privacy/1/", headers={"Accept-Language": "de"}))
