"""The club as it stands before the story begins."""

from collections import Counter
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import Sum

from kithkin.accounts.models import StaffPost
from kithkin.accounts.queries import with_people
from kithkin.base import actor
from kithkin.base.actor import Power
from kithkin.catalogue import queries as catalogue
from kithkin.catalogue.models import Seat
from kithkin.connections import door
from kithkin.demo import club
from kithkin.demo.roles import CLERK, PASSWORD
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation, PolicyText
from kithkin.sales import claims
from kithkin.sales.models import Claim, Order, OrderLine, Payment, Ticket


def test_the_cast_stands_as_their_names_tell(cast):
    cards = door.group(actor.customer(cast.andrew))

    assert {card.first_name: card.active for card in cards} == {"Carla": True, "Erin": False, "Frida": False}
    assert {card.first_name: card.email for card in cards} == {
        "Carla": "carla@example.org",
        "Erin": None,
        "Frida": None,
    }


def test_the_letters_of_the_past_do_not_wait(cast):
    assert Counter(Letter.objects.values_list("state", flat=True)) == {"sent": 3}


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


def test_a_demo_whose_season_has_begun_says_how_to_build_it_anew(db):
    out = StringIO()

    call_command("build_demo", "--small", "--today", "2025-01-05", stdout=out)

    assert "`make reset` builds the demo anew" in out.getvalue()


def test_without_the_demo_switch_nothing_is_built(db, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("build_demo")

    assert Organisation.objects.count() == 0


@pytest.mark.slow
def test_the_whole_club_has_half_of_its_ground_sold_and_no_seat_twice(db):
    cast = club.build()
    order = Order.objects.order_by("pk").first()
    lines = OrderLine.objects.all()

    assert Seat.objects.filter(plan=cast.plan).count() == 12_876
    assert len(claims.taken(cast.season)) == len(lines) == Ticket.objects.count() == 5834
    assert Claim.objects.count() == 5834 * 19
    assert lines.values("seat").distinct().count() == lines.values("holder").distinct().count() == 5834
    assert order.total == sum(line.price for line in order.lines.all()) == order.payments.get().amount
    assert not Order.objects.filter(purchaser__in=[cast.andrew, cast.blaise, cast.darren]).exists()
    assert Payment.objects.aggregate(sum=Sum("amount")) == lines.aggregate(sum=Sum("price"))
