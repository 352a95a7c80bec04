"""Mailboxes on servers: which are connected, where a kept mail lies in them, and which letters wait to be told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef

from secondwind.accounts.models import Person
from secondwind.errors import NotYoursError, SecondWindError

from .models import (
    Application,
    Copy,
    Event,
    Folder,
    Mailbox,
    MailedNote,
    MailImport,
    Message,
    Move,
    OwnedQuerySet,
    Plan,
    Reading,
)
from .queries import RUNNING, open_applications

PREFIX = "imap:"
"""Begins the path of an import that reads a mailbox on a server: the number of its row follows."""
INBOX = "INBOX"
LEFT_ALONE = frozenset({"trash", "junk", "drafts"})
"""Special folders whose mail is nobody's letter: thrown away, unwanted, or not sent yet."""


def mailboxes(owner: Person) -> OwnedQuerySet[Mailbox]:
    """The mailboxes that are connected, the first one first."""
    return Mailbox.objects.of(owner).exclude(imap_host="")


def mailbox_at(owner: Person, address: str = "") -> Mailbox:
    """The connected mailbox of that address; the only one where none is named. SecondWindError else."""
    rows = list(mailboxes(owner))
    if address:
        rows = [row for row in rows if row.address.casefold() == address.strip().casefold()]
    if len(rows) == 1:
        return rows[0]
    if rows:
        named = ", ".join(row.address for row in rows)
        raise SecondWindError("Several mailboxes are connected.", f"Name one of them: {named}.")
    if address:
        raise SecondWindError(
            f"No mailbox {address} is connected.", "`secondwind mail connect ADDRESS` connects one."
        )
    raise SecondWindError("No mailbox is connected.", "`secondwind mail connect ADDRESS` connects one.")


def connected_addresses(owner: Person) -> set[str]:
    """The addresses of the connected mailboxes, in small letters."""
    return {address.casefold() for address in mailboxes(owner).values_list("address", flat=True)}


def path_of(mailbox: Mailbox) -> str:
    """What stands for a mailbox among the paths of an import."""
    return f"{PREFIX}{mailbox.pk}"


def mailbox_of_path(owner: Person, path: str) -> Mailbox:
    """The mailbox an import reads. NotYoursError where it is not connected any more."""
    number = path.removeprefix(PREFIX)
    found = mailboxes(owner).filter(pk=int(number)).first() if number.isdigit() else None
    if found is None:
        raise NotYoursError("That mailbox is not connected any more.", "Connect it again to read on.")
    return found


def source_prefix(mailbox: Mailbox) -> str:
    """How the names of its sources begin, in marks and places of problems."""
    return f"{PREFIX}{mailbox.address}/"


def imports_of(mailbox: Mailbox) -> OwnedQuerySet[MailImport]:
    """Every reading of this mailbox, the latest first."""
    rows = MailImport.objects.of(mailbox.owner).filter(paths=[path_of(mailbox)])
    return rows.order_by("-began_at", "-id")


def is_busy(mailbox: Mailbox) -> bool:
    """Whether it is being read, or waits for the person's look: nothing new is begun then."""
    return imports_of(mailbox).filter(state__in=[*RUNNING, "found"]).exists()


def folders_of(mailbox: Mailbox) -> OwnedQuerySet[Folder]:
    """Its folders as they were last seen, those that are gone left out."""
    return Folder.objects.of(mailbox.owner).filter(mailbox=mailbox, gone_at=None)


def copies_of(message: Message) -> list[Copy]:
    """Where a kept mail lies now, the inbox first."""
    rows = Copy.objects.of(message.owner).filter(message=message, gone_at=None, folder__gone_at=None)
    found = list(rows.select_related("folder__mailbox"))
    return sorted(found, key=lambda copy: (copy.folder.name.upper() != INBOX, copy.pk))


def moves_waiting(mailbox: Mailbox) -> OwnedQuerySet[Move]:
    """Moves that are asked for and neither done nor given up, in the order they were asked for."""
    return (
        Move.objects.of(mailbox.owner)
        .filter(mailbox=mailbox, state__in=["waiting", "claimed"])
        .order_by("id")
    )


