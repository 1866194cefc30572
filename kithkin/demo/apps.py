"""Django's entry for this app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "kithkin.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
