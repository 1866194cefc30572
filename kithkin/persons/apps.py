"""Django's entry to the floor."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    """One person's records, across the floors below."""

    name = "kithkin.persons"
