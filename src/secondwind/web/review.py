"""Review: the mail we were not sure about, the most telling first, one at a time, by keyboard or by hand."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.correct_reading import agree, correct_kind, move_message, reopen_with
from secondwind.actions.note_by_mail import confirm_note, drop_note
from secondwind.errors import SecondWindError
from secondwind.record.mailboxes import notes_waiting
from secondwind.record.models import Application, Correction, MailedNote, Message, Question
from secondwind.record.queries import application_of, message_of, open_applications, own_row
from secondwind.record.review import waiting_in_order
from secondwind.tools.registry import built
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .asked import number_in
from .lessons import alike_of, alike_undo, move_alike

ANSWERS = (
    ("n 1", "rejection", "A no"),
    ("r 2", "application_received", "A receipt"),
    ("i 3", "interview", "An invitation"),
    ("t 4", "assessment", "A test"),
    ("f 5", "offer", "An offer"),
    ("o 6", "other_job", "Something other about the search"),
    ("x 7", "not_job", "Nothing about the search"),
    ("l 8", "unsure", "Leave it unsure"),
)
"""Its keys (a letter, which is shown, and a number), what an answer means, and its words."""
AHEAD = 4
ALIKE_SHOWN = 5
OPEN_SHOWN = 60
OPENING = 1600
"""Characters of a mail that are enough to know it by; the rest is one link away."""
GLANCE = 240
"""The same where nothing in it stands out, above the answers."""
LAST = "review_last"
"""Where the last answer waits, in the session: without scripts the page after it comes by a redirect."""


def review(request: HttpRequest) -> HttpResponse:
    """The mail to look at, by default the most telling one; the rest stands in line below."""
    last = request.session.pop(LAST, None)
    rows = Correction.objects.of(person_of(request)).filter(pk=last, undone_at=None) if last else None
    return _page(request, at=number_in(request.GET.get("at", "")), last=rows.first() if rows else None)


def _page(
    request: HttpRequest, *, at: int | None, last: Correction | None, undo: Undo | None = None
) -> HttpResponse:
    owner = person_of(request)
    order = waiting_in_order(owner)
    place = order.index(at) if at in order else 0
    found = {row.pk: row for row in _rows(owner, order[max(place - 1, 0) : place + AHEAD + 1])}
    line = [found[pk] for pk in order[place : place + AHEAD + 1] if pk in found]
    context = {
        "current": _card(line[0]) if line else None,
        "answers": ANSWERS,
        "line": line[1:],
        "following": _card(line[1]) if len(line) > 1 else None,
        "earlier": order[place - 1] if place else None,
        "left": len(order),
        "last": last,
        "alike": alike_of(last, ALIKE_SHOWN) if last else None,
        "notes": notes_waiting(owner)[:AHEAD],
        "about": open_applications(owner)[:OPEN_SHOWN],
    }
    return render(request, "web/review.html", context, partial="one", undo=undo)


def _rows(owner: Person, pks: list[int]) -> list[Message]:
    rows = Message.objects.of(owner).filter(pk__in=pks).defer("calendars")
    return list(rows.select_related("owner", "question").prefetch_related("readings"))


def _card(message: Message) -> dict[str, Any]:
    """What one mail shows: the words it rests on, its opening, why it stands here, and what may be answered."""
    reading = max(message.readings.all(), key=lambda row: row.pk, default=None)
    quotes = list(reading.evidence) if reading else []
    question = _question(message)
    return {
        "message": message,
        "reading": reading,
        "quotes": quotes,
        "glance": "" if quotes else opening_of(" ".join(message.text.split()), GLANCE),
        "opening": opening_of(message.text),
        "question": question,
        "options": _options(question) if question else [],
        "lesson": number_in(message.leant.get("lesson", "")),
    }


def opening_of(text: str, most: int = OPENING) -> str:
    """The first stretch of a mail, ended at a line or a word, with its lines as they were."""
    if len(text) <= most:
        return text
    start = text[:most]
    cut = max(start.rfind("\n"), start.rfind(" "))
    return start[: cut if cut > 0 else most].rstrip() + " …"


def _question(message: Message) -> Question | None:
    question: Question | None = getattr(message, "question", None)
    return question if question and question.answered_at is None else None


def _options(question: Question) -> list[Application]:
    return list(Application.objects.of(question.owner).filter(pk__in=question.options, merged_into=None))


@require_POST
def answer(request: HttpRequest, message_id: int) -> HttpResponse:
    """One answer, and the next mail."""
    last = _answer(request, message_of(person_of(request), message_id))
    return _go_on(request, last, None)


@require_POST
def alike_too(request: HttpRequest, correction_id: int) -> HttpResponse:
    """The ticked mails are the same as the last one; the mail in hand stays in hand."""
    correction = own_row(Correction.objects.of(person_of(request)), correction_id)
    move_alike(request, correction)
    return _go_on(request, None, alike_undo(correction, "review"))


def _go_on(request: HttpRequest, last: Correction | None, undo: Undo | None) -> HttpResponse:
    """The next page: the way back of an answer stands on it, where a toast would lie over the answers."""
    then = number_in(request.POST.get("then", ""))
    if request.htmx:
        return _page(request, at=then, last=last, undo=undo)
    if undo is not None:
        offer_undo(request, undo)
    if last is not None:
        request.session[LAST] = last.pk
    return redirect(reverse("review") + (f"?at={then}" if then is not None else ""))


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


@require_POST
def settle_note(request: HttpRequest, note_id: int) -> HttpResponse:
    """A note the person mailed to themselves: right, perhaps with the application it is about, or let go."""
    owner = person_of(request)
    note = own_row(MailedNote.objects.of(owner).select_related("application", "event"), note_id)
    if request.POST.get("answer") == "right":
        about = number_in(request.POST.get("about", ""))
        application = application_of(owner, about) if about is not None else None
        confirm_note(note, application=application, built=built(), now=request.now)
    else:
        drop_note(note, now=request.now)
    return redirect("review")


def _id(given: str) -> int:
    number = number_in(given.partition(":")[2])
    if number is None:
        raise SecondWindError("Which one?", "Pick one of the answers.")
    return number


urlpatterns = [
    path("review/", review, name="review"),
    path("review/<int:message_id>/", answer, name="answer"),
    path("review/notes/<int:note_id>/", settle_note, name="settle-note"),
    path("review/alike/<int:correction_id>/", alike_too, name="alike-too"),
]
