"""The feelings tool."""

from django.apps import AppConfig


class FeelingsConfig(AppConfig):
    name = "secondwind.tools.feelings"
    label = "feelings"
    default_auto_field = "django.db.models.BigAutoField"
