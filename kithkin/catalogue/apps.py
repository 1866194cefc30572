"""Django's entry for this app."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "kithkin.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
