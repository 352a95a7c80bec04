"""Redraft plans: let steps open or fall away when what is known about an application has changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.lib.days import rest_ends_at
from secondwind.playbooks.built import Built
from secondwind.playbooks.draft import SETTLED, DraftStep, redraft, swap
from secondwind.playbooks.load import shipped_playbooks, text_of
from secondwind.playbooks.revise import REST_TOOL, StepState
from secondwind.record.facts import facts_for
from secondwind.record.models import Application, Plan, Step
from secondwind.record.outlook import playbook_of
from secondwind.record.own_work import has_own_work
from secondwind.record.queries import open_plans
from secondwind.record.stages import ENDS

from .start_plan import step_row

ANOTHER_NO = timedelta(days=7)
WITHDRAWN = "withdrawn"
"""The fact of a plan that was closed because its no was taken back."""


@transaction.atomic
def redraft_plan(plan: Plan, *, built: Built, now: datetime) -> int:
    """Re-ask the conditions of one plan. What was done, skipped or declined never changes. Returns the changes."""
    playbook = playbook_of(plan)
    if plan.rest_until <= now:
        # A rest ends by itself; nobody presses anything for it.
        rests = Step.objects.of(plan.owner).filter(plan=plan, tool=REST_TOOL, state="open")
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
    """After an application's facts changed: its plan, if it has one that is open, follows.

    A plan stands on a no or a silence. Where that is taken back the plan goes, and with it the rest; one the
    person has done something in is kept closed, and opens again should the no come back.
    """
    plan = Plan.objects.of(application.owner).filter(application=application).first()
    if plan is None:
        return
    if application.stage not in ENDS:
        _withdraw(plan, now=now)
        return
    if plan.facts.get(WITHDRAWN):
        _bring_back(plan, now=now)
    if plan.state != "closed":
        plan.application = application
        if plan.ghosted and application.stage == "rejected":
            # They answered after all: from here on there is a decision, and perhaps somebody to thank.
            plan.ghosted = False
            plan.save(update_fields=["ghosted"])
        lengthen_rest(plan, now=now)
        redraft_plan(plan, built=built, now=now)


def _withdraw(plan: Plan, *, now: datetime) -> None:
    if plan.state == "closed":
        return
    if not has_own_work(plan):
        plan.delete()
        return
    plan.state, plan.closed_at, plan.facts = "closed", now, {**plan.facts, WITHDRAWN: True}
    plan.save(update_fields=["state", "closed_at", "facts"])


def _bring_back(plan: Plan, *, now: datetime) -> None:
    """The same no told again goes on where it was; one that comes after a while begins a rest of its own."""
    if now - plan.began_at > ANOTHER_NO:
        plan.began_at = now
        plan.rest_until = rest_ends_at(now, plan.application.furthest, plan.rest_zone)
        plan.rest_ended_by_hand = False
    facts = {name: value for name, value in plan.facts.items() if name != WITHDRAWN}
    plan.state, plan.closed_at, plan.facts = "open", None, facts
    plan.save()


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
    """Change the playbook mid-way: what was done is not asked again, not even after changing back.

    KeyError for a playbook nobody knows. Steps that were settled stay as
    rows, so that what was made in them keeps its place; the new playbook's steps take over what is the same act.
    """
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
    _put_in_place(plan, rows, drafted, now)
    plan.playbook_id, plan.playbook_version = fresh.id, fresh.version
    plan.playbook_text = text_of(fresh)
    plan.save(update_fields=["playbook_id", "playbook_version", "playbook_text"])


def _put_in_place(plan: Plan, rows: dict[str, Step], drafted: tuple[DraftStep, ...], now: datetime) -> None:
    """Turn the plan's rows into the drafted ones. A row of the same name stays the row it is."""
    settled = [step for step in rows.values() if step.state in SETTLED]
    for at, draft in enumerate(drafted):
        row = step_row(plan, draft, at)
        old = rows.pop(row.template, None)
        if old is not None:
            row.pk = old.pk
        _carry_over(row, old, settled, now)
        row.save(force_update=old is not None)
    for place, left in enumerate(rows.values()):
        if left.state not in SETTLED:
            left.delete()
        else:
            # Behind the steps of the playbook now followed: what was done there stays done.
            left.position = len(drafted) + place
            left.save(update_fields=["position"])


def _carry_over(row: Step, old: Step | None, settled: list[Step], now: datetime) -> None:
    """What was settled keeps its moment and its result; what was put off keeps its day."""
    if old is not None and old.state in SETTLED and old.tool == row.tool:
        row.state, row.reason = old.state, old.reason
        row.resolved_at, row.result = old.resolved_at, old.result
        return
    if old is not None:
        row.not_before = old.not_before
    if row.state not in SETTLED:
        return
    same_act = [step for step in settled if step.tool == row.tool] or [
        step for step in settled if set(step.sources) & set(row.sources)
    ]
    row.resolved_at = same_act[0].resolved_at if same_act else now
    row.result = same_act[0].result if same_act else {}
