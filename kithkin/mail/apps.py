"""Django's entry for this app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "kithkin.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"
