"""Today: what one person can do at one moment, in the order a page or a terminal shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from secondwind.accounts.models import Person
from secondwind.lib.days import local_day

from .facts import recipients_of
from .models import MailImport, Plan, Step
from .outlook import Ahead, look_ahead
from .queries import offered_noes


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """A step that can be done now; `title` and `text` with their names filled in; `day` is its local date."""

    plan: Plan
    row: Step
    title: str
    text: str
    day: date


@dataclass(frozen=True, slots=True)
class WaitingStep:
    """A step that rests: `until` when (UTC, None when it waits for another step), and for which steps."""

    plan: Plan
    row: Step
    title: str
    until: datetime | None
    waits_for: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Today:
    day: date
    resting_until: datetime | None
    ready: tuple[ReadyStep, ...]
    waiting: tuple[WaitingStep, ...]
    offered: tuple[MailImport, ...]
    ahead: Ahead


def today_of(owner: Person, now: datetime) -> Today:
    """What is ready, what rests, and what is offered. Reads and changes nothing."""
    ahead = look_ahead(owner, now)
    ready = []
    for item in ahead.outlook.ready:
        row, plan = ahead.steps[item.step], ahead.plans[item.plan]
        ready.append(
            ReadyStep(plan, row, words_of(row, plan, row.title), words_of(row, plan, row.text), item.day)
        )
    waiting = []
    for item in ahead.outlook.waiting:
        row, plan = ahead.steps[item.step], ahead.plans[item.plan]
        titles = tuple(_title_of(plan, template) for template in item.waits_for)
        title = words_of(row, plan, row.title)
        waiting.append(WaitingStep(plan, row, title, item.until, titles, item.reason))
    return Today(
        day=local_day(now, owner.zone),
        resting_until=ahead.outlook.resting_until,
        ready=tuple(ready),
        waiting=tuple(waiting),
        offered=tuple(offered_noes(owner)),
        ahead=ahead,
    )


def _title_of(plan: Plan, template: str) -> str:
    row = next(step for step in plan.steps.all() if step.template == template)
    return words_of(row, plan, row.title)


def words_of(row: Step, plan: Plan, words: str) -> str:
    """A step's words with the employer, the role and the person to answer filled in."""
    if "{" not in words:
        return words
    application = plan.application
    person = ""
    if "{person}" in words:
        best = next((found for found in recipients_of(application) if found.replyable), None)
        person = best.name.split()[0] if best and best.name else application.name
    return words.format_map(
        {"employer": application.name, "role": application.role or "the role", "person": person}
    )
