"""Django's entry for this app."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "kithkin.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
