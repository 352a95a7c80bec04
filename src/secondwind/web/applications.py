"""Applications: the list, one of them with how we know, and what the person may set right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.add_application import add_application
from secondwind.actions.correct_application import disown, merge, undo_application_correction
from secondwind.actions.correct_reading import correct_kind, move_message, undo_reading_correction
from secondwind.actions.note_event import note_event, take_event_back
from secondwind.actions.note_no import close_as_silent
from secondwind.actions.start_plan import start_plan
from secondwind.errors import SecondWindError
from secondwind.record.facts import channel_of
from secondwind.record.gates import gates_of
from secondwind.record.ledger import GROUPS, ledger
from secondwind.record.lessons import said_of
from secondwind.record.models import Application, Correction, Event, Message, Plan
from secondwind.record.queries import application_of, applications, message_of, own_row
from secondwind.record.stages import ENDS, rank
from secondwind.record.timeline import standing_events
from secondwind.tools.registry import built
from secondwind.ui.fields import DayField, NameField, WordsField, look_at_what_is_asked
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .asked import number_in
from .kinds import READ_AS
from .lessons import alike_of

HAPPENED = {
    "noticed": "Noticed",
    "applied": "You applied",
    "acknowledged": "They have it",
    "screening": "A first talk",
    "assessment": "A test",
    "interview": "Interview",
    "final": "Final round",
    "offer": "They made an offer",
    "rejected": "They said no",
    "withdrawn": "You withdrew",
    "accepted": "You said yes",
    "declined": "You declined",
    "silent": "No answer came",
    "reopened": "It was opened again",
    "wrote": "You wrote to them",
    "heard": "They wrote",
    "note": "Your note",
}
"""What an event is called on a page."""

INVITED = {
    "screening": "They asked for a first talk",
    "assessment": "They sent a test",
    "interview": "They invited you to an interview",
    "final": "They invited you to the final round",
}
"""What the same is called when it is a mail that speaks of it."""

SHOWS = (("all", "All"), ("talking", "Talking"), ("waiting", "Waiting"), ("ended", "Ended"))
STAGE_CHOICES = (
    ("", "any stage"),
    ("applied", "applied"),
    ("screening", "screening"),
    ("interview", "interview"),
    ("final", "final round"),
    ("offer", "offer"),
)
SORT_CHOICES = (
    ("latest", "latest news"),
    ("oldest", "oldest first"),
    ("employer", "employer"),
    ("furthest", "how far it went"),
)

SURE, FAIRLY_SURE = 0.9, 0.7
THEIR_LETTER = "their letter"
"""What an event's detail says when a no told how far it went; its words stand with the no."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the timeline: what happened, the words it rests on, and how sure the reading was."""

    event: Event
    title: str
    is_gate: bool
    quotes: list[str]
    read_as: str
    sure: str
    by_hand: bool
    to: str


def listing(request: HttpRequest) -> HttpResponse:
    """The list: a search, a filter, an order, a page at a time."""
    asked = {name: request.GET.get(name, "") for name in ("q", "show", "stage", "sort")}
    start = number_in(request.GET.get("from", "")) or 0
    found = ledger(
        person_of(request),
        words=asked["q"],
        show=asked["show"] or "all",
        stage=asked["stage"],
        sort=asked["sort"] or "latest",
        start=start,
    )
    context = {
        "here": "applications",
        "found": found,
        "asked": asked,
        "groups": _grouped(found.rows),
        "start": start,
        "shows": SHOWS,
        "stages": STAGE_CHOICES,
        "sorts": SORT_CHOICES,
    }
    partial = "more" if start and request.htmx else "list"
    return render(request, "web/applications.html", context, partial=partial)


def _grouped(rows: list[Application]) -> list[tuple[str, list[Application]]]:
    """Rows in their groups, in reading order; a group without rows is left out."""
    titles = {"talking": "Talking with you", "waiting": "Waiting for a first answer", "ended": "Ended"}
    grouped = [
        (titles[name], [row for row in rows if row.stage in stages]) for name, stages in GROUPS.items()
    ]
    return [(title, members) for title, members in grouped if members]


