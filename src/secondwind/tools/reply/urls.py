"""Addresses of this tool."""

from django.urls import path

from . import sending, views

urlpatterns = [
    path("steps/<int:step_id>/reply/", views.open_step, name="reply"),
    path("steps/<int:step_id>/reply/name/", views.say_name, name="reply-name"),
    path("letters/<int:letter_id>/", views.letter_page, name="letter"),
    path("letters/<int:letter_id>/look/", views.look_over, name="letter-look"),
    path("letters/<int:letter_id>/to/", views.say_to, name="letter-to"),
    path("letters/<int:letter_id>/ask/", views.say_ask, name="letter-ask"),
    path("letters/<int:letter_id>/moment/", views.say_moment, name="letter-moment"),
    path("letters/<int:letter_id>/wording/", views.say_otherwise, name="letter-wording"),
    path("letters/<int:letter_id>/use/", views.use_words, name="letter-use"),
    path("letters/<int:letter_id>/leave-it/", views.leave_it, name="letter-leave-it"),
    path("letters/<int:letter_id>/leave-it/back/", views.leave_it_back, name="letter-leave-it-back"),
    path("letters/<int:letter_id>/words/<int:number>/", views.words_back, name="letter-words-back"),
    path("letters/<int:letter_id>/hold/", views.lift, name="letter-lift"),
    path("letters/<int:letter_id>/hold/back/", views.lift_back, name="letter-hold"),
    path("letters/<int:letter_id>/own-address/", views.say_own_address, name="letter-own-address"),
    path("letters/<int:letter_id>/file/", views.save_file, name="letter-file"),
    path("letters/<int:letter_id>/send/", sending.send, name="letter-send"),
    path("letters/<int:letter_id>/send/back/", sending.take_back, name="letter-send-back"),
    path("letters/<int:letter_id>/drafts/", sending.save_to_drafts, name="letter-drafts"),
    path("letters/<int:letter_id>/way/", sending.look_again, name="letter-way"),
    path("letters/<int:letter_id>/went/", sending.say_it_went, name="letter-went"),
    path("letters/<int:letter_id>/stayed/", sending.say_it_did_not, name="letter-stayed"),
    path("letters/<int:letter_id>/sent/", views.say_sent, name="letter-sent"),
    path("letters/<int:letter_id>/declined/", views.say_declined, name="letter-declined"),
    path("letters/<int:letter_id>/back/", views.back_again, name="letter-back"),
]
