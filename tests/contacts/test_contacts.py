"""Registering, matching and writing to people."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kithkin.base import numbers
from kithkin.base.actor import Power, guardian, operator
from kithkin.base.verdict import Refused
from kithkin.contacts import actions, bringing, correcting, letters, matching
from kithkin.contacts.actions import Person
from kithkin.contacts.matching import Outcome
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from tests.people import HOUSE, customer, organisation, register


@pytest.mark.parametrize(
    ("email", "first", "last", "outcome"),
    [
        ("canary.blaise@example.org", "Blaise", "Smith", Outcome.FOUND),
        (" Canary.BLAISE@example.org", "blaise ", "SMITH", Outcome.FOUND),
        ("canary.blaise@example.org", "Smith", "Blaise", Outcome.MISMATCH),
        ("canary.blaise@example.org", "Blaise", "Jones", Outcome.MISMATCH),
        ("nobody@example.org", "Blaise", "Smith", Outcome.UNKNOWN),
    ],
)
def test_matching_by_email(family, email, first, last, outcome):
    match = matching.by_email(family.organisation.pk, email, first, last)

    assert match.outcome == outcome
    assert match.contact == (family.blaise if outcome == Outcome.FOUND else None)


def test_of_a_family_on_one_address_the_names_choose(family):
    shared = Person("Mia", "Smith", "canary.blaise@example.org")
    mia = actions.register(family.organisation, shared, by=HOUSE)

    match = matching.by_email(family.organisation.pk, "canary.blaise@example.org", "Mia", "Smith")

    assert (match.outcome, match.contact) == (Outcome.FOUND, mia)


def test_two_of_one_name_on_one_address_are_nobody(family):
    register(family.organisation, "Blaise")

    match = matching.by_email(family.organisation.pk, "canary.blaise@example.org", "Blaise", "Smith")

    assert (match.outcome, match.contact) == (Outcome.AMBIGUOUS, None)


def test_another_organisations_people_are_unknown(family):
    elsewhere = organisation("elsewhere")

    by_email = matching.by_email(elsewhere.pk, "canary.blaise@example.org", "Blaise", "Smith")
    by_number = matching.by_number(elsewhere.pk, family.blaise.number, "Smith")

    assert (by_email.outcome, by_number.outcome) == (Outcome.UNKNOWN, Outcome.UNKNOWN)


def test_a_mistyped_number_never_reaches_the_database(family, django_assert_num_queries):
    wrong = str(int(family.blaise.number) + 1)

    with django_assert_num_queries(0):
        match = matching.by_number(family.organisation.pk, wrong, "Smith")

    assert match.outcome == Outcome.UNKNOWN


def test_a_number_is_one_persons_within_an_organisation(family):
    twin = Contact(
        organisation=family.organisation,
        number=family.blaise.number,
        first_name="A",
        last_name="B",
        created_at=family.blaise.created_at,
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (Person("<b>", "Smith"), "first_name"),
        (Person("Eve", "=SUM(A1)"), "last_name"),
        (Person("Eve", "Smith", "nonsense"), "email"),
    ],
)
def test_nonsense_is_refused_and_leaves_nothing(family, person, field):
    with pytest.raises(Refused) as refusal:
        actions.register(family.organisation, person, by=HOUSE)

    assert (refusal.value.field, Contact.objects.count()) == (field, 3)


def test_many_are_saved_in_five_statements_and_never_doubled(family, django_assert_num_queries):
    people = [Person("Pat", "Jones", f"pat{n}@example.org", number=numbers.contact_number()) for n in range(500)]
    again = [Person("Patricia", "Jones", person.email, number=person.number) for person in people]

    with django_assert_num_queries(6):  # who is known, people, details, journal; savepoint of the test
        first = bringing.save_many(family.organisation, people, by=HOUSE)
    second = bringing.save_many(family.organisation, again, by=HOUSE)

    assert (first, second) == ((500, 0, []), (0, 500, []))
    assert Contact.objects.filter(first_name="Patricia").count() == 500
    found = matching.by_email(family.organisation.pk, "pat7@example.org", "Patricia", "Jones")
    assert found.outcome == Outcome.FOUND


def test_letters_find_addresses_and_leave_out_who_has_none(family):
    silent = actions.register(family.organisation, Person("Opa", "Smith"), by=HOUSE)

    found = letters.addresses([family.blaise.pk, silent.pk])

    assert found == {family.blaise.pk: "canary.blaise@example.org"}


def test_what_links_are_bound_to_is_no_address(family):
    keys = letters.address_keys([family.blaise.pk, family.darren.pk])

    assert len(set(keys.values())) == 2
    assert not any("canary" in key for key in keys.values())


def test_a_list_replaces_an_address_until_it_is_proven_or_signs_in_and_never_empties_one_then(family):
    told = Person("Pat", "Jones", "pat@example.org", number=numbers.contact_number(), where="line 2")

    def bring(email: str, **more) -> tuple:
        came = bringing.save_many(family.organisation, [replace(told, email=email)], by=HOUSE, **more)
        details = PrivateDetails.objects.get(contact__number=told.number)
        return details.email, details.moves, details.email_proven_at, [(each.where, each.fields) for each in came.kept]

    told_so = [("line 2", ("email",))]
    assert bring("pat@example.org") == ("pat@example.org", 0, None, [])
    assert bring("new@example.org") == ("new@example.org", 1, None, [])
    for email in ("old@example.org", ""):
        assert bring(email, signing_in={told.number}) == ("new@example.org", 1, None, told_so)
    pat = Contact.objects.get(number=told.number)
    letters.prove(pat.pk, pat.created_at)
    for email in ("old@example.org", ""):
        assert bring(email) == ("new@example.org", 1, pat.created_at, told_so)
    assert bring("NEW@example.org") == ("new@example.org", 1, pat.created_at, [])


@pytest.mark.parametrize(
    ("by", "stays"),
    [
        (customer, ("birth_date", "first_name", "phone")),
        (lambda who: operator(1, who.organisation_id, [Power.CORRECT_CONTACTS]), ("birth_date", "first_name", "phone")),
        (lambda who: guardian(who, who), ("first_name", "phone")),
        (lambda who: HOUSE, ()),
    ],
)
def test_a_list_does_not_undo_what_was_put_right_here_and_says_so(family, by, stays):
    told = Person("Blaise", "Jones", "b@example.org", "fr", family.blaise.number, "+44 1", date(1980, 1, 2), "line 3")
    right = correcting.Details("Blasius", "Smith", "en", "", date(2004, 6, 2))
    PrivateDetails.objects.filter(contact=family.blaise).update(phone="+44 7700 900102")
    who = by(family.blaise)
    correcting.correct(family.blaise, right, by=who, spoken_for=True, born_anew=True)

    [kept] = bringing.save_many(family.organisation, [told], by=HOUSE).kept or [None]

    stands = correcting.details(Contact.objects.get(pk=family.blaise.pk))
    file = correcting.Details("Blaise", "Jones", "fr", "+44 1", date(1980, 1, 2))
    assert (kept.where, sorted(kept.fields)) == ("line 3", list(stays)) if stays else kept is None
    assert stands == replace(file, **{name: getattr(right, name) for name in stays})


def test_an_empty_cell_leaves_the_birth_date(family):
    person = Person("Pat", "Jones", number=numbers.contact_number(), birth_date=date(1980, 1, 2))
    for told in (person, replace(person, birth_date=None)):
        bringing.save_many(family.organisation, [told], by=HOUSE)

    assert PrivateDetails.objects.get(contact__number=person.number).birth_date == person.birth_date
