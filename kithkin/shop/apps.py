"""Django's entry for this app."""

from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "kithkin.shop"
    label = "shop"
    default_auto_field = "django.db.models.BigAutoField"
