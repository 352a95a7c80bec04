"""Forget lessons: later readings lean to what the person said until this is done. The corrections stay in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from secondwind.accounts.models import Person
from secondwind.playbooks.built import Built
from secondwind.record.lessons import standing_corrections, teaching
from secondwind.record.models import Correction, Message

from .lean_again import lean_again


@transaction.atomic
def forget_lessons(owner: Person, *, one: Correction | None = None, built: Built, now: datetime) -> list[int]:
    """Forget every lesson, or `one` alone. Mail that leant on it is believed as it was read, or as another
    lesson says. Returns the ids forgotten, for `remember_lessons`."""
    ids = [row.pk for row in teaching(owner) if one is None or row.pk == one.pk]
    Correction.objects.of(owner).filter(pk__in=ids).update(forgotten_at=now)
    mails = Message.objects.of(owner).filter(leant__lesson__in=[str(pk) for pk in ids])
    lean_again(mails, built=built, now=now)
    return ids


@transaction.atomic
def remember_lessons(owner: Person, ids: Iterable[int], *, built: Built, now: datetime) -> None:
    """Take forgetting back."""
    rows = standing_corrections(owner).filter(pk__in=list(ids), forgotten_at__isnull=False)
    taught = list(rows.select_related("message"))
    rows.update(forgotten_at=None)
    senders = Q()
    for row in taught:
        if row.message is not None:
            house = row.message.from_address.rpartition("@")[2]
            senders |= Q(from_address__endswith=house) if house else Q()
    if taught and senders:
        lean_again(Message.objects.of(owner).filter(senders, is_mine=False), built=built, now=now)
