"""Finish a step, skip it, set it aside for today or for good, and take any of that back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from secondwind.playbooks.built import Built
from secondwind.record.models import Step

from .redraft_plans import redraft_plan


@transaction.atomic
def finish_step(step: Step, *, result: dict[str, Any], built: Built, now: datetime) -> bool:
    """Mark a step done; `result` says what exists now. False where it was resolved already (done once)."""
    return _resolve(step, "done", result=result, built=built, now=now)


@transaction.atomic
def skip_step(step: Step, *, built: Built, now: datetime) -> bool:
    """Skip a step; no reason is asked, and what waited for it waits no longer."""
    return _resolve(step, "skipped", result={}, built=built, now=now)


@transaction.atomic
def decline_step(step: Step, *, built: Built, now: datetime) -> bool:
    """ "Not for me": skipped, and remembered as a kind of step this person does not want."""
    return _resolve(step, "not_for_me", result={}, built=built, now=now)


def _resolve(step: Step, state: str, *, result: dict[str, Any], built: Built, now: datetime) -> bool:
    claimed = (
        Step.objects.of(step.owner)
        .filter(pk=step.pk, state="open")
        .update(state=state, resolved_at=now, result=result)
    )
    if claimed:
        step.refresh_from_db()
        redraft_plan(step.plan, built=built, now=now)
    return bool(claimed)


@transaction.atomic
def put_off_step(step: Step, *, until: date) -> None:
    """ "Not today": it comes again on `until` (a local date), still here if useful."""
    Step.objects.of(step.owner).filter(pk=step.pk, state="open").update(not_before=until)


@transaction.atomic
def reopen_step(step: Step, *, built: Built, now: datetime) -> None:
    """Take the last answer back: the step is open again."""
    Step.objects.of(step.owner).filter(pk=step.pk).update(
        state="open", resolved_at=None, result={}, not_before=None
    )
    step.refresh_from_db()
    redraft_plan(step.plan, built=built, now=now)
