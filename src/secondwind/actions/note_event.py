"""Note an event by hand ("I had an interview there"), and take the last one back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.playbooks.built import Built
from secondwind.record.models import Application, Event
from secondwind.record.stages import WHAT
from secondwind.record.timeline import append, retract

from .redraft_plans import redraft_for

BY_HAND = frozenset(WHAT) - {"retracted", "wrote", "heard", "acknowledged"}


@transaction.atomic
def note_event(
    application: Application,
    what: str,
    *,
    happened_at: datetime,
    words: str = "",
    built: Built,
    now: datetime,
) -> Event:
    """One dated fact from the person ("held": its day is the day it happened, not that of a mail about it).

    SecondWindError for a fact nobody knows or a day still to come.
    """
    if what not in BY_HAND:
        raise SecondWindError(f"“{what}” is nothing that can be noted.", "Pick one of the answers.")
    if happened_at > now and what != "interview":
        raise SecondWindError("That day is still to come.", "Give the day it happened.")
    event = append(
        application,
        what,
        happened_at=happened_at,
        now=now,
        detail={"by": "hand", "held": True, "words": words[:20_000]},
    )
    redraft_for(application, built=built, now=now)
    return event


@transaction.atomic
def take_event_back(event: Event, *, built: Built, now: datetime) -> None:
    """A noted fact was wrong. It stays in the log, retracted."""
    if not Event.objects.of(event.owner).filter(retracts=event).exists():
        retract(event, now=now)
        event.application.refresh_from_db()
        redraft_for(event.application, built=built, now=now)
