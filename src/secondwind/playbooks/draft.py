"""A playbook and the facts to the steps of a plan; again when facts change or playbooks are swapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from secondwind.playbooks.conditions import Facts, holds, parse_condition
from secondwind.playbooks.playbook import Playbook, StepTemplate

NOT_HERE_YET = "not here yet"
DOES_NOT_APPLY = "does not apply"


class StepState(StrEnum):
    """Where a step of a plan stands. All but `OPEN` are resolved: what waits for the step may begin."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"
    NOT_FOR_ME = "not_for_me"
    IMPOSSIBLE = "impossible"


SETTLED = frozenset({StepState.DONE, StepState.SKIPPED, StepState.NOT_FOR_ME})
"""The states a person has chosen; nothing here ever changes them."""


@dataclass(frozen=True, slots=True)
class DraftStep:
    """A step as a plan begins with it. `reason` says why it is impossible; such a step is never shown."""

    template: StepTemplate
    state: StepState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A step whose state moves. `was` is None for a step the plan did not hold yet."""

    step: str
    was: StepState | None
    now: StepState
    reason: str = ""


def draft_plan(
    playbook: Playbook, facts: Facts, *, built_tools: frozenset[str], built_letters: frozenset[str]
) -> tuple[DraftStep, ...]:
    """The steps of a plan that begins now, in the order of the file, those before any outcome left out."""
    return tuple(
        _draft(template, facts, built_tools, built_letters)
        for template in playbook.steps
        if template.day >= 0
    )


def offers(
    playbook: Playbook, facts: Facts, *, built_tools: frozenset[str], built_letters: frozenset[str]
) -> tuple[StepTemplate, ...]:
    """What an application still open may be offered: the steps with day < 0 that apply and are here."""
    return tuple(
        template
        for template in playbook.steps
        if template.day < 0 and _draft(template, facts, built_tools, built_letters).state is StepState.OPEN
    )


def redraft(
    playbook: Playbook,
    facts: Facts,
    states: Mapping[str, StepState],
    *,
    built_tools: frozenset[str],
    built_letters: frozenset[str],
    touched: frozenset[str] = frozenset(),
) -> tuple[Change, ...]:
    """What changes in a plan when facts, tools or letters have changed. `states` is by step id.

    An impossible step may open; an open one may stop to apply, unless it is in `touched` (something was
    begun there). What a person settled never changes.
    """
    changes = []
    for drafted in draft_plan(playbook, facts, built_tools=built_tools, built_letters=built_letters):
        id_ = drafted.template.id
        was = states.get(id_)
        if was in SETTLED or was is drafted.state:
            continue
        if id_ in touched and drafted.reason == DOES_NOT_APPLY:
            continue
        changes.append(Change(id_, was, drafted.state, drafted.reason))
    return tuple(changes)


def swap(
    old: Playbook,
    states: Mapping[str, StepState],
    new: Playbook,
    facts: Facts,
    *,
    built_tools: frozenset[str],
    built_letters: frozenset[str],
) -> tuple[DraftStep, ...]:
    """The steps of a plan that goes on with another playbook, what was settled taken over.

    A new step takes over done, skipped or not-for-me from its counterpart: the one old step that is the same
    act. The same act means, nearest first: the same step (in another version of the same playbook); the same
    tool, kind and family of letter; the same tool and kind where one of the two names no letter and both
    rest on a common row; an act that holds the other (`_HELD_BY`: the ask stands in the reply). Among equals
    the one with most rows in common counts, then the one of the same name. Rows alone never make a step
    done: the combined playbook rests many rows on one step, and a rest that has passed is no treat chosen.
    Tools alone do not either: triage of alerts (admin) is not the choice of a role (motivation).
    A step whose counterpart is open, impossible or missing is drafted anew.
    """
    drafted = draft_plan(new, facts, built_tools=built_tools, built_letters=built_letters)
    return tuple(_taken_over(draft, old, states, same=old.id == new.id) for draft in drafted)


_LETTER_FAMILIES: Mapping[str, str] = MappingProxyType({"thanks_feedback_keep": "thanks_feedback"})
_THANKS = ("reply.compose", "thanks_feedback")
_HELD_BY: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {
        "reply.ask": (_THANKS,),
        "shelf.if_then": (("shelf.triage", ""),),
        "shelf.triage": (("shelf.if_then", ""),),
        "story.cause": (("story.sort", ""),),
    }
)
"""Tool of a step -> (tool, family of letter) of the acts that hold it, where the kind is the same too,
or where it is the ask: one letter holds the thanks and the one ask."""


def _draft(
    template: StepTemplate, facts: Facts, built_tools: frozenset[str], built_letters: frozenset[str]
) -> DraftStep:
    condition, problems = parse_condition(template.when)
    if condition is None:
        raise ValueError(f"{template.id}: {problems[0].sentence}")
    if not holds(condition, facts):
        return DraftStep(template, StepState.IMPOSSIBLE, DOES_NOT_APPLY)
    if template.tool not in built_tools or (template.letter and template.letter not in built_letters):
        return DraftStep(template, StepState.IMPOSSIBLE, NOT_HERE_YET)
    return DraftStep(template, StepState.OPEN)


def _taken_over(draft: DraftStep, old: Playbook, states: Mapping[str, StepState], *, same: bool) -> DraftStep:
    new = draft.template
    near = [(_nearness(step, new, same=same), step) for step in old.steps if step.day >= 0]
    best = max((rank for rank, _ in near), default=(0, 0, 0))
    if best[0] == 0:
        return draft
    counterpart = next(step for rank, step in near if rank == best)
    state = states.get(counterpart.id, StepState.OPEN)
    return DraftStep(new, state) if state in SETTLED else draft


def _nearness(old: StepTemplate, new: StepTemplate, *, same: bool) -> tuple[int, int, int]:
    """How near two steps are to being the same act: (level, rows in common, same name); level 0 is not."""
    rows = len(set(old.sources) & set(new.sources))
    return _level(old, new, rows, same=same), rows, int(old.id == new.id)


def _level(old: StepTemplate, new: StepTemplate, rows: int, *, same: bool) -> int:
    if same and (old.id, old.tool) == (new.id, new.tool):
        return 4
    if (old.tool, old.kind) == (new.tool, new.kind):
        if _family(old) == _family(new):
            return 3
        if rows and not (old.letter and new.letter):
            return 2
    held = (old.tool, _family(old)) in _HELD_BY.get(new.tool, ())
    return 1 if held and (old.kind == new.kind or new.tool == "reply.ask") else 0


def _family(step: StepTemplate) -> str:
    return _LETTER_FAMILIES.get(step.letter, step.letter)
