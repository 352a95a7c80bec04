"""The rest page: what was said, until when nothing is asked, what may be done all the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.record.mailboxes import cannot_wait
from secondwind.record.models import Plan
from secondwind.record.queries import resting_until, under_way, unsure_messages
from secondwind.record.stages import rank
from secondwind.record.today import today_of
from secondwind.tools.registry import built
from secondwind.tools.steps import doable, id_in, step_for
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .actions import KEY, end_rest_now, rest_after_all, rests_cut_short
from .words import news, others_too, reason_for


@require_safe
def rest(request: HttpRequest) -> HttpResponse:
    """The rest all plans share; a quiet page where nobody rests."""
    return resting_page(request, here="rest")


def resting_page(request: HttpRequest, here: str = "today") -> HttpResponse:
    """The page of a person who rests: Today shows it too, as `here` says."""
    owner, now = person_of(request), request.now
    until = resting_until(owner, now)
    if until is None:
        return render(request, "rest/no_rest.html", _without_rest(owner, now))
    plans = _resting_plans(owner, now)
    context = {
        "here": here,
        "until": until,
        "said": _said(plans, now),
        "lead": plans[0],
        "unsure": unsure_messages(owner).exists(),
        "offers": doable(today_of(owner, now).ready),
        "many": len(plans) > 1,
        "live": under_way(owner, now)[:5],
        "cannot_wait": cannot_wait(owner, now),
    }
    return render(request, "rest/rest.html", context)


@require_safe
def rest_of_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """The door a step leads to: the same page."""
    step_for(request, step_id, KEY)
    return redirect("rest")


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """One press, no reason asked."""
    ids = end_rest_now(person_of(request), built=built(), now=request.now)
    if ids:
        back = reverse("take-rest-back", args=["-".join(map(str, ids))])
        offer_undo(request, Undo("The rest is ended.", back, "Rest after all"))
    return redirect("today")


@require_POST
def rest_again(request: HttpRequest) -> HttpResponse:
    """Take up a rest that was ended by hand and would still run."""
    owner, now = person_of(request), request.now
    rest_after_all(owner, [pk for pk, _ in rests_cut_short(owner, now)], built=built(), now=now)
    return redirect("rest")


@require_POST
def take_back(request: HttpRequest, plans: str) -> HttpResponse:
    """Undo of ending: `plans` are ids with a dash between them; those of other people are passed over."""
    ids = [pk for part in plans.split("-") if (pk := id_in(part)) is not None]
    rest_after_all(person_of(request), ids, built=built(), now=request.now)
    return redirect("rest")


def _resting_plans(owner: Person, now: datetime) -> list[Plan]:
    """The plans that rest, the one that went furthest first."""
    plans = Plan.objects.of(owner).filter(state="open", rest_until__gt=now).select_related("application")
    return sorted(plans, key=lambda plan: (-rank(plan.application.furthest), -plan.began_at.timestamp()))


def _said(plans: list[Plan], now: datetime) -> dict[str, str]:
    lead, others = plans[0], plans[1:]
    zone = timezone.get_current_timezone()
    ended_at = lead.application.ended_at
    told = news(
        lead.application.name,
        ended_at.astimezone(zone) if ended_at else None,
        now.astimezone(zone),
        ghosted=lead.ghosted,
    )
    return {
        "news": told,
        "others": others_too(
            [plan.application.name for plan in others if not plan.ghosted],
            [plan.application.name for plan in others if plan.ghosted],
        ),
        "reason": reason_for(lead.application.furthest),
    }


def _without_rest(owner: Person, now: datetime) -> dict[str, Any]:
    return {
        "here": "rest",
        "again_until": max((until for _, until in rests_cut_short(owner, now)), default=None),
    }
