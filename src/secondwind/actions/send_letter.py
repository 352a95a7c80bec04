"""Send a letter: asked for, kept back a moment, claimed, handed over, settled. It leaves at most once.

The border is written down before it is crossed: `maybe` stands in the record before the end of the letter is handed
over (secondwind.mail.server.smtp). So a letter found `claimed` after a kill has not left and may be tried again, and
one found `maybe` is never sent again by itself. No transaction is open while the network is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from filelock import FileLock, Timeout

from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.accounts.secrets import LockedError
from secondwind.errors import NotNowError, SecondWindError
from secondwind.mail.outgoing import bare_address, dated
from secondwind.mail.server.account import GoneError, MailServerError, SignInError, UnsafeServerError
from secondwind.mail.server.smtp import MaybeSentError, RefusedError, send
from secondwind.record.models import Mailbox, OwnedQuerySet, Sending
from secondwind.record.on_disk import on_disk

from .lay_on_server import lay_in_drafts
from .look_after import COPIES, LOOKS, keep_copy, look_for
from .open_mailbox import login_of, smtp_server

WAIT = timedelta(seconds=10)
"""How long a letter can be taken back after the press."""
LIVE = ("waiting", "claimed", "maybe", "sent")
"""A letter in one of these goes out by no other way."""
TRIES = 3
PAUSES = (timedelta(minutes=5), timedelta(minutes=30))
"""Between the tries: a server that greylists asks for some minutes."""
UNTIL_UNLOCKED = timedelta(minutes=1)


class Letters(Protocol):
    """What is told of a letter's way, inside the transaction that settles it. The tool that wrote it answers."""

    def went(self, sending: Sending, *, now: datetime) -> None:
        """It is gone."""

    def stays(self, sending: Sending, *, now: datetime) -> None:
        """It has not left, and is a draft again."""


@transaction.atomic
def ask_to_send(
    owner: Person,
    mailbox: Mailbox,
    letter: int,
    *,
    raw: bytes,
    to: Sequence[str],
    message_id: str,
    what: str = "send",
    now: datetime,
    wait: timedelta = WAIT,
) -> Sending:
    """Put a letter on its way. `raw` is the whole of it (its Date is set when it leaves), `to` are mail addresses.

    Nothing leaves yet: `do_sendings` does that from `now + wait` on. Raises NotNowError while the clock is moved,
    and where this letter is on its way or gone already; SecondWindError where the mailbox may not do it.
    """
    if clock.is_moved():
        raise NotNowError("The clock is moved, so nothing leaves from here.", "Put the clock back first.")
    check_allowed(mailbox, what)
    if Sending.objects.of(owner).filter(letter=letter, what=what, state__in=LIVE).exists():
        raise NotNowError("This letter is on its way, or gone.", "Its page says which.")
    return Sending.objects.of(owner).create(
        mailbox=mailbox,
        letter=letter,
        what=what,
        raw=raw,
        to=[bare_address(address) for address in to],
        message_id=message_id,
        asked_at=now,
        leaves_at=now + wait,
    )


def check_allowed(mailbox: Mailbox, what: str) -> None:
    """SecondWindError, with what to do, unless letters may go out by this mailbox this way."""
    if what == "send" and not mailbox.smtp_host:
        raise SecondWindError(
            f"No server to send by is known for {mailbox.address}.",
            "Save the letter to Drafts, or connect the mailbox again with one.",
        )
    if what == "send" and not mailbox.may_send:
        raise SecondWindError(
            f"Sending from {mailbox.address} is not allowed yet.",
            "`secondwind mail allow send` allows it, and so does the Send button of a letter.",
        )
    if what == "draft" and not mailbox.may_save_drafts:
        raise SecondWindError(
            f"Saving drafts at {mailbox.address} is not allowed yet.",
            "`secondwind mail allow drafts` allows it, and so does the button of a letter.",
        )


@transaction.atomic
def take_back(sending: Sending, *, letters: Letters, now: datetime) -> bool:
    """It is not to leave after all. False where it is in hand, gone, or taken back already."""
    taken = _turn(sending, "waiting", state="taken_back", settled_at=now, trouble="")
    if taken:
        letters.stays(sending, now=now)
    return taken


@transaction.atomic
def say_it_went(sending: Sending, *, letters: Letters, now: datetime) -> bool:
    """The person has found it in Sent, or knows. False where that is no question any more."""
    return _settle_sent(sending, ("maybe",), letters=letters, now=now)


@transaction.atomic
def say_it_did_not(sending: Sending, *, letters: Letters, now: datetime) -> bool:
    """The person knows that it never left: a draft again. False where that is no question any more."""
    return _settle_refused(sending, ("maybe",), "You say it did not go.", letters=letters, now=now)


def sendings_due(mailbox: Mailbox, now: datetime) -> bool:
    """Whether anything waits to be done for this mailbox: sent, saved, looked after, or copied."""
    due = Q(state="claimed") | Q(state="waiting", leaves_at__lte=now)
    due |= Q(state="maybe", leaves_at__lte=now, tries__lt=len(LOOKS))
    due |= Q(state="sent", what="send", copied=False, leaves_at__lte=now, tries__lt=len(COPIES))
    return Sending.objects.of(mailbox.owner).filter(due, mailbox=mailbox).exists()


def do_sendings(mailbox: Mailbox, *, letters: Letters, now: datetime) -> bool:
    """Send, save, look after and copy what is due. Safe to call at any time, from several processes, after any kill.

    Nothing happens on a moved clock. False where another process is at it.
    """
    if clock.is_moved() or not sendings_due(mailbox, now):
        return True
    try:
        with FileLock(settings.DATA / "sending.lock", timeout=0):
            mailbox.refresh_from_db()
            _do(mailbox, letters, now)
    except Timeout:
        return False
    return True


