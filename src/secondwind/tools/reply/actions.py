"""What changes a letter: begin it, write in it, choose, leave, and take any of that back."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.finish_step import finish_step, reopen_step
from secondwind.errors import SecondWindError
from secondwind.letters.compose import compose
from secondwind.letters.letter import KINDS
from secondwind.letters.recipients import is_no_reply
from secondwind.lib.text import one_line, without_turns
from secondwind.playbooks.built import Built
from secondwind.record.models import Application, Event, Step
from secondwind.record.timeline import append, retract

from .facts import (
    best_recipient,
    family_of,
    first_ask,
    first_moment,
    letter_facts,
    may_ask,
    own_address,
    thread_for,
)
from .leaving import check_not_held, draft_file
from .merge import carry_over
from .models import Letter

LONGEST = 200_000
KEPT_TEXTS = 30
SET_ASIDE = ("subject", "body", "written", "variant", "ask", "moment", "to_name", "to_address")
"""What belongs to a wording, and comes back with it."""

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")


@transaction.atomic
def open_letter(step: Step, *, now: datetime) -> Letter:
    """The letter of a step: the one that is there, else a fresh draft. Opening it twice makes one.

    An application has one reply and one nudge: where another step began it, that one is gone on with.
    """
    if step.letter not in KINDS:
        raise SecondWindError("This kind of letter is not here yet.", "You can write it in your own mail.")
    application = step.plan.application
    letters = Letter.objects.of(step.owner).filter(application=application, kind__in=family_of(step.letter))
    found = letters.filter(step=step, state="draft").first() or letters.filter(state="draft").first()
    found = found or letters.order_by("-changed_at", "-id").first()
    if found is None:
        return _begin(step, application, now)
    if found.step_id is None:
        found.step = step
        found.save(update_fields=["step"])
    if found.state == "declined" and step.state == "open":
        found.state = "draft"
        found.save(update_fields=["state"])
    return found


def _begin(step: Step, application: Application, now: datetime) -> Letter:
    to = best_recipient(application)
    letter = Letter(
        owner=step.owner,
        application=application,
        step=step,
        kind=step.letter,
        ask=first_ask(step.letter, application.furthest),
        to_name=to.name if to else "",
        to_address=to.address if to else "",
        made_at=now,
        changed_at=now,
    )
    letter.moment = first_moment(application, letter.to_name, letter.to_address)
    _hang_in_thread(letter)
    draft = compose(letter.kind, letter_facts(letter))
    letter.subject, letter.body, letter.written = draft.subject, draft.body, draft.body
    letter.save()
    return letter


def _hang_in_thread(letter: Letter) -> None:
    thread = thread_for(letter.application, letter.to_address)
    letter.in_reply_to, letter.references = thread.in_reply_to, list(thread.references)


def name_yourself(owner: Person, name: str, address: str = "") -> None:
    """The name under the letters of this person, and, where none is known, the address they write from."""
    signed = _one_line(name, 200)
    if not signed:
        raise SecondWindError("A name is needed to sign with.", "Any name you go by will do.")
    owner.letter_name = signed
    if address.strip():
        _check_address(address)
        mine = address.strip().casefold()
        owner.own_addresses = list(dict.fromkeys([*owner.own_addresses, mine]))
    owner.save(update_fields=["letter_name", "own_addresses"])


@transaction.atomic
def keep_words(letter: Letter, *, body: str, subject: str, now: datetime) -> bool:
    """Keep what is typed. False where it is no draft any more; SecondWindError where it is too long."""
    plain = plain_text(body)
    if len(plain) > LONGEST or len(subject) > LONGEST:
        raise SecondWindError(
            "This is more than a letter can hold.",
            f"It holds {LONGEST:,} characters. Copy it elsewhere first.",
        )
    kept = (
        Letter.objects.of(letter.owner)
        .filter(pk=letter.pk, state="draft")
        .update(body=plain, subject=_one_line(subject, 2000), changed_at=now)
    )
    letter.refresh_from_db()
    return bool(kept)


def plain_text(text: str) -> str:
    """Line ends as "\\n", no NUL, nothing unseen that turns the direction: the same letters at the same
    places in field, marks and mail."""
    return without_turns(text).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


@transaction.atomic
def choose_recipient(letter: Letter, *, name: str, address: str, now: datetime) -> bool:
    """Whom it goes to. True where greeting and subject follow, False where the greeting is the person's own.

    SecondWindError for an address that no person reads, or that is none.
    """
    _check_draft(letter)
    _check_address(address)
    if is_no_reply(address):
        raise SecondWindError(
            "Nobody reads mail sent to that address.",
            "Choose somebody else, or copy the letter into their form.",
        )
    before = compose(letter.kind, letter_facts(letter), letter.variant).subject
    letter.to_name, letter.to_address = _one_line(name, 200), address.strip().casefold()
    _hang_in_thread(letter)
    keeps_subject = letter.subject != before
    return _rewrite(letter, now, keeps_subject=keeps_subject)


@transaction.atomic
def choose_ask(letter: Letter, ask: str, *, now: datetime) -> bool:
    """The one ask: advice, lacked or none. False where that part is the person's own by now."""
    _check_draft(letter)
    if ask not in {"advice", "lacked", "none"} or (ask != "none" and not may_ask(letter)):
        raise SecondWindError("That ask is not on offer for this letter.", "Choose one of those on its page.")
    letter.ask = ask
    return _rewrite(letter, now)


