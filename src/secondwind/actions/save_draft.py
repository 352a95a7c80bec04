"""Save a letter to the drafts of the person's mailbox, where their own mail program finds it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.errors import NotNowError
from secondwind.record.models import Mailbox, Sending

from .send_letter import LIVE, ask_to_send, check_allowed

_OWN = re.compile(rb"(?m)^(?:Date|Message-ID): [^\r\n]*\r\n")


@transaction.atomic
def ask_to_save(
    owner: Person, mailbox: Mailbox, letter: int, *, raw: bytes, message_id: str, now: datetime
) -> Sending:
    """Put a draft on its way to the server; `do_sendings` lays it there.

    The same words a second time: the server is asked whether the draft lies there still, and gets it again where
    it does not. Other words: a fresh draft, beside which the earlier one is left. Raises as `ask_to_send` does.
    """
    before = Sending.objects.of(owner).filter(letter=letter, what="draft", state__in=LIVE).first()
    if before is not None:
        check_allowed(mailbox, "draft")
        if before.state == "claimed":
            raise NotNowError("The draft is being saved at this moment.", "Press again in a moment.")
        rows = Sending.objects.of(owner).filter(pk=before.pk, state=before.state)
        if before.mailbox_id == mailbox.pk and same_words(bytes(before.raw), raw):
            rows.update(state="waiting", leaves_at=now, tries=0, trouble="")
            before.refresh_from_db()
            return before
        rows.update(state="left" if before.state == "sent" else "taken_back", settled_at=now)
    return ask_to_send(
        owner,
        mailbox,
        letter,
        raw=raw,
        to=(),
        message_id=message_id,
        what="draft",
        now=now,
        wait=timedelta(0),
    )


def same_words(one: bytes, other: bytes) -> bool:
    """Whether two drafts say the same to the same: they differ in the moment and the id they were made with alone."""
    return _without_marks(one) == _without_marks(other)


def _without_marks(raw: bytes) -> bytes:
    head, blank, body = raw.partition(b"\r\n\r\n")
    return _OWN.sub(b"", head + b"\r\n") + blank + body