def one(request: HttpRequest, application_id: int) -> HttpResponse:
    """One application: what happened, and how we know."""
    owner = person_of(request)
    row = application_of(owner, application_id)
    today = request.now.astimezone(ZoneInfo(owner.zone)).date()
    return _page(request, row.merged_into or row, EventForm(initial={"on": today}))


def _page(request: HttpRequest, row: Application, adding: EventForm) -> HttpResponse:
    """The application's page, with the fact being added as it was typed."""
    owner = row.owner
    events = standing_events(row)
    context = {
        "here": "applications",
        "application": row,
        "plan": Plan.objects.of(owner).filter(application=row).first(),
        "gates": gates_of(row),
        "told": [_told(event) for event in reversed(events)],
        "ended": row.stage in ENDS,
        "others": applications(owner).exclude(pk=row.pk).filter(employer_key=row.employer_key)[:20]
        if row.employer_key
        else [],
        "kinds": READ_AS,
        "form": adding,
        "loose": row.messages.filter(events=None).order_by("-sent_at")[:20],
    }
    return render(request, "web/application.html", context, status=400 if adding.errors else 200)


def _told(event: Event) -> Told:
    reading = event.message.readings.order_by("id").last() if event.message else None
    speaks = reading is not None and not event.message.is_mine and event.detail.get("from") != THEIR_LETTER
    corrected = bool(event.message and event.message.corrections.filter(undone_at=None, what="kind").exists())
    sure = "as you said" if corrected else sure_words(reading.confidence) if reading else ""
    if event.message and event.message.leant and not corrected:
        sure = "because you corrected one like it"
    return Told(
        event=event,
        title=_title(event),
        is_gate=rank(event.what) >= 0,
        quotes=list(reading.evidence) if speaks else [],
        read_as=READ_AS[event.message.kind] if event.message else "",
        sure=sure,
        by_hand=event.detail.get("by") == "hand",
        to=_to(event.message) if event.message and event.message.is_mine else "",
    )


def _title(event: Event) -> str:
    """A mail that invites to a talk is called the invitation it was: its day is not the day of the talk."""
    if event.what in INVITED and event.message is not None and event.detail.get("from") != THEIR_LETTER:
        return INVITED[event.what]
    return HAPPENED.get(event.what, "Something else")


def _to(message: Message) -> str:
    """Whom a mail of the person's own went to, by name where it is known."""
    people = [name or address for name, address in message.addressed.get("to", ())]
    return " and ".join(people) if len(people) < 3 else f"{people[0]} and {len(people) - 1} others"


def sure_words(confidence: float) -> str:
    """How sure a reading is, in words."""
    return "sure" if confidence >= SURE else "fairly sure" if confidence >= FAIRLY_SURE else "not sure"


WHICH_ONE = "Which of these was it?"


