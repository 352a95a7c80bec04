"""Addresses for the tests of the look: the page of components behind every door."""

from __future__ import annotations

from django.urls import path

from secondwind.ui.doors import ALWAYS, CONTENTS
from secondwind.ui.views import components

urlpatterns = [path(f"{door.key}/", components, name=door.address) for door in (*CONTENTS, *ALWAYS)]
