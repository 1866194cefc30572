"""The demo stays away from other people's databases."""

import pytest

from kithkin.demo import club
from kithkin.project import building
from tests import people

pytestmark = pytest.mark.django_db


def test_the_demo_refuses_a_database_with_another_organiser():
    people.organisation(slug="real-club")

    with pytest.raises(SystemExit, match="Set DATABASE_URL"):
        building.only_the_demo()


def test_the_demo_takes_an_empty_database_and_its_own():
    building.only_the_demo()
    people.organisation(slug=club.SLUG)

    building.only_the_demo()


def test_the_tables_are_up_to_date_after_migrating():
    assert building.waiting_migrations() == []
