"""Choose which mail of a connected mailbox is read, and ask for a reading. The server is not asked here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from secondwind.record.mailboxes import imports_of, path_of, source_prefix
from secondwind.record.models import Mailbox, MailImport, SourceMark
from secondwind.record.queries import RUNNING

from .read_mail import begin_import, try_again


@transaction.atomic
def choose_mail(mailbox: Mailbox, *, folders: Sequence[str], since: date | None) -> None:
    """From now on these folders are read (none: all but Trash, Junk and Drafts), and mail before `since` left alone."""
    if since != mailbox.since:
        # Other mail of it: what was read before says nothing of that.
        SourceMark.objects.of(mailbox.owner).filter(source__startswith=source_prefix(mailbox)).delete()
    mailbox.folders, mailbox.since = list(folders), since
    mailbox.save(update_fields=["folders", "since"])


@transaction.atomic
def ask_to_read(mailbox: Mailbox, *, now: datetime) -> MailImport:
    """The reading that the background is to do: the one under way, the one that was cut off, else a new one.

    What the first one finds waits for the person's look; while it waits, that reading is given back as it stands.
    """
    unfinished = imports_of(mailbox).filter(state__in=[*RUNNING, "found", "stopped"]).first()
    if unfinished is not None:
        try_again(unfinished)
        unfinished.refresh_from_db()
        return unfinished
    look_first = not imports_of(mailbox).filter(state="kept").exists()
    return begin_import(mailbox.owner, [path_of(mailbox)], look_first=look_first, now=now)
