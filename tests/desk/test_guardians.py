"""Guardians and national ages at the desk."""

from datetime import date

import pytest
from django.urls import reverse

from kithkin.base import clock
from kithkin.base.actor import Power
from kithkin.connections import actions, guardians, texts
from kithkin.connections.models import Connection, Guardianship
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.desk import printing
from kithkin.mail import postman
from kithkin.mail.models import Letter
from kithkin.organisations import ages
from kithkin.project.letters import TABLE
from tests.people import HOUSE, connect, customer

from .reasons import give_reason

AGES = "/desk/ages/"
TODAY = clock.now().date()
BORN = date(TODAY.year - 6, 3, 14)
DOCUMENT = "Birth certificate 4711"


@pytest.fixture
def mia(family) -> Connection:
    said = texts.said_by_guardian("en", 0)
    person = Person("Mia", "Smith", birth_date=BORN)
    return actions.add_child(family.andrew, person, by=customer(family.andrew), said=said)


def page(connection: Connection) -> str:
    return reverse("desk:guardians", args=[connection.child.number])


def test_the_desk_names_a_second_guardian_by_a_document_and_ends_one(hana, family, mia):
    give_reason(hana, mia.child)
    told = {"number": family.blaise.number, "document": DOCUMENT}

    named = hana.post(page(mia), told, follow=True).text
    row = Guardianship.objects.get(ground="document")
    ended = hana.post(
        reverse("desk:guardian-end", args=[mia.child.number, row.pk]), {"document": "Order 12"}, follow=True
    )

    sheet = hana.get(reverse("desk:connections", args=[mia.child.number]), {"history": mia.public_id}).text
    assert "Became parent or guardian" in sheet and "Take it back" not in sheet, "it is ended by a document alone"
    assert "Noted. The guardian decides for Mia Smith now." in named
    assert named.count('autocomplete="off"') == 5, "the search, number and document, and a document to end each"
    assert all(word in named for word in ("Andrew Smith", "Own word", "Blaise Smith", DOCUMENT))
    assert "Ended. What was open to the guardian is closed." in ended.text
    assert [each.connection.parent for each in guardians.of(mia.child_id)] == [family.andrew]


def test_what_waits_to_be_printed_for_a_child_goes_to_the_guardian_at_once(hana, family):
    lea = contacts.register(family.organisation, Person("Lea", "Smith", birth_date=BORN), by=HOUSE)
    connect(family.darren, lea)
    postman.deliver(TABLE)
    give_reason(hana, lea)
    [waits] = printing.waiting(family.organisation.pk)

    told = {"number": family.blaise.number, "document": DOCUMENT}
    answer = hana.post(reverse("desk:guardians", args=[lea.number]), told, follow=True)
    postman.deliver(TABLE)

    assert "What waited to be printed for the child goes to the guardian." in answer.text
    assert list(printing.waiting(family.organisation.pk)) == []
    news = Letter.objects.get(template="child-news")
    assert (news.contact_id, news.facts["letter"]) == (family.blaise.pk, waits.pk)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "48217730583"}, "Nobody has this contact number."),
        ({"document": ""}, "Write which document you have seen."),
    ],
)
def test_what_is_wrong_is_said_beside_it(hana, family, mia, changed, said):
    give_reason(hana, mia.child)

    answer = hana.post(page(mia), {"number": family.blaise.number, "document": DOCUMENT} | changed)

    assert (answer.status_code, said in answer.text) == (422, True)


def test_an_adult_gets_no_guardian(hana, family):
    give_reason(hana, family.blaise)
    told = {"number": family.andrew.number, "document": DOCUMENT}

    answer = hana.post(reverse("desk:guardians", args=[family.blaise.number]), told)

    assert (answer.status_code, "date of birth" in answer.text, Guardianship.objects.count()) == (422, True, 0)


def test_ending_takes_a_document_too(hana, mia):
    give_reason(hana, mia.child)
    row = Guardianship.objects.get()

    hana.post(reverse("desk:guardian-end", args=[mia.child.number, row.pk]), {"document": " "})

    assert len(guardians.of(mia.child_id)) == 1


def test_without_the_power_neither_page_opens(shop, sit_down, mia):
    clerk = sit_down(shop.organisation, Power.READ_CONTACTS)

    assert [clerk.get(address).status_code for address in (page(mia), AGES)] == [403, 403]


def test_an_age_is_set_for_this_organisation_and_children_move_with_it(hana, family, mia):
    before = Guardianship.objects.get().ends_on

    said = hana.post(AGES, {"country": "GB", "age": "16", "source": "A new law"}, follow=True).text

    assert "Guardianships that end on another birthday now: 1." in said and "A new law" in said
    assert ages.of(family.organisation) == 16
    assert Guardianship.objects.get().ends_on.year == before.year + 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"country": "Germany"}, "Write two capital letters, like DE."),
        ({"age": "40"}, "Write an age from 10 to 21."),
        ({"source": ""}, "Write where this is written."),
    ],
)
def test_an_age_that_cannot_be_is_said_beside_it(hana, family, changed, said):
    answer = hana.post(AGES, {"country": "GB", "age": "16", "source": "A new law"} | changed)

    assert (answer.status_code, said in answer.text, ages.of(family.organisation)) == (422, True, 13)


def test_the_list_says_what_is_built_in_and_what_is_unknown(hana, family):
    said = hana.get(AGES).text

    assert "Data Protection Act 2018" in said and "A country that is not in the list: 16." in said