class EventForm(forms.Form):
    """A fact the person adds: what, on which day, and a line of their own."""

    what = forms.ChoiceField(
        label="What happened",
        choices=[
            ("screening", "A first talk or call"),
            ("interview", "An interview"),
            ("final", "A final round"),
            ("offer", "They made an offer"),
            ("applied", "I applied"),
            ("rejected", "They said no"),
            ("withdrawn", "I withdrew"),
            ("note", "A note"),
        ],
        error_messages={"required": WHICH_ONE, "invalid_choice": WHICH_ONE},
    )
    on = DayField(label="On which day")
    words = WordsField(
        label="A line, if you want one",
        required=False,
        most=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _noon(form: forms.Form, owner: Person, now: datetime) -> datetime:
    """The middle of the chosen local day; the present moment when the day is today."""
    day, zone = form.cleaned_data["on"], ZoneInfo(owner.zone)
    if day == now.astimezone(zone).date():
        return now
    return datetime.combine(day, time(12), zone)


@require_POST
def add_event(request: HttpRequest, application_id: int) -> HttpResponse:
    """Note a fact by hand; the plan, if there is one, follows."""
    owner = person_of(request)
    row = application_of(owner, application_id)
    form = EventForm(request.POST)
    event = _noted(form, row, request.now) if form.is_valid() else None
    if event is None:
        look_at_what_is_asked(form)
        return _page(request, row.merged_into or row, form)
    offer_undo(request, Undo("Noted.", reverse("take-event-back", args=[event.pk])))
    return redirect("application", row.pk)


def _noted(form: EventForm, row: Application, now: datetime) -> Event | None:
    """The fact as it is kept from now on; None when the form asks about it instead."""
    given = form.cleaned_data
    try:
        return note_event(
            row, given["what"], happened_at=_noon(form, row.owner, now),
            words=given["words"], built=built(), now=now,
        )  # fmt: skip
    except SecondWindError as trouble:
        form.add_error("on", f"{trouble.sentence} {trouble.hint}")
        return None


@require_POST
def undo_event(request: HttpRequest, event_id: int) -> HttpResponse:
    event = own_row(Event.objects.of(person_of(request)), event_id)
    take_event_back(event, built=built(), now=request.now)
    return redirect("application", event.application_id)


@require_POST
def begin_plan(request: HttpRequest, application_id: int) -> HttpResponse:
    """A plan for an application that ended, on request."""
    row = application_of(person_of(request), application_id)
    if row.stage not in ENDS:
        raise SecondWindError("This one has not ended.", "A plan begins with a no or a silence.")
    plan = start_plan(
        row, channel=channel_of(row), ghosted=row.stage == "silent",
        built=built(), now=request.now,
    )  # fmt: skip
    return redirect("plan", plan.pk)


@require_POST
def silent(request: HttpRequest, application_id: int) -> HttpResponse:
    """Call a silence an answer: the ghost variant of the plan opens."""
    row = application_of(person_of(request), application_id)
    plan = close_as_silent(row, built=built(), now=request.now)
    event = row.events.filter(what="silent").order_by("id").last()
    if event:
        offer_undo(request, Undo("Closed as no answer.", reverse("take-event-back", args=[event.pk])))
    return redirect("plan", plan.pk)


@require_POST
def not_mine(request: HttpRequest, application_id: int) -> HttpResponse:
    row = application_of(person_of(request), application_id)
    correction = disown(row, now=request.now)
    offer_undo(request, Undo("It is out of your list.", reverse("undo-correction", args=[correction.pk])))
    return redirect("applications")


@require_POST
def merge_with(request: HttpRequest, application_id: int) -> HttpResponse:
    """Two rows were one application."""
    owner = person_of(request)
    row = application_of(owner, application_id)
    into = application_of(owner, _number(request, "into"))
    correction = merge(row, into, now=request.now)
    offer_undo(request, Undo("The two are one now.", reverse("undo-correction", args=[correction.pk])))
    return redirect("application", into.pk)


@require_POST
def correct(request: HttpRequest, message_id: int) -> HttpResponse:
    """It was another kind of mail, or it is about another application."""
    owner = person_of(request)
    message = message_of(owner, message_id)
    before = message.application_id
    if request.POST.get("split"):
        correction = move_message(message, None, built=built(), now=request.now)
    elif request.POST.get("into"):
        to = application_of(owner, _number(request, "into"))
        correction = move_message(message, to, built=built(), now=request.now)
    else:
        correction = correct_kind(message, request.POST.get("kind", ""), built=built(), now=request.now)
    url = reverse("undo-correction", args=[correction.pk])
    came_from = came_from_page(request)
    if came_from:
        offer_undo(request, Undo("Set right.", f"{url}?from={request.POST['from']}"))
        return redirect(came_from)
    offer_undo(request, Undo("Set right. Your word outranks ours.", url))
    if correction.what == "kind" and alike_of(correction):
        return redirect("alike", correction.pk)
    message.refresh_from_db()
    target = message.application_id or before
    return redirect("application", target) if target else redirect("applications")


def came_from_page(request: HttpRequest) -> str:
    """The page a correction was made on, to go back to: the review, or an import that is looked through."""
    came_from = request.POST.get("from") or request.GET.get("from", "")
    if came_from == "review":
        return reverse("review")
    import_id, at = number_in(came_from), number_in(request.POST.get("at", ""))
    if import_id is None:
        return ""
    return reverse("import", args=[import_id]) + (f"?at={at}" if at is not None else "")


def _number(request: HttpRequest, name: str) -> int:
    value = number_in(request.POST.get(name, ""))
    if value is None:
        raise SecondWindError("Which one?", "Pick one from the list.")
    return value


@require_POST
def undo_correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Take a correction back, whichever kind it was."""
    correction = own_row(Correction.objects.of(person_of(request)), correction_id)
    if correction.what in {"not_mine", "merge"}:
        undo_application_correction(correction, now=request.now)
    else:
        undo_reading_correction(correction, built=built(), now=request.now)
    came_from = came_from_page(request)
    if came_from:
        # In the review the mail whose answer was taken back is in hand again.
        at = (
            f"?at={correction.message_id}" if came_from == reverse("review") and correction.message_id else ""
        )
        return redirect(came_from + at)
    target = correction.application_id or (correction.message.application_id if correction.message else None)
    return redirect("application", target) if target else redirect("applications")


class ApplicationForm(forms.Form):
    """An application added by hand."""

    employer = NameField(
        label="Employer",
        max_length=300,
        required=False,
        help_text="Leave it out when an agency keeps the name to itself.",
    )
    role = NameField(label="Role", max_length=300, required=False)
    via = forms.ChoiceField(
        label="How you came to it",
        choices=[
            ("", "Directly"), ("agency", "Through an agency"), ("referral", "Through somebody"),
            ("inside", "From inside"),
        ],
        required=False,
    )  # fmt: skip
    via_name = NameField(label="Who that was", max_length=200, required=False)
    on = DayField(label="Applied on")


def add(request: HttpRequest) -> HttpResponse:
    """Add one by hand."""
    owner = person_of(request)
    today = request.now.astimezone(ZoneInfo(owner.zone)).date()
    form = ApplicationForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid() and form.cleaned_data["on"] > today:
        form.add_error("on", "That day is still to come. Which day was it?")
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        try:
            row = add_application(
                owner, given["employer"], role=given["role"], via=given["via"], via_name=given["via_name"],
                happened_at=_noon(form, owner, request.now), now=request.now,
            )  # fmt: skip
        except SecondWindError as trouble:
            form.add_error(None, f"{trouble.sentence} {trouble.hint}")
        else:
            offer_undo(request, Undo("Added.", reverse("not-mine", args=[row.pk])))
            return redirect("application", row.pk)
    look_at_what_is_asked(form)
    context = {"here": "applications", "form": form}
    return render(request, "web/add_application.html", context, status=400 if form.errors else 200)


def mail_text(request: HttpRequest, message_id: int) -> HttpResponse:
    """One mail as plain words with its evidence marked, and why it is read so. Nothing of it is rendered or loaded."""
    message: Message = message_of(person_of(request), message_id)
    reading = message.readings.order_by("id").last()
    said = said_of(message)
    context = {
        "message": message,
        "quotes": reading.evidence if reading else [],
        "read_as": READ_AS[message.kind],
        "said": said,
        "lesson": number_in(message.leant.get("lesson", "")) if said is None else None,
        "alike": alike_of(said) if said else None,
    }
    return render(request, "web/mail.html", context)


urlpatterns = [
    path("applications/", listing, name="applications"),
    path("applications/add/", add, name="add-application"),
    path("applications/<int:application_id>/", one, name="application"),
    path("applications/<int:application_id>/events/", add_event, name="add-event"),
    path("applications/<int:application_id>/plan/", begin_plan, name="begin-plan"),
    path("applications/<int:application_id>/silent/", silent, name="close-silent"),
    path("applications/<int:application_id>/not-mine/", not_mine, name="not-mine"),
    path("applications/<int:application_id>/merge/", merge_with, name="merge"),
    path("events/<int:event_id>/back/", undo_event, name="take-event-back"),
    path("mail/<int:message_id>/", mail_text, name="mail"),
    path("mail/<int:message_id>/correct/", correct, name="correct"),
    path("corrections/<int:correction_id>/back/", undo_correction, name="undo-correction"),
]