def _do(mailbox: Mailbox, letters: Letters, now: datetime) -> None:
    """Called by one process at a time, so that what stands as claimed was left by one that was killed."""
    rows = Sending.objects.of(mailbox.owner).filter(mailbox=mailbox)
    rows.filter(state="claimed").update(state="waiting")
    for sending in rows.filter(state="maybe", leaves_at__lte=now, tries__lt=len(LOOKS)):
        found = look_for(sending, mailbox, now=now)
        if found:
            with transaction.atomic():
                _settle_sent(sending, ("maybe",), copied=found == "in Sent", letters=letters, now=now)
    for sending in rows.filter(state="waiting", leaves_at__lte=now):
        _hand_over(sending, mailbox, letters, now)
    for sending in rows.filter(
        state="sent", what="send", copied=False, leaves_at__lte=now, tries__lt=len(COPIES)
    ):
        keep_copy(sending, mailbox, now=now)


class _LostError(Exception):
    """The claim is somebody else's by now: nothing may leave by this one."""


def _hand_over(sending: Sending, mailbox: Mailbox, letters: Letters, now: datetime) -> None:
    """Claim one, do it, and settle what came of it."""
    if not _claim(sending, now):
        return
    try:
        check_allowed(mailbox, sending.what)
        if sending.what == "draft":
            lay_in_drafts(sending, mailbox)
        else:
            _send_one(sending, mailbox, now)
    except _LostError:
        return
    except MaybeSentError as trouble:
        _turn(sending, "maybe", trouble=str(trouble))
    except LockedError as trouble:
        _turn(sending, "claimed", state="waiting", leaves_at=now + UNTIL_UNLOCKED, trouble=str(trouble))
    except RefusedError as trouble:
        # The server's own no, which it may say after the end as well: then too nothing left.
        _not_now_or_never(sending, trouble, ("claimed", "maybe"), letters, now)
    except SecondWindError as trouble:
        _not_now_or_never(sending, trouble, ("claimed",), letters, now)
    except Exception:
        _not_now_or_never(sending, _UNEXPECTED, ("claimed",), letters, now)
        raise
    else:
        with transaction.atomic():
            _settle_sent(sending, ("claimed", "maybe"), letters=letters, now=now)


_UNEXPECTED = RefusedError("Sending stopped on something we did not expect.", "Nothing left.", for_now=True)


def _claim(sending: Sending, now: datetime) -> bool:
    """The one UPDATE that decides whose it is; the letter gets the Date it leaves at."""
    raw = dated(bytes(sending.raw), now)
    return _turn(sending, "waiting", state="claimed", claimed_at=now, raw=raw, trouble="")


def _send_one(sending: Sending, mailbox: Mailbox, now: datetime) -> None:
    send(
        smtp_server(mailbox),
        login_of(mailbox),
        bare_address(mailbox.address),
        sending.to,
        bytes(sending.raw),
        at_the_end=partial(_write_maybe, sending, now),
    )


def _write_maybe(sending: Sending, now: datetime) -> None:
    """Written through to the disk before the end goes over the line; from here only the server's word settles it."""
    with on_disk():
        if not _turn(sending, "claimed", only={"claimed_at": now}, state="maybe", leaves_at=now, tries=0):
            raise _LostError


def _not_now_or_never(
    sending: Sending, trouble: SecondWindError, states: Sequence[str], letters: Letters, now: datetime
) -> None:
    """Nothing left. Tried again a little later where that may help and has not been done often; else a draft again."""
    # The row in hand has the count of before: passing the border set it back, for the looks that would follow.
    tries = sending.tries + 1
    if may_pass(trouble) and tries < TRIES:
        later = now + PAUSES[tries - 1]
        for state in states:
            _turn(sending, state, state="waiting", leaves_at=later, tries=tries, trouble=str(trouble))
        return
    with transaction.atomic():
        _settle_refused(sending, states, str(trouble), letters=letters, now=now)


def may_pass(trouble: SecondWindError) -> bool:
    """Whether the same may go well later: the server says so, or could not be reached."""
    if isinstance(trouble, RefusedError):
        return trouble.for_now
    return isinstance(trouble, MailServerError) and not isinstance(trouble, _FOR_GOOD)


_FOR_GOOD = (SignInError, UnsafeServerError, GoneError)


def _settle_sent(
    sending: Sending, states: Sequence[str], *, letters: Letters, copied: bool = False, now: datetime
) -> bool:
    settled = any(
        _turn(sending, state, state="sent", settled_at=now, leaves_at=now, tries=0, copied=copied, trouble="")
        for state in states
    )
    if settled and sending.what == "send":
        letters.went(sending, now=now)
    return settled


def _settle_refused(
    sending: Sending, states: Sequence[str], trouble: str, *, letters: Letters, now: datetime
) -> bool:
    settled = any(_turn(sending, state, state="refused", settled_at=now, trouble=trouble) for state in states)
    if settled and sending.what == "send":
        letters.stays(sending, now=now)
    return settled


def _turn(sending: Sending, was: str, /, *, only: dict[str, object] | None = None, **fresh: object) -> bool:
    """Change a row that is in the state `was`, and in no other, in one UPDATE. The row in hand keeps what it was."""
    rows: OwnedQuerySet[Sending] = Sending.objects.of(sending.owner)
    changed = rows.filter(pk=sending.pk, state=was, **(only or {})).update(**fresh)
    if changed and "raw" in fresh:
        sending.raw = fresh["raw"]
    return bool(changed)
