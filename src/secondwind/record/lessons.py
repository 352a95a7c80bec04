"""What the person has said of mail, as far as it speaks for other mail: lessons, and mails like one set right."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from secondwind.accounts.models import Person
from secondwind.reading.leaning import Lesson, Lessons
from secondwind.reading.reading import Kind
from secondwind.reading.relays import is_free_mail, registrable
from secondwind.reading.siblings import Template, are_siblings, template_of

from .facts import as_mail
from .models import Correction, Message, OwnedQuerySet, Reading
from .queries import RUNNING

PLACES = ("application", "split", "reopened")
"""Corrections that say which application a mail is about."""
COMPARED = 300
"""Mails of one sender that are compared with the one set right, the latest first."""


def standing_corrections(owner: Person) -> OwnedQuerySet[Correction]:
    """What the person said and has not taken back."""
    return Correction.objects.of(owner).filter(undone_at=None)


def said_of(message: Message) -> Correction | None:
    """The latest standing word on what kind of mail this is."""
    return standing_corrections(message.owner).filter(message=message, what="kind").first()


def teaching(owner: Person) -> list[Correction]:
    """The corrections later readings lean to, the latest first: one a mail, of their mail, and telling something.

    Leaving a mail unsure teaches nothing; neither does what was said of the person's own mail.
    """
    rows = (
        standing_corrections(owner)
        .filter(what="kind", message__is_mine=False)
        .select_related("message__owner")
        .prefetch_related("message__readings")
    )
    latest: dict[int, Correction] = {}
    for row in rows:
        latest.setdefault(row.message_id, row)
    return [row for row in latest.values() if row.forgotten_at is None and row.after.get("kind") != "unsure"]


def lessons_of(owner: Person) -> Lessons:
    """Everything later readings lean to, as the reading room wants it."""
    zone = ZoneInfo(owner.zone)
    return Lessons.of(_lesson(row, row.message, zone) for row in teaching(owner) if row.message)


def _lesson(row: Correction, message: Message, zone: ZoneInfo) -> Lesson:
    return Lesson(
        id=row.pk,
        kind=Kind(row.after["kind"]),
        read_as=Kind(row.before["kind"]),
        said_at=row.made_at,
        said_on=row.made_at.astimezone(zone).date(),
        sender=sender_of(message),
        template=kept_template(message),
    )


def sender_of(message: Message) -> str:
    """What to call whoever wrote a mail."""
    return message.from_name or message.from_address or "somebody not named"


def kept_template(message: Message) -> Template:
    """The template of a kept mail, the names its newest reading found taken out."""
    reading: Reading | None = max(message.readings.all(), key=lambda row: row.pk, default=None)
    facts = reading.facts if reading else {}
    names = (
        (reading.employer, reading.role, facts.get("via", ""), facts.get("contact", "")) if reading else ()
    )
    return template_of(as_mail(message), names)


def alike_to(correction: Correction) -> list[Message]:
    """Mails like the one that was set right and not yet taken for the same: those read as it had been first, and of
    these the latest.

    Of the same sender and much the same words, in imports that are kept; nothing a standing correction speaks of.
    Empty where the correction was taken back or says nothing of a kind.
    """
    message, kind = correction.message, correction.after.get("kind")
    if message is None or correction.what != "kind" or correction.undone_at or kind in (None, "unsure"):
        return []
    template = kept_template(message)
    rows = _of_sender(message).exclude(pk=message.pk).exclude(kind=kind)
    compared = rows.order_by("-sent_at", "-id").prefetch_related("readings")[:COMPARED]
    found = [row for row in compared if are_siblings(template, kept_template(row))]
    return sorted(found, key=lambda row: row.kind != correction.before["kind"])


def _of_sender(message: Message) -> OwnedQuerySet[Message]:
    owner, address = message.owner, message.from_address
    domain = address.rpartition("@")[2]
    from_there = Q(from_address=address)
    if domain and not is_free_mail(domain):
        house = registrable(domain)
        from_there |= Q(from_address__endswith=f"@{house}") | Q(from_address__endswith=f".{house}")
    spoken = standing_corrections(owner).filter(message=OuterRef("pk"))
    return (
        Message.objects.of(owner)
        .filter(from_there, is_mine=False)
        .filter(~Exists(spoken))
        .exclude(mail_import__state__in=[*RUNNING, "found", "stopped"])
    )
