"""Reach the mail of an import: files and folders on this machine, or the folders of a mailbox on a server.

What is read from a server goes through the same sieve as a file does. Beside it stands what a file does not have:
under which number each mail lies in which folder, and whether it has been read there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from secondwind.mail.message import Message as Mail
from secondwind.mail.message import Problem
from secondwind.mail.read import read_raw
from secondwind.mail.server.source import NOMINAL, ImapFolder
from secondwind.mail.sources.base import Glimpse, MailSource
from secondwind.mail.sources.registry import open_sources
from secondwind.record.mailboxes import PREFIX, mailbox_of_path, source_prefix
from secondwind.record.models import Folder, MailImport

from .look_into_folders import Looked, look_into_folders
from .open_mailbox import opened

_NOTE = re.compile(rb"(?:^|\n)subject:[ \t]*(?:\r?\n[ \t]+)*sw:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lies:
    """Where one mail lies: the folder's row, the folder's UIDVALIDITY and the mail's UID, and whether it was read."""

    folder: Folder
    uidvalidity: int
    uid: int
    is_read: bool


class ServerFolder(ImapFolder):
    """A folder on a server that sets aside the mails that begin as a note to oneself does, whatever becomes of them.

    Such a mail is short, and so at hand as soon as its beginning is.
    """

    def __init__(self, looked: Looked, row: Folder) -> None:
        super().__init__(looked.connection, row.name, since=looked.mailbox.since, may_be_empty=True)
        self.name = source_prefix(looked.mailbox) + row.name
        self.row = row
        self.notes: list[Mail] = []

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        for glimpse in super().glimpses(begin, end):
            if isinstance(glimpse, Glimpse) and _is_note(glimpse.beginning) and glimpse.mail is not None:
                mail = read_raw(glimpse.mail)
                self.notes += [mail] if isinstance(mail, Mail) else []
            yield glimpse

    def where(self, mail: Mail) -> Lies | None:
        lying = self.lying.get(mail.digest)
        return Lies(self.row, lying.uidvalidity, lying.uid, lying.is_read) if lying else None


def _is_note(beginning: bytes) -> bool:
    head = beginning[:8192]
    ends = [at for at in (head.find(b"\r\n\r\n"), head.find(b"\n\n")) if at >= 0]
    return _NOTE.search(head, 0, min(ends, default=len(head))) is not None


@dataclass(slots=True)
class Reached:
    """The sources of an import. `looked` is None for files; then nothing lies anywhere."""

    sources: Sequence[MailSource]
    looked: Looked | None = None
    older: dict[str, Lies] = field(default_factory=dict)
    """Where mail lies that was asked for beside the sources, by the digest of its bytes."""

    def size(self) -> int:
        """How many bytes there are to read, about."""
        if self.looked is None:
            return sum(source.size_hint() for source in self.sources)
        return NOMINAL * sum(self.looked.new.values())

    def on_server(self) -> list[ServerFolder]:
        return [source for source in self.sources if isinstance(source, ServerFolder)]

    def take_notes(self) -> list[Mail]:
        """The notes met since the last time."""
        found = [mail for source in self.on_server() for mail in source.notes]
        for source in self.on_server():
            source.notes = []
        return found

    def where(self, mail: Mail) -> list[Lies]:
        """Where a mail lies on the server, as far as this reading has met it."""
        found = [source.where(mail) for source in self.on_server()]
        return [one for one in (*found, self.older.get(mail.digest)) if one is not None]


@contextmanager
def reached(mail_import: MailImport, *, now: datetime, looked: Looked | None = None) -> Iterator[Reached]:
    """The sources of an import, and a connection as long as they are read. `looked`: one that is open already."""
    if not is_on_server(mail_import.paths):
        yield Reached(open_sources([Path(path) for path in mail_import.paths]))
        return
    mailbox = mailbox_of_path(mail_import.owner, mail_import.paths[0])
    with nullcontext(looked.connection) if looked else opened(mailbox) as connection:
        looked = looked or look_into_folders(mailbox, connection, now=now)
        yield Reached([ServerFolder(looked, row) for row in looked.with_new_mail], looked)


def is_on_server(paths: Sequence[str]) -> bool:
    return any(path.startswith(PREFIX) for path in paths)
