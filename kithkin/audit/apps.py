"""Django's entry for this app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "kithkin.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
