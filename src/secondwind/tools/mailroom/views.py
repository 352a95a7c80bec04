"""The pages where mail is put away: one press on Today, a page of its own, and the list of what is away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secondwind.accounts.access import person_of
from secondwind.record.models import Step
from secondwind.record.queries import message_of
from secondwind.tools.registry import built
from secondwind.tools.steps import go_on, nothing_here, step_for
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .actions import (
    ARCHIVED,
    AWAY,
    FOLDED,
    archive,
    bring_back,
    fold,
    mail_away,
    noes_of,
    note_put_away,
    put_away_again,
    take_back,
    waits_for,
)
from .words import text_without_mail

FOLD, ARCHIVE = "mailroom.fold", "mailroom.archive"


@require_safe
def put_away(request: HttpRequest) -> HttpResponse:
    """What is folded and what is filed, each with its way back."""
    owner = person_of(request)
    shelves = [
        ("folded", "Folded", "waiting for your reply", list(mail_away(owner, FOLDED))),
        ("filed", "Filed", "kept, out of sight", list(mail_away(owner, ARCHIVED))),
    ]
    return render(request, "mailroom/put_away.html", {"shelves": [s for s in shelves if s[3]]})


@require_http_methods(["GET", "HEAD", "POST"])
def fold_mail(request: HttpRequest, step_id: int) -> HttpResponse:
    """POST folds at once; GET is a page that asks, and a no without mail in the record is led to it."""
    return _answer(request, step_for(request, step_id, FOLD))


@require_http_methods(["GET", "HEAD", "POST"])
def archive_mail(request: HttpRequest, step_id: int) -> HttpResponse:
    """The same for filing; a sentence where the reply is still open."""
    return _answer(request, step_for(request, step_id, ARCHIVE))


@require_POST
def take_back_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """Undo of folding or filing."""
    take_back(step_for(request, step_id, FOLD, ARCHIVE), built=built(), now=request.now)
    return go_on(request)


@require_POST
def bring_mail_back(request: HttpRequest, message_id: int) -> HttpResponse:
    """One mail back into the inbox."""
    was = bring_back(message_of(person_of(request), message_id), now=request.now)
    if was in AWAY:
        offer_undo(request, Undo("Back in the inbox.", reverse("put-away-again", args=[message_id, was])))
    return redirect("put-away")


@require_POST
def put_mail_away_again(request: HttpRequest, message_id: int, place: str) -> HttpResponse:
    """Undo of bringing back."""
    if place not in AWAY:
        raise nothing_here()
    put_away_again(message_of(person_of(request), message_id), place, now=request.now)
    return redirect("put-away")


def _answer(request: HttpRequest, step: Step) -> HttpResponse:
    has_mail = noes_of(step.plan.application).exists()
    if request.method != "POST":
        return _page(request, step, has_mail=has_mail)
    if not has_mail and "put_away" not in request.POST:
        return redirect("fold" if step.tool == FOLD else "archive", step.pk)
    now = request.now
    do = note_put_away if not has_mail else fold if step.tool == FOLD else archive
    if do(step, built=built(), now=now):
        offer_undo(request, Undo(_said(step, has_mail), reverse("take-back-mail", args=[step.pk])))
    return go_on(request)


def _page(request: HttpRequest, step: Step, *, has_mail: bool) -> HttpResponse:
    """What pressing will do, before it is pressed. A step settled before says where things stand."""
    context = {
        "step": step,
        "application": step.plan.application,
        "files": step.tool == ARCHIVE,
        "has_mail": has_mail,
        "without_mail": text_without_mail(step),
        "by_portal": step.plan.channel == "portal",
        "mails": noes_of(step.plan.application).order_by("sent_at", "id"),
        "waits_for": waits_for(step) if step.tool == ARCHIVE else [],
    }
    return render(request, "mailroom/one.html", context)


def _said(step: Step, has_mail: bool) -> str:
    if not has_mail:
        return "Noted: it is put away."
    return "Their mail is put away." if step.tool == FOLD else "Their mail is filed."
