"""Undo a whole import: what it brought goes, what the person added stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.playbooks.built import Built
from secondwind.record import incoming
from secondwind.record.mailboxes import PREFIX, connected_addresses
from secondwind.record.models import (
    Application,
    Event,
    Mailbox,
    MailImport,
    MailProblem,
    PassedOver,
    SourceMark,
)
from secondwind.record.own_work import has_own_words, has_own_work
from secondwind.record.timeline import restand

from .redraft_plans import redraft_for


@transaction.atomic
def undo_import(
    mail_import: MailImport, *, built: Built | None = None, now: datetime, again: bool = False
) -> None:
    """Take an import back. Mail, readings, hashes and problems of it are removed, and so are the
    applications and plans it opened, unless the person has put something of their own into them:
    those stay, without the mail. Plans that stay forget what the mail had told them (at the next start, where
    `built` is not given). Doing it twice changes nothing; `again` sweeps up after a reading that was going
    on while it was undone.
    """
    mail_import.refresh_from_db()
    if mail_import.state == "undone" and not again:
        return
    owner = mail_import.owner
    opened = list(mail_import.applications.all())
    touched = _touched(mail_import)
    _forget_names(mail_import)
    Event.objects.of(owner).filter(message__mail_import=mail_import).delete()
    mail_import.messages.all().delete()
    PassedOver.objects.of(owner).filter(mail_import=mail_import).delete()
    MailProblem.objects.of(owner).filter(mail_import=mail_import).delete()
    # A mail of this import may stand in another source as well, which is read anew then.
    SourceMark.objects.of(owner).delete()
    _read_no_more_by_itself(mail_import)
    for plan in mail_import.plans.all():
        if not has_own_work(plan):
            plan.delete()
    for application in opened:
        if not has_own_words(application):
            application.delete()
            touched.discard(application.pk)
    for application in Application.objects.of(owner).filter(pk__in=touched):
        restand(application)
        if built is not None:
            redraft_for(application, built=built, now=now)
    _forget_address(mail_import)
    mail_import.state, mail_import.finished_at, mail_import.offered = "undone", now, None
    mail_import.save(update_fields=["state", "finished_at", "offered", "counts"])
    paths = list(mail_import.paths)
    transaction.on_commit(lambda: incoming.forget(paths))


def _read_no_more_by_itself(mail_import: MailImport) -> None:
    """A mailbox whose reading was taken back is read again when the person wants it, not a minute later."""
    for path in mail_import.paths:
        number = path.removeprefix(PREFIX)
        if path.startswith(PREFIX) and number.isdigit():
            Mailbox.objects.of(mail_import.owner).filter(pk=int(number)).update(keeps_up=False)


def _touched(mail_import: MailImport) -> set[int]:
    rows = Application.objects.of(mail_import.owner)
    by_mail = rows.filter(messages__mail_import=mail_import).values_list("pk", flat=True)
    by_event = rows.filter(events__message__mail_import=mail_import).values_list("pk", flat=True)
    return {*by_mail, *by_event}


def _forget_names(mail_import: MailImport) -> None:
    """An employer or role that a mail filled in where the person had left it open is open again."""
    told = Event.objects.of(mail_import.owner).filter(message__mail_import=mail_import)
    for event in told.exclude(detail={}).select_related("application"):
        filled = event.detail.get("filled", [])
        for name in filled:
            setattr(event.application, name, "")
        if filled:
            event.application.save(update_fields=filled)


def _forget_address(mail_import: MailImport) -> None:
    """The person's own address, where this import had taught it to us."""
    owner = mail_import.owner
    address = mail_import.counts.pop("own_address", "")
    connected = connected_addresses(owner)
    if address and [each for each in owner.own_addresses if each not in connected] == [address]:
        owner.own_addresses = [each for each in owner.own_addresses if each in connected]
        owner.save(update_fields=["own_addresses"])