@transaction.atomic
def remember_moment(letter: Letter, moment: str, *, now: datetime) -> bool:
    """Put a moment the person remembers into the draft. False where that part is their own already."""
    _check_draft(letter)
    letter.moment = _one_line(moment, 500)
    return _rewrite(letter, now)


@transaction.atomic
def another_wording(letter: Letter, *, now: datetime) -> int:
    """The same letter said another way. Returns the number by which the words before can be had back."""
    _check_draft(letter)
    number = _set_aside(letter)
    draft = compose(letter.kind, letter_facts(letter), letter.variant + 1)
    letter.variant, letter.body, letter.written = draft.variant, draft.body, draft.body
    _save(letter, now)
    return number


def _rewrite(letter: Letter, now: datetime, *, keeps_subject: bool = True) -> bool:
    """Compose from the facts as they are now, around what the person changed; what was there is set aside."""
    draft = compose(letter.kind, letter_facts(letter), letter.variant)
    merged = carry_over(letter.written, letter.body, draft.body)
    if merged is not None and merged != letter.body:
        _set_aside(letter)
        letter.body = merged
    if merged is not None:
        letter.written = draft.body
    if not keeps_subject:
        letter.subject = draft.subject
    _save(letter, now)
    return merged is not None


@transaction.atomic
def put_in_place(letter: Letter, *, old: str, new: str, start: int, now: datetime) -> int:
    """Use what a note offers for the words at `start`. Returns the number of the words before; 0 if gone."""
    _check_draft(letter)
    at = start if letter.body[start : start + len(old)] == old else letter.body.find(old)
    if at < 0 or start > len(letter.body):
        return 0
    number = _set_aside(letter)
    letter.body = _joined(letter.body[:at], new, letter.body[at + len(old) :])
    _save(letter, now)
    return number


def _joined(before: str, new: str, after: str) -> str:
    """The text with `new` in it; where words were taken out, no gap stays in their place."""
    if new:
        return before + new + after
    if not before or before.endswith(("\n", " ")):
        after = after.lstrip(" ")
    if not after or after.startswith("\n"):
        before = before.rstrip(" ")
    if (not before or before.endswith("\n\n")) and after.startswith("\n"):
        after = after.lstrip("\n")
    return before + after


@transaction.atomic
def bring_words_back(letter: Letter, number: int, *, now: datetime) -> bool:
    """Swap the words with those set aside under that number. False where they are not kept any more."""
    _check_draft(letter)
    wanted = next((text for text in letter.earlier if text["number"] == number), None)
    if wanted is None:
        return False
    _set_aside(letter)
    for name in SET_ASIDE:
        setattr(letter, name, wanted[name])
    _hang_in_thread(letter)
    _save(letter, now)
    return True


def _set_aside(letter: Letter) -> int:
    """Keep the letter as the record has it now. Returns the number it is asked back by."""
    stored = Letter.objects.of(letter.owner).get(pk=letter.pk)
    number = (letter.earlier[-1]["number"] if letter.earlier else 0) + 1
    kept = {name: getattr(stored, name) for name in SET_ASIDE}
    letter.earlier = [*letter.earlier, {"number": number, **kept}][-KEPT_TEXTS:]
    return number


@transaction.atomic
def leave_note(letter: Letter, key: str, *, now: datetime) -> None:
    """Leave a note alone: it is not shown again on this letter."""
    _check_draft(letter)
    letter.left_alone = list(dict.fromkeys([*letter.left_alone, key[:500]]))
    _save(letter, now)


@transaction.atomic
def show_note_again(letter: Letter, key: str, *, now: datetime) -> None:
    letter.left_alone = [left for left in letter.left_alone if left != key]
    _save(letter, now)


@transaction.atomic
def lift_hold(letter: Letter, *, now: datetime) -> None:
    """The person chooses to leave during the rest. One press, no reason asked."""
    Letter.objects.of(letter.owner).filter(pk=letter.pk).update(hold_lifted_at=now)
    letter.refresh_from_db()


@transaction.atomic
def hold_again(letter: Letter) -> None:
    Letter.objects.of(letter.owner).filter(pk=letter.pk).update(hold_lifted_at=None)
    letter.refresh_from_db()


@transaction.atomic
def make_draft_file(letter: Letter, *, now: datetime) -> bytes:
    """The letter as an .eml draft for any mail program. Making it sends nothing and settles nothing."""
    if not letter.message_id:
        letter.message_id = fresh_id(own_address(letter))
    raw = draft_file(letter, now)
    letter.sent_how = "file"
    letter.save(update_fields=["message_id", "sent_how"])
    return raw


