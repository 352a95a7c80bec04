"""Addresses of this tool."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("rest/", views.rest, name="rest"),
    path("rest/<int:step_id>/", views.rest_of_step, name="rest-step"),
    path("rest/end/", views.end, name="end-rest"),
    path("rest/again/", views.rest_again, name="rest-again"),
    path("rest/take-back/<str:plans>/", views.take_back, name="take-rest-back"),
]
