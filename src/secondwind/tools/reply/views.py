"""The pages of the reply: one letter, its notes, and the ways it leaves. Each view calls one action."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from secondwind.accounts.access import person_of
from secondwind.errors import SecondWindError
from secondwind.record.queries import step_of
from secondwind.tools.registry import built
from secondwind.tools.steps import nothing_here
from secondwind.ui.render import render, wants_part
from secondwind.ui.undo import Undo, offer_undo

from . import actions
from .models import Letter
from .page import PAGE, letter_context

OWN_WORDS_STAY = "You have rewritten that part, so your words stay. Change it there, or take another wording."


def words_kept(
    view: Callable[[HttpRequest, Letter], HttpResponse],
) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view of the letter: what was typed along is kept before it goes on; where it cannot be, nothing is lost."""

    @wraps(view)
    def answer(request: HttpRequest, letter_id: int) -> HttpResponse:
        letter, trouble = _typed(request, letter_id)
        return trouble or view(request, letter)

    return answer


@require_safe
def open_step(request: HttpRequest, step_id: int) -> HttpResponse:
    """The step's letter: found, or begun. Opening it twice, or at once in two windows, begins one.

    A step that cannot be done here begins none: its plan says why.
    """
    owner = person_of(request)
    step = step_of(owner, step_id)
    if step.state == "impossible":
        return redirect("plan", step.plan_id)
    if not owner.signs_as:
        return render(request, "reply/name.html", {"step": step, "addresses": owner.own_addresses})
    return redirect("letter", actions.open_letter(step, now=request.now).pk)


@require_POST
def say_name(request: HttpRequest, step_id: int) -> HttpResponse:
    owner = person_of(request)
    step = step_of(owner, step_id)
    name, address = request.POST.get("name", ""), request.POST.get("address", "")
    try:
        actions.name_yourself(owner, name, address)
    except SecondWindError as trouble:
        said = {"step": step, "trouble": trouble, "name": name, "address": address}
        return render(request, "reply/name.html", {**said, "addresses": owner.own_addresses})
    return redirect("reply", step.pk)


@require_safe
def letter_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    return page(request, letter_at(request, letter_id))


@require_http_methods(["GET", "HEAD", "POST"])
@words_kept
def look_over(request: HttpRequest, letter: Letter) -> HttpResponse:
    """Keep what is typed and answer with marks and notes together."""
    if wants_part(request):
        return render(request, PAGE, letter_context(letter, request.now), partial="look")
    return back_to(letter, "draft")


@require_POST
@words_kept
def say_to(request: HttpRequest, letter: Letter) -> HttpResponse:
    picked = request.POST.get("recipient", "")
    typed_name, typed_address = request.POST.get("to_name", ""), request.POST.get("to_address", "")
    name, address = typed_name, typed_address
    typed_anew = typed_address.strip().casefold() not in {"", letter.to_address}
    if picked and picked != "other" and not typed_anew:
        found = [who for who in letter_context(letter, request.now)["recipients"] if who.address == picked]
        name, address = (found[0].name, found[0].address) if found else (typed_name, picked)
    number = _last(letter)
    try:
        follows = actions.choose_recipient(letter, name=name, address=address, now=request.now)
    except SecondWindError as trouble_:
        said = {"to_trouble": trouble_, "to_open": True, "typed_name": name, "typed_address": address}
        return page(request, letter, **said)
    said = f"It goes to {letter.to_name or letter.to_address}."
    sentence = said if follows else f"{said} The greeting is your own, so it stays."
    return _changed(request, letter, sentence, number)


@require_POST
@words_kept
def say_ask(request: HttpRequest, letter: Letter) -> HttpResponse:
    number = _last(letter)
    follows = actions.choose_ask(letter, request.POST.get("ask", ""), now=request.now)
    return _changed(request, letter, "The ask is changed." if follows else OWN_WORDS_STAY, number)


@require_POST
@words_kept
def say_moment(request: HttpRequest, letter: Letter) -> HttpResponse:
    number = _last(letter)
    follows = actions.remember_moment(letter, request.POST.get("moment", ""), now=request.now)
    return _changed(request, letter, "The moment is in the draft." if follows else OWN_WORDS_STAY, number)


@require_POST
@words_kept
def say_otherwise(request: HttpRequest, letter: Letter) -> HttpResponse:
    number = _last(letter)
    actions.another_wording(letter, now=request.now)
    return _changed(request, letter, "Another wording. Yours is kept.", number)


@require_POST
@words_kept
def use_words(request: HttpRequest, letter: Letter) -> HttpResponse:
    number = _last(letter)
    key = request.POST.get("use", "")
    note = next((one for one in letter_context(letter, request.now)["notes"] if one.key == key), None)
    if note is None or note.replacement is None:
        return back_to(letter, "draft")
    actions.put_in_place(letter, old=note.quote, new=note.replacement, start=note.start, now=request.now)
    return _changed(request, letter, "Those words are in the draft.", number)


@require_POST
@words_kept
def leave_it(request: HttpRequest, letter: Letter) -> HttpResponse:
    key = request.POST.get("leave", "")
    actions.leave_note(letter, key, now=request.now)
    undo = Undo("You leave that as it is.", reverse("letter-leave-it-back", args=[letter.pk]))
    return _answer(request, letter, undo, "look")


