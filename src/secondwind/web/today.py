"""Today: at most two small things, what rests until when, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.finish_step import decline_step, put_off_step, reopen_step, skip_step
from secondwind.actions.keep_import import leave_offer, take_offer
from secondwind.actions.tell_letter import tell_letters
from secondwind.lib.days import local_day
from secondwind.playbooks.revise import REST_TOOL
from secondwind.record.mailboxes import letters_come, untold_of
from secondwind.record.models import MailImport, Plan, Step
from secondwind.record.offers import Offer, offers_today
from secondwind.record.queries import applications, step_of, under_way, unsure_messages
from secondwind.record.today import Today, WaitingStep, today_of, words_of
from secondwind.tools.registry import built, built_tools
from secondwind.tools.rest.views import resting_page
from secondwind.tools.steps import doable
from secondwind.ui.dates import day_words
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo
from secondwind.ui.wind import Segment

SHOWN_WAITING = 4
SHOWN_COME = 2
NAMES_THE_NO_FOR = 7
"""Days after which the page no longer opens with the no."""
CALM = (Segment("rest", width=38), Segment("breath", width=10), Segment("rest", width=52))
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def today(request: HttpRequest) -> HttpResponse:
    """The page people open: in its three states, ready, resting and nothing at all."""
    owner, now = person_of(request), request.now
    view = today_of(owner, now)
    come = letters_come(owner, now)
    if not view.ahead.plans and not view.offered and not come and not applications(owner).exists():
        return redirect("first-run")
    if view.resting_until:
        return resting_page(request)
    lead = _leading_plan(view)
    ready = doable(view.ready)
    context = {
        "here": "today",
        "view": view,
        "ready": ready,
        "first": ready[0] if ready else None,
        "also": ready[1:],
        "minutes": sum(item.step.row.minutes for item in ready[:1]),
        "waiting": _next_ones(view.waiting),
        "lead": lead,
        "heading": _heading(lead, view, now) if ready else "",
        "wind": _wind(lead, view, owner, now) if lead and ready else (),
        "calm": CALM,
        "live": _live(owner, lead, now),
        "unsure": unsure_messages(owner).exists(),
        "offers": view.offered,
        "come": come[:SHOWN_COME],
        "more_come": len(come[SHOWN_COME:]),
        "before": [one for one in map(before_the_outcome, offers_today(owner, built(), now)) if one],
    }
    return render(request, "web/today.html", context)


def before_the_outcome(offer: Offer) -> tuple[Offer, str] | None:
    """An offer with the address it is taken up at; None where its tool serves plans alone."""
    tool = built_tools().get(offer.template.tool)
    if tool is None or not tool.offer_url_name:
        return None
    return offer, reverse(tool.offer_url_name, args=[offer.application.pk])


def _leading_plan(view: Today) -> Plan | None:
    """The plan the page speaks of: that of the first ready step, else of the first that waits."""
    for step in (*view.ready, *view.waiting):
        return step.plan
    return None


def _heading(plan: Plan | None, view: Today, now: datetime) -> str:
    """Bad news first, for a week; after that the number of small things."""
    if plan is None:
        return ""
    came = local_day(came_at(plan), plan.owner.zone)
    if (view.day - local_day(plan.began_at, plan.owner.zone)).days > NAMES_THE_NO_FOR:
        return "One small thing today." if len(view.ready) == 1 else "Two small things, if you like."
    when = day_words(came, view.day, "near")
    if when not in ("today", "yesterday"):
        when = f"on {came:%A}" if (view.day - came).days < 7 else f"on {day_words(came, view.day, 'short')}"
    said = "has not answered" if plan.ghosted else f"said no {when}"
    return f"{plan.application.name} {said}."


def came_at(plan: Plan) -> datetime:
    """When the no came, which may be days before the person heard of it here."""
    return plan.application.ended_at or plan.began_at


def _next_ones(waiting: Sequence[WaitingStep]) -> list[WaitingStep]:
    """What comes next, soonest first; the long tail stays folded on the plan's own page."""
    return [step for step in waiting if step.row.day <= NAMES_THE_NO_FOR][:SHOWN_WAITING]


def _wind(plan: Plan, view: Today, owner: Person, now: datetime) -> tuple[Segment, ...]:
    """The wind line of the days around now: the dip of the no, the rest, today, and what is ahead."""
    zone = ZoneInfo(owner.zone)
    came, began = came_at(plan).astimezone(zone), plan.began_at.astimezone(zone)
    rested = plan.rest_until.astimezone(zone)
    how = {"phone": "their call", "in_person": "their word", "none": "no answer"}.get(
        plan.channel, "their mail"
    )
    overnight = rested.date() - began.date() <= timedelta(days=1)
    resting = "Overnight" if overnight else f"Until {day_words(rested.date(), None, 'hang')}"
    segments = [
        Segment("dip", _came(came, view.day), how, width=24),
        Segment("rest", resting, "rest", width=26),
    ]
    if (view.day - rested.date()).days >= 1:
        done = sum(1 for step in plan.steps.all() if step.state == "done" and step.tool != REST_TOOL)
        segments.append(Segment("calm", "Since then", f"{done} done" if done else "quiet", width=18))
    things = "one thing" if len(view.ready) == 1 else "two things"
    segments.append(Segment("rise", "Today", things, width=26))
    ahead = next((step for step in view.waiting if step.until and step.plan.pk == plan.pk), None)
    if ahead and ahead.until:
        on = ahead.until.astimezone(zone).date()
        day = day_words(on, view.day, "near")
        short = day[0].upper() + day[1:] if len(day) < 12 else day_words(on, None, "hang")
        segments.append(Segment("ahead", short, _short(ahead.title), width=24))
    return tuple(segments)


