"""First run: where a person starts from. A no in three inputs, a mailbox file, or an invented search."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from secondwind.accounts.access import person_of
from secondwind.actions.note_no import note_no
from secondwind.actions.read_mail import begin_import
from secondwind.errors import SecondWindError
from secondwind.mail.likely import likely_mailboxes
from secondwind.record.incoming import take_in
from secondwind.record.models import Plan
from secondwind.record.today import today_of
from secondwind.tools.registry import built
from secondwind.ui.fields import DayInput
from secondwind.ui.render import render

STAGES = (
    ("applied", "I applied, and that was it"),
    ("screening", "A first call or test"),
    ("interview", "An interview"),
    ("final", "The final round"),
    ("offer", "There was an offer"),
)
CHANNELS = (
    ("email", "By mail"),
    ("phone", "By phone"),
    ("in_person", "In person"),
    ("portal", "On their portal"),
    ("none", "Not at all"),
)


def first_run(request: HttpRequest) -> HttpResponse:
    """Where are you starting from?"""
    return render(request, "web/first_run.html", {"here": ""})


class NoForm(forms.Form):
    """Who, how far, how they told you. The rest can be added later."""

    employer = forms.CharField(
        label="Who said no?", max_length=300, error_messages={"required": "A name is needed to go on."}
    )
    stage = forms.ChoiceField(
        label="How far did it go?", choices=STAGES, initial="interview", widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label="How did they tell you?", choices=CHANNELS, initial="email", widget=forms.RadioSelect
    )
    role = forms.CharField(label="What was the role called?", max_length=300, required=False)
    on = forms.DateField(
        label="When did you hear?", required=False, widget=DayInput(),
        help_text="Today, when left empty.", error_messages={"invalid": "Which day was it?"},
    )  # fmt: skip


def just_rejected(request: HttpRequest) -> HttpResponse:
    """I was just rejected: three inputs to a plan, no mailbox needed."""
    owner = person_of(request)
    form = NoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = note_no(
                owner, form.cleaned_data["employer"], role=form.cleaned_data["role"],
                stage=form.cleaned_data["stage"], channel=form.cleaned_data["channel"],
                happened_at=_heard_at(form, request.now, ZoneInfo(owner.zone)), built=built(), now=request.now,
            )  # fmt: skip
        except SecondWindError as trouble:
            form.add_error(None, str(trouble))
        else:
            return _first_small_thing(request, plan)
    context = {"form": form, "questions": [form["stage"], form["channel"]]}
    return render(request, "web/just_rejected.html", context, status=400 if form.errors else 200)


def _heard_at(form: NoForm, now: datetime, zone: ZoneInfo) -> datetime | None:
    day = form.cleaned_data["on"]
    if day is None or day == now.astimezone(zone).date():
        return None
    return datetime.combine(day, time(12), zone)


def _first_small_thing(request: HttpRequest, plan: Plan) -> HttpResponse:
    """To the feelings, when they are ready now; they can be left without a word."""
    ready = today_of(person_of(request), request.now).ready
    for step in ready:
        if step.plan.pk == plan.pk and step.row.tool == "feelings.checkin":
            return redirect("step", step.row.pk)
    return redirect("today")


class MailboxForm(forms.Form):
    """A path on this computer, or files dropped on the page."""

    path = forms.CharField(label="Where the mailbox is on this computer", max_length=4000, required=False)


def mailbox(request: HttpRequest) -> HttpResponse:
    """A mailbox file: by a path, a suggestion, or dropped on the page."""
    trouble: SecondWindError | None = None
    if request.method == "POST":
        try:
            paths = _paths(request)
            mail_import = begin_import(person_of(request), paths, look_first=True, now=request.now)
        except SecondWindError as met:
            trouble = met
        else:
            return redirect("import", mail_import.pk)
    context = {
        "trouble": trouble,
        "typed": request.POST.get("path", ""),
        "likely": likely_mailboxes(Path.home()),
    }
    return render(request, "web/mailbox.html", context, status=400 if trouble else 200)


def _paths(request: HttpRequest) -> list[str]:
    dropped = request.FILES.getlist("files")
    if dropped:
        return [str(take_in(dropped))]
    typed = request.POST.get("path", "").strip().strip("\"'")
    if not typed:
        raise SecondWindError("No mailbox was named.", "Drop a file here, or write where it is.")
    return [str(Path(typed).expanduser())]


urlpatterns = [
    path("welcome/", first_run, name="first-run"),
    path("just-rejected/", just_rejected, name="just-rejected"),
    path("mailbox/", mailbox, name="mailbox"),
]
