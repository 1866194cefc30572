"""Relationships at the desk: the organiser's own words, and what somebody is called on a sheet."""

import pytest

from kithkin.base.actor import Power
from kithkin.base.verdict import Refused
from kithkin.connections import actions, kinds
from kithkin.connections.models import OwnKind
from kithkin.connections.presets import Preset
from tests.people import HOUSE, connect, customer, organisation, register

from .reasons import give_reason

PAGE = "/desk/relationships/"


def add(browser, name: str, asks_for: str = "full"):
    return browser.post(PAGE, {"name": name, "asks_for": asks_for}, follow=True)


def offered(organiser) -> list[str]:
    return [str(word) for _code, word in kinds.of(organiser.pk).offered]


def test_a_word_of_his_own_is_offered_and_presets(hana, family):
    said = add(hana, "Seat neighbour", "just-buy").text

    assert "Saved: leads can choose Seat neighbour." in said
    assert offered(family.organisation)[-1] == "Seat neighbour"
    kind = OwnKind.objects.get()
    assert kinds.of(family.organisation.pk).tie(kind.code).asks_for == Preset.JUST_BUY


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Write the word that people choose."),
        ("friend", "This word is in the list already."),
        ("Séat neighbour", "This word is in the list already."),
        ("www.example.org", "A name cannot hold a web or mail address."),
        ("<b>Boss</b>", "A name has letters"),
    ],
)
def test_a_word_that_cannot_be_is_said_beside_it(hana, family, name, said):
    add(hana, "Seat neighbour")

    answer = add(hana, name)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert OwnKind.objects.count() == 1


def test_a_word_too_long_is_refused_by_the_house_too(family):
    with pytest.raises(Refused):
        actions.add_kind(family.organisation, "a" * 41, Preset.FULL, by=HOUSE)


def test_a_word_taken_out_stays_with_whom_it_was_said_of(hana, family):
    add(hana, "Seat neighbour")
    kind = OwnKind.objects.get()
    link = connect(family.andrew, family.blaise)
    actions.call(link, kind.code, by=customer(family.andrew))

    question = hana.get(f"{PAGE}{kind.pk}/removal/").text
    said = hana.post(f"{PAGE}{kind.pk}/removal/", follow=True).text

    assert "Remove Seat neighbour?" in question and "Seat neighbour can no longer be chosen." in said
    assert "Seat neighbour" not in offered(family.organisation)
    give_reason(hana, family.andrew)
    sheet = hana.get(f"/desk/contacts/{family.andrew.number}/connections/").text
    assert '<span class="soft">Seat neighbour</span>' in sheet
    assert kinds.words([link]) == {link.pk: "Seat neighbour"}


def test_the_same_word_can_come_back(hana, family):
    add(hana, "Seat neighbour")
    hana.post(f"{PAGE}{OwnKind.objects.get().pk}/removal/")

    assert "Saved: leads can choose Seat neighbour." in add(hana, "Seat neighbour").text


def test_what_belongs_to_another_organisation_is_not_found(hana, family):
    other = actions.add_kind(organisation("other"), "Neighbour", Preset.FULL, by=HOUSE)

    assert hana.post(f"{PAGE}{other.pk}/removal/").status_code == 404
    assert "Neighbour" not in hana.get(PAGE).text
    assert kinds.of(family.organisation.pk).word(other.code) == ""


def test_it_takes_the_post_that_sets_characteristics(sit_down, shop):
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS)

    assert [clerk.get(PAGE).status_code, add(clerk, "Boss").status_code] == [403, 403]


@pytest.mark.parametrize("size", [0, 20])
def test_the_page_costs_a_fixed_number_of_queries(hana, family, django_assert_num_queries, size):
    for number in range(size):
        actions.add_kind(family.organisation, f"Cousin {'abcdefghijklmnopqrst'[number]}", Preset.FULL, by=HOUSE)

    with django_assert_num_queries(3):  # 2 to get in; the words
        assert hana.get(PAGE).status_code == 200


def test_a_stranger_cannot_call_anybody_anything(family):
    link = connect(family.andrew, family.blaise)

    with pytest.raises(Refused):
        actions.call(link, "friend", by=customer(family.darren))


def test_many_letters_of_one_organisation_ask_for_its_words_once(family, django_assert_num_queries):
    own = actions.add_kind(family.organisation, "Seat neighbour", Preset.FULL, by=HOUSE)
    links = [connect(family.andrew, register(family.organisation, f"Member{letter}")) for letter in "abc"]
    for link, code in zip(links, (own.code, "friend", own.code), strict=True):
        actions.call(link, code, by=customer(family.andrew))

    with django_assert_num_queries(1):
        called = kinds.words(links)

    assert [str(word) for word in called.values()] == ["Seat neighbour", "Friend", "Seat neighbour"]
