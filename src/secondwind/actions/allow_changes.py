"""Allow one kind of change in a mailbox, or take that back. Each is given for itself; reading needs none of them."""

from __future__ import annotations

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.record.mailboxes import moves_waiting
from secondwind.record.models import Mailbox

FIELDS = {"move": "may_move", "drafts": "may_save_drafts", "send": "may_send"}
"""What can be allowed, and the field it is kept in."""


def allow(mailbox: Mailbox, what: str) -> None:
    """From now on this one kind of change may be made where it is asked for."""
    _set(mailbox, what, True)


@transaction.atomic
def forbid(mailbox: Mailbox, what: str) -> None:
    """Not any more. What was asked for and has not begun is not done."""
    _set(mailbox, what, False)
    if what == "move":
        moves_waiting(mailbox).filter(state="waiting").update(state="undone")


def keep_up(mailbox: Mailbox, chosen: bool) -> None:
    """Whether the program reads this mailbox by itself while it runs: off until it is chosen."""
    Mailbox.objects.of(mailbox.owner).filter(pk=mailbox.pk).update(keeps_up=chosen)
    mailbox.keeps_up = chosen


def _set(mailbox: Mailbox, what: str, allowed: bool) -> None:
    name = FIELDS.get(what)
    if name is None:
        raise SecondWindError(
            f"“{what}” is nothing that can be allowed.", f"Choose one of: {', '.join(FIELDS)}."
        )
    Mailbox.objects.of(mailbox.owner).filter(pk=mailbox.pk).update(**{name: allowed})
    setattr(mailbox, name, allowed)
