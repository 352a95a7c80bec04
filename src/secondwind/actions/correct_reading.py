"""Correct a reading: the person says what a mail really was, or which application it is about.

A correction outranks every method. What the mail had made happen is retracted, what it really says
is noted, and the correction keeps enough to take both back.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.playbooks.built import Built
from secondwind.reading.match import Outcome, match
from secondwind.reading.reading import Kind
from secondwind.record.facts import as_mail
from secondwind.record.models import Application, Correction, Event, Message, Question
from secondwind.record.timeline import retract, standing_events

from .redraft_plans import redraft_for
from .settle_mail import attach, belief_of, candidates_of, open_application

OPENS = frozenset({Kind.APPLICATION_RECEIVED, Kind.REJECTION, Kind.INTERVIEW, Kind.ASSESSMENT, Kind.OFFER})


@transaction.atomic
def correct_kind(message: Message, kind: str, *, built: Built, now: datetime) -> Correction:
    """It was a `kind`. The application follows; one that nothing speaks for any more is disowned with it."""
    try:
        meant = Kind(kind)
    except ValueError:
        raise SecondWindError(f"“{kind}” is no kind of mail we know.", "Pick one of the answers.") from None
    correction = _begin(message, "kind", {"kind": meant.value}, now)
    before = message.application
    _take_events_back(message, now=now)
    message.kind, message.reviewed_at = meant.value, now
    if meant in {Kind.NOT_JOB, Kind.JOB_ALERT}:
        message.application = None
    message.save(update_fields=["kind", "reviewed_at", "application"])
    if meant not in {Kind.UNSURE, Kind.NOT_JOB, Kind.JOB_ALERT}:
        _attach_again(message, meant, now=now)
    _settle_around(message, before, built=built, now=now)
    return correction


@transaction.atomic
def agree(message: Message, *, now: datetime) -> Correction:
    """The reading was right, or the person leaves it unsure: it is not asked again."""
    correction = _begin(message, "kind", {"kind": message.kind}, now)
    message.reviewed_at = now
    message.save(update_fields=["reviewed_at"])
    return correction


@transaction.atomic
def move_message(message: Message, to: Application | None, *, built: Built, now: datetime) -> Correction:
    """It is about another application; None opens a new one for it (a split)."""
    correction = _begin(message, "application" if to else "split", {}, now)
    before = message.application
    _take_events_back(message, now=now)
    belief = belief_of(message)
    target = to or open_application(message, belief, mail_import=None, now=now)
    attach(message, belief, target, now=now)
    message.reviewed_at = now
    message.save(update_fields=["reviewed_at"])
    _answer_question(message, "moved", now)
    correction.after = {"application": target.pk, "opened": to is None}
    correction.save(update_fields=["after"])
    _settle_around(message, before, built=built, now=now)
    return correction


@transaction.atomic
def reopen_with(message: Message, application: Application, *, built: Built, now: datetime) -> Correction:
    """A mail after the end: the person says the application was reopened by it."""
    from_then = message.sent_at or now
    correction = _begin(message, "reopened", {"application": application.pk}, now)
    Event.objects.of(message.owner).create(
        application=application, what="reopened", happened_at=from_then, noted_at=now, message=message
    )
    attach(message, belief_of(message), application, now=now)
    message.reviewed_at = now
    message.save(update_fields=["reviewed_at"])
    _answer_question(message, "reopened", now)
    _settle_around(message, application, built=built, now=now)
    return correction


@transaction.atomic
def undo_reading_correction(correction: Correction, *, built: Built, now: datetime) -> None:
    """Take a correction of one mail back. Taking it back twice changes nothing."""
    claimed = (
        Correction.objects.of(correction.owner).filter(pk=correction.pk, undone_at=None).update(undone_at=now)
    )
    message = correction.message
    if not claimed or message is None:
        return
    left = message.application
    _take_events_back(message, now=now)
    before = correction.before
    message.kind = before["kind"]
    message.application_id = before["application"]
    message.reviewed_at = datetime.fromisoformat(before["reviewed_at"]) if before["reviewed_at"] else None
    message.save(update_fields=["kind", "application", "reviewed_at"])
    Question.objects.of(message.owner).filter(message=message).update(answered_at=None, answer="")
    if message.application_id:
        application = Application.objects.of(message.owner).get(pk=message.application_id)
        application.not_mine = False
        application.save(update_fields=["not_mine"])
        attach(message, belief_of(message), application, now=now)
    _settle_around(message, left, built=built, now=now)


def _begin(message: Message, what: str, after: dict[str, object], now: datetime) -> Correction:
    before = {
        "kind": message.kind,
        "application": message.application_id,
        "reviewed_at": message.reviewed_at.isoformat() if message.reviewed_at else None,
    }
    return Correction.objects.of(message.owner).create(
        what=what, message=message, before=before, after=after, made_at=now
    )


def _take_events_back(message: Message, *, now: datetime) -> None:
    if message.application is None:
        return
    for event in standing_events(message.application):
        if event.message_id == message.pk:
            retract(event, now=now)


def _attach_again(message: Message, kind: Kind, *, now: datetime) -> None:
    """Note what the corrected mail says, on its application, or on the one it matches now."""
    belief = belief_of(message)
    target = message.application
    if target is None:
        found = match(as_mail(message), belief, candidates_of(message.owner))
        if found.outcome is Outcome.SAME:
            target = Application.objects.of(message.owner).get(pk=found.application)
        elif kind in OPENS:
            target = open_application(message, belief, mail_import=message.mail_import, now=now)
    if target is not None:
        attach(message, belief, target, now=now)


def _settle_around(message: Message, before: Application | None, *, built: Built, now: datetime) -> None:
    """Both applications follow; one left with neither mail nor events is put out of sight."""
    if before is not None and before.pk != message.application_id:
        before.refresh_from_db()
        empty = not before.messages.exists() and not standing_events(before)
        if empty and not before.by_hand:
            before.not_mine = True
            before.save(update_fields=["not_mine"])
        redraft_for(before, built=built, now=now)
    if message.application_id:
        redraft_for(
            Application.objects.of(message.owner).get(pk=message.application_id), built=built, now=now
        )


def _answer_question(message: Message, answer: str, now: datetime) -> None:
    Question.objects.of(message.owner).filter(message=message, answered_at=None).update(
        answered_at=now, answer=answer
    )
