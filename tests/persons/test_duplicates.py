"""Finding records that may be one person: what counts, what does not, and that settled pairs stay settled."""

import argparse
import signal
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kithkin.base import names, numbers
from kithkin.base.actor import Power, operator, system
from kithkin.base.verdict import NotAllowed, Refused, WrongMove
from kithkin.contacts import actions as contacts
from kithkin.contacts import matching
from kithkin.contacts.actions import Person
from kithkin.persons import duplicates
from kithkin.persons import duplicates_likeness as likeness
from kithkin.persons.models import Duplicate
from kithkin.project import duplicates as command
from kithkin.project import worker
from tests.people import HOUSE, organisation
from tests.sales.statements import counted

BORN, LATER = date(1990, 5, 1), date(1961, 2, 3)


def hana(house):
    return operator(1, house.pk, [Power.MERGE_CONTACTS])


def found(house) -> list[Duplicate]:
    list(duplicates.search(house, by=system(house.pk)))
    return list(Duplicate.objects.filter(organisation=house).order_by("-score", "pk"))


def person(house, first, last="Okafor", email="", phone="", born=None):
    return contacts.register(house, Person(first, last, email, phone=phone, birth_date=born), by=HOUSE)


@pytest.fixture
def house(db):
    return organisation()


ALIKE = [
    (("Eve", "Okafor", "eve@example.org"), ("Eve", "Okafor", "EVE@example.org"), ["name", "email"]),
    (("Eve", "Okafor", "", "", BORN), ("Okafor", "Eve", "", "", BORN), ["name", "birth-date"]),
    (("Jürgen", "Müller", "", "", BORN), ("Juergen", "Mueller", "", "", BORN), ["name", "birth-date"]),
    (("Eve", "Okafor", "", "+44 7700 900 123"), ("Eve", "Okafor", "", "07700900123"), ["name", "phone"]),
    (("Rob", "Stone", "", "", BORN), ("Robert", "Stone", "", "", BORN), ["near-name", "birth-date"]),
    (("Eve", "Okafor", "", "", BORN), ("Eve", "Okafro", "", "", BORN), ["near-name", "birth-date"]),
    (("Eve", "Okafor", "e@example.org"), ("Eve", "Okafor", "eve@work.example"), ["name", "rare-name"]),
]
APART = [
    (("Eve", "Okafor", "home@example.org"), ("Adam", "Okafor", "home@example.org")),  # a family's address
    (("John", "Okafor", "home@example.org", "", BORN), ("John", "Okafor", "home@example.org", "", LATER)),  # a father
    (("Mia", "Okafor", "", "", BORN), ("Leo", "Okafor", "", "", BORN)),  # twins
    (("Eve", "Okafor", "", "12345"), ("Eva", "Okafor", "", "12345")),  # an extension
    (("Rob", "Okafor", "home@example.org"), ("Robert", "Okafor", "home@example.org")),  # a son
]


@pytest.mark.parametrize(("one", "other", "why"), ALIKE)
def test_what_looks_like_one_person_is_found_once_with_its_reasons(house, one, other, why):
    first, second = person(house, *one), person(house, *other)

    [duplicate] = found(house)

    assert (duplicate.first, duplicate.second, sorted(duplicate.why)) == (first, second, sorted(why))
    assert duplicate.score >= likeness.LIKELY


@pytest.mark.parametrize(("one", "other"), APART)
def test_families_are_left_alone(house, one, other):
    first, second = person(house, *one), person(house, *other)

    assert [each for each in found(house) if {each.first, each.second} == {first, second}] == []


def test_a_name_that_many_bear_says_nothing_by_itself(house):
    for number in range(likeness.RARE + 1):
        person(house, "John", "Smith", f"{number}@example.org")

    assert found(house) == []


def test_nothing_crosses_organisations_and_nobody_hidden_is_found(house):
    elsewhere = organisation("elsewhere")
    person(house, "Eve", email="eve@example.org")
    person(elsewhere, "Eve", email="eve@example.org")
    gone = person(house, "Eve", email="eve@example.org")
    gone.hidden_at = gone.created_at
    gone.save()

    assert found(house) == [] == found(elsewhere)


