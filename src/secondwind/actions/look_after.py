"""Look after letters that were handed over: whether one that was cut off arrived, and a copy in Sent of one that did.

What is found out is returned or written to the row; what follows from it is settled by `send_letter`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q

from secondwind.errors import SecondWindError
from secondwind.record.models import Mailbox, Message, Sending

from .lay_on_server import lay_in_sent, lies_in_sent

LOOKS = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""The pause after each look for a letter that may have been sent; a server may file it late. Then the person says."""
COPIES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""The pause after each try to lay a copy in Sent. Then there is none, and the letter's page says so."""
CUT_OFF = "It was cut off at the very moment the letter left. It may have been sent: look in Sent."

Found = Literal["in Sent", "answered", ""]


def look_for(sending: Sending, mailbox: Mailbox, *, now: datetime) -> Found:
    """Whether a letter that may have been sent was: it lies in Sent, or somebody has answered it.

    "" says nothing: Sent need not hold what was sent. The next look is noted then.
    """
    if _is_answered(sending):
        return "answered"
    try:
        if lies_in_sent(sending, mailbox):
            return "in Sent"
    except SecondWindError:
        pass  # whatever keeps us from looking, the letter is where it is; the next look comes
    number = min(sending.tries, len(LOOKS) - 1)
    Sending.objects.of(sending.owner).filter(pk=sending.pk, state="maybe").update(
        tries=sending.tries + 1, leaves_at=now + LOOKS[number], trouble=sending.trouble or CUT_OFF
    )
    return ""


def _is_answered(sending: Sending) -> bool:
    """Somebody who names its id has it."""
    if not sending.message_id:
        return False
    named = Q(in_reply_to=sending.message_id) | Q(references__icontains=f'"{sending.message_id}"')
    return Message.objects.of(sending.owner).filter(named, is_mine=False).exists()


def keep_copy(sending: Sending, mailbox: Mailbox, *, now: datetime) -> None:
    """A copy of a sent letter in Sent. One that cannot be laid there is tried again; it never sends anything."""
    rows = Sending.objects.of(sending.owner).filter(pk=sending.pk, state="sent", copied=False)
    try:
        lay_in_sent(sending, mailbox)
    except SecondWindError as trouble:
        number = min(sending.tries, len(COPIES) - 1)
        rows.update(tries=sending.tries + 1, leaves_at=now + COPIES[number], trouble=str(trouble))
    else:
        rows.update(copied=True, trouble="")
