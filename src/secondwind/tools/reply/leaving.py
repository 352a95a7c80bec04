"""Whether a letter may leave now, and the ways it can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from secondwind import clock
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.message import Address
from secondwind.mail.outgoing import as_eml, as_mailto, too_long
from secondwind.record.queries import resting_until

from .facts import own_address
from .models import Letter

MOVED = "The clock is moved, so nothing leaves from here."
Leave = Literal["open", "held", "moved"]


@dataclass(frozen=True, slots=True)
class Leaving:
    """`may` says whether the ways are open; `until` is when a rest ends that holds them (UTC).

    `mailto` is "" where it would be cut short or there is no address; `cut` tells the first from the second.
    """

    may: Leave
    until: datetime | None = None
    mailto: str = ""
    cut: bool = False


def held_until(letter: Letter, now: datetime) -> datetime | None:
    """When the rest ends that holds this letter; None outside a rest, or once the hold was lifted."""
    return None if letter.hold_lifted_at else resting_until(letter.owner, now)


def ways_of(letter: Letter, now: datetime) -> Leaving:
    """How this letter can leave at `now`. Notes on it are no part of the question."""
    if clock.is_moved():
        return Leaving("moved")
    until = held_until(letter, now)
    if until is not None:
        return Leaving("held", until)
    try:
        link = as_mailto(letter.to_address, letter.subject, letter.body, letter.in_reply_to)
    except SecondWindError:
        return Leaving("open")
    return Leaving("open", mailto="" if too_long(link) else link, cut=too_long(link))


def check_may_leave(letter: Letter, now: datetime) -> None:
    """NotNowError, in a sentence, while the clock is moved or a rest holds the letter."""
    if clock.is_moved():
        raise NotNowError(MOVED, "Put the clock back to leave with a letter.")
    check_not_held(letter, now)


def check_not_held(letter: Letter, now: datetime) -> None:
    """NotNowError while a rest holds the letter."""
    if held_until(letter, now) is not None:
        raise NotNowError(
            "This letter waits until your rest ends.", "You can lift that on its page, in one press."
        )


def draft_file(letter: Letter, now: datetime) -> bytes:
    """The letter as one .eml draft in its thread. NotNowError where it may not leave; SecondWindError where
    an address is missing. Needs `message_id` to be set."""
    check_may_leave(letter, now)
    sender = own_address(letter)
    if not letter.to_address:
        raise SecondWindError("This letter has no address yet.", "Say whom it goes to, then save the file.")
    if not sender:
        raise SecondWindError(
            "Your own mail address is not known here.", "Copy the letter, or say your address on its page."
        )
    return letter_bytes(letter, Address(letter.owner.signs_as, sender), letter.message_id, now, unsent=True)


def letter_bytes(
    letter: Letter, sender: Address, message_id: str, now: datetime, *, unsent: bool = False
) -> bytes:
    """The whole letter, in its thread. SecondWindError where an address is missing or cannot be written."""
    if not letter.to_address:
        raise SecondWindError("This letter has no address yet.", "Say whom it goes to first.")
    return as_eml(
        sender=sender,
        to=[Address(letter.to_name, letter.to_address)],
        subject=letter.subject,
        body=letter.body,
        date=now,
        message_id=message_id,
        in_reply_to=letter.in_reply_to,
        references=letter.references,
        unsent=unsent,
    )
