"""Who answered a letter: worked out from the mail that is kept, so that it follows whatever is read or taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from secondwind.accounts.models import Person

from .models import Application, Event, Message

SAME_LETTER = timedelta(minutes=5)
"""Between the moment a letter left here and the one its copy says, where a server gave the copy another id."""


def answers_to(wrote: Event) -> list[Message]:
    """The mails that answer what a "wrote" event tells of, the first one first.

    One that names the letter's id; or, since a letter that left by hand has an id we never saw, one from its
    recipient to a mail of this application, sent after it. Mail nobody has told the person of is left out.
    """
    theirs = Message.objects.of(wrote.owner).filter(is_mine=False)
    named = [
        mail for mail in theirs.filter(application=wrote.application_id) if letter_id(wrote) in named_by(mail)
    ]
    to = str(wrote.detail.get("to", ""))
    later = theirs.filter(
        application=wrote.application_id, sent_at__gt=wrote.happened_at, from_address__iexact=to
    )
    thread = set(
        Message.objects.of(wrote.owner).filter(application=wrote.application_id).values_list("key", flat=True)
    )
    found = {mail.pk: mail for mail in [*named, *(mail for mail in later if to and thread & named_by(mail))]}
    return sorted(found.values(), key=lambda mail: (mail.sent_at or wrote.happened_at, mail.pk))


def named_by(mail: Message) -> set[str]:
    """The ids of the mails it says it answers."""
    return {mail.in_reply_to, *mail.references} - {""}


def letter_id(wrote: Event) -> str:
    """The message id a letter left under, "" where it is not known."""
    return str(wrote.detail.get("message_id", "")) or (wrote.message.key if wrote.message else "")


def letter_ids(owner: Person, applications: Iterable[int] | None = None) -> dict[int, set[str]]:
    """By application, the message ids of letters that left from here, whether the mail itself was read or not."""
    rows = Event.objects.of(owner).filter(what="wrote", retraction=None, detail__has_key="message_id")
    if applications is not None:
        rows = rows.filter(application__in=list(applications))
    found: dict[int, set[str]] = {}
    for application, detail in rows.values_list("application_id", "detail"):
        found.setdefault(application, set()).add(detail["message_id"])
    return found


def answered_application(mail: Message) -> int | None:
    """The application of a letter that left from here and that this mail names, None where it names none."""
    named = named_by(mail)
    if not named:
        return None
    ids = letter_ids(mail.owner)
    return next((application for application, letters in ids.items() if letters & named), None)


def is_letter_of_ours(mail: Message, application: Application) -> bool:
    """Whether a mail of the person's own is a letter that left from here: its sending stands on the timeline already.

    By its id, or, where the server gave it another, by whom it went to and when.
    """
    rows = application.events.filter(what="wrote", retraction=None, detail__has_key="message_id")
    to = {address.casefold() for _, address in mail.addressed.get("to", ())}
    return any(
        wrote.detail["message_id"] == mail.key
        or (
            str(wrote.detail.get("to", "")).casefold() in to
            and mail.sent_at is not None
            and abs(mail.sent_at - wrote.happened_at) <= SAME_LETTER
        )
        for wrote in rows
    )
