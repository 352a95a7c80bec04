"""Lean again: what is believed of kept mail follows when lessons were forgotten, remembered or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from secondwind.playbooks.built import Built
from secondwind.reading.leaning import Lessons, lean, why_leant
from secondwind.reading.match import Candidates
from secondwind.reading.reading import Kind
from secondwind.reading.reading import Reading as Belief
from secondwind.record.facts import as_mail
from secondwind.record.lessons import PLACES, lessons_of, standing_corrections
from secondwind.record.models import Message, Question

from .move_mail import place_again, settle_around, take_events_back
from .settle_mail import ALONE, belief_of, candidates_of, show_candidate

EARLIEST = datetime.min.replace(tzinfo=UTC)


def lean_again(messages: Iterable[Message], *, built: Built, now: datetime) -> int:
    """Read the lessons that stand into these mails anew, and move what is believed otherwise now. Returns how many
    moved. What the person said of a mail is not touched. Runs inside the caller's transaction."""
    rows = list(messages)
    if not rows:
        return 0
    owner = rows[0].owner
    lessons, candidates = lessons_of(owner), candidates_of(owner)
    return sum(
        believe(message, plain_reading(message), lessons, candidates, built=built, now=now)
        for message in rows
    )


def plain_reading(message: Message) -> Belief:
    """What the newest method said of a kept mail, without anybody's correction."""
    newest = max(message.readings.all(), key=lambda row: row.pk)
    return replace(belief_of(message), kind=Kind(newest.kind))


def believe(
    message: Message, plain: Belief, lessons: Lessons, candidates: Candidates, *, built: Built, now: datetime
) -> bool:
    """Take up a reading of a kept mail: lean it, and move kind and events where no correction speaks. True where the
    kind moved. Lessons taught after the mail was read in do not count: such mail is the person's to move."""
    if message.is_mine or _said(message, ["kind"]):
        return False
    leant = lean(plain, as_mail(message), lessons, known_at=read_in_at(message))
    message.leant = why_leant(leant)
    message.save(update_fields=["leant"])
    if leant.kind.value == message.kind:
        return False
    move_to(message, leant, candidates, built=built, now=now)
    return True


def move_to(
    message: Message,
    belief: Belief,
    candidates: Candidates,
    *,
    leave: bool = False,
    built: Built,
    now: datetime,
) -> None:
    """It is a `belief.kind` now: what it had made happen is taken back, and what it says is noted, on its application
    or, with `leave`, on the one it matches anew. Where the person said which one it is about, it stays there."""
    before = message.application
    placed = _said(message, PLACES)
    take_events_back(message, now=now)
    message.kind = belief.kind.value
    if (leave or belief.kind in ALONE) and not placed:
        message.application = None
    message.save(update_fields=["kind", "application"])
    if before is not None:
        show_candidate(candidates, before)
    if belief.kind not in ALONE:
        place_again(message, belief, candidates, ask=True, now=now)
    settle_question(message)
    settle_around(message, before, built=built, now=now)
    for application in (before, message.application):
        if application is not None:
            show_candidate(candidates, application)


def settle_question(message: Message) -> None:
    """A question nobody answered goes once the mail has a place, or is about none."""
    if message.application_id or message.kind in {kind.value for kind in ALONE}:
        Question.objects.of(message.owner).filter(message=message, answered_at=None).delete()


def read_in_at(message: Message) -> datetime:
    """When a mail came into the record."""
    return message.mail_import.began_at if message.mail_import else message.sent_at or EARLIEST


def _said(message: Message, what: Iterable[str]) -> bool:
    return standing_corrections(message.owner).filter(message=message, what__in=list(what)).exists()
