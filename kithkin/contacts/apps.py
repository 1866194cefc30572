"""Django's entry for this app."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "kithkin.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
