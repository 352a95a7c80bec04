"""Notes by mail: `sw: no Northwind` or `sw: note …` in the subject of a mail to oneself, met when a mailbox is read.

Nothing follows from such a mail by itself. It stands as an unconfirmed note, on the application that is clearly meant
where one is, until the person says that it is right, or lets it go.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from secondwind.accounts.models import Person
from secondwind.errors import SecondWindError
from secondwind.mail.message import Message as Mail
from secondwind.playbooks.built import Built
from secondwind.reading.clues import employer_key
from secondwind.record.models import Application, Event, MailedNote
from secondwind.record.queries import open_applications
from secondwind.record.timeline import append, retract

from .note_event import note_event
from .note_no import STAGES, note_no

_SUBJECT = re.compile(r"\s*sw:\s*(note|no)\b[\s:,–-]*(.*)", re.IGNORECASE | re.DOTALL)
LONGEST = 2_000
SHORTEST_NAME = 3


def note_in(mail: Mail, own: Collection[str]) -> tuple[str, str] | None:
    """What a mail to oneself notes: ("no" or "note", the words). None for any other mail.

    A mail that anybody else wrote, or that went to anybody else, is none.
    """
    found = _SUBJECT.fullmatch(mail.subject)
    people = {address.address for address in (mail.sender, *mail.to, *mail.cc)}
    if found is None or not mail.to or not people <= set(own):
        return None
    words = " ".join(found[2].split()) or " ".join(mail.text.split())
    return (found[1].lower(), words[:LONGEST]) if words else None


@transaction.atomic
def keep_note(owner: Person, mail: Mail, key: str, *, now: datetime) -> MailedNote | None:
    """Keep the note of one mail, once, however often and wherever it is met. None where it is none, or known."""
    said = note_in(mail, owner.own_addresses)
    if said is None or MailedNote.objects.of(owner).filter(key=key).exists():
        return None
    says, words = said
    sent_at = min(mail.sent_at or now, now)
    application = _meant(owner, words)
    event = None
    if application is not None:
        detail = {"by": "mail", "confirmed": False, "says": says, "words": words}
        event = append(application, "note", happened_at=sent_at, now=now, detail=detail)
    return MailedNote.objects.of(owner).create(
        key=key, says=says, words=words, sent_at=sent_at, noted_at=now, application=application, event=event
    )


def _meant(owner: Person, words: str) -> Application | None:
    """The one open application whose employer is named; None where none or several are."""
    key = employer_key(words)
    said = f" {_plain(words)} "
    rows = open_applications(owner).exclude(employer_key="")
    named = [
        row
        for row in rows
        if row.employer_key == key
        or (len(row.employer) >= SHORTEST_NAME and f" {_plain(row.employer)} " in said)
    ]
    return named[0] if len(named) == 1 else None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


@transaction.atomic
def confirm_note(
    note: MailedNote, *, application: Application | None = None, built: Built, now: datetime
) -> None:
    """It is right. A no ends the application it is about, or a new one by the words; a note joins its timeline.

    Confirming twice changes nothing. SecondWindError where nobody can tell what a note is about.
    """
    application = application or note.application
    if note.says != "no" and application is None:
        raise SecondWindError("Which application is this about?", "Choose one of them.")
    if not _settled(note, confirmed=True, now=now):
        return
    if note.says == "no":
        stage = application.furthest if application else ""
        note_no(
            note.owner,
            (application.employer if application else "") or note.words,
            role=application.role if application else "",
            stage=stage if stage in STAGES else "applied",
            happened_at=note.sent_at,
            built=built,
            now=now,
        )
    elif application is not None:
        note_event(application, "note", happened_at=note.sent_at, words=note.words, built=built, now=now)


@transaction.atomic
def drop_note(note: MailedNote, *, now: datetime) -> None:
    """It is let go: nothing of it counts."""
    _settled(note, confirmed=False, now=now)


def _settled(note: MailedNote, *, confirmed: bool, now: datetime) -> bool:
    """The one UPDATE that settles it; what stood on the timeline unconfirmed is answered."""
    rows = MailedNote.objects.of(note.owner).filter(pk=note.pk, settled_at=None)
    if not rows.update(settled_at=now, confirmed=confirmed):
        return False
    event = note.event
    if event is not None and not Event.objects.of(note.owner).filter(retracts=event).exists():
        retract(event, now=now)
    return True
