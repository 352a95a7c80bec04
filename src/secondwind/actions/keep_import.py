"""Keep what an import found: older noes become history, and the latest one alone gets a plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from secondwind.playbooks.built import Built
from secondwind.record.models import Application, MailImport, Message, Plan
from secondwind.record.queries import applications

from .redraft_plans import redraft_for
from .settle_mail import is_dated, told_at
from .start_plan import start_plan

FRESH = timedelta(days=30)
"""A no older than this is offered a plan and does not get one by itself."""


@transaction.atomic
def keep_import(mail_import: MailImport, *, built: Built, now: datetime) -> MailImport:
    """Keep it, and decide once about the latest no, counted from now. Keeping twice changes nothing,
    and what was undone meanwhile stays undone."""
    MailImport.objects.of(mail_import.owner).filter(pk=mail_import.pk, state="found").update(state="kept")
    mail_import.refresh_from_db()
    if mail_import.state != "kept":
        return mail_import
    claimed = (
        MailImport.objects.of(mail_import.owner)
        .filter(pk=mail_import.pk, plan_claimed=False)
        .update(plan_claimed=True)
    )
    if claimed:
        _tell_plans(mail_import, built=built, now=now)
        plans = _decide(mail_import, built=built, now=now)
        mail_import.refresh_from_db()
        mail_import.counts = {**mail_import.counts, "plans": plans}
        mail_import.save(update_fields=["counts"])
    return mail_import


def _tell_plans(mail_import: MailImport, *, built: Built, now: datetime) -> None:
    """Plans begun by hand learn what the mail about them says: somebody to answer, a later stage, a real no."""
    told = Application.objects.of(mail_import.owner).filter(messages__mail_import=mail_import)
    for application in told.exclude(plan=None).distinct():
        redraft_for(application, built=built, now=now)


def _decide(mail_import: MailImport, *, built: Built, now: datetime) -> int:
    """Open or offer the plan of the latest no in this import. Returns the plans opened, 0 or 1."""
    found = latest_no(mail_import, now)
    if found is None:
        return 0
    message, application = found
    if not is_dated(message, now) or now - told_at(message, now) > FRESH:
        mail_import.offered = application
        mail_import.save(update_fields=["offered"])
        return 0
    start_plan(application, channel="email", built=built, now=now, mail_import=mail_import)
    return 1


def latest_no(mail_import: MailImport, now: datetime) -> tuple[Message, Application] | None:
    """The latest mail of this import that ended an application, unless it is history already: its application
    has a plan, or the record holds a later no from elsewhere. A mail without a date that can be believed
    counts as older than any other."""
    noes = list(
        mail_import.messages.filter(kind="rejection", is_mine=False, application__stage="rejected")
        .filter(application__in=applications(mail_import.owner))
        .select_related("application__plan", "mail_import")
    )
    if not noes:
        return None
    latest = max(noes, key=lambda no: (is_dated(no, now), told_at(no, now), no.fingerprint))
    application = latest.application
    if application is None or hasattr(application, "plan") or _is_history(latest, mail_import, now):
        return None
    return latest, application


def _is_history(message: Message, mail_import: MailImport, now: datetime) -> bool:
    """Whether another application was ended later by a no that this import knows nothing of."""
    rest = applications(mail_import.owner).filter(stage="rejected").exclude(pk=message.application_id)
    later = rest if not is_dated(message, now) else rest.filter(ended_at__gt=told_at(message, now))
    # In steps, not as one sub-query: what this import itself ended was compared above.
    own = set(mail_import.messages.filter(kind="rejection").values_list("application", flat=True))
    return bool(set(later.values_list("pk", flat=True)) - own)


def plan_for_no(message: Message, *, built: Built, now: datetime) -> Plan | None:
    """The plan of a no that was told after its import was kept, counted from now; an old one is offered instead."""
    application, mail_import = message.application, message.mail_import
    if application is None or application.stage != "rejected" or message.kind != "rejection":
        return None
    if hasattr(application, "plan"):
        return None
    if not is_dated(message, now) or now - told_at(message, now) > FRESH:
        if mail_import is not None and mail_import.offered is None:
            mail_import.offered = application
            mail_import.save(update_fields=["offered"])
        return None
    return start_plan(application, channel="email", built=built, now=now, mail_import=mail_import)


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
