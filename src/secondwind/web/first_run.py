"""First run: where a person starts from. A no in three inputs, a mailbox file, or an invented search."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.note_no import note_no, take_no_back
from secondwind.actions.read_mail import begin_import
from secondwind.errors import SecondWindError
from secondwind.mail.likely import likely_mailboxes
from secondwind.record.incoming import take_in
from secondwind.record.models import MailImport, Plan
from secondwind.record.queries import RUNNING, applications, plan_of
from secondwind.record.today import today_of
from secondwind.tools.registry import built
from secondwind.ui.fields import DayField, NameField, look_at_what_is_asked
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

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
    return render(request, "web/first_run.html", {"here": "", "so_far": _so_far(person_of(request))})


def _so_far(owner: Person) -> str:
    """What has been read until now, in one line; empty once the list holds something."""
    if applications(owner).exists():
        return ""
    states = set(MailImport.objects.of(owner).values_list("state", flat=True))
    if "found" in states:
        return "What we found in your mailbox waits for you to look it through"
    if states.intersection(RUNNING):
        return "Your mailbox is being read"
    return "Your mailbox has been read" if "kept" in states else "Nothing has been read yet"


class NoForm(forms.Form):
    """Who, how far, how they told you. The rest can be added later."""

    employer = NameField(
        label="Who said no?", max_length=300, error_messages={"required": "A name is needed to go on."}
    )
    stage = forms.ChoiceField(
        label="How far did it go?", choices=STAGES, initial="interview", widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label="How did they tell you?", choices=CHANNELS, initial="email", widget=forms.RadioSelect
    )
    role = NameField(label="What was the role called?", max_length=300, required=False)
    on = DayField(label="When did you hear?", required=False, help_text="Today, when left empty.")


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
            form.add_error(None, f"{trouble.sentence} {trouble.hint}")
        else:
            offer_undo(request, Undo("Noted.", reverse("take-no-back", args=[plan.pk])))
            return _first_small_thing(request, plan)
    look_at_what_is_asked(form)
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


@require_POST
def take_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The no was noted by a slip: it goes, with the plan and the rest it began."""
    plan = plan_of(person_of(request), plan_id)
    take_no_back(plan, built=built(), now=request.now)
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
    path("just-rejected/<int:plan_id>/back/", take_back, name="take-no-back"),
    path("mailbox/", mailbox, name="mailbox"),
]