@require_POST
def leave_it_back(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    if letter.left_alone:
        actions.show_note_again(letter, letter.left_alone[-1], now=request.now)
    return back_to(letter, "draft")


@require_POST
def words_back(request: HttpRequest, letter_id: int, number: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    actions.bring_words_back(letter, number, now=request.now)
    return back_to(letter, "draft")


@require_POST
@words_kept
def lift(request: HttpRequest, letter: Letter) -> HttpResponse:
    actions.lift_hold(letter, now=request.now)
    offer_undo(
        request, Undo("The ways to leave are open.", reverse("letter-hold", args=[letter.pk]), "Hold it")
    )
    return back_to(letter, "leave")


@require_POST
def lift_back(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    actions.hold_again(letter)
    return back_to(letter, "leave")


@require_POST
@words_kept
def say_own_address(request: HttpRequest, letter: Letter) -> HttpResponse:
    typed = request.POST.get("own_address", "")
    try:
        actions.name_yourself(letter.owner, letter.owner.signs_as, typed)
    except SecondWindError as own_trouble:
        return page(request, letter, own_trouble=own_trouble, typed_own=typed)
    return back_to(letter, "leave")


@require_POST
@words_kept
def save_file(request: HttpRequest, letter: Letter) -> HttpResponse:
    """The letter as a draft file. What is typed is kept first, so the file holds it."""
    raw = actions.make_draft_file(letter, now=request.now)
    response = HttpResponse(raw, content_type="message/rfc822")
    response["Content-Disposition"] = 'attachment; filename="reply.eml"'
    return response


@require_POST
@words_kept
def say_sent(request: HttpRequest, letter: Letter) -> HttpResponse:
    went_to = request.POST.get("went_to", "")
    if actions.mark_sent(letter, went_to=went_to, built=built(), now=request.now):
        offer_undo(request, Undo("Noted as sent.", reverse("letter-back", args=[letter.pk])))
    return redirect("today")


@require_POST
@words_kept
def say_declined(request: HttpRequest, letter: Letter) -> HttpResponse:
    if actions.decline_letter(letter, built=built(), now=request.now):
        offer_undo(request, Undo("You leave it unanswered.", reverse("letter-back", args=[letter.pk])))
    return redirect("today")


@require_POST
def back_again(request: HttpRequest, letter_id: int) -> HttpResponse:
    letter = letter_at(request, letter_id)
    actions.take_letter_back(letter, built=built(), now=request.now)
    return redirect("letter", letter.pk)


def letter_at(request: HttpRequest, letter_id: int) -> Letter:
    """That letter, where it is the person's; NotYoursError else."""
    letters = Letter.objects.of(person_of(request)).select_related("application", "owner", "step", "event")
    letter = letters.filter(pk=letter_id).first()
    if letter is None:
        raise nothing_here()
    return letter


def _typed(request: HttpRequest, letter_id: int) -> tuple[Letter, HttpResponse | None]:
    """The letter with what was typed kept, where the draft came along; else an answer that loses nothing."""
    letter = letter_at(request, letter_id)
    body = request.POST.get("body")
    if body is None or letter.state != "draft":
        return letter, None
    subject = request.POST.get("subject", letter.subject)
    try:
        actions.keep_words(letter, body=body, subject=subject, now=request.now)
    except SecondWindError as trouble:
        if wants_part(request):
            return letter, render(request, PAGE, {"letter": letter, "trouble": trouble}, partial="too_long")
        letter.body, letter.subject = actions.plain_text(body), subject
        return letter, page(request, letter, trouble=trouble, unlooked=True)
    return letter, None


def _changed(request: HttpRequest, letter: Letter, sentence: str, before: int) -> HttpResponse:
    """Answer a change; where words gave way, with the way back to them."""
    undo = None
    number = _last(letter)
    if number != before:
        undo = Undo(sentence, reverse("letter-words-back", args=[letter.pk, number]))
    return _answer(request, letter, undo, "fresh", sentence)


def _last(letter: Letter) -> int:
    """The number of the words that gave way last; 0 where none did."""
    return int(letter.earlier[-1]["number"]) if letter.earlier else 0


def _answer(
    request: HttpRequest, letter: Letter, undo: Undo | None, partial: str, sentence: str = ""
) -> HttpResponse:
    if wants_part(request):
        context = letter_context(letter, request.now)
        return render(request, PAGE, {**context, "sentence": sentence}, partial=partial, undo=undo)
    if undo is not None:
        offer_undo(request, undo)
    elif sentence:
        messages.info(request, sentence)
    return back_to(letter, "draft")


def page(request: HttpRequest, letter: Letter, **more: Any) -> HttpResponse:
    """The page of a letter; `more` stands beside what it shows anyway. One about to leave brings the way back."""
    context = letter_context(letter, request.now, look=not more.get("unlooked"))
    if context["way"].stage == "waiting":
        undo = Undo("Your letter leaves in ten seconds.", reverse("letter-send-back", args=[letter.pk]))
        more = {"undo": undo, **more}
    return render(request, PAGE, {**context, **more})


def back_to(letter: Letter, place: str) -> HttpResponse:
    """On to a place on the page of a letter."""
    return redirect(f"{reverse('letter', args=[letter.pk])}#{place}")