# ---- letters nobody has told the person of


@dataclass(frozen=True, slots=True)
class Come:
    """A letter that has come and is not told yet. `whose`: the employer, else who wrote."""

    message: Message
    whose: str


def untold(owner: Person) -> OwnedQuerySet[Message]:
    """Every letter that is not told yet, for whatever reason; `unread` says whether it is unread on the server."""
    copies = Copy.objects.of(owner).filter(message=OuterRef("pk"))
    rows = Message.objects.all_of(owner).filter(unannounced=True)
    return (
        rows.annotate(
            was_read=Exists(copies.filter(is_read=True)),
            on_server=Exists(copies),
        )
        .select_related("mail_import", "owner")
        .order_by("-sent_at", "-id")
    )


def letters_come(owner: Person, now: datetime) -> list[Come]:
    """The letters to mention on Today, the newest first: unread on the server, and no rest that they wait for.

    Nothing is said of what is in them.
    """
    if resting_since(owner, now) is not None:
        return []
    kept = untold(owner).filter(was_read=False, mail_import__state="kept")
    return [Come(message, whose_letter(message)) for message in kept]


def whose_letter(message: Message) -> str:
    """Who a letter is from, as a person would say it."""
    reading = Reading.objects.of(message.owner).filter(message=message).exclude(employer="").last()
    return (reading.employer if reading else "") or message.from_name or message.from_address


def untold_of(owner: Person, pk: int) -> Message:
    """That letter, where it waits to be told; NotYoursError else."""
    found = untold(owner).filter(pk=pk).first()
    if found is None:
        raise NotYoursError("There is nothing here by that address.", "Today is a good place to go on from.")
    return found


def resting_since(owner: Person, now: datetime) -> datetime | None:
    """When the rest that runs began (UTC), the earliest of those that several noes share; None where nobody rests."""
    resting = Plan.objects.of(owner).filter(state="open", rest_until__gt=now)
    return resting.order_by("began_at").values_list("began_at", flat=True).first()


# ---- what may not wait for the end of a rest

CANNOT_WAIT = ("screening", "assessment", "interview", "final", "offer")
SOON = timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class CannotWait:
    """Something that has come by mail while the person rests: what it is, and by when it wants an answer, if soon."""

    application: Application
    what: str
    by: datetime | None


def cannot_wait(owner: Person, now: datetime) -> list[CannotWait]:
    """Invitations, tests and offers that came since the rest began, and what wants an answer within 48 hours, the
    soonest first. Nothing outside a rest."""
    since = resting_since(owner, now)
    if since is None:
        return []
    events = (
        Event.objects.of(owner)
        .filter(what__in=CANNOT_WAIT, retraction=None, message__isnull=False)
        .filter(application__in=open_applications(owner))
        .select_related("application")
        .order_by("happened_at", "id")
    )
    deadlines = _deadlines([event.message_id for event in events], owner)
    found: dict[int, CannotWait] = {}
    for event in events:
        by = deadlines.get(event.message_id)
        is_soon = by is not None and now <= by <= now + SOON
        if is_soon or event.noted_at >= since:
            found[event.application_id] = CannotWait(event.application, event.what, by if is_soon else None)
    return sorted(found.values(), key=lambda one: (one.by is None, one.by or now))


def _deadlines(messages: list[int], owner: Person) -> dict[int, datetime]:
    """By when mails want an answer, as far as they say it."""
    found = {}
    for reading in Reading.objects.of(owner).filter(message__in=messages).order_by("id"):
        said = str(reading.facts.get("deadline", "")).partition("[")[0].strip()
        with suppress(ValueError):
            moment = datetime.fromisoformat(said)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=ZoneInfo(owner.zone))
                moment = moment.replace(hour=23, minute=59) if len(said) <= len("2026-11-23") else moment
            found[reading.message_id] = moment
    return found


def notes_waiting(owner: Person) -> OwnedQuerySet[MailedNote]:
    """Notes the person mailed to themselves and has not said anything about yet, the first one first."""
    return MailedNote.objects.of(owner).filter(settled_at=None).select_related("application")
