"""Django's entry for this app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kithkin.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
