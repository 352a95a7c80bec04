"""Look into the folders of a mailbox: which there are, what is new in them, and how known mail lies there now.

Everything is asked of the server first (EXAMINE and SEARCH, which change nothing), then written down at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from secondwind.errors import SecondWindError
from secondwind.mail.server.account import GoneError
from secondwind.mail.server.special import FolderInfo
from secondwind.reading.methods import CURRENT
from secondwind.record.mailboxes import INBOX, LEFT_ALONE, source_prefix
from secondwind.record.models import Copy, Folder, Mailbox, SourceMark


@dataclass(slots=True)
class Looked:
    """A mailbox that was looked into. `folders` are read, and `with_new_mail` of them hold mail beyond their mark.
    `missing` are names the person chose that are not there.
    """

    mailbox: Mailbox
    connection: Any
    folders: list[Folder] = field(default_factory=list)
    with_new_mail: list[Folder] = field(default_factory=list)
    new: dict[str, int] = field(default_factory=dict)
    """How many mails are new, by the name of the folder."""
    missing: list[str] = field(default_factory=list)
    marked: dict[str, int] = field(default_factory=dict)
    """By the name of each folder: up to which UID it had been read before."""


class SuddenlyEmptyError(SecondWindError):
    """A mailbox that held mail holds none. Nothing is concluded from that before somebody has looked."""


@dataclass(slots=True)
class _Seen:
    """One folder as the server shows it now. `copies` says of those the record knows whether they are read, by UID,
    those that are gone left out; None where nothing can have changed."""

    name: str
    special: str
    state: Any
    new: int = 0
    up_to: int = 0
    copies: dict[int, bool] | None = None


def look_into_folders(mailbox: Mailbox, connection: Any, *, now: datetime) -> Looked:
    """Ask what there is, note it, and say where new mail lies. SuddenlyEmptyError where all of it is gone at once;
    MailServerError as the connection raises it."""
    infos = connection.folders(again=True)
    wanted, missing = chosen(mailbox, infos, connection.capabilities)
    rows = {row.name: row for row in Folder.objects.of(mailbox.owner).filter(mailbox=mailbox)}
    marks = _marks(mailbox)
    seen = []
    for info in wanted:
        try:
            seen.append(_look(connection, info, rows.get(info.name), marks, mailbox.since))
        except GoneError:  # it went while we looked
            continue
    _check_not_empty(rows, seen)
    folders = _write(mailbox, rows, seen, {info.name for info in infos}, now)
    new = {one.name: one.new for one in seen if one.new}
    return Looked(
        mailbox,
        connection,
        folders,
        [row for row in folders if row.name in new],
        new,
        missing,
        {one.name: one.up_to for one in seen},
    )


def chosen(
    mailbox: Mailbox, infos: Sequence[Any], capabilities: Iterable[str]
) -> tuple[list[Any], list[str]]:
    """The folders to read, the inbox first, and the chosen names that are not there.

    Where none are chosen: all but Trash, Junk and Drafts; of Gmail "All Mail" alone, which holds every mail once.
    """
    there = [info for info in infos if info.selectable]
    if mailbox.folders:
        names = set(mailbox.folders)
        found = [info for info in there if info.name in names]
        missing = sorted(names - {info.name for info in found})
        return _in_order(found), missing
    if is_gmail(capabilities):
        everything = [info for info in there if info.special == "all"]
        if everything:
            return everything[:1], []
    return _in_order([info for info in there if not _is_left_alone(info)]), []


def is_gmail(capabilities: Iterable[str]) -> bool:
    return "X-GM-EXT-1" in {str(each).upper() for each in capabilities}


def _is_left_alone(info: FolderInfo) -> bool:
    # A folder that shows mail of the others a second time would only be read twice.
    return info.special in LEFT_ALONE or info.special in {"all", "flagged", "important"}


def _in_order(infos: list[FolderInfo]) -> list[FolderInfo]:
    first = {"": 3, "sent": 1, "archive": 2}
    return sorted(infos, key=lambda info: (info.name.upper() != INBOX, first.get(info.special, 3), info.name))


def _marks(mailbox: Mailbox) -> dict[str, SourceMark]:
    """The latest mark of each folder by the method in force, by the folder's name."""
    prefix = source_prefix(mailbox)
    rows = (
        SourceMark.objects.of(mailbox.owner).filter(method=CURRENT, source__startswith=prefix).order_by("pk")
    )
    return {row.source.removeprefix(prefix): row for row in rows}


