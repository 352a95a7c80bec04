"""Addresses of this tool."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("check-in/", views.check_in, name="check-in"),
    path("check-in/<int:step_id>/", views.check_in, name="check-in-step"),
    path("check-in/take-back/<int:check_in_id>/", views.take_back, name="take-check-in-back"),
    path("check-in/again/<int:step_id>/", views.take_leave_back, name="take-leave-back"),
]
