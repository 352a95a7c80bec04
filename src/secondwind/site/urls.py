"""Addresses: the pages of the web door, and the pages of each tool."""

from django.conf import settings
from django.urls import include, path

from secondwind.tools.registry import TOOL_APPS

urlpatterns = [
    path("", include("secondwind.web.urls")),
    *[path("", include(f"{app}.urls")) for app in TOOL_APPS],
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("secondwind.ui.urls")))
