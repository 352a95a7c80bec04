"""Undo a whole import: what it brought goes, what the person added stays."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.record import incoming
from secondwind.record.models import Application, Event, MailImport, MailProblem, PassedOver, Plan
from secondwind.record.timeline import restand


@transaction.atomic
def undo_import(mail_import: MailImport, *, now: datetime) -> None:
    """Take an import back. Mail, readings, hashes and problems of it are removed, and so are the
    applications and plans it opened, unless the person has put something of their own into them:
    those stay, without the mail. Doing it twice changes nothing.
    """
    owner = mail_import.owner
    opened = list(mail_import.applications.all())
    touched = set(
        Application.objects.of(owner).filter(messages__mail_import=mail_import).values_list("pk", flat=True)
    )
    Event.objects.of(owner).filter(message__mail_import=mail_import).delete()
    mail_import.messages.all().delete()
    PassedOver.objects.of(owner).filter(mail_import=mail_import).delete()
    MailProblem.objects.of(owner).filter(mail_import=mail_import).delete()
    for plan in mail_import.plans.all():
        if not _has_own_work(plan):
            plan.delete()
    for application in opened:
        if not _has_own_words(application):
            application.delete()
            touched.discard(application.pk)
    for application in Application.objects.of(owner).filter(pk__in=touched):
        restand(application)
    incoming.forget(mail_import.paths)
    mail_import.state, mail_import.finished_at, mail_import.offered = "undone", now, None
    mail_import.save(update_fields=["state", "finished_at", "offered"])


def _has_own_work(plan: Plan) -> bool:
    return plan.steps.filter(state__in=["done", "skipped", "not_for_me"]).exclude(tool="rest.window").exists()


def _has_own_words(application: Application) -> bool:
    return (
        application.by_hand
        or application.events.exists()
        or application.messages.exists()
        or application.contacts.exists()
        or Plan.objects.of(application.owner).filter(application=application).exists()
    )
