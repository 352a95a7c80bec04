"""What conditions may ask about one plan, worked out from the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from secondwind.letters.recipients import KnownPerson, Recipient, rank_recipients
from secondwind.mail.message import Address
from secondwind.mail.message import Message as Mail
from secondwind.playbooks.conditions import Facts

from .models import Application, Contact, Event, Message, Plan
from .queries import live_applications
from .stages import rank
from .timeline import standing_events

STAGE_NUMBER = {"noticed": -1, "applied": 0, "screening": 1, "interview": 2, "final": 3, "offer": 4}
"""The numbers playbook conditions use for stages."""

FIRST = datetime.min.replace(tzinfo=UTC)
Part = Literal["in the room", "recruiter", "agency", ""]
PARTS: dict[str, Part] = {
    "in_the_room": "in the room",
    "recruiter": "recruiter",
    "agency": "agency",
    "wrote": "",
}
"""What contacts are called by the letters room."""


def as_mail(message: Message) -> Mail:
    """A kept message in the shape the thinking rooms read."""
    return Mail(
        message_id=message.key,
        subject=message.subject,
        sender=Address(message.from_name, message.from_address),
        sent_at=message.sent_at,
        text=message.text,
        to=_addresses(message, "to"),
        cc=_addresses(message, "cc"),
        reply_to=_addresses(message, "reply_to"),
        in_reply_to=message.in_reply_to,
        references=tuple(message.references),
        labels=tuple(message.labels),
        list_id=message.list_id,
        calendars=tuple(message.calendars),
    )


def _addresses(message: Message, field: str) -> tuple[Address, ...]:
    return tuple(Address(name, address) for name, address in message.addressed.get(field, ()))


def recipients_of(application: Application) -> tuple[Recipient, ...]:
    """Who can be answered about this application, best first."""
    # Sorted here and not by the database: pages with many plans have these rows in hand already.
    rows = sorted(application.messages.all(), key=lambda row: (row.sent_at or FIRST, row.pk))
    thread = [as_mail(message) for message in rows]
    people = [
        KnownPerson(contact.name, contact.address, PARTS[contact.part])
        for contact in application.contacts.all()
        if contact.part != "support"
    ]
    agency = application.via_name if application.via == "agency" else ""
    return rank_recipients(
        thread, own_addresses=application.owner.own_addresses, people=people, agency=agency
    )


def replyable(application: Application, channel: str) -> bool:
    """Whether there is somebody to answer.

    Where nothing came by mail the person knows the address better than we do, from a first talk on;
    after a form no without any contact nobody saw anything to comment on (mission, contradiction 20).
    """
    if any(recipient.replyable for recipient in recipients_of(application)):
        return True
    talked = rank(application.furthest) >= rank("screening")
    return talked and channel in {"email", "phone", "in_person", ""}


def channel_of(application: Application) -> str:
    """How the end of an application was told: "none" for a silence, "email" by a mail that is here, else ""
    (nobody knows)."""
    if application.stage == "silent":
        return "none"
    ends = [event for event in standing_events(application) if event.what == "rejected"]
    return "email" if any(event.message_id for event in ends) else ""


def without_contact(application: Application, channel: str) -> bool:
    """A no at `applied` with nobody behind it: it offers fold and check-in, the full plan on request."""
    return rank(application.furthest) <= rank("applied") and not replyable(application, channel)


def facts_for(plan: Plan, now: datetime) -> Facts:
    """The facts of one plan at `now`. What tools have learnt (anger, feedback) is in `plan.facts`."""
    application, owner = plan.application, plan.owner
    month_ago = now - timedelta(days=30)
    noes = Event.objects.of(owner).filter(what="rejected", retraction=None)
    learnt = plan.facts
    return Facts(
        stage=STAGE_NUMBER[application.furthest],
        channel=plan.channel,
        replyable=replyable(application, plan.channel),
        ghosted=plan.ghosted,
        decided=application.ended_at is not None and not plan.ghosted,
        anger=bool(learnt.get("anger", False)),
        relief=bool(learnt.get("relief", False)),
        rejections_30d=noes.filter(happened_at__gte=month_ago).values("application").distinct().count(),
        rejections_since_review=noes.values("application").distinct().count(),
        late_stage_noes=Application.objects.of(owner)
        .filter(stage="rejected", furthest__in=["interview", "final", "offer"])
        .count(),
        live_roles=live_applications(owner).exclude(pk=application.pk).count(),
        people_met=Contact.objects.of(owner).filter(application=application, part="in_the_room").count(),
        feedback=str(learnt.get("feedback", "none")),
        reason=str(learnt.get("reason", "unknown")),
    )
