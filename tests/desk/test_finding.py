"""The one search box: by name, by contact number, by email."""

import pytest

from kithkin.base import numbers
from kithkin.contacts import actions as contacts
from kithkin.contacts import bringing
from kithkin.contacts.actions import Person
from kithkin.desk.finding import MOST
from tests.people import HOUSE, connect, organisation, register


def found(page) -> list[str]:
    """The names that a page lists."""
    return [contact.name for contact in page.context["found"].contacts]


def register_many(organiser, last_name: str, how_many: int) -> None:
    people = [Person("Ana", f"{last_name}{'x' * place}", number=numbers.contact_number()) for place in range(how_many)]
    bringing.save_many(organiser, people, by=HOUSE)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("andrew smith", "Andrew Smith"),
        ("SMITH andrew", "Andrew Smith"),
        ("smi andr", "Andrew Smith"),
        ("  andrew  ", "Andrew Smith"),
        ("muller", "Zoë Müller-Lüdenscheidt"),
        ("Mueller zoe", "Zoë Müller-Lüdenscheidt"),
        ("Müller Lüdenscheidt", "Zoë Müller-Lüdenscheidt"),
        ("mue", "Zoë Müller-Lüdenscheidt"),
        ("nguyen", "Thị Nguyễn"),
        ("obrien", "Sinéad O'Brien"),
        ("o'brien", "Sinéad O'Brien"),
        ("ostergard", "Søren Østergård"),
        ("Oestergaard", "Søren Østergård"),
        ("ivan", "Иван Петров"),
        ("Иван", "Иван Петров"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(hana, family, typed, name):
    for person in ("Zoë Müller-Lüdenscheidt", "Thị Nguyễn", "Sinéad O'Brien", "Søren Østergård", "Иван Петров"):
        first, _space, last = person.partition(" ")
        contacts.register(family.organisation, Person(first, last), by=HOUSE)

    assert found(hana.get("/desk/contacts/", {"q": typed})) == [name]


def test_names_are_listed_by_family_name_and_first_name(hana, family):
    register(family.organisation, "Blaise", "Smith")
    register(family.organisation, "Zora", "Smart")

    names = ["Zora Smart", "Andrew Smith", "Blaise Smith", "Blaise Smith", "Darren Smith"]
    assert found(hana.get("/desk/contacts/", {"q": "sm"})) == names


@pytest.mark.parametrize("typed", ["{0}", " {1} {2} {3} ", "{1}-{2}.{3}"])
def test_a_contact_number_opens_the_sheet(hana, family, typed):
    number = family.andrew.number
    answer = hana.get("/desk/contacts/", {"q": typed.format(number, number[:4], number[4:8], number[8:])})

    assert answer.headers["Location"] == f"/desk/contacts/{number}/"


@pytest.mark.parametrize("typed", ["canary.andrew@example.org", " Canary.ANDREW@Example.org "])
def test_an_email_of_one_contact_opens_his_sheet(hana, family, typed):
    assert hana.get("/desk/contacts/", {"q": typed}).headers["Location"] == f"/desk/contacts/{family.andrew.number}/"


def test_an_email_that_a_family_shares_lists_them_all(hana, family):
    contacts.register(family.organisation, Person("Mia", "Smith", "canary.andrew@example.org"), by=HOUSE)

    assert found(hana.get("/desk/contacts/", {"q": "canary.andrew@example.org"})) == ["Andrew Smith", "Mia Smith"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Zebedee", "Write less of the name"),
        ("!?", "Write some letters of the name."),
        ("andrew@", "Write a whole mail address"),
        ("nobody@example.org", "No contact here has this email."),
        ("48217730512", "its check digits do not fit"),
        ("48217730583", "no contact here has it"),
        ("1", "its check digits do not fit"),
        ("k7q4-m2xd", "No order here has this number."),
        ("Anna-Lena", "Write less of the name"),
        ("<script>alert(1)</script>", "its check digits do not fit"),
    ],
)
def test_what_finds_nobody_says_why_and_what_to_do(hana, typed, words):
    answer = hana.get("/desk/contacts/", {"q": typed})

    assert found(answer) == []
    assert words in answer.text
    assert "<script>alert" not in answer.text


def test_the_empty_search_explains_itself(hana):
    assert "What the search understands" in hana.get("/desk/contacts/", {"q": "  "}).text


@pytest.mark.parametrize("typed", ["Gus", "canary.gus@example.org", "{number}"])
def test_another_organisations_contacts_are_not_found(hana, typed):
    gus = register(organisation("elsewhere"), "Gus", "Moreno")

    answer = hana.get("/desk/contacts/", {"q": typed.format(number=gus.number)})

    assert (answer.status_code, found(answer)) == (200, [])


def test_a_list_shows_no_email_and_no_telephone_number(hana):
    assert "canary" not in hana.get("/desk/contacts/", {"q": "smith"}).text


def test_a_list_says_for_how_many_each_acts_and_how_many_act_for_him(hana, family):
    connect(family.andrew, family.blaise)
    connect(family.andrew, family.darren)
    connect(family.blaise, family.darren)

    people = hana.get("/desk/contacts/", {"q": "smith"}).context["found"].contacts

    assert [(each.leads, each.led_by) for each in people] == [(2, 0), (1, 1), (0, 2)]


def test_a_long_list_shows_the_first_fifty_and_says_so(hana, family):
    register_many(family.organisation, "Quince", MOST + 1)

    answer = hana.get("/desk/contacts/", {"q": "quince"})

    assert len(found(answer)) == MOST
    assert f"These are the first {MOST}." in answer.text


def test_finding_costs_the_same_for_one_and_for_thirty(hana, family, django_assert_num_queries):
    hana.get("/desk/contacts/", {"q": "andrew"})
    register_many(family.organisation, "Quince", 30)

    for typed in ("andrew", "quince"):
        with django_assert_num_queries(4):  # 2 to get in, 2 to find
            hana.get("/desk/contacts/", {"q": typed})
