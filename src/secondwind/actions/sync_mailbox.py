"""Sync a mailbox: look what is new on the server, read it, and note how known mail lies there now.

Nothing on the server changes by it. What goes wrong is kept as a sentence with the mailbox until the next good sync.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction

from secondwind.errors import NotNowError, SecondWindError
from secondwind.playbooks.built import Built
from secondwind.record.mailboxes import imports_of, is_busy, path_of, untold
from secondwind.record.models import Mailbox, MailImport, Message, PassedOver, SourceMark
from secondwind.record.queries import RUNNING

from .look_into_folders import Looked, look_into_folders
from .open_mailbox import opened
from .read_mail import Report, begin_import, one_at_a_time, read_through, stop_import, try_again
from .tell_letter import tell_what_is_known


def sync_mailbox(
    mailbox: Mailbox,
    *,
    built: Built,
    now: datetime,
    report: Report | None = None,
    connection: Any = None,
    look_first: bool = False,
) -> MailImport | None:
    """Read what is new. None where nothing about the search has come; else the reading that holds it.

    A reading that was cut off is gone on with. `connection`: one that is open already; it stays open. `look_first`:
    what is found waits for the person's look. NotNowError while mail is being read; MailServerError, LockedError and
    other sentences where it cannot be done: kept in `mailbox.trouble`, and nothing is lost.
    """
    with one_at_a_time():
        try:
            read = _sync(mailbox, connection, built=built, now=now, report=report, look_first=look_first)
        except NotNowError:
            raise
        except SecondWindError as trouble:
            note_trouble(mailbox, str(trouble))
            raise
    tell_what_is_known(mailbox.owner, built=built, now=now)
    return read


def note_trouble(mailbox: Mailbox, sentence: str) -> None:
    """What went wrong the last time; "" where all went well."""
    Mailbox.objects.of(mailbox.owner).filter(pk=mailbox.pk).update(trouble=sentence)
    mailbox.trouble = sentence


def _sync(
    mailbox: Mailbox,
    connection: Any,
    *,
    built: Built,
    now: datetime,
    report: Report | None,
    look_first: bool,
) -> MailImport | None:
    with nullcontext(connection) if connection is not None else opened(mailbox) as here:
        looked = look_into_folders(mailbox, here, now=now)
        mail_import = _begun(mailbox, looked, look_first=look_first, now=now)
        if mail_import is not None:
            try:
                mail_import = read_through(mail_import, built=built, now=now, report=report, looked=looked)
            except SecondWindError as trouble:
                stop_import(mail_import, trouble)
                raise
    if mail_import is not None:
        mail_import = _with_the_one_before(mailbox, mail_import)
    _note_read(mailbox, looked, now)
    return mail_import


def _begun(mailbox: Mailbox, looked: Looked, *, look_first: bool, now: datetime) -> MailImport | None:
    """The reading to do: one that was cut off, else a new one where there is new mail. None where there is none, or
    where what was found before waits for the person's look."""
    unfinished = imports_of(mailbox).filter(state__in=[*RUNNING, "stopped"]).first()
    if unfinished is not None:
        try_again(unfinished)
        return unfinished
    if not looked.with_new_mail or is_busy(mailbox):
        return None
    return begin_import(mailbox.owner, [path_of(mailbox)], look_first=look_first, now=now)


@transaction.atomic
def _with_the_one_before(mailbox: Mailbox, mail_import: MailImport) -> MailImport | None:
    """A reading that found nothing to keep becomes part of the one before it, so that the list of readings stays a
    list of finds. None then."""
    if mail_import.state != "kept" or mail_import.messages.exists() or mail_import.problems.exists():
        return mail_import
    earlier = imports_of(mailbox).filter(state="kept", began_at__lte=mail_import.began_at)
    before = earlier.exclude(pk=mail_import.pk).first()
    if before is None:
        return mail_import
    owner = mailbox.owner
    mine = SourceMark.objects.of(owner).filter(mail_import=mail_import)
    SourceMark.objects.of(owner).filter(
        mail_import=before, source__in=list(mine.values_list("source", flat=True))
    ).delete()
    mine.update(mail_import=before)
    PassedOver.objects.of(owner).filter(mail_import=mail_import).update(mail_import=before)
    mail_import.delete()
    return None


def _note_read(mailbox: Mailbox, looked: Looked, now: datetime) -> None:
    missing = ", ".join(looked.missing)
    trouble = f"Not there any more: {missing}. Choose the folders again." if missing else ""
    found = _found(mailbox)
    rows = Mailbox.objects.of(mailbox.owner).filter(pk=mailbox.pk)
    rows.update(read_at=now, found=found, trouble=trouble)
    mailbox.read_at, mailbox.found, mailbox.trouble = now, found, trouble


def _found(mailbox: Mailbox) -> dict[str, int]:
    """What the mailbox has given so far, in numbers that a page and a terminal print."""
    owner = mailbox.owner
    kept = Message.objects.of(owner).filter(copies__folder__mailbox=mailbox)
    applications = kept.exclude(application=None).values("application").distinct().count()
    mails = sum(mailbox.folder_rows.filter(gone_at=None).values_list("mails", flat=True))
    return {
        "mails": mails,
        "kept": kept.distinct().count(),
        "applications": applications,
        "letters_waiting": untold(owner).filter(copies__folder__mailbox=mailbox).distinct().count(),
    }
