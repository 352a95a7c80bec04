"""What is ready and what rests for one person at one moment: the rows, in the shape `playbooks.revise` reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from secondwind.accounts.models import Person
from secondwind.lib.days import local_day
from secondwind.playbooks.load import load_playbook
from secondwind.playbooks.playbook import Playbook
from secondwind.playbooks.revise import Outlook, PlanNow, StepNow, StepState, Waiting, date_of, outlook

from .facts import STAGE_NUMBER
from .models import Plan, Step
from .queries import open_plans


@dataclass(frozen=True, slots=True)
class Ahead:
    """An outlook together with the rows it speaks of, by id."""

    outlook: Outlook
    plans: dict[int, Plan]
    steps: dict[int, Step]
    shapes: dict[int, PlanNow]
    quiet: frozenset[int]

    def waiting_of(self, step: Step) -> Waiting | None:
        """Why a step waits; None where it does not."""
        return next((item for item in self.outlook.waiting if item.step == step.pk), None)

    def day_of(self, step: Step) -> date:
        """The local date a step belongs to."""
        return date_of(self.shapes[step.plan_id], step.day, self.quiet)


def playbook_of(plan: Plan) -> Playbook:
    """The playbook a plan began with, from the text it kept."""
    return _loaded(plan.playbook_text)


@lru_cache(maxsize=64)
def _loaded(text: str) -> Playbook:
    """Plans share few texts; each is read once. ValueError for one that does not load."""
    playbook, problems = load_playbook(text, "kept with a plan")
    if playbook is None:
        raise ValueError(f"a playbook kept with a plan does not load: {problems}")
    return playbook


def look_ahead(owner: Person, now: datetime) -> Ahead:
    """The outlook over all open plans of a person. Reads and changes nothing."""
    plans = list(open_plans(owner))
    shapes = {plan.pk: plan_now(plan) for plan in plans}
    quiet = frozenset(owner.quiet_weekdays)
    steps = {step.pk: step for plan in plans for step in plan.steps.all()}
    today = local_day(now, owner.zone)
    spent = sum(
        step.minutes
        for step in steps.values()
        if step.state == "done" and settled_on(step, owner.zone) == today
    )
    view = outlook(list(shapes.values()), now=now, quiet_weekdays=quiet, minutes_done_today=spent)
    return Ahead(view, {plan.pk: plan for plan in plans}, steps, shapes, quiet)


def plan_now(plan: Plan) -> PlanNow:
    return PlanNow(
        id=plan.pk,
        began_at=plan.began_at,
        rest_until=plan.rest_until,
        zone=plan.rest_zone,
        furthest=STAGE_NUMBER[plan.application.furthest],
        limits=playbook_of(plan).limits,
        steps=tuple(step_now(step, plan.rest_zone) for step in plan.steps.all()),
        brief=plan.brief,
        paused_until=plan.paused_until,
    )


def step_now(step: Step, zone: str) -> StepNow:
    return StepNow(
        id=step.pk,
        template=step.template,
        tool=step.tool,
        kind=step.kind,
        day=step.day,
        minutes=step.minutes,
        state=StepState(step.state),
        after=tuple(step.after),
        personal=step.personal,
        not_before=step.not_before,
        done_on=settled_on(step, zone),
    )


def settled_on(step: Step, zone: str) -> date | None:
    """The local date a step was settled on; None while it is open."""
    return local_day(step.resolved_at, zone) if step.resolved_at else None
