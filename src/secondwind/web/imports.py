"""Imports: progress while mail is read, the look through what was found, and taking it all back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.actions.correct_application import disown
from secondwind.actions.keep_import import keep_import
from secondwind.actions.read_mail import try_again
from secondwind.actions.undo_import import undo_import
from secondwind.errors import NotYoursError
from secondwind.record.models import Application, MailImport, Message, Question
from secondwind.record.queries import RUNNING, application_of
from secondwind.tools.registry import built
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .applications import came_from_page, sure_words
from .kinds import READ_AS

SHOWN = 300
FIXES = (
    ("n", "rejection", "A no"),
    ("r", "application_received", "A receipt"),
    ("i", "interview", "An invitation"),
    ("t", "assessment", "A test"),
    ("f", "offer", "An offer"),
    ("o", "other_job", "Something other about the search"),
    ("x", "not_job", "Nothing about the search"),
)
"""A key, what the mail was instead, and its words."""


@dataclass(frozen=True, slots=True)
class Found:
    """An application an import found, with the mail it rests on most, and how sure that reading is."""

    application: Application
    message: Message | None
    quote: str
    confidence: float
    mails: int
    read_as: str
    sure: str


def mail_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """One import, wherever it stands."""
    row = _own(request, import_id)
    if request.htmx.target == "progress" and row.state not in RUNNING:
        # The heading, the notice and the ways on all change with the end of the reading: the whole page comes anew.
        return HttpResponse(headers={"HX-Refresh": "true"})
    context: dict[str, object] = {
        "row": row,
        "running": row.state in RUNNING,
        "problems": row.problems.all()[:50],
        "import_waiting": None,
    }
    if row.state == "found":
        context |= _look_through(row, request.GET.get("at", ""))
    partial = "look" if request.htmx.target == "look" else "progress"
    return render(request, "web/import.html", context, partial=partial)


def _look_through(row: MailImport, at: str) -> dict[str, object]:
    """What was found, in the order it is looked through: noes first, each group the surest first."""
    found = found_by(row)
    noes = [one for one in found if one.application.stage == "rejected"]
    others = [one for one in found if one.application.stage != "rejected"]
    order = [*noes, *others]
    place = next((n for n, one in enumerate(order) if str(one.application.pk) == at), 0)
    return {
        "groups": [("These look like noes", noes), ("These look open, or ended otherwise", others)],
        "noes": len(noes),
        "total": row.applications.filter(not_mine=False, merged_into=None).count(),
        "shown": len(order),
        "current": order[place] if order else None,
        "following": order[place + 1] if place + 1 < len(order) else None,
        "fixes": FIXES,
        "unsure": _unsure_in(row),
    }


def _unsure_in(row: MailImport) -> int:
    """How many mails of an import stand in the review once it is kept."""
    questions = Question.objects.of(row.owner).filter(message=OuterRef("pk"), answered_at=None)
    return row.messages.filter(Q(kind="unsure") | Exists(questions), reviewed_at=None).count()


def found_by(row: MailImport) -> list[Found]:
    """What an import found, the surest first, the least sure last; at most 300."""
    mails = Message.objects.of(row.owner).defer("text").prefetch_related("readings")
    rows = (
        row.applications.filter(not_mine=False, merged_into=None)
        .annotate(surest=Max("messages__readings__confidence"))
        .order_by("-surest", "-last_at", "id")
        .prefetch_related(Prefetch("messages", queryset=mails))
    )
    return sorted((_found(application) for application in rows[:SHOWN]), key=lambda one: -one.confidence)


def _found(application: Application) -> Found:
    mails = [message for message in application.messages.all() if not message.is_mine]
    ending = [message for message in mails if message.kind == "rejection"]
    message = (ending or mails or [None])[-1]
    reading = max(message.readings.all(), key=lambda one: one.pk) if message else None
    quote = reading.evidence[0] if reading and reading.evidence else ""
    confidence = reading.confidence if reading else 0.0
    read_as = READ_AS[message.kind] if message else ""
    return Found(application, message, quote, confidence, len(mails), read_as, sure_words(confidence))


@require_POST
def keep(request: HttpRequest, import_id: int) -> HttpResponse:
    """Right: keep what was found. The latest no alone becomes a plan."""
    row = _own(request, import_id)
    if row.state == "found":
        keep_import(row, built=built(), now=request.now)
        url = reverse("undo-import", args=[row.pk])
        offer_undo(request, Undo("Kept.", url, "Take the whole import back"))
    return redirect("today")


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take the whole import back."""
    row = _own(request, import_id)
    undo_import(row, built=built(), now=request.now)
    return redirect("import", row.pk)


@require_POST
def again(request: HttpRequest, import_id: int) -> HttpResponse:
    try_again(_own(request, import_id))
    return redirect("import", import_id)


@require_POST
def leave_out(request: HttpRequest, import_id: int, application_id: int) -> HttpResponse:
    """While looking through: this one is not mine."""
    row = _own(request, import_id)
    correction = disown(application_of(person_of(request), application_id), now=request.now)
    url = reverse("undo-correction", args=[correction.pk])
    offer_undo(request, Undo("Left out.", f"{url}?from={row.pk}"))
    return redirect(came_from_page(request) or reverse("import", args=[row.pk]))


def _own(request: HttpRequest, import_id: int) -> MailImport:
    row = MailImport.objects.of(person_of(request)).filter(pk=import_id).first()
    if row is None:
        raise NotYoursError("There is no such import.", "Today is a good place to go on from.")
    return row


def listing(request: HttpRequest) -> HttpResponse:
    """Every mailbox that was read, and the way to take one back."""
    rows = MailImport.objects.of(person_of(request)).order_by("-began_at", "-id")[:50]
    return render(request, "web/imports.html", {"rows": rows})


urlpatterns = [
    path("imports/", listing, name="imports"),
    path("imports/<int:import_id>/", mail_import, name="import"),
    path("imports/<int:import_id>/keep/", keep, name="keep-import"),
    path("imports/<int:import_id>/undo/", undo, name="undo-import"),
    path("imports/<int:import_id>/again/", again, name="import-again"),
    path("imports/<int:import_id>/leave-out/<int:application_id>/", leave_out, name="leave-out"),
]
