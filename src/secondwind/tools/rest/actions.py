"""End the rest now, and take that back. A rest that runs its time needs no action: it resolves itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.actions.end_rest import end_rest, take_rest_back
from secondwind.actions.finish_step import finish_step, reopen_step
from secondwind.playbooks.built import Built
from secondwind.record.models import OwnedQuerySet, Plan, Step

KEY = "rest.window"
_BY_HAND = {"ended": "by hand"}


@transaction.atomic
def end_rest_now(owner: Person, *, built: Built, now: datetime) -> list[int]:
    """End the rest all plans share and settle its steps. Returns the plans’ ids, [] where nobody rests."""
    ids = end_rest(owner, now=now)
    for step in _rest_steps(owner, ids).filter(state="open"):
        finish_step(step, result=dict(_BY_HAND), built=built, now=now)
    return ids


@transaction.atomic
def rest_after_all(owner: Person, ids: Sequence[int], *, built: Built, now: datetime) -> None:
    """Undo: the rest of those plans runs until when it would have, and its steps are open again."""
    take_rest_back(owner, list(ids))
    for step in _rest_steps(owner, ids).filter(state="done"):
        if step.result == _BY_HAND:
            reopen_step(step, built=built, now=now)


def rests_cut_short(owner: Person, now: datetime) -> list[tuple[int, datetime]]:
    """Rests ended by hand that would still run at `now`: the plan's id, and until when (UTC)."""
    found = []
    for plan in Plan.objects.of(owner).filter(state="open", rest_ended_by_hand=True, rest_until__lte=now):
        was = plan.facts.get("rest_was_until")
        if was and (until := datetime.fromisoformat(was)) > now:
            found.append((plan.pk, until))
    return found


def _rest_steps(owner: Person, plan_ids: Sequence[int]) -> OwnedQuerySet[Step]:
    return (
        Step.objects.of(owner)
        .filter(plan__in=plan_ids, tool=KEY)
        .select_related("plan__application", "owner")
    )
