"""The check-in: words, a strength, a line."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from secondwind.accounts.access import person_of
from secondwind.record.models import Step
from secondwind.tools.registry import built
from secondwind.tools.steps import go_on, id_in, step_for
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .actions import KEY, come_back, leave_without_words, save_check_in, step_that_asks, take_check_in_back
from .forms import CheckInForm
from .models import CheckIn
from .words import WORDS


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, step_id: int | None = None) -> HttpResponse:
    """For a step, or on one's own from the foot of any page."""
    owner = person_of(request)
    step_id = step_id if step_id is not None else id_in(request.GET.get("step", ""))
    step = step_for(request, step_id, KEY) if step_id is not None else None
    if request.method != "POST":
        return _page(request, CheckInForm(), step)
    form = CheckInForm(request.POST)
    if "leave" in request.POST:
        return _leave(request, step)
    if not form.is_valid():
        return _page(request, form, step)
    if form.says_nothing():
        return _leave(request, step)
    said = form.cleaned_data
    kept = save_check_in(
        owner,
        words=said["word"],
        strength=said["strength"],
        line=said["line"],
        step=step or step_that_asks(owner, request.now),
        built=built(),
        now=request.now,
    )
    offer_undo(request, Undo("Kept, for you alone.", reverse("take-check-in-back", args=[kept.pk])))
    return go_on(request)  # no word is said about what was written


@require_POST
def take_back(request: HttpRequest, check_in_id: int) -> HttpResponse:
    """Undo of a check-in."""
    owner = person_of(request)
    found = CheckIn.objects.of(owner).filter(pk=check_in_id).select_related("step__plan", "owner").first()
    if found is not None:
        take_check_in_back(found, built=built(), now=request.now)
    return go_on(request)


@require_POST
def take_leave_back(request: HttpRequest, step_id: int) -> HttpResponse:
    """Undo of leaving without words: the page is there again."""
    come_back(step_for(request, step_id, KEY), built=built(), now=request.now)
    return redirect("check-in-step", step_id=step_id)


def _page(request: HttpRequest, form: CheckInForm, step: Step | None) -> HttpResponse:
    chosen = form.data.getlist("word") if form.is_bound else []  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "form": form,
        "step": step,
        "words": [(word, word.capitalize(), word in chosen) for word in WORDS],
        "strength": _strength(form),
        "line": form.data.get("line", ""),
        "here": "check-in",
    }
    return render(request, "feelings/check_in.html", context)


def _strength(form: CheckInForm) -> str:
    said = form.data.get("strength", "")
    return said if said.isascii() and said.isdigit() else ""


def _leave(request: HttpRequest, step: Step | None) -> HttpResponse:
    if step is not None and leave_without_words(step, built=built(), now=request.now):
        undo = Undo("No words today.", reverse("take-leave-back", args=[step.pk]), "Go back to the words")
        offer_undo(request, undo)
    return go_on(request)
