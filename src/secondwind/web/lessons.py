"""Lessons: mails like one set right, what later readings lean to, and reading kept mail again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from secondwind.accounts.access import person_of
from secondwind.accounts.models import Person
from secondwind.actions.correct_reading import correct_alike, undo_alike
from secondwind.actions.forget_lessons import forget_lessons, remember_lessons
from secondwind.actions.reread_mail import Reread, read_before, reread_mail
from secondwind.record.lessons import alike_to, sender_of, teaching
from secondwind.record.models import Correction, Message
from secondwind.record.queries import own_row
from secondwind.tools.registry import built
from secondwind.ui.render import render
from secondwind.ui.undo import Undo, offer_undo

from .asked import number_in
from .kinds import READ_AS

AT_ONCE = 150
"""Mails read again in one answer, so that the page never keeps anybody waiting long."""
FORGOTTEN = "lessons_forgotten"
"""Where the lessons forgotten last wait, in the session."""
NUMBERS = (
    "No",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Mails like one that was set right. `shown` are listed, `more` is how many are on the page of their own."""

    correction: Correction
    shown: list[Message]
    more: int
    read_as: str

    @property
    def rows(self) -> list[tuple[Message, str, bool]]:
        """Each with what it is read as, and whether that is what the corrected one had been read as: the same slip,
        which is ticked. Others are listed and left to the person."""
        slip = self.correction.before["kind"]
        return [(message, READ_AS[message.kind], message.kind == slip) for message in self.shown]

    @property
    def heading(self) -> str:
        return f"{counted(len(self.shown) + self.more)} more like this"

    @property
    def heading_after(self) -> str:
        """The same beside another mail, which the review shows by then."""
        return self.heading.replace("this", "the last one")


def counted(number: int) -> str:
    """A number as it stands at the beginning of a sentence."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def alike_of(correction: Correction, most: int = 300) -> Alike | None:
    """Mails like the one set right, for a page to offer; None where there are none."""
    found = alike_to(correction)
    if not found:
        return None
    return Alike(correction, found[:most], len(found[most:]), READ_AS[correction.after["kind"]])


def alike(request: HttpRequest, correction_id: int) -> HttpResponse:
    """The mails like one that was set right: the ticked ones become the same when the person says so."""
    correction = own_row(Correction.objects.of(person_of(request)), correction_id)
    if request.method == "POST":
        move_alike(request, correction)
        offer_undo(request, alike_undo(correction))
        return redirect(_home_of(correction))
    context = {"found": alike_of(correction), "correction": correction, "home": _home_of(correction)}
    return render(request, "web/alike.html", context)


def move_alike(request: HttpRequest, correction: Correction) -> list[Correction]:
    """Set the ticked mails right, too; one that is not like it cannot be ticked."""
    ticked = {number_in(given) for given in request.POST.getlist("mail")}
    chosen = [message for message in alike_to(correction) if message.pk in ticked]
    return correct_alike(correction, chosen, built=built(), now=request.now)


def alike_undo(correction: Correction, came_from: str = "") -> Undo:
    """The one way back for all that came from a correction."""
    number = correction.alike.filter(undone_at=None).count()
    sentence = f"{counted(number)} more set right." if number else "Nothing was ticked."
    url = reverse("alike-back", args=[correction.pk])
    return Undo(sentence, f"{url}?from={came_from}" if came_from else url)


@require_POST
def alike_back(request: HttpRequest, correction_id: int) -> HttpResponse:
    """All that came from this correction is as it was."""
    correction = own_row(Correction.objects.of(person_of(request)), correction_id)
    undo_alike(correction, built=built(), now=request.now)
    return redirect("review" if request.GET.get("from") == "review" else _home_of(correction))


def _home_of(correction: Correction) -> str:
    message = correction.message
    if message is None:
        return reverse("applications")
    if message.application_id:
        return reverse("application", args=[message.application_id])
    return reverse("mail", args=[message.pk])


def lessons(request: HttpRequest) -> HttpResponse:
    """What later readings lean to, each with a way to forget it; and reading kept mail again."""
    return _page(request, None)


def _page(request: HttpRequest, done: Reread | None) -> HttpResponse:
    owner = person_of(request)
    context = {
        "rows": [_row(row, owner) for row in teaching(owner)[:300]],
        "waiting": read_before(owner).count(),
        "kept": Message.objects.of(owner).filter(settled=True).count(),
        "done": done,
    }
    return render(request, "web/lessons.html", context, partial="again")


def _row(correction: Correction, owner: Person) -> dict[str, Any]:
    leaning = Message.objects.of(owner).filter(leant__lesson=str(correction.pk)).count()
    return {
        "correction": correction,
        "sender": sender_of(correction.message) if correction.message else "",
        "read_as": READ_AS[correction.after["kind"]],
        "leaning": leaning,
    }


@require_POST
def forget(request: HttpRequest, correction_id: int | None = None) -> HttpResponse:
    """Forget one lesson, or all of them. What the person said of those mails stays."""
    owner = person_of(request)
    one = own_row(Correction.objects.of(owner), correction_id) if correction_id is not None else None
    request.session[FORGOTTEN] = forget_lessons(owner, one=one, built=built(), now=request.now)
    offer_undo(request, Undo("Forgotten. What you set right stays.", reverse("remember-lessons")))
    return redirect("review" if request.POST.get("from") == "review" else "lessons")


@require_POST
def remember(request: HttpRequest) -> HttpResponse:
    """The lessons forgotten last count again."""
    ids = request.session.pop(FORGOTTEN, [])
    remember_lessons(person_of(request), ids, built=built(), now=request.now)
    return redirect("lessons")


@require_POST
def read_again(request: HttpRequest) -> HttpResponse:
    """A stretch of kept mail, read again; the page goes on by itself, or by its button."""
    done = reread_mail(person_of(request), built=built(), now=request.now, most=AT_ONCE)
    return _page(request, done)


urlpatterns = [
    path("corrections/<int:correction_id>/alike/", alike, name="alike"),
    path("corrections/<int:correction_id>/alike/back/", alike_back, name="alike-back"),
    path("lessons/", lessons, name="lessons"),
    path("lessons/forget/", forget, name="forget-lessons"),
    path("lessons/<int:correction_id>/forget/", forget, name="forget-lesson"),
    path("lessons/remember/", remember, name="remember-lessons"),
    path("lessons/read-again/", read_again, name="read-again"),
]
