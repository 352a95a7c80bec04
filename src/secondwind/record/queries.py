"""Questions the record answers, all of them through the owner."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Exists, Max, Model, OuterRef, Q

from secondwind.accounts.models import Person
from secondwind.errors import NotYoursError

from .models import Application, MailImport, Message, OwnedQuerySet, Plan, Question, Step
from .stages import ENDS

M = TypeVar("M", bound=Model)

RUNNING = ("waiting", "reading", "matching")
HEARD_LATELY = timedelta(days=60)


def applications(owner: Person) -> OwnedQuerySet[Application]:
    """Applications the person keeps: not merged away, not disowned, not from an import still to be looked through."""
    return (
        Application.objects.of(owner)
        .filter(merged_into=None, not_mine=False)
        .exclude(mail_import__state__in=[*RUNNING, "found", "stopped"])
    )


def open_applications(owner: Person) -> OwnedQuerySet[Application]:
    return applications(owner).exclude(stage__in=ENDS)


def live_applications(owner: Person) -> OwnedQuerySet[Application]:
    """Applications where somebody is talking with the person."""
    return applications(owner).filter(stage__in=["screening", "interview", "final", "offer"])


def under_way(owner: Person, now: datetime) -> OwnedQuerySet[Application]:
    """Live applications that were heard of lately: a thread silent for two months asks for no attention today."""
    return live_applications(owner).filter(last_at__gte=now - HEARD_LATELY).order_by("-last_at", "-id")


def open_plans(owner: Person) -> OwnedQuerySet[Plan]:
    return (
        Plan.objects.of(owner)
        .exclude(state="closed")
        .select_related("application__owner", "owner")
        .prefetch_related("steps", "application__messages", "application__contacts")
    )


def unsure_messages(owner: Person) -> OwnedQuerySet[Message]:
    """Mail the person may look through: readings that are unsure, and questions not yet answered. Least sure last."""
    asked = Question.objects.of(owner).filter(message=OuterRef("pk"), answered_at=None)
    return (
        Message.objects.of(owner)
        .filter(reviewed_at=None)
        .annotate(asked=Exists(asked))
        .filter(Q(kind="unsure") | Q(asked=True))
        .exclude(mail_import__state__in=[*RUNNING, "found", "stopped"])
        .annotate(sure=Max("readings__confidence"))
        .order_by("-asked", "-sure", "-sent_at", "id")
    )


def running_import(owner: Person) -> MailImport | None:
    """The import now being read, or one that waits to be looked through."""
    return (
        MailImport.objects.of(owner)
        .filter(state__in=[*RUNNING, "found"])
        .order_by("-began_at", "-id")
        .first()
    )


def offered_noes(owner: Person) -> OwnedQuerySet[MailImport]:
    """Imports whose latest no came too long ago to open a plan by itself, and that nobody has answered."""
    return (
        MailImport.objects.of(owner)
        .filter(state="kept", offered__isnull=False, offered__plan=None, offered__not_mine=False)
        .select_related("offered")
    )


def resting_until(owner: Person, now: datetime) -> datetime | None:
    """When the rest shared by all plans ends (UTC), or None when nobody rests."""
    return (
        Plan.objects.of(owner)
        .filter(state="open", rest_until__gt=now)
        .order_by("-rest_until")
        .values_list("rest_until", flat=True)
        .first()
    )


def known_names(owner: Person) -> list[str]:
    """Every employer and person of this search, for spotting the wrong one in a letter."""
    employers = applications(owner).exclude(employer="").values_list("employer", flat=True)
    people = applications(owner).filter(contacts__isnull=False).values_list("contacts__name", flat=True)
    return sorted({*employers, *people})


def application_of(owner: Person, pk: int) -> Application:
    """That application, if it is the person's; NotYoursError else."""
    return own_row(Application.objects.of(owner), pk)


def plan_of(owner: Person, pk: int) -> Plan:
    return own_row(Plan.objects.of(owner).select_related("application", "owner"), pk)


def step_of(owner: Person, pk: int) -> Step:
    return own_row(Step.objects.of(owner).select_related("plan__application", "owner"), pk)


def message_of(owner: Person, pk: int) -> Message:
    return own_row(Message.objects.of(owner).select_related("application"), pk)


def own_row(rows: OwnedQuerySet[M], pk: int) -> M:
    """That row of the owner's; NotYoursError where there is none, or it is somebody else's: the same words."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotYoursError("There is nothing here by that address.", "Today is a good place to go on from.")
    return found
