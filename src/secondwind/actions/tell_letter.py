"""Tell a letter: let a no count that was kept back, from the moment the person knows of it.

It is kept back while it is unread on the server, and while the person rests. Told, it takes its place as any mail does;
the plan it may begin counts from now.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.playbooks.built import Built
from secondwind.reading.match import Candidates, Outcome, match
from secondwind.record.facts import as_mail
from secondwind.record.mailboxes import resting_since, untold
from secondwind.record.models import Application, Message, Plan

from .keep_import import plan_for_no
from .redraft_plans import redraft_for
from .settle_mail import belief_of, candidates_of, settle_one


def tell_what_is_known(owner: Person, *, built: Built, now: datetime) -> int:
    """Tell every letter that has been read on the server since, unless a rest keeps it; and every one that says what
    the person knows already. Returns how many. Of several the latest alone may begin a plan, as in any reading."""
    waiting = list(untold(owner).filter(mail_import__state="kept"))
    if not waiting:
        return 0
    resting = resting_since(owner, now) is not None
    candidates = candidates_of(owner)
    known = [
        message
        for message in waiting
        if (message.was_read and not resting) or _is_no_news(message, candidates)
    ]
    tell_letters(known, built=built, now=now)
    return len(known)


def _is_no_news(message: Message, candidates: Candidates) -> bool:
    """Whether it says no for an application that the person knows has ended so."""
    found = match(as_mail(message), belief_of(message), candidates)
    if found.outcome is not Outcome.SAME:
        return False
    return Application.objects.of(message.owner).filter(pk=found.application, stage="rejected").exists()


@transaction.atomic
def tell_letters(messages: Iterable[Message], *, built: Built, now: datetime) -> Plan | None:
    """Let these letters count from now. Returns the plan that begins, None where none does. Telling twice changes
    nothing."""
    told = [message for message in messages if _claimed(message)]
    told.sort(key=lambda message: (message.sent_at or now, message.pk))
    if not told:
        return None
    candidates = candidates_of(told[0].owner)
    for message in told:
        settle_one(message, candidates, mail_import=message.mail_import, now=now)
        if message.application is not None:
            redraft_for(message.application, built=built, now=now)
    noes = [message for message in told if message.kind == "rejection"]
    return plan_for_no(noes[-1], built=built, now=now) if noes else None


def _claimed(message: Message) -> bool:
    """The one UPDATE that tells it."""
    rows = Message.objects.all_of(message.owner).filter(pk=message.pk, unannounced=True)
    if not rows.update(unannounced=False):
        return False
    message.refresh_from_db()
    return True
