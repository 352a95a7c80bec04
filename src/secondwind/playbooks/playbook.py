"""Playbook and StepTemplate: what a playbook file says, once parsed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes a day and steps ready at once; they hold over all plans of a person together."""

    day0_minutes: int = 15
    day_minutes: int = 45
    ready_at_once: int = 2


@dataclass(frozen=True, slots=True)
class StepTemplate:
    """One step of a playbook.

    `day` counts from the no: 0 is the day it came, 1 the morning after the rest ends, below 0 is
    before any outcome. `when` is a closed expression over `conditions.VARIABLES`. `after` names steps
    that must be resolved first. `tool` is a key ("reply.compose"); `letter` the kind of letter it
    writes, where it writes one. `personal` marks what belongs to the person and not to one plan: open in
    one plan at a time, done once for all. `sources` are requirement rows. `title` is what the person reads;
    `text` one or two sentences below it; `why` the reason, on tap. ``{employer}``, ``{role}`` and
    ``{person}`` may stand in `title` and `text`.
    """

    id: str
    day: int
    kind: str
    minutes: int
    tool: str
    title: str
    text: str
    why: str
    done: str
    when: str = "True"
    after: tuple[str, ...] = ()
    letter: str = ""
    sources: tuple[str, ...] = ()
    seed_step: int = 0
    dated_by_article: bool = False
    personal: bool = False


@dataclass(frozen=True, slots=True)
class Playbook:
    """`source` is the article it is faithful to ("all" for the combined one). `departures` says where
    it leaves our default, and why, in a sentence or two each. `version` rises with every edit of the file.
    `states_limits` tells whether the file states `limits` itself or takes the usual ones."""

    id: str
    title: str
    summary: str
    source: str
    version: int
    steps: tuple[StepTemplate, ...]
    limits: Limits = field(default_factory=Limits)
    departures: tuple[str, ...] = ()
    states_limits: bool = False

    def step(self, id_: str) -> StepTemplate:
        """The step with that id; KeyError where there is none."""
        for step in self.steps:
            if step.id == id_:
                return step
        raise KeyError(id_)
