"""Rebuild: work every stage out again from the events, and say what was different."""

from __future__ import annotations

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.record.models import Application
from secondwind.record.timeline import restand


@transaction.atomic
def rebuild(owner: Person) -> tuple[int, int]:
    """Returns (applications looked at, applications whose cached answer differed and was set right)."""
    rows = list(Application.objects.of(owner).all())
    return len(rows), sum(restand(application) for application in rows)
