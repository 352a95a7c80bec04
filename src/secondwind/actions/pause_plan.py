"""Pause a plan until a date, carry on, close it, open it again."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from secondwind.record.models import Plan


@transaction.atomic
def pause_plan(plan: Plan, until: date | None) -> None:
    """A spell with nothing in it, with a return date (local); None carries on now."""
    plan.paused_until = until
    plan.save(update_fields=["paused_until"])


@transaction.atomic
def close_plan(plan: Plan, *, now: datetime) -> None:
    """Fold a plan away early. Nothing is lost, and it can be opened again."""
    plan.state, plan.closed_at = "closed", now
    plan.save(update_fields=["state", "closed_at"])


@transaction.atomic
def open_plan_again(plan: Plan) -> None:
    plan.state, plan.closed_at = "open", None
    plan.save(update_fields=["state", "closed_at"])
