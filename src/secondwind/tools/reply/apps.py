"""The reply tool."""

from django.apps import AppConfig


class ReplyConfig(AppConfig):
    name = "secondwind.tools.reply"
    label = "reply"
    default_auto_field = "django.db.models.BigAutoField"
