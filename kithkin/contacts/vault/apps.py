"""Django's entry for this app."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "kithkin.contacts.vault"
    label = "vault"
    default_auto_field = "django.db.models.BigAutoField"
