"""Django's entry for this app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "kithkin.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
