"""Addresses of this tool."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("put-away/", views.put_away, name="put-away"),
    path("put-away/fold/<int:step_id>/", views.fold_mail, name="fold"),
    path("put-away/archive/<int:step_id>/", views.archive_mail, name="archive"),
    path("put-away/take-back/<int:step_id>/", views.take_back_step, name="take-back-mail"),
    path("put-away/bring-back/<int:message_id>/", views.bring_mail_back, name="bring-back"),
    path("put-away/again/<int:message_id>/<str:place>/", views.put_mail_away_again, name="put-away-again"),
]
