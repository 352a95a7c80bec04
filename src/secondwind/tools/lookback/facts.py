"""What the record knows of an application, as a short list to look back along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secondwind.record.gates import is_dated
from secondwind.record.models import Application, Contact, Event
from secondwind.record.timeline import standing_events

SAID = {
    "noticed": "You noticed the role",
    "applied": "Applied",
    "acknowledged": "They had your application",
    "screening": "First talk",
    "assessment": "Exercise",
    "interview": "Interview",
    "final": "Final",
    "offer": "Offer",
    "rejected": "They said no",
    "withdrawn": "You withdrew",
    "accepted": "You accepted",
    "declined": "You declined",
    "silent": "Closed without an answer",
    "reopened": "Opened again",
    "wrote": "You wrote to them",
    "heard": "They wrote",
    "note": "You noted",
}
GATES = frozenset({"screening", "interview", "final", "offer"})
TALKS = GATES - {"offer"}


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line: `what` in words, `at` (UTC; None where the day is not known), `more` what else is known;
    `is_gate` where a gate was passed."""

    what: str
    at: datetime | None
    more: str
    is_gate: bool


def facts_of(application: Application) -> list[FactLine]:
    """The events that count, in the order they happened."""
    return [
        FactLine(
            _said(event), event.happened_at if _has_day(event) else None, _more(event), event.what in GATES
        )
        for event in standing_events(application)
    ]


def _said(event: Event) -> str:
    """A mail that invites to a talk is told as the invitation it was."""
    invited = event.what in TALKS and event.message is not None
    return f"Invited: {SAID[event.what].lower()}" if invited else SAID[event.what]


def _has_day(event: Event) -> bool:
    """A no told by hand says how far it went and not when; every other event has the day it stands on."""
    return event.message is not None or is_dated(event) or event.what not in GATES


def people_met(application: Application) -> list[str]:
    """Who was in the room."""
    rows = Contact.objects.of(application.owner).filter(application=application, part="in_the_room")
    return list(rows.order_by("id").values_list("name", flat=True))


def _more(event: Event) -> str:
    words = str(event.detail.get("words", ""))
    if words or event.message is None:
        return words
    return f"{event.message.from_name or event.message.from_address}, by mail"
