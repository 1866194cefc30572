"""The club as it stands before the story begins."""

from collections import Counter as Count
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from kithkin.accounts.models import StaffPost
from kithkin.accounts.queries import with_people
from kithkin.base import actor
from kithkin.base.actor import Counter, Power
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.models import Seat
from kithkin.connections import door
from kithkin.demo import crowd, seated
from kithkin.demo.roles import CLERK, FAMILY, FAMILY_EMAIL, PASSWORD, ROLES
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation, PolicyText
from kithkin.sales import claims
from kithkin.sales.models import Claim, Order, OrderLine, Ticket


def test_the_cast_stands_as_their_names_tell(cast):
    cards = door.group(actor.customer(cast.andrew))

    assert {card.first_name: card.active for card in cards} == {"Carla": True, "Erin": False, "Frida": False}
    assert {card.first_name: card.email for card in cards} == {
        "Carla": "carla@example.org",
        "Erin": None,
        "Frida": None,
    }


def test_the_letters_of_the_past_do_not_wait(cast):
    assert Count(Letter.objects.values_list("state", flat=True)) == {"sent": 7}  # requests and receipts


def test_friends_and_family_is_on_in_the_shop_only(cast):
    assert (cast.point_of_sale.friends_and_family, cast.desk.friends_and_family) == (True, False)


def test_the_policy_explains_the_feature_in_five_languages(cast):
    texts = dict(PolicyText.objects.values_list("language", "body"))

    assert set(texts) == {"en", "fr", "de", "it", "es"}
    assert "Friends and Family" in texts["en"]
    assert len({text.count("\n\n") for text in texts.values()}) == 1


def test_season_tickets_are_on_sale_in_four_categories_at_three_tariffs(cast):
    offer = catalogue.offer(cast.organisation.pk)

    assert [category.code for category in offer.categories] == ["centre", "wing", "corner", "goal"]
    assert [tariff.code for tariff in offer.tariffs] == ["adult", "junior", "senior"]
    assert len(offer.amounts) == 12
    assert len(cast.events) == 19


@pytest.mark.parametrize("name", ["andrew", "blaise", "gus"])
def test_the_cast_can_sign_in(cast, rf, name):
    login = authenticate(rf.post("/"), email=f"{name}@example.org", password=PASSWORD)

    assert with_people(login.pk).people == [getattr(cast, name)]


def test_a_family_with_one_email_signs_in_once_and_says_for_whom(cast, client):
    client.post("/account/sign-in/", {"login": FAMILY_EMAIL, "password": PASSWORD})

    asked = client.get("/account/", follow=True)

    assert asked.redirect_chain == [("/account/person/?next=%2Faccount%2F", 302)]
    names = dict(asked.context["names"])
    assert set(names.values()) == {role.first_name for role in FAMILY}
    ida = next(number for number, name in names.items() if name == "Ida")
    assert "Ida Vale" in client.post("/account/person/", {"person": ida, "next": "/account/"}, follow=True).text


def test_hana_stands_at_the_desk_with_every_power(cast, rf):
    login = authenticate(rf.post("/"), email=CLERK, password=PASSWORD)

    assert login == cast.hana_login
    assert set(StaffPost.objects.get(login=login).powers) == set(Power)


def test_the_command_builds_once_and_then_only_tells(db, settings):
    first, second = StringIO(), StringIO()

    call_command("build_demo", "--small", "--today", "2026-01-05", stdout=first)
    call_command("build_demo", stdout=second)

    assert first.getvalue() == second.getvalue()
    assert "plays its season 2026 from Saturday 07 February 2026 on." in first.getvalue()
    assert "contact number 6173 4098 292 and family name Smith" in first.getvalue()
    assert f"{FAMILY_EMAIL}    Nadia, Tom or Ida Vale" in first.getvalue()


def test_a_demo_whose_season_has_begun_says_how_to_build_it_anew(db):
    out = StringIO()

    call_command("build_demo", "--small", "--today", "2025-01-05", stdout=out)

    assert "`make reset` builds the demo anew" in out.getvalue()


def test_without_the_demo_switch_nothing_is_built(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("build_demo")

    assert Organisation.objects.count() == 0


def test_a_good_part_of_the_ground_is_sold_and_no_seat_twice(cast):
    count = crowd.sell(cast.point_of_sale, cast.product, by=actor.system(cast.organisation.pk, Counter.DEMO))
    lines = OrderLine.objects.all()

    assert 60 < count < 250 < Seat.objects.count() == 374
    assert len(claims.taken(cast.season)) == len(lines) == Ticket.objects.count() == count
    assert Claim.objects.count() == count * 19
    assert lines.values("seat").distinct().count() == lines.values("holder").distinct().count() == count
    assert not lines.exclude(seat__kind="normal").exists()


def test_every_order_of_the_crowd_is_paid_in_full_by_somebody_else_than_the_cast(cast):
    crowd.sell(cast.point_of_sale, cast.product, by=actor.system(cast.organisation.pk, Counter.DEMO))

    assert set(Order.objects.values_list("state", flat=True)) == {"paid"}
    for order in Order.objects.prefetch_related("lines", "payments"):
        assert order.total == sum(line.price for line in order.lines.all()) == order.payments.all()[0].amount
    numbers = [role.number for role in ROLES]
    assert not Order.objects.filter(purchaser__number__in=numbers).exists()


def test_a_household_sits_side_by_side(cast):
    offer = catalogue.offer(cast.organisation.pk)
    bits = [[place.bit for place in party.places] for party in seated.parties(offer)]

    assert bits == [list(range(run[0], run[0] + len(run))) for run in bits]
