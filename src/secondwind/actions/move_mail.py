"""Move mail: take back what a mail had made happen, note what it says now, and let what stood around it follow."""

from __future__ import annotations

from datetime import datetime

from secondwind.playbooks.built import Built
from secondwind.reading.match import Candidates, Match, Outcome, match
from secondwind.reading.reading import Kind
from secondwind.reading.reading import Reading as Belief
from secondwind.record.facts import as_mail
from secondwind.record.models import Application, Message, Question
from secondwind.record.timeline import retract, standing_events

from .redraft_plans import redraft_for
from .settle_mail import attach, open_application

OPENS = frozenset({Kind.APPLICATION_RECEIVED, Kind.REJECTION, Kind.INTERVIEW, Kind.ASSESSMENT, Kind.OFFER})
"""Kinds that may open an application nobody noted before."""


def take_events_back(message: Message, *, now: datetime) -> None:
    """Retract what this mail says happened."""
    if message.application is None:
        return
    for event in standing_events(message.application):
        if event.message_id == message.pk:
            retract(event, now=now)


def place_again(
    message: Message, belief: Belief, candidates: Candidates, *, ask: bool = False, now: datetime
) -> None:
    """Note what a mail says on its application, or on the one it matches now; a kind that may open one does.

    Where matching would rather ask: with `ask` the question is put, else (the person has spoken) one is opened.
    """
    target = message.application
    if target is None:
        found = match(as_mail(message), belief, candidates)
        message.clues = [{"name": clue.name, "words": clue.words} for clue in found.clues]
        message.save(update_fields=["clues"])
        if found.outcome is Outcome.SAME:
            target = Application.objects.of(message.owner).get(pk=found.application)
        elif ask and found.outcome is Outcome.ASK:
            _ask(message, found)
        elif belief.kind in OPENS:
            target = open_application(message, belief, mail_import=message.mail_import, now=now)
    if target is not None:
        attach(message, belief, target, now=now)


def _ask(message: Message, found: Match) -> None:
    Question.objects.of(message.owner).get_or_create(
        message=message,
        defaults={"owner": message.owner, "asks": found.question, "options": list(found.options)},
    )


def settle_around(message: Message, before: Application | None, *, built: Built, now: datetime) -> None:
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
