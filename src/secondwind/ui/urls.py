"""The page of components; the site mounts it in debug alone."""

from __future__ import annotations

from django.urls import path

from secondwind.ui.views import components

urlpatterns = [path("", components, name="components")]
