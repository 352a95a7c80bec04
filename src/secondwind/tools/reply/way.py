"""How far a letter's way out by the person's own server has come, for pages and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from secondwind.actions.look_after import COPIES
from secondwind.actions.save_draft import same_words
from secondwind.errors import SecondWindError
from secondwind.record.models import Mailbox, Sending

from .models import Letter
from .outbox import draft_bytes, drafts_of, mailboxes_for, sending_of

Stage = Literal["", "waiting", "again", "leaving", "maybe", "refused", "sent"]
Kept = Literal["", "saving", "saved", "older", "refused"]
IN_HAND = timedelta(minutes=10)
"""How long a letter without an answer from the server is taken to be leaving; a server may take minutes."""


@dataclass(frozen=True, slots=True)
class Way:
    """`stage`: waiting (can be taken back), again (the server asked to wait), leaving (in hand), maybe, refused, sent;
    "" where it was never sent from here. `sending` is that way out.

    `draft` says the same of the draft on the server: saving, saved, older (its words are those from before), refused.
    `beside`: an earlier draft was left beside it. `no_copy`: no copy could be laid in Sent.
    `mailboxes`: those it can go out by, the likeliest first; `posts` those of them with a server to send by.
    """

    stage: Stage = ""
    sending: Sending | None = None
    draft: Kept = ""
    saved: Sending | None = None
    beside: bool = False
    mailboxes: tuple[Mailbox, ...] = ()

    @property
    def seen(self) -> str:
        """What a page that waits compares: another word means there is something new to show."""
        return f"{self.stage}-{self.draft}"

    @property
    def posts(self) -> tuple[Mailbox, ...]:
        return tuple(box for box in self.mailboxes if box.smtp_host)

    @property
    def moves(self) -> bool:
        """Whether something is to come of it without the person."""
        return self.stage in {"waiting", "again", "leaving"} or self.draft == "saving"

    @property
    def no_copy(self) -> bool:
        done = self.sending is not None and self.stage == "sent" and not self.sending.copied
        return done and self.sending is not None and self.sending.tries >= len(COPIES)


def way_of(letter: Letter, now: datetime) -> Way:
    """How it stands at `now`, from the record alone."""
    sending = sending_of(letter)
    drafts = drafts_of(letter) if letter.state == "draft" else []
    saved = next((row for row in drafts if row.state != "left"), None)
    return Way(
        stage=_stage(letter, sending, now),
        sending=sending,
        draft=_kept(letter, saved, now) if saved else "",
        saved=saved,
        beside=any(row.state == "left" for row in drafts),
        mailboxes=tuple(mailboxes_for(letter)) if letter.state == "draft" else (),
    )


def _stage(letter: Letter, sending: Sending | None, now: datetime) -> Stage:
    if sending is None:
        return ""
    if letter.state == "leaving":
        return _stage_on_its_way(sending, now)
    if letter.state == "draft" and sending.state == "refused":
        return "refused"
    return "sent" if letter.state == "sent" and sending.state == "sent" else ""


def _stage_on_its_way(sending: Sending, now: datetime) -> Stage:
    if sending.state == "waiting":
        return "again" if sending.trouble else "waiting"
    since = sending.claimed_at or sending.asked_at
    if sending.state == "maybe" and (sending.trouble or now - since > IN_HAND):
        return "maybe"
    return "leaving"


def _kept(letter: Letter, saved: Sending, now: datetime) -> Kept:
    if saved.state in {"waiting", "claimed"}:
        return "refused" if saved.trouble else "saving"
    if saved.state == "refused":
        return "refused"
    try:
        fresh = draft_bytes(letter, saved.mailbox, saved.message_id, now)
    except SecondWindError:
        return "older"
    return "saved" if same_words(fresh, bytes(saved.raw)) else "older"
