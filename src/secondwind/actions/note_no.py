"""Note a no by hand: "I was just rejected", or a silence the person calls an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.errors import SecondWindError
from secondwind.playbooks.built import Built
from secondwind.reading.clues import employer_key
from secondwind.reading.match import same_role
from secondwind.record.models import Application, Plan
from secondwind.record.queries import applications
from secondwind.record.stages import ENDS, GATES
from secondwind.record.timeline import append, retract, standing_events

from .redraft_plans import redraft_for
from .start_plan import start_plan

CHANNELS = ("email", "portal", "phone", "in_person", "none")
STAGES = GATES[1:]
SAME_NO = timedelta(days=60)
"""A second no within this time of the first is the same one told again; after it, one of another try."""


@transaction.atomic
def note_no(
    owner: Person,
    employer: str,
    *,
    role: str = "",
    stage: str = "applied",
    channel: str = "email",
    happened_at: datetime | None = None,
    built: Built,
    now: datetime,
) -> Plan:
    """Three inputs to a plan. An open application at that employer (and role, where given) is ended;
    else a new one is noted. The same no told twice joins the first: one plan, one rest.

    The plan counts from `now`: the moment the person knows. `channel` "none" is a silence.
    """
    employer = " ".join(employer.split())[:300]
    _check(employer, stage, channel, happened_at, now)
    happened_at = happened_at or now
    role = " ".join(role.split())[:300]
    application = _application(owner, employer, role, happened_at, now)
    if role and not application.role:
        application.role = role
        application.save(update_fields=["role"])
    if GATES.index(stage) > GATES.index(application.furthest):
        # How far it went is known, not when: the day of the no stands in for it and is never shown.
        append(application, stage, happened_at=happened_at, now=now, detail={"by": "hand"})
    ghosted = channel == "none"
    append(
        application,
        "silent" if ghosted else "rejected",
        happened_at=happened_at,
        now=now,
        detail={"by": "hand"},
    )
    plan = start_plan(application, channel=channel, ghosted=ghosted, built=built, now=now)
    redraft_for(application, built=built, now=now)
    return plan


def _check(employer: str, stage: str, channel: str, happened_at: datetime | None, now: datetime) -> None:
    if not employer:
        raise SecondWindError("Who said no? The employer's name is missing.", "Write it as you would say it.")
    if stage not in STAGES:
        raise SecondWindError(f"“{stage}” is no stage we know.", f"Choose one of: {', '.join(STAGES)}.")
    if channel not in CHANNELS:
        raise SecondWindError(f"“{channel}” is no way we know.", f"Choose one of: {', '.join(CHANNELS)}.")
    if happened_at is not None and happened_at > now:
        raise SecondWindError("That day is still to come.", "Give the day you heard, or leave it out.")


def _application(
    owner: Person, employer: str, role: str, happened_at: datetime, now: datetime
) -> Application:
    """The application meant: an open one first, then one that ended lately, else a new one.

    Where a role is told, one that names it goes before one that names none.
    """
    key = employer_key(employer)
    same = list(applications(owner).filter(employer_key=key).order_by("-last_at", "-id")) if key else []
    if role:
        same = [row for row in same if not row.role or same_role(row.role, role)]
        same.sort(key=lambda row: not row.role)
    for row in same:
        if row.stage not in ENDS or row.stage == "silent":
            return row
    for row in same:
        if row.stage == "rejected" and row.ended_at and abs(happened_at - row.ended_at) <= SAME_NO:
            return row
    return Application.objects.of(owner).create(
        employer=employer, employer_key=key, role=role, noted_at=now, by_hand=True,
        earlier=same[0] if same else None,
    )  # fmt: skip


@transaction.atomic
def close_as_silent(application: Application, *, built: Built, now: datetime) -> Plan:
    """ "No answer", once the person confirms: the ghost variant of the plan opens."""
    append(application, "silent", happened_at=now, now=now, detail={"by": "hand"})
    plan = start_plan(application, channel="none", ghosted=True, built=built, now=now)
    redraft_for(application, built=built, now=now)
    return plan


@transaction.atomic
def take_no_back(plan: Plan, *, built: Built, now: datetime) -> None:
    """What was noted last by hand was a slip: its facts are retracted, and plan and rest go with them.

    An application that was noted for it alone goes out of sight. Taking it back twice changes nothing.
    """
    application = plan.application
    by_hand = [event for event in standing_events(application) if event.detail.get("by") == "hand"]
    last = max((event.noted_at for event in by_hand), default=None)
    for event in by_hand:
        if event.noted_at == last:
            retract(event, now=now)
    application.refresh_from_db()
    if application.by_hand and not standing_events(application):
        application.not_mine = True
        application.save(update_fields=["not_mine"])
    redraft_for(application, built=built, now=now)
