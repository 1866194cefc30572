"""What is wrong is said in words that help, and nothing is lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from kithkin.base import actor, clock
from kithkin.catalogue import queries as catalogue
from kithkin.contacts.models import Contact
from kithkin.demo.roles import BLAISE
from kithkin.sales import choosing, queries
from kithkin.sales.actions.basket import Person
from tests.visits import letters, link, signed_in

pytestmark = pytest.mark.usefixtures("mailbox")
FRIENDS = "/account/friends/"
NOBODY = "We found nobody with this number and this family name. Check both with the person."
MISMATCH = "This email is already in use and does not match the name you entered."
EVE = {"by": "email", "first_name": "Eve", "last_name": "Okafor", "email": "eve@example.org"}


@pytest.fixture
def andrew(cast) -> Client:
    return signed_in(cast.andrew)


@pytest.mark.parametrize(
    ("number", "last_name"),
    [("48217730512", "Smith"), ("11111111111", "Smith"), ("nonsense", "Smith"), (BLAISE.number, "Jones")],
)
def test_an_unknown_number_and_a_wrong_name_get_one_message(andrew, number, last_name):
    page = andrew.post(FRIENDS, {"by": "number", "number": number, "last_name": last_name}).text

    assert NOBODY in page and f'value="{number}"' in page


@pytest.mark.scenario(5)
def test_a_known_email_with_other_names_gets_the_seeds_message(andrew, cast):
    page = andrew.post(FRIENDS, EVE | {"email": BLAISE.email}).text

    assert MISMATCH in page and "Blaise" not in page.replace(BLAISE.email, "")
    assert Contact.objects.filter(last_name="Okafor").count() == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("<script>alert(1)</script>", "A name has letters, spaces, hyphens and apostrophes only."),
        ("Eve</b>", "A name has letters, spaces, hyphens and apostrophes only."),
        ("=HYPERLINK(1)", "A name has letters, spaces, hyphens and apostrophes only."),
        ("Win at evil.example", "A name cannot hold a web or mail address."),
        ("https://evil.example", "A name cannot hold a web or mail address."),
        ("eve@evil.example", "A name cannot hold a web or mail address."),
    ],
)
@pytest.mark.parametrize("field", ["first_name", "last_name"])
def test_a_name_with_markup_or_a_web_address_is_refused_with_words(andrew, field, name, said):
    page = andrew.post(FRIENDS, EVE | {field: name}).text

    assert said in page and f'value="{escape(name)}"' in page
    assert letters(EVE["email"]) == [] and not Contact.objects.filter(first_name="Eve").exists()


@pytest.fixture
def mailed(andrew) -> tuple[str, str]:
    """The links that Eve got: to set a password, and the request."""
    andrew.post(FRIENDS, EVE)
    account, request = sorted(letters(EVE["email"]), key=lambda letter: "asks" in letter.subject)
    return link(account, "/password/"), link(request, "/consent/")


def test_a_damaged_link_says_what_to_do(mailed):
    password, consent = (Client().get(f"{address[:-4]}/") for address in mailed)

    assert (password.status_code, consent.status_code) == (404, 404)
    assert "This link does not work" in password.text and "Send me a new link" in password.text
    assert "This link does not work" in consent.text and "Open the newest mail" in consent.text


def test_an_expired_link_says_so_and_what_to_do(mailed):
    with clock.held(clock.now() + timedelta(days=15)):
        password, consent = (Client().get(address) for address in mailed)

    assert (password.status_code, consent.status_code) == (410, 410)
    assert "It is too old. Nothing was changed." in password.text and "Send me a new link" in password.text
    assert "This request is too old" in consent.text and "tell Andrew to ask you again" in consent.text


def test_a_used_link_says_so_and_a_new_one_comes_by_mail(mailed):
    password, _consent = mailed
    Client().post(password, {"password": "four words in a row"})

    with clock.held(clock.now() + timedelta(minutes=6)):
        used = Client().get(password)
        Client().post(password)
        newest = letters(EVE["email"])[-1]

    assert used.status_code == 410 and "It was used already. Your password stays as it is." in used.text
    assert link(newest, "/password/") != password


def test_a_seat_just_taken_is_said_and_the_nearest_is_kept(andrew, cast):
    """Andrew still sees the seat as free when Gus takes it."""
    offer = catalogue.offer(cast.organisation.pk)
    block = offer.geometry.blocks[0]
    left, wanted, right = (place.id for place in block.lines[2].places[3:6])
    page, choice = f"/season-ticket/map/{block.id}/", {"who": "me", "tariff-me": "adult"}
    assert f'value="{wanted}"' in andrew.get(page, choice).text
    gus = Person(cast.gus.pk, "Gus", offer.tariff("adult").pk)
    choosing.hold_these(offer, [gus], [wanted], pos=cast.point_of_sale, by=actor.customer(cast.gus))

    basket = andrew.post(page, {**choice, "seat": wanted}, follow=True)

    assert "Somebody has just taken" in basket.text and "kept for you" in basket.text
    [kept] = queries.basket_of(actor.customer(cast.andrew)).seats
    assert kept.seat_id in (left, right)
