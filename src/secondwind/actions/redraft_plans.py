"""Redraft plans: let steps open or fall away when what is known about an application has changed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.lib.days import rest_ends_at
from secondwind.playbooks.built import Built
from secondwind.playbooks.draft import redraft, swap
from secondwind.playbooks.load import shipped_playbooks, text_of
from secondwind.playbooks.revise import StepState
from secondwind.record.facts import facts_for
from secondwind.record.models import Application, Plan, Step
from secondwind.record.outlook import playbook_of
from secondwind.record.queries import open_plans

from .start_plan import step_row

REST = "rest.window"


@transaction.atomic
def redraft_plan(plan: Plan, *, built: Built, now: datetime) -> int:
    """Re-ask the conditions of one plan. What was done, skipped or declined never changes. Returns the changes."""
    playbook = playbook_of(plan)
    if plan.rest_until <= now:
        # A rest ends by itself; nobody presses anything for it.
        rests = Step.objects.of(plan.owner).filter(plan=plan, tool=REST, state="open")
        rests.update(state="done", resolved_at=plan.rest_until)
    rows = {step.template: step for step in plan.steps.all()}
    states = {template: StepState(step.state) for template, step in rows.items()}
    changes = redraft(
        playbook, facts_for(plan, now), states, built_tools=built.tools, built_letters=built.letters
    )
    for change in changes:
        if change.step in rows:
            Step.objects.of(plan.owner).filter(pk=rows[change.step].pk).update(
                state=change.now.value, reason=change.reason
            )
    return len(changes)


def redraft_plans(owner: Person, *, built: Built, now: datetime) -> int:
    """Re-ask the conditions of every open plan (a tool that was built later opens steps of plans already begun)."""
    return sum(redraft_plan(plan, built=built, now=now) for plan in open_plans(owner))


def redraft_for(application: Application, *, built: Built, now: datetime) -> None:
    """After an application's facts changed: its plan, if it has one that is open, follows."""
    plan = Plan.objects.of(application.owner).filter(application=application).exclude(state="closed").first()
    if plan is not None:
        plan.application = application
        lengthen_rest(plan, now=now)
        redraft_plan(plan, built=built, now=now)


def lengthen_rest(plan: Plan, *, now: datetime) -> None:
    """A later stage than first thought makes a running rest longer, never shorter."""
    until = rest_ends_at(plan.began_at, plan.application.furthest, plan.rest_zone)
    if not plan.rest_ended_by_hand and plan.rest_until > now and until > plan.rest_until:
        plan.rest_until = until
        plan.save(update_fields=["rest_until"])


@transaction.atomic
def learn(plan: Plan, *, built: Built, now: datetime, **facts: object) -> None:
    """Note what a tool has learnt (anger=True, feedback="received") and let the steps follow."""
    plan.facts = {**plan.facts, **facts}
    plan.save(update_fields=["facts"])
    redraft_plan(plan, built=built, now=now)


@transaction.atomic
def open_full_plan(plan: Plan) -> None:
    """The full plan, on request, for a no that came without any contact."""
    plan.brief = False
    plan.save(update_fields=["brief"])


@transaction.atomic
def swap_playbook(plan: Plan, playbook_id: str, *, built: Built, now: datetime) -> None:
    """Change the playbook mid-way: what was done is not asked again. KeyError for a playbook nobody knows."""
    fresh = shipped_playbooks()[playbook_id]
    rows = {step.template: step for step in plan.steps.all()}
    states = {template: StepState(step.state) for template, step in rows.items()}
    drafted = swap(
        playbook_of(plan),
        states,
        fresh,
        facts_for(plan, now),
        built_tools=built.tools,
        built_letters=built.letters,
    )
    kept = [step for step in rows.values() if step.state in {"done", "skipped", "not_for_me"}]
    Step.objects.of(plan.owner).filter(plan=plan).delete()
    fresh_rows = [step_row(plan, draft, at) for at, draft in enumerate(drafted)]
    _carry_over(kept, fresh_rows, now)
    Step.objects.of(plan.owner).bulk_create(fresh_rows)
    plan.playbook_id, plan.playbook_version = fresh.id, fresh.version
    plan.playbook_text = text_of(fresh)
    plan.save(update_fields=["playbook_id", "playbook_version", "playbook_text"])


def _carry_over(kept: list[Step], fresh: list[Step], now: datetime) -> None:
    """A step that the swap calls done keeps the moment and the result of what was done."""
    for row in fresh:
        if row.state in {"open", "impossible"}:
            continue
        old = next((step for step in kept if set(step.sources) & set(row.sources)), None)
        row.resolved_at = old.resolved_at if old else now
        row.result = old.result if old else {}