def fresh_id(address: str) -> str:
    """A message id that nobody else makes, without brackets, in the domain of that address."""
    return f"{secrets.token_hex(16)}@{address.rpartition('@')[2] or 'localhost'}"


@transaction.atomic
def mark_sent(letter: Letter, *, went_to: str = "", built: Built, now: datetime) -> bool:
    """The person has sent it. Happens once: of two presses the second finds no draft and changes nothing.

    A note of what the person did, so a moved clock does not stop it: nothing leaves by it. NotNowError
    while a rest holds the letter and the person has not lifted that. `went_to` is a name or an address in
    the person's words; it counts where the letter has no address, and may be left empty.
    """
    check_not_held(letter, now)
    return _settle_sent(letter, "draft", went_to=went_to, built=built, now=now)


@transaction.atomic
def mark_gone(letter: Letter, *, built: Built, now: datetime) -> bool:
    """It has left by the person's own server. Happens once, from `leaving` alone."""
    return _settle_sent(letter, "leaving", how="server", built=built, now=now)


def _settle_sent(
    letter: Letter, state: str, *, how: str = "", went_to: str = "", built: Built, now: datetime
) -> bool:
    claimed = (
        Letter.objects.of(letter.owner)
        .filter(pk=letter.pk, state=state)
        .update(state="sent", sent_at=now, changed_at=now)
    )
    if claimed:
        letter.refresh_from_db()
        _note_whom(letter, went_to)
        letter.sent_how = how or letter.sent_how or "by hand"
        detail = {"letter": letter.pk, "ask": letter.ask, "to": letter.to_address}
        if letter.message_id:
            # By it the mail itself is known again when it is read, and is no second letter.
            detail["message_id"] = letter.message_id
        letter.event = append(letter.application, "wrote", happened_at=now, now=now, detail=detail)
        letter.save(update_fields=["sent_how", "event", "to_name", "to_address"])
    letter.refresh_from_db()
    if letter.state == "sent":
        _finish(letter, {"letter": letter.pk, "ask": letter.ask}, built=built, now=now)
    return bool(claimed)


def _note_whom(letter: Letter, went_to: str) -> None:
    """Whom it went to, where the letter was to nobody yet: an address where it is one, else a name."""
    said = _one_line(went_to, 320)
    if not said or letter.to_address:
        return
    if _ADDRESS.fullmatch(said):
        letter.to_address = said.casefold()
    else:
        letter.to_name = said[:200]


@transaction.atomic
def decline_letter(letter: Letter, *, built: Built, now: datetime) -> bool:
    """The person would rather not answer. The words stay; the step is settled."""
    claimed = (
        Letter.objects.of(letter.owner)
        .filter(pk=letter.pk, state="draft")
        .update(state="declined", changed_at=now)
    )
    letter.refresh_from_db()
    if claimed:
        _finish(letter, {"letter": letter.pk, "declined": True}, built=built, now=now)
    return bool(claimed)


def _finish(letter: Letter, result: dict[str, Any], *, built: Built, now: datetime) -> None:
    step = _step_of(letter)
    if step is not None:
        finish_step(step, result=result, built=built, now=now)


@transaction.atomic
def take_letter_back(letter: Letter, *, built: Built, now: datetime) -> bool:
    """It was not sent, or not declined, after all: a draft again, its step open, its event retracted.

    False of a letter that left from here: what has left cannot be called back.
    """
    event = letter.event
    claimed = (
        Letter.objects.of(letter.owner)
        .filter(pk=letter.pk, state__in=["sent", "declined"])
        .exclude(sent_how="server")
        .update(state="draft", sent_at=None, sent_how="", event=None, changed_at=now)
    )
    letter.refresh_from_db()
    if not claimed:
        return False
    if event is not None and not Event.objects.of(letter.owner).filter(retracts=event).exists():
        retract(event, now=now)
    step = _step_of(letter)
    if step is not None and step.result.get("letter") == letter.pk:
        reopen_step(step, built=built, now=now)
    return True


def _step_of(letter: Letter) -> Step | None:
    if letter.step_id is None:
        return None
    return Step.objects.of(letter.owner).select_related("plan__application", "owner").get(pk=letter.step_id)


def _save(letter: Letter, now: datetime) -> None:
    """Keep the words and choices; `state` is left to the updates that claim it."""
    letter.changed_at = now
    letter.save(
        update_fields=[*SET_ASIDE, "earlier", "left_alone", "in_reply_to", "references", "changed_at"]
    )


def _check_draft(letter: Letter) -> None:
    if not Letter.objects.of(letter.owner).filter(pk=letter.pk, state="draft").exists():
        raise SecondWindError("This letter is settled.", "Take it back to go on writing.")


def _check_address(address: str) -> None:
    if not _ADDRESS.fullmatch(address.strip()) or not address.strip().isprintable() or len(address) > 320:
        raise SecondWindError("That is no mail address.", "It looks like name@place.example.")


def _one_line(text: str, longest: int) -> str:
    printable = (letter if letter.isprintable() else " " for letter in one_line(text))
    return " ".join("".join(printable).split())[:longest]
