"""The accounts app: who uses the program."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "secondwind.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
