"""Message and Address: one mail, parsed and frozen. Problem: one that could not be, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Address:
    """`name` may be empty; `address` is lower-cased, and empty where the header held none."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Message:
    """One mail as the rest of the program sees it.

    `message_id` is the Message-ID header without its brackets; where the header is absent or stands
    more than once it is ``sha256:`` and the hex digest of the raw bytes. `sent_at` is aware, in UTC,
    or None where no date can be read. `text` is the readable body, decoded, HTML turned to text,
    newlines as ``\\n``, NUL bytes gone; quoted history is still in it (reading decides what to leave out).
    `labels` are Gmail's X-Gmail-Labels or a Maildir's folder and flags, as written.
    `problems` name what was odd and was got over ("unknown charset", "no date").
    """

    message_id: str
    subject: str
    sender: Address
    sent_at: datetime | None
    text: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    list_id: str = ""
    auto_submitted: bool = False
    calendars: tuple[str, ...] = ()
    size: int = 0
    digest: str = ""
    """sha256 hex of the raw bytes."""
    problems: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Problem:
    """One mail that could not be read: `place` says where (file and byte, or file name), `sentence` what is wrong."""

    place: str
    sentence: str
