"""Help and settings: who to call, and the few things the program wants to know about a person."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

import holidays
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind import __version__
from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.change_preferences import change_preferences
from secondwind.playbooks.load import shipped_playbooks
from secondwind.ui.fields import look_at_what_is_asked
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

BEFORE = "settings_before"
"""Where the settings before the last change wait, in the session."""
WHICH_PLAYBOOK = "Which playbook do new plans follow?"
LIKE_AN_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def help_page(request: HttpRequest) -> HttpResponse:
    """People who answer right now, and what this program does and does not do."""
    return render(request, "web/help.html", {"here": "help", "version": __version__})


class PreferencesForm(forms.Form):
    """The few things a person may set."""

    letter_name = forms.CharField(label="Your name under a letter", max_length=200, required=False)
    own_addresses = forms.CharField(
        label="Your own mail addresses", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line. Mail from them is read as yours.",
    )  # fmt: skip
    zone = forms.CharField(
        label="Time zone", max_length=64, help_text="Like Europe/London. It never shortens a rest.",
        error_messages={"required": "A time zone is needed, to know when your morning is."},
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )  # fmt: skip
    country = forms.CharField(
        label="Country, in two letters",
        max_length=2,
        required=False,
        help_text="For public holidays: GB, DE, US.",
    )
    quiet_weekdays = forms.MultipleChoiceField(
        label="Days with nothing planned", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
    )  # fmt: skip
    playbook = forms.ChoiceField(
        label="The playbook new plans begin with",
        widget=forms.RadioSelect,
        choices=(),
        error_messages={"required": WHICH_PLAYBOOK, "invalid_choice": WHICH_PLAYBOOK},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        books = shipped_playbooks().values()
        self.fields["playbook"].choices = [(book.id, book.title) for book in books]  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"].strip()
        if zone not in _zones():
            raise forms.ValidationError(
                "That zone is not known. Names look like Europe/London or America/New_York."
            )
        return str(zone)

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country in _countries()):
            raise forms.ValidationError(
                f"We know no public holidays for “{country}”. It is two letters, like GB, or left empty."
            )
        return str(country)

    def clean_own_addresses(self) -> list[str]:
        given = re.split(r"[\s,;]+", self.cleaned_data["own_addresses"].strip().lower())
        given = [address for address in given if address]
        for address in given:
            if not LIKE_AN_ADDRESS.fullmatch(address):
                raise forms.ValidationError(
                    f"“{address}” is no mail address. One looks like sam@example.org."
                )
        return list(dict.fromkeys(given))

    def clean_quiet_weekdays(self) -> list[int]:
        days = sorted({int(day) for day in self.cleaned_data["quiet_weekdays"]})
        if len(days) == len(WEEKDAYS):
            raise forms.ValidationError("A week with no free day has no place for steps. Leave one out.")
        return days


def preferences(request: HttpRequest) -> HttpResponse:
    """Settings. A moved time zone shifts what is shown and never shortens a rest."""
    owner = person_of(request)
    kept = _kept(owner)
    shown = {**kept, "letter_name": owner.signs_as, "own_addresses": "\n".join(owner.own_addresses)}
    form = PreferencesForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        change_preferences(owner, **form.cleaned_data)
        request.session[BEFORE] = kept
        offer_undo(request, Undo("Kept.", reverse("settings-back")))
        return redirect("settings")
    look_at_what_is_asked(form)
    books = [(option, shipped_playbooks()[option.data["value"]]) for option in form["playbook"]]
    context = {"here": "settings", "form": form, "zones": _zones(), "playbooks": books}
    return render(request, "web/settings.html", context, status=400 if form.errors else 200)


@require_POST
def preferences_back(request: HttpRequest) -> HttpResponse:
    """The settings as they were before the last change."""
    kept = request.session.pop(BEFORE, None)
    if kept:
        change_preferences(person_of(request), **kept)
    return redirect("settings")


def _kept(owner: Person) -> dict[str, Any]:
    """What the record holds of a person's settings."""
    names = ("letter_name", "own_addresses", "zone", "country", "quiet_weekdays", "playbook")
    return {name: getattr(owner, name) for name in names}


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=1)
def _zones() -> list[str]:
    return sorted(available_timezones())


urlpatterns = [
    path("help/", help_page, name="help"),
    path("settings/", preferences, name="settings"),
    path("settings/back/", preferences_back, name="settings-back"),
]
