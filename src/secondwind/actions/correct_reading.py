"""Correct a reading: the person says what a mail really was, or which application it is about.

A correction outranks every method. What the mail had made happen is retracted, what it really says
is noted, and the correction keeps enough to take both back. Mails like it are moved where the person agrees, each
with a correction of its own that knows which one it came from; taking that one back takes them all back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.playbooks.built import Built
from secondwind.reading.match import Candidates
from secondwind.reading.reading import Kind
from secondwind.record.lessons import PLACES, standing_corrections
from secondwind.record.models import Application, Correction, Event, Message, OwnedQuerySet, Question

from .lean_again import lean_again
from .move_mail import place_again, settle_around, take_events_back
from .settle_mail import ALONE, attach, belief_of, candidates_of, open_application


@transaction.atomic
def correct_kind(
    message: Message, kind: str, *, built: Built, now: datetime, came_from: Correction | None = None
) -> Correction:
    """It was a `kind`. The application follows; one that nothing speaks for any more is disowned with it.

    `came_from`: the correction of a mail like it, where the person agreed that this one is the same.
    """
    try:
        meant = Kind(kind)
    except ValueError:
        raise SecondWindError(f"“{kind}” is no kind of mail we know.", "Pick one of the answers.") from None
    correction = _begin(message, "kind", {"kind": meant.value}, now, came_from)
    before = message.application
    take_events_back(message, now=now)
    message.kind, message.reviewed_at = meant.value, now
    if meant in {Kind.NOT_JOB, Kind.JOB_ALERT}:
        message.application = None
    message.save(update_fields=["kind", "reviewed_at", "application"])
    if meant not in ALONE:
        known = Candidates() if message.application_id else candidates_of(message.owner)
        place_again(message, belief_of(message), known, now=now)
    settle_around(message, before, built=built, now=now)
    return correction


@transaction.atomic
def correct_alike(
    correction: Correction, messages: Iterable[Message], *, built: Built, now: datetime
) -> list[Correction]:
    """These mails were the same as the one that was set right. One the person has spoken of meanwhile stays as it is.

    SecondWindError where the correction was taken back, or says nothing of a kind.
    """
    if correction.undone_at is not None or correction.what != "kind":
        raise SecondWindError("That was taken back meanwhile.", "Set one of them right again.")
    spoken = set(standing_corrections(correction.owner).values_list("message_id", flat=True))
    kind = correction.after["kind"]
    return [
        correct_kind(message, kind, built=built, now=now, came_from=correction)
        for message in messages
        if message.pk not in spoken
    ]


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
    take_events_back(message, now=now)
    belief = belief_of(message)
    target = to or open_application(message, belief, mail_import=None, now=now)
    attach(message, belief, target, now=now)
    message.reviewed_at = now
    message.save(update_fields=["reviewed_at"])
    _answer_question(message, "moved", now)
    correction.after = {"application": target.pk, "opened": to is None}
    correction.save(update_fields=["after"])
    settle_around(message, before, built=built, now=now)
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
    settle_around(message, application, built=built, now=now)
    return correction


@transaction.atomic
def undo_reading_correction(correction: Correction, *, built: Built, now: datetime) -> None:
    """Take a correction of one mail back, and those of mails like it that came from it. Twice changes nothing."""
    undo_alike(correction, built=built, now=now)
    _undo_one(correction, built=built, now=now)


@transaction.atomic
def undo_alike(correction: Correction, *, built: Built, now: datetime) -> None:
    """Take back what came from this correction, and leave itself in force."""
    for one in standing_corrections(correction.owner).filter(came_from=correction):
        _undo_one(one, built=built, now=now)


def _undo_one(correction: Correction, *, built: Built, now: datetime) -> None:
    owner = correction.owner
    claimed = standing_corrections(owner).filter(pk=correction.pk).update(undone_at=now)
    # As it stands now: what the caller holds may be from before other words were said of it.
    message = Message.objects.of(owner).filter(pk=correction.message_id).select_related("owner").first()
    if not claimed or message is None:
        return
    later = standing_corrections(owner).filter(message=message, pk__gt=correction.pk).order_by("pk")
    if correction.what == "kind":
        _undo_kind(correction, message, later, built=built, now=now)
    else:
        _undo_place(correction, message, later, built=built, now=now)
    mails = Message.objects.of(owner).filter(leant__lesson=str(correction.pk))
    lean_again(mails, built=built, now=now)


def _undo_kind(
    correction: Correction, message: Message, later: OwnedQuerySet[Correction], *, built: Built, now: datetime
) -> None:
    said_since = later.filter(what="kind").first()
    if said_since is not None:
        # The person has said something newer of it, which stays; taken back too, it leads to what was before both.
        said_since.before = {**said_since.before, "kind": correction.before["kind"]}
        said_since.save(update_fields=["before"])
        return
    left = message.application
    take_events_back(message, now=now)
    message.kind = correction.before["kind"]
    if not later.filter(what__in=PLACES).exists():
        message.application_id = correction.before["application"]
    _back_to(correction, message, left, built=built, now=now)


def _undo_place(
    correction: Correction, message: Message, later: OwnedQuerySet[Correction], *, built: Built, now: datetime
) -> None:
    left = message.application
    take_events_back(message, now=now)
    if not later.filter(what__in=PLACES).exists():
        message.application_id = correction.before["application"]
    _back_to(correction, message, left, built=built, now=now)


def _back_to(
    correction: Correction, message: Message, left: Application | None, *, built: Built, now: datetime
) -> None:
    """Stand the mail where it stood before, and ask again what was asked then."""
    if not standing_corrections(message.owner).filter(message=message).exists():
        before = correction.before["reviewed_at"]
        message.reviewed_at = datetime.fromisoformat(before) if before else None
        Question.objects.of(message.owner).filter(message=message).update(answered_at=None, answer="")
    message.save(update_fields=["kind", "application", "reviewed_at"])
    if message.application_id:
        application = Application.objects.of(message.owner).get(pk=message.application_id)
        application.not_mine = False
        application.save(update_fields=["not_mine"])
        attach(message, belief_of(message), application, now=now)
    settle_around(message, left, built=built, now=now)


def _begin(
    message: Message, what: str, after: dict[str, object], now: datetime, came_from: Correction | None = None
) -> Correction:
    before = {
        "kind": message.kind,
        "application": message.application_id,
        "reviewed_at": message.reviewed_at.isoformat() if message.reviewed_at else None,
    }
    return Correction.objects.of(message.owner).create(
        what=what, message=message, before=before, after=after, made_at=now, came_from=came_from
    )


def _answer_question(message: Message, answer: str, now: datetime) -> None:
    Question.objects.of(message.owner).filter(message=message, answered_at=None).update(
        answered_at=now, answer=answer
    )
