"""Django's entry for this app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kithkin.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
