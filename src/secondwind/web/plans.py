"""After an employer: the plan, its days, what is known, and ways to change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.actions.pause_plan import close_plan, open_plan_again, pause_plan
from secondwind.actions.redraft_plans import open_full_plan, swap_playbook
from secondwind.errors import SecondWindError
from secondwind.lib.days import local_day
from secondwind.playbooks.draft import NOT_HERE_YET, SETTLED
from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import Playbook
from secondwind.playbooks.revise import REST_TOOL
from secondwind.record.facts import recipients_of
from secondwind.record.gates import gates_of
from secondwind.record.models import Plan, Step
from secondwind.record.outlook import Ahead, look_ahead, playbook_of
from secondwind.record.queries import plan_of
from secondwind.record.today import words_of
from secondwind.tools.registry import built, built_tools
from secondwind.ui.fields import DayField, look_at_what_is_asked
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

LONGEST_PAUSE = timedelta(days=180)
CHANNEL_WORDS = {
    "email": "by mail",
    "portal": "on their portal",
    "phone": "by phone",
    "in_person": "in person",
    "none": "",
}


@dataclass(frozen=True, slots=True)
class DayRow:
    """One step on the plan page. `sign` is the mark beside it, `words` its state said aloud."""

    step: Step
    title: str
    text: str
    sign: str
    words: str
    url: str
    until: object
    waits_for: str
    at_once: bool
    button: str
    held_by_limit: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the plan: its date, how it stands (past, now, ahead, spare) and its steps."""

    on: date
    until: date | None
    track: str
    note: str
    rows: list[DayRow]


@dataclass(frozen=True, slots=True)
class SoFar:
    """How many of a playbook's steps this program can do yet, of how many."""

    here: int
    total: int

    @property
    def words(self) -> str:
        """A sentence while some are missing, else empty."""
        return f"{self.here} of its {self.total} steps are here so far." if self.here < self.total else ""

    @property
    def is_little(self) -> bool:
        """Half of them or fewer: then the page says it where the days are, and not beside the name alone."""
        return self.here * 2 <= self.total


def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan of one application, day by day."""
    owner = person_of(request)
    return _page(request, plan_of(owner, plan_id), PauseForm(local_day(request.now, owner.zone)))


def _page(request: HttpRequest, row: Plan, pausing: PauseForm) -> HttpResponse:
    """The plan's page, with the pause as it was asked for."""
    owner = row.owner
    ahead = look_ahead(owner, request.now)
    today = local_day(request.now, owner.zone)
    days = _days(row, ahead, today)
    application = row.application
    playbook = playbook_of(row)
    letter = application.messages.filter(kind="rejection", is_mine=False).order_by("sent_at").last()
    context = {
        "plan": row,
        "application": application,
        "letter": letter,
        "channel": CHANNEL_WORDS.get(row.channel, ""),
        "gates": gates_of(application),
        "days": days,
        "reason": _reason(letter),
        "people": recipients_of(application),
        "playbook": playbook,
        "playbooks": [book for book in shipped_playbooks().values() if book.id != playbook.id],
        "today": today,
        "pause": pausing,
        "so_far": _so_far(row, playbook),
    }
    return render(request, "web/plan.html", context, status=400 if pausing.errors else 200)


def _so_far(plan: Plan, playbook: Playbook) -> SoFar:
    own = {template.id for template in playbook.steps}
    steps = [step for step in plan.steps.all() if step.template in own]
    return SoFar(sum(step.reason != NOT_HERE_YET for step in steps), len(steps))


def _reason(letter: object) -> str:
    """The reason as their mail gave it, verbatim; empty when it gave none."""
    if letter is None:
        return ""
    reading = letter.readings.order_by("id").last()  # type: ignore[attr-defined]
    return str(reading.facts.get("reason", "")) if reading else ""


def _days(plan: Plan, ahead: Ahead, today: date) -> list[Day]:
    shown = [step for step in plan.steps.all() if step.state != "impossible" and step.tool != REST_TOOL]
    dated = sorted(((_date(step, plan, ahead, today), step) for step in shown), key=lambda pair: pair[0])
    days: list[Day] = []
    for on, pairs in groupby(dated, key=lambda pair: pair[0]):
        if days and (on - (days[-1].until or days[-1].on)).days > 1:
            days.append(_spare(days[-1].until or days[-1].on, on, today))
        rows = [_row(step, plan, ahead) for _, step in pairs]
        days.append(Day(on, None, _track(on, today), _note(on, plan, today), rows))
    return days


def _date(step: Step, plan: Plan, ahead: Ahead, today: date) -> date:
    """The day a step is shown on: when it was settled, or when it comes. What is still open is never in the past."""
    if step.state in SETTLED and step.resolved_at is not None:
        return local_day(step.resolved_at, plan.owner.zone)
    from_plan = ahead.day_of(step) if plan.pk in ahead.shapes else local_day(plan.began_at, plan.rest_zone)
    waiting = ahead.waiting_of(step)
    until = local_day(waiting.until, plan.owner.zone) if waiting and waiting.until else today
    return max(from_plan, step.not_before or today, until, today)


def _spare(before: date, after: date, today: date) -> Day:
    first, last = before + timedelta(days=1), after - timedelta(days=1)
    return Day(first, last if last != first else None, "spare", "spare", [])


def _track(on: date, today: date) -> str:
    return "past" if on < today else "now" if on == today else "ahead"


