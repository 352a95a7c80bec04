"""The rest tool."""

from django.apps import AppConfig


class RestConfig(AppConfig):
    name = "secondwind.tools.rest"
    label = "rest"
    default_auto_field = "django.db.models.BigAutoField"