def _came(came: datetime, today: date) -> str:
    """The day and time of the no; the date alone once it is a week old."""
    if (today - came.date()).days < NAMES_THE_NO_FOR:
        return f"{came:%a} {came.hour}:{came:%M}"
    return day_words(came.date(), today, "short")


def _short(title: str) -> str:
    words = " ".join(title.split(",", maxsplit=1)[0].split()[:3])
    return words[:1].lower() + words[1:]


def _live(owner: Person, lead: Plan | None, now: datetime) -> dict[str, object]:
    rows = under_way(owner, now)
    if lead is not None:
        rows = rows.exclude(pk=lead.application_id)
    first = list(rows[:3])
    count = rows.count()
    words = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return {"count": count, "words": words, "first": first}


def open_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """The page where a step is done, whichever tool that is."""
    step = step_of(person_of(request), step_id)
    tool = built_tools().get(step.tool)
    return redirect(tool.url_name, step.pk) if tool else redirect("plan", step.plan_id)


@require_POST
def not_today(request: HttpRequest, step_id: int) -> HttpResponse:
    """Set a step aside until tomorrow."""
    owner = person_of(request)
    step = step_of(owner, step_id)
    put_off_step(step, until=local_day(request.now, owner.zone) + timedelta(days=1))
    return _back(request, step, "Set aside until tomorrow.")


@require_POST
def skip(request: HttpRequest, step_id: int) -> HttpResponse:
    step = step_of(person_of(request), step_id)
    skip_step(step, built=built(), now=request.now)
    return _back(request, step, "Skipped.")


@require_POST
def decline(request: HttpRequest, step_id: int) -> HttpResponse:
    step = step_of(person_of(request), step_id)
    decline_step(step, built=built(), now=request.now)
    return _back(request, step, "Not for you, then. It is out of this plan.")


@require_POST
def reopen(request: HttpRequest, step_id: int) -> HttpResponse:
    """Take the last answer to a step back."""
    step = step_of(person_of(request), step_id)
    reopen_step(step, built=built(), now=request.now)
    return redirect(_from(request, step))


def _back(request: HttpRequest, step: Step, sentence: str) -> HttpResponse:
    title = words_of(step, step.plan, step.title)
    offer_undo(request, Undo(f"{title}: {sentence}", reverse("reopen-step", args=[step.pk])))
    return redirect(_from(request, step))


def _from(request: HttpRequest, step: Step) -> str:
    return reverse("plan", args=[step.plan_id]) if request.POST.get("from") == "plan" else reverse("today")


@require_POST
def tell_letter(request: HttpRequest, message_id: int) -> HttpResponse:
    """Tell what a letter says that is still unread in the mailbox: from this press on it counts."""
    letter = untold_of(person_of(request), message_id)
    tell_letters([letter], built=built(), now=request.now)
    return redirect("application", letter.application_id) if letter.application_id else redirect("review")


@require_POST
def tell_all_letters(request: HttpRequest) -> HttpResponse:
    """The same for all of them at once."""
    owner = person_of(request)
    tell_letters([come.message for come in letters_come(owner, request.now)], built=built(), now=request.now)
    return redirect("today")


@require_POST
def open_offer(request: HttpRequest, import_id: int) -> HttpResponse:
    """The plan that was offered for an older no, on request."""
    offer = MailImport.objects.of(person_of(request)).filter(pk=import_id).first()
    plan = take_offer(offer, built=built(), now=request.now) if offer else None
    return redirect("plan", plan.pk) if plan else redirect("today")


@require_POST
def leave(request: HttpRequest, import_id: int) -> HttpResponse:
    """The offer is left; the application stays in the history, and its page can still open a plan."""
    offer = MailImport.objects.of(person_of(request)).filter(pk=import_id).first()
    if offer:
        leave_offer(offer)
    return redirect("today")


urlpatterns = [
    path("", today, name="today"),
    path("steps/<int:step_id>/", open_step, name="step"),
    path("steps/<int:step_id>/not-today/", not_today, name="not-today"),
    path("steps/<int:step_id>/skip/", skip, name="skip-step"),
    path("steps/<int:step_id>/not-for-me/", decline, name="decline-step"),
    path("steps/<int:step_id>/reopen/", reopen, name="reopen-step"),
    path("letters-come/<int:message_id>/tell/", tell_letter, name="tell-letter"),
    path("letters-come/tell/", tell_all_letters, name="tell-all-letters"),
    path("offers/<int:import_id>/open/", open_offer, name="open-offer"),
    path("offers/<int:import_id>/leave/", leave, name="leave-offer"),
]
