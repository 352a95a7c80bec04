"""The gates of an application as a page shows them: posts that stay standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import Application, Event
from .stages import GATES, WHAT
from .timeline import standing_events, standing_of

GATE_NAMES = {
    "applied": "Applied",
    "screening": "Screening",
    "interview": "Interview",
    "final": "Final",
    "offer": "Offer",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """`day` is the moment it was passed (UTC), None where that is not known."""

    name: str
    reached: bool
    day: datetime | None


def gates_of(application: Application) -> list[Gate]:
    """Every gate from applied on. One before the furthest counts as passed, dated or not."""
    furthest = GATES.index(standing_of(application).furthest)
    days: dict[str, datetime] = {}
    for event in standing_events(application):
        if is_dated(event):
            days.setdefault(WHAT[event.what], event.happened_at)
    return [Gate(GATE_NAMES[gate], GATES.index(gate) <= furthest, days.get(gate)) for gate in GATES[1:]]


def is_dated(event: Event) -> bool:
    """Whether the day of an event is the day it happened. An invitation carries its own day and not the talk's,
    and a no told by hand says how far it went and not when."""
    if event.detail.get("held"):
        return True
    return WHAT[event.what] in {"applied", "offer"} and event.detail.get("by") != "hand"
