"""What a record says of the mail of a mailbox, without its row numbers, so that two can be held against each other."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from secondwind.accounts.models import Person
from secondwind.actions.tell_letter import tell_what_is_known
from secondwind.record.models import Copy, Message, Plan
from secondwind.record.queries import applications
from secondwind.tools.registry import built


@dataclass(frozen=True)
class Said:
    """`messages` by what makes two copies of a mail the same: kind, own or not, told or not, the application.
    `applications` by employer, role and stage; `copies` that are not gone: folder, its UIDVALIDITY, UID, mail, read.
    """

    messages: dict[str, tuple[str, bool, bool, str]]
    applications: Counter[tuple[str, str, str]]
    copies: Counter[tuple[str, int, int, str, bool]]


def said(owner: Person, *, but: str = "") -> Said:
    """All of it; what lies in the folder `but` is left out of the copies.

    Nor is the application of an own mail that answers nothing that is kept: it is found by the address alone, and so
    only where the application was known by then.
    """
    rows = list(Message.objects.all_of(owner).select_related("application"))
    keys = {row.key for row in rows}
    copies = Copy.objects.of(owner).filter(gone_at=None, folder__gone_at=None).exclude(folder__name=but)
    return Said(
        {
            row.fingerprint: (
                row.kind,
                row.is_mine,
                row.unannounced,
                f"{row.application.employer}, {row.application.role}"
                if row.application and (not row.is_mine or row.in_reply_to in keys)
                else "",
            )
            for row in rows
        },
        Counter((row.employer, row.role, row.stage) for row in applications(owner)),
        Counter(
            (copy.folder.name, copy.uidvalidity, copy.uid, copy.message.fingerprint, copy.is_read)
            for copy in copies.select_related("folder", "message")
        ),
    )


def with_rests_over(owner: Person, now: datetime) -> None:
    """What waits for the end of a rest is told, so that when it was read makes no difference."""
    for _ in range(20):
        for plan in Plan.objects.of(owner):
            Plan.objects.of(owner).filter(pk=plan.pk).update(rest_until=plan.began_at)
        if not tell_what_is_known(owner, built=built(), now=now):
            return
    raise AssertionError("telling does not come to an end")