def _look(
    connection: Any, info: FolderInfo, row: Folder | None, marks: dict[str, SourceMark], since: date | None
) -> _Seen:
    state = connection.examine(info.name)
    mark = marks.get(info.name)
    up_to = mark.up_to if mark is not None and mark.digest == str(state.uidvalidity) else 0
    seen = _Seen(info.name, info.special, state, up_to=up_to)
    same = (
        row is not None
        and row.gone_at is None
        and row.uidvalidity == state.uidvalidity
        and row.mails == state.mails
        and row.modseq == (state.modseq or 0) != 0
    )
    if same and up_to == row.read_up_to and up_to:
        return seen
    # What the server counts is not asked: it may be wrong, and the UIDs themselves are one command away.
    seen.new = len(connection.uids(after=up_to, since=since))
    if row is not None and not same:
        known = Copy.objects.of(row.owner).filter(folder=row, uidvalidity=state.uidvalidity)
        seen.copies = connection.are_read(sorted(known.values_list("uid", flat=True)))
    return seen


def _check_not_empty(rows: dict[str, Folder], seen: list[_Seen]) -> None:
    before = sum(row.mails for row in rows.values() if row.gone_at is None)
    if before and not any(one.state.mails or one.new for one in seen):
        raise SuddenlyEmptyError(
            "The server shows no mail at all, where there was some before. Nothing was changed here.",
            "Look into the mailbox in your mail program. As soon as a mail is there again, reading goes on.",
        )


@transaction.atomic
def _write(
    mailbox: Mailbox, rows: dict[str, Folder], seen: list[_Seen], there: set[str], now: datetime
) -> list[Folder]:
    owner = mailbox.owner
    folders = []
    for one in seen:
        row = rows.get(one.name) or Folder(owner=owner, mailbox=mailbox, name=one.name)
        if row.uidvalidity != one.state.uidvalidity:
            # Every number in it stands for another mail now; what it holds is read anew and known again by its words.
            _gone(row, now)
            row.read_up_to = 0
        row.special, row.uidvalidity = one.special[:20], one.state.uidvalidity
        row.mails, row.gone_at = one.state.mails, None
        # What is new in it is still to be read; should that be cut off, the next look must not find it unchanged.
        row.modseq = 0 if one.new else one.state.modseq or 0
        row.save()
        if one.copies is not None:
            _note_copies(row, one, now)
        folders.append(row)
    for name, row in rows.items():
        if name not in there and row.gone_at is None:
            row.gone_at = now
            row.save(update_fields=["gone_at"])
            _gone(row, now)
    return folders


def _gone(row: Folder, now: datetime) -> None:
    if row.pk:
        Copy.objects.of(row.owner).filter(folder=row, gone_at=None).update(gone_at=now)


def _note_copies(row: Folder, one: _Seen, now: datetime) -> None:
    there = one.copies or {}
    for copy in Copy.objects.of(row.owner).filter(folder=row, uidvalidity=row.uidvalidity):
        gone_at = None if copy.uid in there else copy.gone_at or now
        # A mail that is gone keeps what was last known of it.
        is_read = there.get(copy.uid, copy.is_read)
        if (copy.gone_at, copy.is_read) != (gone_at, is_read):
            copy.gone_at, copy.is_read = gone_at, is_read
            copy.save(update_fields=["gone_at", "is_read"])
