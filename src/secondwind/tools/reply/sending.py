"""The pages of a letter on its way: Send, Save to Drafts, the permission each asks for once, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from secondwind.actions.allow_changes import allow
from secondwind.errors import SecondWindError
from secondwind.record.models import Mailbox, Sending
from secondwind.ui.render import render

from . import outbox
from .models import Letter
from .page import PAGE
from .views import back_to, letter_at, page, words_kept
from .way import way_of

Ask = Callable[..., Sending]


@require_POST
@words_kept
def send(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter leaves in ten seconds, unless it is taken back."""
    return _on_its_way(request, letter, "send", outbox.put_on_its_way)


@require_POST
@words_kept
def save_to_drafts(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter is laid among the person's drafts."""
    return _on_its_way(request, letter, "drafts", outbox.save_to_drafts)


def _on_its_way(request: HttpRequest, letter: Letter, what: str, ask: Ask) -> HttpResponse:
    """Do it; where it is not allowed yet, ask for that one permission, and go on with the answer."""
    if letter.state != "draft":
        return redirect("letter", letter.pk)
    try:
        mailbox = outbox.mailbox_for(letter, request.POST.get("mailbox", ""))
        if not _is_allowed(mailbox, what, request):
            return render(request, "reply/allow.html", {"letter": letter, "mailbox": mailbox, "what": what})
        ask(letter, mailbox, now=request.now)
    except SecondWindError as trouble:
        letter.refresh_from_db()
        return page(request, letter, trouble=trouble)
    return back_to(letter, "leave") if what == "drafts" else redirect("letter", letter.pk)


def _is_allowed(mailbox: Mailbox, what: str, request: HttpRequest) -> bool:
    if not getattr(mailbox, outbox.ALLOWS[what]) and request.POST.get("allow") == what:
        allow(mailbox, what)
    return bool(getattr(mailbox, outbox.ALLOWS[what]))


@require_POST
def take_back(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    if not outbox.take_back(letter, now=request.now) and letter.state in {"leaving", "sent"}:
        messages.info(request, "It has left already, and cannot be called back.")
    return redirect("letter", letter.pk)


@require_POST
def say_it_went(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    outbox.say_it_went(letter, now=request.now)
    return redirect("letter", letter.pk)


@require_POST
def say_it_did_not(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    outbox.say_it_did_not(letter, now=request.now)
    return redirect("letter", letter.pk)


@require_safe
def look_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Whether there is something new to show: nothing (204) where not, else the page is loaded anew, or the line
    about the draft, so that nothing typed meanwhile is lost."""
    letter = letter_at(request, letter_id)
    way = way_of(letter, request.now)
    if way.seen == request.GET.get("seen"):
        return HttpResponse(status=204)
    if letter.state == "draft" and request.GET.get("part") == "draft":
        return render(request, PAGE, {"letter": letter, "way": way}, partial="kept")
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer
