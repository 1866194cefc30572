"""Rows of several models out of one statement."""

from datetime import date

import pytest

from kithkin.base import clock
from kithkin.base.joined import Joined, Part
from kithkin.contacts import actions as contacts
from kithkin.contacts.actions import Person
from kithkin.contacts.models import Contact
from kithkin.contacts.vault.models import PrivateDetails
from kithkin.mail.models import Letter
from kithkin.organisations.models import Organisation
from tests import people

PARTS = Joined(Part("c", Contact), Part("d", PrivateDetails), Part("o", Organisation, "id", "consent_on"))
SQL = """SELECT {columns}, c.id + 1 FROM contacts_contact c
JOIN organisations_organisation o ON o.id = c.organisation_id
LEFT JOIN vault_privatedetails d ON d.contact_id = c.id AND d.email <> '' WHERE c.id = %s"""


def registered(email: str) -> Contact:
    person = Person("Andrew", "Smith", email, birth_date=date(1980, 2, 29))
    return contacts.register(people.organisation(), person, by=people.HOUSE)


@pytest.mark.django_db
def test_instances_are_those_the_orm_would_give():
    held = clock.now()
    with clock.held(held):
        andrew = registered("andrew@example.org")
    [(contact, details, organisation, next_id)] = PARTS.rows(SQL, [andrew.pk])
    assert (contact, contact.created_at, next_id) == (andrew, held, andrew.pk + 1)
    stored = PrivateDetails.objects.get(pk=andrew.pk)
    assert [getattr(details, field.attname) for field in details._meta.concrete_fields] == [
        getattr(stored, field.attname) for field in stored._meta.concrete_fields
    ]
    assert organisation.consent_on is True and organisation.get_deferred_fields() >= {"name", "slug"}


@pytest.mark.django_db
def test_what_an_outer_join_does_not_find_is_none():
    andrew = registered("")
    [(_contact, details, _organisation, _next_id)] = PARTS.rows(SQL, [andrew.pk])
    assert details is None


@pytest.mark.django_db
def test_what_several_rows_name_is_one_instance():
    andrew = registered("andrew@example.org")
    blaise = contacts.register(andrew.organisation, Person("Blaise", "Smith"), by=people.HOUSE)
    both = SQL.replace("c.id = %s", "c.id IN (%s, %s) ORDER BY c.id")
    first, second = PARTS.rows(both, [andrew.pk, blaise.pk])
    assert (first[0], second[0]) == (andrew, blaise) and first[2] is second[2]


def test_columns_whose_form_depends_on_the_database_are_refused():
    with pytest.raises(TypeError):
        _ = Part("l", Letter).columns
