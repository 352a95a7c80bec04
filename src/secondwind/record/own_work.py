"""What the person put into a plan or an application: it stays when what came with the mail, or the no, goes."""

from __future__ import annotations

from django.db import models

from secondwind.playbooks.draft import SETTLED
from secondwind.playbooks.revise import REST_TOOL

from .models import Application, Event, Message, Owned, Plan, Step

OF_THE_IMPORT = (Event, Message, Plan, Step)
"""Rows of an application that come with the mail; rows of any other kind are the person's own work."""


def has_own_work(plan: Plan) -> bool:
    """Whether the person settled a step, a tool learnt something, or anything is written in it."""
    steps = list(plan.steps.all())
    settled = any(step.state in SETTLED and step.tool != REST_TOOL for step in steps)
    return settled or bool(plan.facts) or is_written_on(plan) or any(map(is_written_on, steps))


def has_own_words(application: Application) -> bool:
    """Whether anything of the person's, or mail that stays, belongs to an application."""
    return (
        application.by_hand
        or application.events.exists()
        or application.messages.exists()
        or Plan.objects.of(application.owner).filter(application=application).exists()
        or is_written_on(application)
    )


def is_written_on(row: Owned) -> bool:
    """Whether a letter, a debrief, a person met, anything a tool keeps, belongs to this row."""
    for relation in row._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, type) or not issubclass(model, Owned) or model in OF_THE_IMPORT:
            continue
        if model._meta.label in {"record.Application", "record.Correction", "record.MailImport"}:
            continue
        if _rows(model, row).filter(**{relation.field.name: row}).exists():
            return True
    return False


def _rows(model: type[models.Model], row: Owned) -> models.QuerySet[models.Model]:
    return model.objects.of(row.owner)  # type: ignore[attr-defined, no-any-return]
