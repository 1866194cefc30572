"""Django's entry for this app."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    name = "kithkin.sales"
    label = "sales"
    default_auto_field = "django.db.models.BigAutoField"
