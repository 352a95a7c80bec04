"""The web app: it owns templates and no tables."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "secondwind.web"
    label = "web"
