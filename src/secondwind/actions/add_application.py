"""Add an application by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.errors import SecondWindError
from secondwind.reading.clues import employer_key
from secondwind.record.models import Application
from secondwind.record.timeline import append


@transaction.atomic
def add_application(
    owner: Person,
    employer: str,
    *,
    role: str = "",
    via: str = "",
    via_name: str = "",
    happened_at: datetime,
    now: datetime,
) -> Application:
    """An application added by hand, applied for on that day."""
    employer = " ".join(employer.split())[:300]
    if not employer and not via_name:
        raise SecondWindError("Which employer, or through whom?", "One of the two is enough.")
    application = Application.objects.of(owner).create(
        employer=employer,
        employer_key=employer_key(employer),
        role=" ".join(role.split())[:300],
        via=via,
        via_name=via_name[:200],
        noted_at=now,
        by_hand=True,
    )
    append(application, "applied", happened_at=happened_at, now=now, detail={"by": "hand"})
    return application
