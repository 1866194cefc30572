"""The Characteristics of a point of sale: Friends & Family, and the organisation's consent switch."""

import pytest

from kithkin.accounts import actions as accounts
from kithkin.audit.models import Entry
from kithkin.base.actor import Power
from kithkin.organisations import actions as organisations
from kithkin.organisations.models import Organisation
from tests.people import HOUSE, allow, connect, organisation

FRIENDS, CONSENT = "friends-and-family", "consent"


def page_of(point) -> str:
    return f"/desk/points-of-sale/{point.pk}/characteristics/"


def turn(browser, point, switch: str, **fields):
    return browser.post(page_of(point), {"switch": switch, **fields}, follow=True)


def entries(what: str) -> list[dict]:
    return list(Entry.objects.filter(what=what).values_list("facts", flat=True))


@pytest.mark.scenario(1)
def test_the_switch_puts_friends_and_family_into_the_shop_and_takes_it_out(client, hana, shop, family):
    client.force_login(accounts.open_login(family.andrew, "ferrygate-test", by=HOUSE))
    friends = "/account/friends/"

    def shop_shows():
        return f'href="{friends}"' in client.get("/account/").text, client.get(friends).status_code

    assert shop_shows() == (False, 404)

    said = turn(hana, shop, FRIENDS, on="on").text
    assert "Saved: Friends and Family is on at Ticket shop." in said
    assert shop_shows() == (True, 200)

    turn(hana, shop, FRIENDS)
    assert shop_shows() == (False, 404)
    assert entries("point-of-sale.friends-and-family-switched") == [{"on": True}, {"on": False}]


def test_a_switch_turns_only_its_own_point_of_sale(hana, shop):
    second = organisations.open_point_of_sale(shop.organisation, name="Second", host="second.example.org", by=HOUSE)

    turn(hana, second, FRIENDS, on="on")

    shop.refresh_from_db()
    second.refresh_from_db()
    assert (shop.friends_and_family, second.friends_and_family) == (False, True)


def test_one_switch_does_not_turn_the_other(hana, shop):
    turn(hana, shop, FRIENDS, on="on")
    assert Organisation.objects.get().consent_on

    turn(hana, shop, CONSENT, on="on")
    shop.refresh_from_db()
    assert shop.friends_and_family


def test_consent_is_switched_off_only_by_somebody_who_is_sure(hana, shop, family):
    connect(family.andrew, family.blaise)
    allow(connect(family.andrew, family.darren))

    asked = turn(hana, shop, CONSENT)
    assert "Stop asking for consent in all of Ferrygate Athletic?" in asked.text
    assert (asked.context["figures"].pending, asked.context["figures"].unanswered) == (1, 1)
    assert Organisation.objects.get().consent_on

    said = turn(hana, shop, CONSENT, sure="1").text
    assert "Saved: members are not asked for consent." in said
    assert not Organisation.objects.get().consent_on

    turn(hana, shop, CONSENT, on="on")
    assert Organisation.objects.get().consent_on
    assert entries("organisation.consent-switched") == [{"on": False}, {"on": True}]


@pytest.mark.parametrize("switch", ["", "group_limit", "consent_on"])
def test_an_unknown_switch_is_refused_and_turns_nothing(hana, shop, switch):
    before = Organisation.objects.values().get()

    assert turn(hana, shop, switch, on="on").status_code == 400
    shop.refresh_from_db()
    assert (Organisation.objects.values().get(), shop.friends_and_family) == (before, False)


@pytest.mark.parametrize("switch", [FRIENDS, CONSENT])
def test_without_the_power_nothing_turns(shop, sit_down, switch):
    powers = [power for power in Power if power is not Power.SET_CHARACTERISTICS]
    clerk = sit_down(shop.organisation, *powers)

    assert turn(clerk, shop, switch, on="on", sure="1").status_code == 403
    shop.refresh_from_db()
    assert (shop.friends_and_family, shop.organisation.consent_on) == (False, True)


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_organisations_point_of_sale_does_not_exist(hana, method):
    theirs = organisations.open_point_of_sale(
        organisation("elsewhere"), name="Theirs", host="elsewhere.example.org", by=HOUSE
    )

    answer = getattr(hana, method)(page_of(theirs), {"switch": FRIENDS, "on": "on"})

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.friends_and_family) == (404, False)
    assert "Theirs" not in hana.get("/desk/points-of-sale/").text


def test_the_list_names_every_point_of_sale_and_its_switch(hana, shop):
    organisations.open_point_of_sale(shop.organisation, name="Box office", kind="desk", by=HOUSE)
    turn(hana, shop, FRIENDS, on="on")

    points = hana.get("/desk/points-of-sale/").context["points"]

    assert [(point.name, point.friends_and_family) for point in points] == [
        ("Box office", False),
        ("Ticket shop", True),
    ]


def test_the_pages_cost_a_fixed_number_of_queries(hana, shop, family, django_assert_num_queries):
    for member in (family.blaise, family.darren):
        with django_assert_num_queries(5):  # 2 to get in; the point, the figures, the older connections
            hana.get(page_of(shop))
        with django_assert_num_queries(3):
            hana.get("/desk/points-of-sale/")
        connect(family.andrew, member)