def _note(on: date, plan: Plan, today: date) -> str:
    if on == local_day(plan.began_at, plan.rest_zone):
        return "the day it came" if not plan.ghosted else "the day you called it"
    return "today" if on == today else ""


def _row(step: Step, plan: Plan, ahead: Ahead) -> DayRow:
    tool = built_tools().get(step.tool)
    sign, words, until, waits_for = _standing(step, plan, ahead)
    return DayRow(
        step=step,
        title=words_of(step, plan, step.title),
        text=words_of(step, plan, step.text),
        sign=sign,
        words=words,
        url=reverse(tool.url_name, args=[step.pk]) if tool else "",
        until=until,
        waits_for=waits_for,
        at_once=bool(tool and tool.at_once),
        button=tool.button if tool else "",
        held_by_limit=_held_by_limit(step, ahead),
    )


def _held_by_limit(step: Step, ahead: Ahead) -> bool:
    """Whether nothing holds a step but that two are enough for a day: whoever wants to may begin it."""
    waiting = ahead.waiting_of(step)
    return waiting is not None and waiting.reason == "limit"


def _standing(step: Step, plan: Plan, ahead: Ahead) -> tuple[str, str, object, str]:
    """The mark of a step, its state in words, until when it rests, and what it waits for."""
    settled = {
        "done": ("done", "Done"),
        "skipped": ("skipped", "Skipped"),
        "not_for_me": ("skipped", "Not for you"),
    }
    if step.state in settled:
        return (*settled[step.state], None, "")
    if any(item.step == step.pk for item in ahead.outlook.ready):
        return "ready", "Ready", None, ""
    waiting = ahead.waiting_of(step)
    if waiting is None:
        return "resting", "Later", None, ""
    names = [row for row in plan.steps.all() if row.template in waiting.waits_for]
    waits = words_of(names[0], plan, names[0].title) if names else ""
    if waits:
        return "waiting", "Waiting", waiting.until, waits
    return "resting", "Resting", waiting.until, ""


class PauseForm(forms.Form):
    """A pause has a date on which the person comes back: tomorrow at the earliest, within half a year."""

    until = DayField(label="Back on", asks="Which day do you want to come back on?")

    def __init__(self, today: date, *args: Any) -> None:
        super().__init__(*args)
        self.first, self.last = today + timedelta(days=1), today + LONGEST_PAUSE
        near = {"min": self.first.isoformat(), "max": self.last.isoformat()}
        self.fields["until"].widget.attrs.update(near)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.first:
            raise forms.ValidationError(
                "A pause ends on a day to come. Which day do you want to come back on?"
            )
        if until > self.last:
            raise forms.ValidationError("A pause lasts half a year at most. Which earlier day could it be?")
        return until


@require_POST
def pause(request: HttpRequest, plan_id: int) -> HttpResponse:
    """A dated pause; it counts as going on."""
    owner = person_of(request)
    row = plan_of(owner, plan_id)
    form = PauseForm(local_day(request.now, owner.zone), request.POST)
    if not form.is_valid():
        look_at_what_is_asked(form)
        return _page(request, row, form)
    pause_plan(row, form.cleaned_data["until"])
    offer_undo(request, Undo("Paused. Nothing comes before then.", reverse("resume-plan", args=[row.pk])))
    return redirect("plan", row.pk)


@require_POST
def resume(request: HttpRequest, plan_id: int) -> HttpResponse:
    row = plan_of(person_of(request), plan_id)
    pause_plan(row, None)
    return redirect("plan", row.pk)


@require_POST
def close(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Close the plan early: finishing early is fine."""
    row = plan_of(person_of(request), plan_id)
    close_plan(row, now=request.now)
    offer_undo(request, Undo("The plan is closed.", reverse("open-plan-again", args=[row.pk])))
    return redirect("application", row.application_id)


@require_POST
def open_again(request: HttpRequest, plan_id: int) -> HttpResponse:
    row = plan_of(person_of(request), plan_id)
    open_plan_again(row)
    return redirect("plan", row.pk)


@require_POST
def swap(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Go on with another playbook; what was done is not asked again."""
    row = plan_of(person_of(request), plan_id)
    wanted = request.POST.get("playbook") or request.GET.get("back", "")
    if wanted not in shipped_playbooks():
        raise SecondWindError("There is no playbook of that name.", "Pick one from the list.")
    before = row.playbook_id
    swap_playbook(row, wanted, built=built(), now=request.now)
    url = reverse("swap-playbook", args=[row.pk])
    offer_undo(
        request, Undo(f"The plan goes on with “{shipped_playbooks()[wanted].title}”.", f"{url}?back={before}")
    )
    return redirect("plan", row.pk)


@require_POST
def full(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The full plan, on request, for a no that came without any contact."""
    row = plan_of(person_of(request), plan_id)
    open_full_plan(row)
    return redirect("plan", row.pk)


urlpatterns = [
    path("plans/<int:plan_id>/", plan, name="plan"),
    path("plans/<int:plan_id>/pause/", pause, name="pause-plan"),
    path("plans/<int:plan_id>/resume/", resume, name="resume-plan"),
    path("plans/<int:plan_id>/close/", close, name="close-plan"),
    path("plans/<int:plan_id>/open/", open_again, name="open-plan-again"),
    path("plans/<int:plan_id>/swap/", swap, name="swap-playbook"),
    path("plans/<int:plan_id>/full/", full, name="full-plan"),
]
