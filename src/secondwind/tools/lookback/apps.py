"""The lookback tool."""

from django.apps import AppConfig


class LookbackConfig(AppConfig):
    name = "secondwind.tools.lookback"
    label = "lookback"
    default_auto_field = "django.db.models.BigAutoField"
