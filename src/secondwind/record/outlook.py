"""What is ready and what rests for one person at one moment: the rows, in the shape `playbooks.revise` reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from secondwind.accounts.models import Person
from secondwind.lib.days import local_day
from secondwind.playbooks.load import load_playbook
from secondwind.playbooks.playbook import Limits, Playbook
from secondwind.playbooks.revise import Outlook, PlanNow, StepNow, StepState, date_of, outlook

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

    def day_of(self, step: Step) -> date:
        """The local date a step belongs to."""
        return date_of(self.shapes[step.plan_id], step.day, self.quiet)


def playbook_of(plan: Plan) -> Playbook:
    """The playbook a plan began with, from the text it kept."""
    playbook, _ = load_playbook(plan.playbook_text, f"plan {plan.pk}")
    if playbook is None:
        raise ValueError(f"the playbook kept with plan {plan.pk} does not load")
    return playbook


def look_ahead(owner: Person, now: datetime) -> Ahead:
    """The outlook over all open plans of a person. Reads and changes nothing."""
    plans = list(open_plans(owner))
    shapes = {plan.pk: plan_now(plan) for plan in plans}
    quiet = frozenset(owner.quiet_weekdays)
    steps = {step.pk: step for plan in plans for step in plan.steps.all()}
    spent = sum(
        step.minutes for step in steps.values() if _resolved_on(step, owner) == local_day(now, owner.zone)
    )
    view = outlook(list(shapes.values()), now=now, quiet_weekdays=quiet, minutes_done_today=spent)
    return Ahead(view, {plan.pk: plan for plan in plans}, steps, shapes, quiet)


def plan_now(plan: Plan) -> PlanNow:
    limits = playbook_of(plan).limits if plan.playbook_text else Limits()
    return PlanNow(
        id=plan.pk,
        began_at=plan.began_at,
        rest_until=plan.rest_until,
        zone=plan.rest_zone,
        furthest=STAGE_NUMBER[plan.application.furthest],
        limits=limits,
        steps=tuple(step_now(step) for step in plan.steps.all()),
        brief=plan.brief,
        paused_until=plan.paused_until,
    )


def step_now(step: Step) -> StepNow:
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
    )


def _resolved_on(step: Step, owner: Person) -> date | None:
    if step.state != "done" or step.resolved_at is None:
        return None
    return local_day(step.resolved_at, owner.zone)
