"""The page of the look back: facts first, five prompts, a line that shows the time and stops nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secondwind.accounts.access import person_of
from secondwind.record.models import Application, Plan, Step
from secondwind.record.queries import application_of
from secondwind.tools.registry import built
from secondwind.tools.steps import nothing_here, step_for
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .actions import (
    KEY,
    answered,
    ask_by_name,
    begin_debrief,
    finish_debrief,
    save_debrief,
    skip_debrief,
    stop_for_today,
    take_step_back,
    unfinish_debrief,
    words_of,
)
from .facts import facts_of, people_met
from .forms import DebriefForm
from .models import ENOUGH, Debrief

ABOUT = 20
"""Minutes that are enough."""
NUMBERS = ("None", "One", "Two", "Three", "Four", "Five")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One request's look back: at which application, and from which step, if it came from one."""

    debrief: Debrief
    application: Application
    step: Step | None

    @property
    def here(self) -> str:
        if self.step is not None:
            return reverse("look-back", args=[self.step.pk])
        return reverse("look-back-at", args=[self.application.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def look_back_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """The look back as a step of a plan."""
    step = step_for(request, step_id, KEY)
    application = step.plan.application
    return _answer(request, Sitting(begin_debrief(application, step, now=request.now), application, step))


@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: HttpRequest, application_id: int) -> HttpResponse:
    """The same right after an interview, before any outcome and without a plan."""
    application = application_of(person_of(request), application_id)
    return _answer(request, Sitting(begin_debrief(application, None, now=request.now), application, None))


@require_safe
def time_passed(request: HttpRequest, application_id: int) -> HttpResponse:
    """The soft timer, asked for once a minute."""
    application = application_of(person_of(request), application_id)
    debrief = _debrief(application)
    context = {"minutes": debrief.minutes_at(request.now), "about": ABOUT, "application": application}
    return render(request, "lookback/timer.html", context)


@require_POST
def reopen(request: HttpRequest, application_id: int) -> HttpResponse:
    """Undo of finishing."""
    debrief = _debrief(application_of(person_of(request), application_id))
    unfinish_debrief(debrief, built=built(), now=request.now)
    step = debrief.step
    return redirect("look-back", step.pk) if step else redirect("look-back-at", application_id)


@require_POST
def take_back_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Undo of a skip, or of stopping for today."""
    take_step_back(step_for(request, step_id, KEY), built=built(), now=request.now)
    return redirect("look-back", step_id)


def _answer(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if request.method != "POST":
        return _page(
            request, sitting, _form(sitting, {**words_of(sitting.debrief), "moment": sitting.debrief.moment})
        )
    form = DebriefForm(request.POST, by_name=_name(sitting))
    if not form.is_valid():
        return _page(request, sitting, form)
    count = save_debrief(
        sitting.debrief, form.words, moment=form.cleaned_data["moment"], built=built(), now=request.now
    )
    return _grant(request, sitting, form, count)


def _grant(request: HttpRequest, sitting: Sitting, form: DebriefForm, count: int) -> HttpResponse:
    """What the pressed button asks for, now that the words are kept; without one, saving."""
    wish = request.POST.get("do", "save")
    if wish == "keep":
        return _page(request, sitting, form)
    if wish == "name":
        ask_by_name(sitting.debrief, not sitting.debrief.by_name)
        return redirect(sitting.here)
    if wish == "stop":
        return _stop(request, sitting)
    if wish == "skip" and sitting.step is not None:
        return _skip(request, sitting.step)
    return _save(request, sitting, count)


def _save(request: HttpRequest, sitting: Sitting, count: int) -> HttpResponse:
    fresh = sitting.debrief.finished_at is None or (sitting.step is not None and sitting.step.state == "open")
    if finish_debrief(sitting.debrief, built=built(), now=request.now):
        if fresh:
            undo = reverse("look-back-reopen", args=[sitting.application.pk])
            offer_undo(request, Undo("Your look back is kept.", undo))
        return redirect(_onward(sitting))
    request.session["looked-back"] = count
    return redirect(f"{sitting.here}#kept")


def _stop(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    if sitting.step is not None and sitting.step.state == "open":
        stop_for_today(sitting.step, now=request.now)
        undo = reverse("look-back-again", args=[sitting.step.pk])
        offer_undo(request, Undo("Kept. It comes again tomorrow.", undo))
    return redirect(_onward(sitting))


def _skip(request: HttpRequest, step: Step) -> HttpResponse:
    if skip_debrief(step, built=built(), now=request.now):
        undo = reverse("look-back-again", args=[step.pk])
        offer_undo(request, Undo("Left out. What you wrote stays.", undo))
    return redirect("today")


def _page(request: HttpRequest, sitting: Sitting, form: DebriefForm) -> HttpResponse:
    debrief, application = sitting.debrief, sitting.application
    count = len(answered(debrief))
    context: dict[str, Any] = {
        "form": form,
        "debrief": debrief,
        "application": application,
        "step": sitting.step,
        "is_open": sitting.step is None or sitting.step.state == "open",
        "plan": Plan.objects.of(application.owner).filter(application=application).first(),
        "facts": facts_of(application),
        "people": people_met(application),
        "minutes": debrief.minutes_at(request.now),
        "about": ABOUT,
        "count": NUMBERS[count],
        "is_enough": count >= ENOUGH,
        "was_saved": request.session.pop("looked-back", None) is not None,
        "name": application.owner.first_name,
        "action": sitting.here,
    }
    return render(request, "lookback/look_back.html", context, partial="kept")


def _form(sitting: Sitting, initial: dict[str, str]) -> DebriefForm:
    return DebriefForm(initial=initial, by_name=_name(sitting))


def _name(sitting: Sitting) -> str:
    return sitting.application.owner.first_name if sitting.debrief.by_name else ""


def _onward(sitting: Sitting) -> str:
    """Today after a step; without one the page stays where it is."""
    return sitting.here if sitting.step is None else reverse("today")


def _debrief(application: Application) -> Debrief:
    debrief = Debrief.objects.of(application.owner).filter(application=application).first()
    if debrief is None:
        raise nothing_here()
    return debrief