def test_the_work_grows_with_the_people_not_with_their_square(house):
    def compared(many: int) -> int:
        traits = [matching.Trait(each, "John", "Smith", "one", "one", "") for each in range(many)]
        return sum(1 for _pair in likeness._near_each_other(likeness.people(traits), likeness._KEYS[0]))

    assert compared(2000) <= 2000 * likeness.NEIGHBOURS
    assert compared(4000) <= 2 * compared(2000) + likeness.NEIGHBOURS**2


def test_two_people_stay_two_people_and_what_is_no_longer_alike_is_forgotten(house):
    one, other = (person(house, "Eve", email="eve@example.org") for _ in range(2))
    [duplicate] = found(house)
    duplicates.not_the_same(duplicate, by=hana(house))
    third = person(house, "Eve", email="eve@example.org")

    states = {(each.first_id, each.second_id): each.state for each in found(house)}
    third.first_name = "Zacharias"
    third.save()
    later = found(house)

    assert states == {(one.pk, other.pk): "not-the-same", (one.pk, third.pk): "open", (other.pk, third.pk): "open"}
    assert [(each.first_id, each.second_id) for each in later] == [(one.pk, other.pk)]
    with pytest.raises(WrongMove):
        duplicates.not_the_same(duplicate, by=hana(house))


def test_searching_again_writes_nothing_new_in_as_many_statements(house):
    for number in range(5):
        for _ in range(2):
            person(house, "Eve", f"Okafor{chr(97 + number)}", f"{number}@example.org")
    first = found(house)

    with counted() as statements:
        list(duplicates.search(house, by=system(house.pk)))

    assert found(house) == first and len(first) == 5
    assert len(statements) < 40


def test_an_operator_puts_two_numbers_together(house):
    one, other = person(house, "Eve"), person(house, "Zoe", "Blunt")

    duplicate = duplicates.pair(numbers.show_contact_number(other.number), one.number, by=hana(house))
    again = duplicates.pair(one.number, other.number, by=hana(house))
    list(duplicates.search(house, by=system(house.pk)))

    assert duplicate == again == Duplicate.objects.get()
    assert (duplicate.first, duplicate.second, duplicate.paired_by) == (one, other, 1)


@pytest.mark.parametrize("number", ["12345678901", "", "48217730583"])
def test_a_number_that_means_nobody_here_is_refused(house, number):
    one = person(house, "Eve")

    with pytest.raises(Refused):
        duplicates.pair(one.number, number, by=hana(house))
    with pytest.raises(Refused):
        duplicates.pair(one.number, one.number, by=hana(house))


def test_without_the_power_nothing_is_seen_or_settled(house):
    one, other = (person(house, "Eve", email="eve@example.org") for _ in range(2))
    [duplicate] = found(house)
    clerk, stranger = operator(1, house.pk, [Power.READ_CONTACTS]), hana(organisation("elsewhere"))

    assert list(duplicates.of(clerk)) == [] == list(duplicates.of(stranger))
    for actor in clerk, stranger:
        with pytest.raises(NotAllowed):
            duplicates.not_the_same(duplicate, by=actor)
    with pytest.raises(NotAllowed):
        duplicates.keep(house, [], by=clerk)
    with pytest.raises(Refused):
        duplicates.pair(one.number, other.number, by=stranger)


def test_the_database_keeps_one_row_for_a_pair(house):
    one, other = person(house, "Eve"), person(house, "Zoe")
    told = {"organisation": house, "score": 0, "seen_at": one.created_at}
    Duplicate.objects.create(first=one, second=other, **told)

    for first, second in ((one, other), (other, one), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duplicate.objects.create(first=first, second=second, **told)


def test_the_worker_looks_every_day(house):
    for _ in range(2):
        person(house, "Eve", email="eve@example.org")

    worker.find_duplicates()

    assert Duplicate.objects.count() == 1
    assert worker.find_duplicates in worker.BY_THE_CLOCK


def test_a_search_that_is_to_end_ends_with_the_step_at_hand(house, monkeypatch, capsys):
    def search(*_given, **_by):
        signal.raise_signal(signal.SIGINT)
        yield 1
        yield 100

    monkeypatch.setattr(duplicates, "search", search)

    assert command.run(argparse.Namespace()) == 130
    assert "1 pair looks alike." in capsys.readouterr().out


def test_names_fold_alike_however_they_are_spelled():
    assert names.same("Müller", "Mueller")
    assert likeness.fold("Müller") == likeness.fold("Mueller") == likeness.fold("MULLER")
    assert likeness.fold("Håkan") == likeness.fold("Haakan")
