"""Read kept mail again with the method in force: a better one is worth something for mail of last year, too.

A person's correction outranks every method: it is left as it is, with everything that follows from it. What is read
is what is kept, the words of each mail. Mail that was passed over is kept as a hash alone: it cannot be read again
here, and what was passed over by an earlier method is let go of, so that the next import of its mailbox reads it anew.

Each mail gets its reading in the transaction in which it moves, in the order the mails were sent. So a run that is
cut off goes on where it stopped, and a second run finds nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from secondwind.accounts.models import Person
from secondwind.playbooks.built import Built
from secondwind.reading.clues import employer_key, same_employer_key
from secondwind.reading.leaning import Lessons, lean, why_leant
from secondwind.reading.match import Candidates
from secondwind.reading.methods import CURRENT
from secondwind.reading.read import read
from secondwind.reading.reading import Kind
from secondwind.reading.reading import Reading as Belief
from secondwind.record.answers import answered_application
from secondwind.record.facts import as_mail
from secondwind.record.lessons import lessons_of, standing_corrections
from secondwind.record.models import Application, Message, OwnedQuerySet, PassedOver, Reading
from secondwind.record.queries import RUNNING

from .lean_again import move_to, read_in_at, settle_question
from .move_mail import place_again, settle_around
from .read_mail import one_at_a_time, reading_row
from .settle_mail import ALONE, belief_of, candidates_of, learn_names, show_candidate

CHUNK = 50
"""Mails a transaction: what a kill may cost, and how long another writer waits."""


@dataclass(frozen=True, slots=True)
class Reread:
    """`read` mails got a reading of the method in force, `moved` of them are believed otherwise now, `left` still
    wait. `let_go` hashes of mail passed over by an earlier method are gone: importing again reads that mail."""

    read: int
    moved: int
    left: int
    let_go: int


def read_before(owner: Person) -> OwnedQuerySet[Message]:
    """Kept mail that the method in force has not read yet, in the order it was sent."""
    return (
        Message.objects.of(owner)
        .filter(settled=True)
        .exclude(mail_import__state__in=[*RUNNING, "found", "stopped"])
        .exclude(pk__in=Reading.objects.of(owner).filter(method=CURRENT).values("message"))
        .order_by(F("sent_at").asc(nulls_last=True), "key")
    )


def reread_mail(
    owner: Person,
    *,
    built: Built,
    now: datetime,
    most: int | None = None,
    report: Callable[[int, int], None] | None = None,
) -> Reread:
    """Read again what an earlier method read: all of it, or the first `most` mails, for a page that answers soon.

    `report` is told the mails read and the mails there were. NotNowError while a mailbox is being read.
    """
    with one_at_a_time():
        waiting = list(read_before(owner).values_list("pk", flat=True))
        chosen = waiting[:most]
        lessons, candidates = lessons_of(owner), candidates_of(owner)
        done = moved = 0
        while done < len(chosen):
            chunk = chosen[done : done + CHUNK]
            moved += _read_chunk(owner, chunk, lessons, candidates, built=built, now=now)
            done += len(chunk)
            if report:
                report(done, len(chosen))
        let_go = 0
        if len(chosen) == len(waiting):
            let_go, _ = PassedOver.objects.of(owner).exclude(method=CURRENT).delete()
    return Reread(read=done, moved=moved, left=len(waiting) - done, let_go=let_go)


@transaction.atomic
def _read_chunk(
    owner: Person, pks: list[int], lessons: Lessons, candidates: Candidates, *, built: Built, now: datetime
) -> int:
    rows = (
        Message.objects.of(owner)
        .filter(pk__in=pks)
        .select_related("owner", "mail_import", "application")
        .prefetch_related("readings")
        .order_by(F("sent_at").asc(nulls_last=True), "key")
    )
    return sum(_read_one(message, lessons, candidates, built=built, now=now) for message in rows)


def _read_one(
    message: Message, lessons: Lessons, candidates: Candidates, *, built: Built, now: datetime
) -> bool:
    """Whether it is believed otherwise now, or stands elsewhere."""
    before, mail = belief_of(message), as_mail(message)
    plain = read(mail, own_addresses=frozenset(message.owner.own_addresses))
    Reading.objects.of(message.owner).bulk_create([reading_row(message, plain)])
    if message.is_mine or _spoken_for(message):
        # Mail of the person's own is never news; and what the person said stays said, with its application.
        return False
    leant = lean(plain, mail, lessons, known_at=read_in_at(message))
    if leant.kind is Kind.NOT_JOB and answered_application(message) is not None:
        return False  # It answers a letter that left from here, whatever its words say.
    message.leant = why_leant(leant)
    message.save(update_fields=["leant"])
    return _take_up(message, before, leant, candidates, built=built, now=now)


def _spoken_for(message: Message) -> bool:
    """Whether the person said what this mail is or where it belongs: a word on the mail, or on its application."""
    standing = standing_corrections(message.owner)
    if standing.filter(message=message).exists():
        return True
    application = message.application
    if application is None:
        return False
    merges = standing.filter(what="merge").values_list("before", flat=True)
    return application.not_mine or any(message.pk in before.get("messages", ()) for before in merges)


def _take_up(
    message: Message, before: Belief, now_said: Belief, candidates: Candidates, *, built: Built, now: datetime
) -> bool:
    application = message.application
    if application is not None and _is_elsewhere(application, now_said):
        if _named_by_mail(application, message):
            _rename(application, now_said, candidates)
        elif now_said.kind not in ALONE:
            move_to(message, now_said, candidates, leave=True, built=built, now=now)
            return True
    if now_said.kind is not before.kind or _stage(now_said) != _stage(before):
        move_to(message, now_said, candidates, built=built, now=now)
        return True
    if application is not None:
        if learn_names(application, now_said):
            show_candidate(candidates, application)
        return False
    if now_said.kind in ALONE or (now_said.employer, now_said.role) == (before.employer, before.role):
        return False
    place_again(message, now_said, candidates, ask=True, now=now)
    settle_question(message)
    settle_around(message, None, built=built, now=now)
    if message.application is not None:
        show_candidate(candidates, message.application)
    return message.application is not None


def _stage(belief: Belief) -> str:
    return belief.facts.get("stage", "") if belief.kind in {Kind.REJECTION, Kind.INTERVIEW} else ""


def _is_elsewhere(application: Application, belief: Belief) -> bool:
    """Whether the reading names another employer than its application has."""
    key = employer_key(belief.employer or "")
    return bool(key and application.employer_key) and not same_employer_key(key, application.employer_key)


def _named_by_mail(application: Application, message: Message) -> bool:
    """Whether the application has its name from mail alone, and no mail read by the method in force agrees with it."""
    if application.by_hand:
        return False
    newest = [
        max(other.readings.all(), key=lambda row: row.pk)
        for other in application.messages.filter(is_mine=False)
        .exclude(pk=message.pk)
        .prefetch_related("readings")
    ]
    keys = (employer_key(row.employer) for row in newest if row.method == CURRENT and row.employer)
    return not any(same_employer_key(key, application.employer_key) for key in keys)


def _rename(application: Application, belief: Belief, candidates: Candidates) -> None:
    application.employer = belief.employer or ""
    application.employer_key = employer_key(application.employer)
    application.save(update_fields=["employer", "employer_key"])
    show_candidate(candidates, application)
