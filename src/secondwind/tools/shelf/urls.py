"""Addresses of this tool."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
