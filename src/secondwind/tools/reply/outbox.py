"""A letter's way out by the person's own server: put on its way, taken back, settled; and drafts saved there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from secondwind.actions import send_letter as post
from secondwind.actions.save_draft import ask_to_save
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.message import Address
from secondwind.record.mailboxes import mailboxes
from secondwind.record.models import Mailbox, OwnedQuerySet, Sending
from secondwind.tools.registry import built

from .actions import fresh_id, mark_gone
from .facts import own_address
from .leaving import check_may_leave, letter_bytes
from .models import Letter

ALLOWS = {"send": "may_send", "drafts": "may_save_drafts"}
"""The permission each way needs, and the field of the mailbox that says whether it is given."""


class _Letters:
    """What the outbox tells of letters written here. Runs inside the transaction that settles a sending."""

    def went(self, sending: Sending, *, now: datetime) -> None:
        letter = _letter_of(sending)
        if letter is not None:
            mark_gone(letter, built=built(), now=now)

    def stays(self, sending: Sending, *, now: datetime) -> None:
        Letter.objects.of(sending.owner).filter(pk=sending.letter, state="leaving").update(state="draft")


LETTERS = _Letters()


def _letter_of(sending: Sending) -> Letter | None:
    letters = Letter.objects.of(sending.owner).select_related("application", "owner")
    return letters.filter(pk=sending.letter).first()


def send_what_waits(mailbox: Mailbox, *, now: datetime) -> bool:
    """Send, save, look after and copy what is due for this mailbox. False where another process is at it."""
    return post.do_sendings(mailbox, letters=LETTERS, now=now)


def mailboxes_for(letter: Letter) -> list[Mailbox]:
    """The mailboxes a letter can go out by, the likeliest first: the one that its thread came to."""
    came_to = own_address(letter)
    return sorted(
        mailboxes(letter.owner), key=lambda box: (box.address.casefold() != came_to, not box.smtp_host)
    )


def mailbox_for(letter: Letter, address: str = "") -> Mailbox:
    """The mailbox of that address, else the likeliest. SecondWindError where there is none."""
    found = mailboxes_for(letter)
    if address:
        found = [box for box in found if box.address.casefold() == address.strip().casefold()]
    if not found:
        raise SecondWindError(
            f"No mailbox {address} is connected." if address else "No mailbox is connected.",
            "Copy the letter, or save it as a draft file.",
        )
    return found[0]


@transaction.atomic
def put_on_its_way(letter: Letter, mailbox: Mailbox, *, now: datetime) -> Sending:
    """The letter leaves in a moment, and is no draft any more until it is taken back.

    Notes on it are no part of the question. Raises NotNowError while a rest holds it or the clock is moved, and
    where it is on its way or settled already; SecondWindError where it has no address or the mailbox may not send.
    """
    check_may_leave(letter, now)
    claimed = Letter.objects.of(letter.owner).filter(pk=letter.pk, state="draft").update(state="leaving")
    if not claimed:
        raise NotNowError("This letter is on its way, or settled.", "Its page says which.")
    letter.refresh_from_db()
    if not letter.message_id:
        letter.message_id = fresh_id(mailbox.address)
        letter.save(update_fields=["message_id"])
    raw = letter_bytes(letter, _sender(letter, mailbox), letter.message_id, now)
    return post.ask_to_send(
        letter.owner,
        mailbox,
        letter.pk,
        raw=raw,
        to=[letter.to_address],
        message_id=letter.message_id,
        now=now,
    )


@transaction.atomic
def save_to_drafts(letter: Letter, mailbox: Mailbox, *, now: datetime) -> Sending:
    """The letter is laid among the drafts of that mailbox in a moment; it stays a draft here as well. Raises as
    `put_on_its_way` does."""
    check_may_leave(letter, now)
    if letter.state != "draft":
        raise NotNowError("This letter is on its way, or settled.", "Its page says which.")
    message_id = fresh_id(mailbox.address)
    raw = draft_bytes(letter, mailbox, message_id, now)
    return ask_to_save(letter.owner, mailbox, letter.pk, raw=raw, message_id=message_id, now=now)


def draft_bytes(letter: Letter, mailbox: Mailbox, message_id: str, now: datetime) -> bytes:
    """The letter as it lies among the drafts. A draft has an id of its own: the sent letter is another mail."""
    return letter_bytes(letter, _sender(letter, mailbox), message_id, now)


def take_back(letter: Letter, *, now: datetime) -> bool:
    """It is not to leave after all. False where it has left, or is leaving at this moment."""
    sending = sending_of(letter)
    return sending is not None and post.take_back(sending, letters=LETTERS, now=now)


def say_it_went(letter: Letter, *, now: datetime) -> bool:
    """The person knows that a letter that may have been sent was."""
    sending = sending_of(letter)
    return sending is not None and post.say_it_went(sending, letters=LETTERS, now=now)


def say_it_did_not(letter: Letter, *, now: datetime) -> bool:
    """The person knows that a letter that may have been sent was not: a draft again."""
    sending = sending_of(letter)
    return sending is not None and post.say_it_did_not(sending, letters=LETTERS, now=now)


def sending_of(letter: Letter) -> Sending | None:
    """The letter's last way out, None where it was never sent from here."""
    return _ways(letter, "send").order_by("-id").first()


def drafts_of(letter: Letter) -> list[Sending]:
    """The drafts of it on the server, the last first; those that were never laid there are left out."""
    return list(_ways(letter, "draft").exclude(state="taken_back").order_by("-id"))


def _ways(letter: Letter, what: str) -> OwnedQuerySet[Sending]:
    rows = Sending.objects.of(letter.owner).select_related("mailbox", "owner")
    return rows.filter(letter=letter.pk, what=what)


def _sender(letter: Letter, mailbox: Mailbox) -> Address:
    return Address(letter.owner.signs_as, mailbox.address)
