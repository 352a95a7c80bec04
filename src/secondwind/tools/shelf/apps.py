"""The shelf tool."""

from django.apps import AppConfig


class ShelfConfig(AppConfig):
    name = "secondwind.tools.shelf"
    label = "shelf"
    default_auto_field = "django.db.models.BigAutoField"
