"""Django's entry for this app."""

from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "kithkin.connections"
    label = "connections"
    default_auto_field = "django.db.models.BigAutoField"
