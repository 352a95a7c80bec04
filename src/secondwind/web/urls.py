"""Addresses of the web door, one list a room."""

from django.urls import include, path

urlpatterns = [
    path("", include("secondwind.web.gate")),
    path("", include("secondwind.web.today")),
    path("", include("secondwind.web.plans")),
    path("", include("secondwind.web.applications")),
    path("", include("secondwind.web.first_run")),
    path("", include("secondwind.web.demo")),
    path("", include("secondwind.web.imports")),
    path("", include("secondwind.web.connecting")),
    path("", include("secondwind.web.browser_sign_in")),
    path("", include("secondwind.web.passphrase")),
    path("", include("secondwind.web.mailbox")),
    path("", include("secondwind.web.review")),
    path("", include("secondwind.web.lessons")),
    path("", include("secondwind.web.about")),
]
