"""The mailroom tool."""

from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "secondwind.tools.mailroom"
    label = "mailroom"
    default_auto_field = "django.db.models.BigAutoField"
