"""Help and settings: who to call, and the few things the program wants to know about a person."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from secondwind import __version__
from secondwind.accounts.access import person_of
from secondwind.actions.change_preferences import change_preferences
from secondwind.playbooks.load import shipped_playbooks
from secondwind.ui.render import render


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
    zone = forms.CharField(label="Time zone", max_length=64, help_text="Like Europe/London.")
    country = forms.CharField(
        label="Country, in two letters", max_length=2, required=False, help_text="For public holidays. GB, DE, US."
    )
    quiet_weekdays = forms.MultipleChoiceField(
        label="Days with nothing planned", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS)],
    )  # fmt: skip
    playbook = forms.ChoiceField(label="The playbook new plans begin with", widget=forms.RadioSelect, choices=())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        books = shipped_playbooks().values()
        self.fields["playbook"].choices = [(book.id, book.title) for book in books]  # type: ignore[attr-defined]

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError("That zone is not known. Names look like Europe/London or America/New_York.")
        return str(zone)

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if country and not (len(country) == 2 and country.isalpha()):
            raise forms.ValidationError("A country is two letters, like GB.")
        return str(country)

    def clean_own_addresses(self) -> list[str]:
        given = [line.strip().lower() for line in self.cleaned_data["own_addresses"].split()]
        for address in given:
            if "@" not in address:
                raise forms.ValidationError(f"“{address}” has no @ in it.")
        return given


def preferences(request: HttpRequest) -> HttpResponse:
    """Settings. A moved time zone shifts what is shown and never shortens a rest."""
    owner = person_of(request)
    before = {
        "letter_name": owner.signs_as,
        "own_addresses": "\n".join(owner.own_addresses),
        "zone": owner.zone,
        "country": owner.country,
        "quiet_weekdays": [str(day) for day in owner.quiet_weekdays],
        "playbook": owner.playbook,
    }
    form = PreferencesForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change_preferences(
            owner, letter_name=given["letter_name"], own_addresses=given["own_addresses"], zone=given["zone"],
            country=given["country"], quiet_weekdays=[int(day) for day in given["quiet_weekdays"]],
            playbook=given["playbook"],
        )  # fmt: skip
        return redirect("settings")
    return render(request, "web/settings.html", {"form": form}, status=400 if form.errors else 200)


urlpatterns = [
    path("help/", help_page, name="help"),
    path("settings/", preferences, name="settings"),
]
