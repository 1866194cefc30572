"""Django's entry for this app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kithkin.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
