"""The gates of an application as a page shows them: posts that stay standing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .models import Application
from .stages import GATES
from .timeline import standing_of

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
    standing = standing_of(application)
    furthest = GATES.index(standing.furthest)
    return [
        Gate(GATE_NAMES[gate], GATES.index(gate) <= furthest, standing.gates.get(gate)) for gate in GATES[1:]
    ]
