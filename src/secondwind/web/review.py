"""Review: the mail we were not sure about, one at a time, by keyboard or by hand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.actions.correct_reading import agree, correct_kind, move_message, reopen_with
from secondwind.errors import SecondWindError
from secondwind.record.models import Application, Correction, Message, Question
from secondwind.record.queries import application_of, message_of, unsure_messages
from secondwind.tools.registry import built
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .asked import number_in

ANSWERS = (
    ("n", "rejection", "A no"),
    ("r", "application_received", "A receipt"),
    ("i", "interview", "An invitation"),
    ("t", "assessment", "A test"),
    ("f", "offer", "An offer"),
    ("o", "other_job", "Something other about the search"),
    ("x", "not_job", "Nothing about the search"),
    ("u", "unsure", "Leave it unsure"),
)
"""A key, what it means, and its words."""
AHEAD = 4
OPENING = 1600
"""Characters of a mail that are enough to know it by; the rest is one link away."""


def review(request: HttpRequest) -> HttpResponse:
    """The next mail to look at; the rest stands in line below."""
    return _page(request, None)


def _page(request: HttpRequest, last: Correction | None) -> HttpResponse:
    owner = person_of(request)
    rows = list(unsure_messages(owner)[: AHEAD + 1])
    current = rows[0] if rows else None
    question = _question(current) if current else None
    reading = current.readings.order_by("id").last() if current else None
    undo = _way_back(last) if last else None
    context = {
        "current": current,
        "opening": opening_of(current.text) if current else "",
        "reading": reading,
        "question": question,
        "options": _options(question) if question else [],
        "answers": ANSWERS,
        "line": rows[1:],
        "left": unsure_messages(owner).count(),
        "last": last,
    }
    return render(request, "web/review.html", context, partial="one", undo=undo)


def _way_back(last: Correction) -> Undo:
    return Undo("Answered.", reverse("undo-correction", args=[last.pk]) + "?from=review")


def opening_of(text: str) -> str:
    """The first stretch of a mail, ended at a line or a word, with its lines as they were."""
    if len(text) <= OPENING:
        return text
    start = text[:OPENING]
    cut = max(start.rfind("\n"), start.rfind(" "))
    return start[: cut if cut > 0 else OPENING].rstrip() + " …"


def _question(message: Message) -> Question | None:
    return Question.objects.of(message.owner).filter(message=message, answered_at=None).first()


def _options(question: Question) -> list[Application]:
    return list(Application.objects.of(question.owner).filter(pk__in=question.options, merged_into=None))


@require_POST
def answer(request: HttpRequest, message_id: int) -> HttpResponse:
    """One answer, and the next mail."""
    owner = person_of(request)
    message = message_of(owner, message_id)
    last = _answer(request, message)
    if request.htmx:
        return _page(request, last)
    offer_undo(request, _way_back(last))
    return redirect("review")


def _answer(request: HttpRequest, message: Message) -> Correction:
    given, now = request.POST.get("answer", ""), request.now
    if given.startswith("application:"):
        to = application_of(message.owner, _id(given))
        return move_message(message, to, built=built(), now=now)
    if given.startswith("reopened:"):
        return reopen_with(message, application_of(message.owner, _id(given)), built=built(), now=now)
    if given == "new":
        return move_message(message, None, built=built(), now=now)
    if given in ("unsure", message.kind):
        return agree(message, now=now)
    return correct_kind(message, given, built=built(), now=now)


def _id(given: str) -> int:
    number = number_in(given.partition(":")[2])
    if number is None:
        raise SecondWindError("Which one?", "Pick one of the answers.")
    return number


urlpatterns = [
    path("review/", review, name="review"),
    path("review/<int:message_id>/", answer, name="answer"),
]
