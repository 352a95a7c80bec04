"""Stages follow from events: the rule, worked out from what is handed in and nothing else.

Gates are passed one after the other and stay passed: a no after an interview leaves the interview
standing. An end holds until the person says it was reopened; silence is the exception, since any
later mail from them undoes it. In which order facts were learnt makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

GATES = ("noticed", "applied", "screening", "interview", "final", "offer")
ENDS = ("rejected", "withdrawn", "accepted", "declined", "silent")
STAGES = GATES + ENDS

WHAT: dict[str, str] = {
    "noticed": "noticed",
    "applied": "applied",
    "acknowledged": "applied",
    "screening": "screening",
    "assessment": "screening",
    "interview": "interview",
    "final": "final",
    "offer": "offer",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "accepted": "accepted",
    "declined": "declined",
    "silent": "silent",
    "reopened": "",
    "wrote": "",
    "heard": "",
    "note": "",
    "retracted": "",
}
"""What an event says happened, and the stage it moves to ("" moves nothing)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One event as the rule sees it."""

    what: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an application stands. `gates` maps each gate passed to the moment, None where it is implied."""

    stage: str = "noticed"
    furthest: str = "noticed"
    opened_at: datetime | None = None
    ended_at: datetime | None = None
    last_at: datetime | None = None
    gates: dict[str, datetime | None] = field(default_factory=dict)


def rank(stage: str) -> int:
    """0 for noticed up to 5 for offer; -1 for an end."""
    return GATES.index(stage) if stage in GATES else -1


def _order(fact: Fact) -> tuple[datetime, int, str]:
    """By moment. Facts noted for one day stand at the same moment; then an end comes after the gates it closes,
    and what the person opened again last."""
    stage = WHAT.get(fact.what, "")
    place = 3 if fact.what == "reopened" else 2 if stage in ENDS else int(stage == "")
    return fact.happened_at, place, fact.what


def stand(facts: Iterable[Fact]) -> Standing:
    """The standing that these facts add up to, in whatever order they come."""
    gates: dict[str, datetime | None] = {}
    end: str = ""
    ended_at: datetime | None = None
    last_at: datetime | None = None
    first_at: datetime | None = None
    for fact in sorted(facts, key=_order):
        first_at = first_at or fact.happened_at
        last_at = fact.happened_at
        stage = WHAT.get(fact.what, "")
        if fact.what == "reopened" or (end == "silent" and (stage in GATES or fact.what == "heard")):
            end, ended_at = "", None
        if stage in GATES:
            gates.setdefault(stage, fact.happened_at)
        elif stage in ENDS and (not end or end == "silent"):
            end, ended_at = stage, ended_at or fact.happened_at
    if end and not any(rank(gate) >= 1 for gate in gates):
        gates["applied"] = None
    furthest = max(gates, key=rank, default="noticed")
    return Standing(
        stage=end or furthest,
        furthest=furthest,
        opened_at=gates.get("applied") or first_at,
        ended_at=ended_at,
        last_at=last_at,
        gates={gate: gates[gate] for gate in GATES if gate in gates},
    )
