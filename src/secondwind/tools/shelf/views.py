"""The shelf: one role at a time, and what the person does with it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secondwind.accounts.access import person_of
from secondwind.lib.days import local_day
from secondwind.record.models import Step
from secondwind.record.queries import resting_until
from secondwind.tools.registry import built
from secondwind.tools.steps import id_in, nothing_here, step_for
from secondwind.ui.dates import moment_words
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .actions import (
    KEY,
    add_posting,
    choose,
    correct_posting,
    keep,
    let_go,
    mark_asked,
    note_applied,
    put_back,
    set_cap,
    take_back,
)
from .forms import CapForm, PostingForm, TriageForm
from .models import ENOUGH, Change, Posting, has_why
from .queries import change_of, chosen, gone, known_at, last_place, on_shelf, posting_of, rests, week_of

NUMBERS = (
    "None", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
)  # fmt: skip
ORDINALS = {1: "second", 2: "third", 3: "fourth", 4: "fifth", 5: "sixth", 6: "seventh"}
USUAL_TIME = time(9, 30)


@require_safe
def shelf(request: HttpRequest) -> HttpResponse:
    """The shelf by its door. `?role=` shows that one first."""
    return _shelf(request, None)


@require_safe
def shelf_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """The shelf as a step of a plan: choosing one finishes it."""
    return _shelf(request, step_for(request, step_id, KEY))


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, posting_id: int) -> HttpResponse:
    """One role; posting to it does what the pressed button says (`do`)."""
    posting = posting_of(person_of(request), posting_id)
    step = _step(request, request.POST.get("step", ""))
    if request.method != "POST":
        return _page(request, posting, step)
    wish = request.POST.get("do", "")
    if wish in {"put_back", "applied"}:
        do = put_back if wish == "put_back" else note_applied
        return _done(request, do(posting, now=request.now), step)
    form = _triage(request, posting, request.POST, choosing=wish == "choose")
    if not form.is_valid():
        return _page(request, posting, step, form=form)
    if wish == "choose":
        return _choose(request, posting, step, form)
    said = {name: form.cleaned_data[name] for name in ("excitement", "why")}
    do_with = let_go if wish == "let_go" else keep
    return _done(request, do_with(posting, **said, now=request.now), step)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A role seen somewhere, by hand."""
    step = _step(request, request.POST.get("step", request.GET.get("step", "")))
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = add_posting(person_of(request), form.cleaned_data, now=request.now)
        return _done(request, change, step, show=change.posting)
    return render(
        request, "shelf/role_form.html", {"form": form, "step": step, "action": reverse("shelf-add")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, posting_id: int) -> HttpResponse:
    """The facts of a role, said again."""
    posting = posting_of(person_of(request), posting_id)
    step = _step(request, request.POST.get("step", request.GET.get("step", "")))
    fields = ("title", "employer", "location", "closes_on", "url", "words")
    form = PostingForm(request.POST or None, initial={name: getattr(posting, name) for name in fields})
    if request.method == "POST" and form.is_valid():
        return _done(
            request, correct_posting(posting, form.cleaned_data, now=request.now), step, show=posting
        )
    context = {"form": form, "step": step, "posting": posting, "action": request.path}
    return render(request, "shelf/role_form.html", context)


@require_POST
def cap(request: HttpRequest) -> HttpResponse:
    """How many roles a week. Its undo is the same address with the number it was."""
    owner = person_of(request)
    form = CapForm(request.POST if "cap" in request.POST else request.GET)
    if not form.is_valid():
        return _page(request, _first(request), None, cap_form=form)
    now, was = form.cleaned_data["cap"], set_cap(owner, form.cleaned_data["cap"])
    if was != now:
        back = f"{reverse('shelf-cap')}?{urlencode({'cap': was})}"
        offer_undo(request, Undo(f"{_number(now)} a week from now on.", back))
    return redirect("shelf")


@require_POST
def undo(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take one change back."""
    change = change_of(person_of(request), change_id)
    take_back(change, built=built(), now=request.now)
    return redirect(_address(change.step, change.posting))


def _choose(request: HttpRequest, posting: Posting, step: Step | None, form: TriageForm) -> HttpResponse:
    """Choose it, or first say once what there is to say: the week is full, or it would not count as intentional."""
    asks = _asks(request, posting, form)
    if asks - set(request.POST.getlist("asked")):
        if "low" in asks:
            mark_asked(posting)
        return _page(request, posting, step, form=form, asks=asks)
    assert form.intention is not None  # noqa: S101  # a valid form of a choice has one
    change = choose(
        posting,
        excitement=form.cleaned_data["excitement"],
        why=form.cleaned_data["why"],
        intention=form.intention,
        step=step,
        built=built(),
        now=request.now,
    )
    return _done(request, change, step)


def _asks(request: HttpRequest, posting: Posting, form: TriageForm) -> set[str]:
    """What one more tap answers: "cap" for a full week; "low" once a role, for no why or less than a 4."""
    asks = set()
    if week_of(posting.owner, request.now).is_full:
        asks.add("cap")
    low = (form.cleaned_data["excitement"] or 0) < ENOUGH or not has_why(form.cleaned_data["why"])
    if low and not posting.asked_low:
        asks.add("low")
    return asks


def _shelf(request: HttpRequest, step: Step | None) -> HttpResponse:
    return _page(request, _first(request), step)


def _first(request: HttpRequest) -> Posting | None:
    """The role asked for, else the one in front."""
    asked = id_in(request.GET.get("role", ""))
    if asked is not None:
        return posting_of(person_of(request), asked)
    waiting = on_shelf(person_of(request), request.now)
    return waiting[0] if waiting else None


def _page(
    request: HttpRequest,
    posting: Posting | None,
    step: Step | None,
    *,
    form: TriageForm | None = None,
    asks: set[str] | None = None,
    cap_form: CapForm | None = None,
) -> HttpResponse:
    owner, now = person_of(request), request.now
    waiting, picked = on_shelf(owner, now), chosen(owner)
    week, until = week_of(owner, now), resting_until(owner, now)
    known = known_at(owner, [*waiting, *([posting] if posting else [])])
    context: dict[str, Any] = {
        "step": step,
        "here_path": reverse("shelf-step", args=[step.pk]) if step else reverse("shelf"),
        "posting": posting,
        "known": known[posting.pk] if posting else None,
        "form": form or (_triage(request, posting) if posting else PostingForm()),
        "rests": posting is not None and rests(posting, now),
        "resting_until": until,
        "asks": asks or set(),
        "waiting": [(one, known[one.pk]) for one in waiting if posting is None or one.pk != posting.pk],
        "picked": [one for one in picked if posting is None or one.pk != posting.pk],
        "gone": gone(owner),
        "count": _number(len(waiting)),
        "week": week,
        "week_words": f"{_number(week.chosen)} of {_number(week.cap).lower()}",
        "next_one": ORDINALS.get(week.chosen, "further one"),
        "squares": [index < week.chosen for index in range(max(week.cap, min(week.chosen, 12)))],
        "cap_words": _number(week.cap),
        "cap_form": cap_form or CapForm(initial={"cap": week.cap}),
        "today": local_day(now, owner.zone),
        "scale": [str(number) for number in range(1, 6)],
    }
    return render(request, "shelf/shelf.html", context)


def _triage(
    request: HttpRequest, posting: Posting, given: Any = None, *, choosing: bool = False
) -> TriageForm:
    """The form of one role. Unfilled it offers tomorrow morning at the place of last time."""
    owner, now = posting.owner, request.now
    zone = ZoneInfo(owner.zone)
    tomorrow = datetime.combine(local_day(now, owner.zone) + timedelta(days=1), USUAL_TIME, tzinfo=zone)
    when = max(posting.plan_when, now).astimezone(zone) if posting.plan_when else tomorrow
    initial = {
        "excitement": posting.excitement,
        "why": posting.why,
        "day": when.date(),
        "clock": when.time(),
        "where": posting.plan_where or last_place(owner),
        "obstacle": posting.obstacle,
    }
    return TriageForm(given, initial=initial, now=now, zone=owner.zone, choosing=choosing)


def _done(
    request: HttpRequest, change: Change, step: Step | None, *, show: Posting | None = None
) -> HttpResponse:
    """One sentence with the way back, and on to the shelf; to Today where a step was finished."""
    offer_undo(request, Undo(_said(request, change), reverse("shelf-undo", args=[change.pk])))
    if change.step is not None:
        return redirect("today")
    return redirect(_address(step, show))


def _said(request: HttpRequest, change: Change) -> str:
    posting = change.posting
    if posting.shelved_in_rest and change.what in {"added", "kept"}:
        zone = ZoneInfo(posting.owner.zone)
        until = (resting_until(posting.owner, request.now) or request.now).astimezone(zone)
        return f"On tomorrow’s shelf until {moment_words(until, request.now.astimezone(zone))}."
    if change.what == "chosen" and not posting.is_intentional:
        return "Chosen. It is not counted as intentional."
    return {
        "added": "On the shelf.",
        "corrected": "Corrected.",
        "chosen": "Chosen for this week.",
        "kept": "Kept on the shelf.",
        "let go": "Let go.",
        "put back": "Back on the shelf.",
        "applied": "Noted: you applied today.",
    }[change.what]


def _address(step: Step | None, posting: Posting | None) -> str:
    path = reverse("shelf-step", args=[step.pk]) if step else reverse("shelf")
    return f"{path}?{urlencode({'role': posting.pk})}" if posting is not None else path


def _step(request: HttpRequest, pk: str) -> Step | None:
    """The step the person came from; None where they came by the door."""
    if not pk:
        return None
    step_id = id_in(pk)
    if step_id is None:
        raise nothing_here()
    return step_for(request, step_id, KEY)


def _number(number: int) -> str:
    return NUMBERS[number] if number < len(NUMBERS) else str(number)
