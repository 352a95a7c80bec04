"""Keep a check-in, leave without one, take either back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.finish_step import finish_step, reopen_step, skip_step
from secondwind.actions.redraft_plans import learn
from secondwind.playbooks.built import Built
from secondwind.record.models import Plan, Step
from secondwind.record.outlook import look_ahead
from secondwind.record.queries import plan_of

from .models import CheckIn
from .words import tells_of

KEY = "feelings.checkin"
SAME_PRESS = timedelta(seconds=30)
"""The same words sent twice within this time are one press that came twice."""


def step_that_asks(owner: Person, now: datetime) -> Step | None:
    """The check-in that is ready, for somebody who came here on their own; None where none is."""
    ahead = look_ahead(owner, now)
    ready = (ahead.steps[ready.step] for ready in ahead.outlook.ready)
    return next((step for step in ready if step.tool == KEY), None)


@transaction.atomic
def save_check_in(
    owner: Person,
    *,
    words: Sequence[str],
    strength: int | None,
    line: str,
    step: Step | None,
    built: Built,
    now: datetime,
) -> CheckIn:
    """Keep what was named, finish the step it was asked for, and let its plan learn anger and relief.

    Nothing else follows from it, and nothing in `line` is looked at. The same press twice keeps one row.
    """
    same = CheckIn.objects.of(owner).filter(
        step=step, words=list(words), strength=strength, line=line, made_at__gt=now - SAME_PRESS
    )
    found = same.first()
    if found is not None:
        return found
    check_in = CheckIn.objects.of(owner).create(
        plan=step.plan if step else None,
        step=step,
        words=list(words),
        strength=strength,
        line=line,
        made_at=now,
    )
    if step is not None:
        finish_step(step, result={"check_in": check_in.pk}, built=built, now=now)
        _tell(step.plan_id, owner, built=built, now=now)
    return check_in


@transaction.atomic
def leave_without_words(step: Step, *, built: Built, now: datetime) -> bool:
    """No words is also an answer: the step is skipped, nothing is kept. False where it was settled before."""
    return skip_step(step, built=built, now=now)


@transaction.atomic
def take_check_in_back(check_in: CheckIn, *, built: Built, now: datetime) -> None:
    """Undo: the row is deleted, the step it finished is open again, the plan forgets what it learnt."""
    step, plan_id, owner = check_in.step, check_in.plan_id, check_in.owner
    key = check_in.pk
    CheckIn.objects.of(owner).filter(pk=key).delete()
    if step is not None and step.state == "done" and step.result.get("check_in") == key:
        reopen_step(step, built=built, now=now)
    if plan_id is not None:
        _tell(plan_id, owner, built=built, now=now)


@transaction.atomic
def come_back(step: Step, *, built: Built, now: datetime) -> None:
    """Undo of leaving without words."""
    if step.state == "skipped":
        reopen_step(step, built=built, now=now)


def _tell(plan_id: int, owner: Person, *, built: Built, now: datetime) -> None:
    """The plan knows what its latest check-in with words says; without one it knows nothing."""
    plan: Plan = plan_of(owner, plan_id)
    kept = CheckIn.objects.of(owner).filter(plan=plan)
    latest = next((check_in for check_in in kept if check_in.words), None)
    tells = tells_of(latest.words if latest else ())
    if latest is not None or "anger" in plan.facts:
        learn(plan, built=built, now=now, **tells)
