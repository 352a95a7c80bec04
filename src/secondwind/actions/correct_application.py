"""Correct applications: not mine, two that are one, and taking either back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.record.models import Application, Contact, Correction, Event, Message, Plan
from secondwind.record.timeline import restand, retract, standing_events


@transaction.atomic
def disown(application: Application, *, now: datetime) -> Correction:
    """It is not one of mine: out of sight with its plan, kept so that it can come back."""
    application.not_mine = True
    application.save(update_fields=["not_mine"])
    plans = Plan.objects.of(application.owner).filter(application=application, state="open")
    closed = [plan.pk for plan in plans]
    plans.update(state="closed", closed_at=now)
    return Correction.objects.of(application.owner).create(
        what="not_mine", application=application, before={"plans": closed}, after={}, made_at=now
    )


@transaction.atomic
def merge(one: Application, into: Application, *, now: datetime) -> Correction:
    """Two rows were one application: mail, events, people and plan of `one` go to `into`."""
    if one.pk == into.pk:
        raise SecondWindError("These are the same application already.", "Pick the other one.")
    owner = one.owner
    moved = list(one.messages.values_list("pk", flat=True))
    people = list(one.contacts.values_list("pk", flat=True))
    copies = [_copy(event, into, now) for event in standing_events(one)]
    Message.objects.of(owner).filter(pk__in=moved).update(application=into)
    Contact.objects.of(owner).filter(pk__in=people).update(application=into)
    plan = Plan.objects.of(owner).filter(application=one).first()
    plan_before = (plan.state, plan.closed_at.isoformat() if plan.closed_at else None) if plan else None
    plan_moves = plan is not None and not Plan.objects.of(owner).filter(application=into).exists()
    if plan is not None:
        plan.application = into if plan_moves else one
        if not plan_moves and plan.state != "closed":
            plan.state, plan.closed_at = "closed", now
        plan.save(update_fields=["application", "state", "closed_at"])
    one.merged_into = into
    one.save(update_fields=["merged_into"])
    for name in ("employer", "employer_key", "role", "location", "via", "via_name"):
        if not getattr(into, name):
            setattr(into, name, getattr(one, name))
    into.save()
    restand(into)
    before = {
        "messages": moved,
        "people": people,
        "plan": plan.pk if plan else None,
        "plan_was": plan_before,
    }
    return Correction.objects.of(owner).create(
        what="merge", application=one, before=before, after={"into": into.pk, "events": copies}, made_at=now
    )


def _copy(event: Event, application: Application, now: datetime) -> int:
    copy = Event.objects.of(event.owner).create(
        application=application,
        what=event.what,
        happened_at=event.happened_at,
        noted_at=now,
        message=event.message,
        detail={**event.detail, "copied_from": event.pk},
    )
    return int(copy.pk)


@transaction.atomic
def undo_application_correction(correction: Correction, *, now: datetime) -> None:
    """Take "not mine" or a merge back. Taking it back twice changes nothing."""
    claimed = (
        Correction.objects.of(correction.owner).filter(pk=correction.pk, undone_at=None).update(undone_at=now)
    )
    application = correction.application
    if not claimed or application is None:
        return
    if correction.what == "not_mine":
        application.not_mine = False
        application.save(update_fields=["not_mine"])
        Plan.objects.of(correction.owner).filter(pk__in=correction.before["plans"]).update(
            state="open", closed_at=None
        )
    elif correction.what == "merge":
        _part_again(application, correction, now)


def _part_again(one: Application, correction: Correction, now: datetime) -> None:
    owner = correction.owner
    into = Application.objects.of(owner).get(pk=correction.after["into"])
    for event in Event.objects.of(owner).filter(pk__in=correction.after["events"], retraction=None):
        retract(event, now=now)
    Message.objects.of(owner).filter(pk__in=correction.before["messages"]).update(application=one)
    Contact.objects.of(owner).filter(pk__in=correction.before["people"]).update(application=one)
    if correction.before["plan"]:
        state, closed_at = correction.before["plan_was"]
        Plan.objects.of(owner).filter(pk=correction.before["plan"]).update(
            application=one,
            state=state,
            closed_at=datetime.fromisoformat(closed_at) if closed_at else None,
        )
    one.merged_into = None
    one.save(update_fields=["merged_into"])
    restand(one)
    restand(into)
