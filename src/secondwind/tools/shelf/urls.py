"""Addresses of this tool."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("shelf/", views.shelf, name="shelf"),
    path("steps/<int:step_id>/shelf/", views.shelf_step, name="shelf-step"),
    path("shelf/add/", views.add, name="shelf-add"),
    path("shelf/cap/", views.cap, name="shelf-cap"),
    path("shelf/<int:posting_id>/", views.role, name="shelf-role"),
    path("shelf/<int:posting_id>/correct/", views.correct, name="shelf-correct"),
    path("shelf/changes/<int:change_id>/undo/", views.undo, name="shelf-undo"),
]
