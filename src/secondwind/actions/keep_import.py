"""Keep what an import found: older noes become history, and the latest one alone gets a plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from secondwind.playbooks.built import Built
from secondwind.record.models import Application, MailImport, Message, Plan
from secondwind.record.queries import applications

from .start_plan import start_plan

FRESH = timedelta(days=30)
"""A no older than this is offered a plan and does not get one by itself."""


@transaction.atomic
def keep_import(mail_import: MailImport, *, built: Built, now: datetime) -> MailImport:
    """Keep it, and decide once about the latest no, counted from now. Keeping twice changes nothing."""
    MailImport.objects.of(mail_import.owner).filter(pk=mail_import.pk).update(state="kept")
    mail_import.refresh_from_db()
    claimed = (
        MailImport.objects.of(mail_import.owner)
        .filter(pk=mail_import.pk, plan_claimed=False)
        .update(plan_claimed=True)
    )
    if claimed:
        plans = _decide(mail_import, built=built, now=now)
        mail_import.refresh_from_db()
        mail_import.counts = {**mail_import.counts, "plans": plans}
        mail_import.save(update_fields=["counts"])
    return mail_import


def _decide(mail_import: MailImport, *, built: Built, now: datetime) -> int:
    """Open or offer the plan of the latest no in this import. Returns the plans opened, 0 or 1."""
    found = latest_no(mail_import)
    if found is None:
        return 0
    message, application = found
    if message.sent_at is not None and now - message.sent_at > FRESH:
        mail_import.offered = application
        mail_import.save(update_fields=["offered"])
        return 0
    start_plan(application, channel="email", built=built, now=now, mail_import=mail_import)
    return 1


def latest_no(mail_import: MailImport) -> tuple[Message, Application] | None:
    """The latest mail of this import that ended an application which has no plan yet."""
    message = (
        mail_import.messages.filter(kind="rejection", is_mine=False, application__stage="rejected")
        .filter(application__in=applications(mail_import.owner), application__plan=None)
        .order_by("-sent_at", "-key")
        .select_related("application")
        .first()
    )
    return (message, message.application) if message and message.application else None


@transaction.atomic
def take_offer(mail_import: MailImport, *, built: Built, now: datetime) -> Plan | None:
    """The person wants the plan of an older no after all. None where the offer is gone."""
    application = mail_import.offered
    if application is None:
        return None
    return start_plan(application, channel="email", built=built, now=now, mail_import=mail_import)


@transaction.atomic
def leave_offer(mail_import: MailImport) -> None:
    """The person leaves the offer; it does not come back."""
    mail_import.offered = None
    mail_import.save(update_fields=["offered"])
