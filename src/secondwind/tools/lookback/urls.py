"""Addresses of this tool."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("steps/<int:step_id>/look-back/", views.look_back_step, name="look-back"),
    path("steps/<int:step_id>/look-back/take-back/", views.take_back_step, name="look-back-again"),
    path("applications/<int:application_id>/look-back/", views.look_back, name="look-back-at"),
    path("applications/<int:application_id>/look-back/time/", views.time_passed, name="look-back-time"),
    path("applications/<int:application_id>/look-back/reopen/", views.reopen, name="look-back-reopen"),
]
