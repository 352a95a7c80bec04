"""End the rest now: one press, no reason asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.record.models import Plan


@transaction.atomic
def end_rest(owner: Person, *, now: datetime) -> list[int]:
    """End the rest that all plans share. Returns the ids of the plans whose rest ended."""
    resting = Plan.objects.of(owner).filter(state="open", rest_until__gt=now)
    ids = [plan.pk for plan in resting]
    for plan in resting:
        plan.facts = {**plan.facts, "rest_was_until": plan.rest_until.isoformat()}
        plan.rest_until, plan.rest_ended_by_hand = now, True
        plan.save(update_fields=["facts", "rest_until", "rest_ended_by_hand"])
    return ids


@transaction.atomic
def take_rest_back(owner: Person, ids: list[int]) -> None:
    """Undo: the rest runs until when it would have."""
    for plan in Plan.objects.of(owner).filter(pk__in=ids, rest_ended_by_hand=True):
        until = plan.facts.pop("rest_was_until", None)
        if until:
            plan.rest_until, plan.rest_ended_by_hand = datetime.fromisoformat(until), False
            plan.save(update_fields=["facts", "rest_until", "rest_ended_by_hand"])
