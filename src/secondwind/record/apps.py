"""The record app: the facts."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "secondwind.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
