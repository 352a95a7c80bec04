"""Move a kept letter on the server, as the person asked: folded away, archived, or put back where it was.

Asking writes a row; doing it claims that row before the network is touched. A claim that was cut off is looked after by
asking the server where the letter lies. The letter itself is known by its words before it is moved, so that no other
mail ever is. There is no network inside a transaction.
"""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from filelock import FileLock, Timeout

from secondwind import clock
from secondwind.errors import NotNowError
from secondwind.mail.message import Message as Mail
from secondwind.mail.read import read_raw
from secondwind.mail.server.account import GoneError, MailServerError
from secondwind.mail.sources.base import RawMail
from secondwind.record.mailboxes import INBOX, copies_of, folders_of, moves_waiting
from secondwind.record.models import Copy, Folder, Mailbox, Message, Move

from .open_mailbox import opened
from .read_mail import fingerprint

OURS = "Second Wind"
OUR_ARCHIVE = "Second Wind/Archive"
"""Made where the mailbox has no archive of its own. Servers divide names each in their way; `_target` knows."""
NOT_THERE = "The letter is not where it was on the server. Nothing was moved."


# ---- asking


@transaction.atomic
def ask_move(message: Message, place: str, *, now: datetime) -> list[Move]:
    """Ask for a letter to lie where `place` says (folded, archived, or inbox: where it lay at first).

    One row for each mailbox that holds it and may be changed; none where nothing needs to be moved. What was asked
    for before and has not begun is not done any more.
    """
    asked = []
    for mailbox in {copy.folder.mailbox for copy in copies_of(message)}:
        if mailbox.may_move:
            move = _ask(message, mailbox, place, now)
            asked += [move] if move else []
    return asked


def _ask(message: Message, mailbox: Mailbox, place: str, now: datetime) -> Move | None:
    mine = moves_waiting(mailbox).filter(message=message)
    mine.filter(state="waiting").update(state="undone", settled_at=now)
    under_way = mine.filter(state="claimed").last()
    home = _home(message, mailbox, under_way)
    lies = under_way.to_folder if under_way else _lies(message, mailbox, home)
    to = {"folded": OURS, "archived": _archive(mailbox)}.get(place, home)
    if lies is None or to is None or to == lies:
        return None
    return Move.objects.of(message.owner).create(
        message=message, mailbox=mailbox, from_folder=lies, to_folder=to, asked_at=now
    )


def _archive(mailbox: Mailbox) -> str:
    row = folders_of(mailbox).filter(special="archive").first()
    return row.name if row else OUR_ARCHIVE


def _home(message: Message, mailbox: Mailbox, under_way: Move | None) -> str | None:
    """Where the letter lay before we moved it; None where we have not, or have put it back."""
    home: str | None = None
    done = Move.objects.of(message.owner).filter(message=message, mailbox=mailbox, state="done")
    moves = [*done.order_by("id"), *([under_way] if under_way else [])]
    for move in moves:
        home = home or move.from_folder
        if move.to_folder == home:
            home = None
    return home


def _lies(message: Message, mailbox: Mailbox, home: str | None) -> str | None:
    """The folder it is to be moved out of: where we put it, else the inbox, else wherever it lies."""
    copies = [copy.folder for copy in copies_of(message) if copy.folder.mailbox_id == mailbox.pk]
    if any(folder.special == "all" for folder in copies):
        # Gmail's one folder with every mail: what is moved there is the letter's label, out of the inbox.
        return _last_put(message, mailbox) if home else INBOX
    put = _last_put(message, mailbox) if home else None
    for folder in copies:
        if folder.name == put:
            return put
    return next((folder.name for folder in copies if folder.special != "sent"), None)


def _last_put(message: Message, mailbox: Mailbox) -> str:
    done = Move.objects.of(message.owner).filter(message=message, mailbox=mailbox, state="done")
    last = done.order_by("id").last()
    return last.to_folder if last else INBOX


# ---- doing


def do_moves(mailbox: Mailbox, *, now: datetime, connection: Any = None) -> int:
    """Carry out what is asked for, in order. Returns how many letters lie elsewhere now.

    Safe to call at any time, from several processes, after any kill. NotNowError on a moved clock. MailServerError
    where the server cannot be reached: what was claimed is looked after the next time.
    """
    if not (mailbox.may_move and moves_waiting(mailbox).exists()):
        return 0
    if clock.is_moved():
        raise NotNowError(
            "The clock is moved, so nothing is changed on a server.", "Put the clock back first."
        )
    try:
        with (
            FileLock(settings.DATA / f"moves-{mailbox.pk}.lock", timeout=0),
            nullcontext(connection) if connection is not None else opened(mailbox) as here,
        ):
            return sum(_do(move, here, now) for move in moves_waiting(mailbox))
    except Timeout:
        return 0


@dataclass(slots=True)
class _Found:
    """Where a letter was found: the folder, its UIDVALIDITY and the mail's UID."""

    folder: str
    uidvalidity: int
    uid: int
    is_read: bool


def _do(move: Move, connection: Any, now: datetime) -> bool:
    """One move, to its end. Whether the letter lies elsewhere now."""
    to = _target(connection, move.to_folder)
    if move.state == "claimed":  # whoever claimed it is gone: one process at a time is here
        there = _find(move, connection, to)
        here = _find(move, connection, move.from_folder)
        if there is not None and (here is None or _is_finished(move, here, there, connection)):
            return _settle(move, there, now)
        if not _turn(move, "claimed", state="waiting"):
            return False
    here = _find(move, connection, move.from_folder)
    if here is None:
        _turn(move, "waiting", state="impossible", settled_at=now, trouble=NOT_THERE)
        return False
    claim = {"to_folder": to, "uidvalidity": here.uidvalidity, "uid": here.uid, "claimed_at": now}
    if not _turn(move, "waiting", state="claimed", **claim):
        return False
    return _move(move, here, to, connection, now)


def _move(move: Move, here: _Found, to: str, connection: Any, now: datetime) -> bool:
    try:
        connection.make_folder(to)
        connection.examine(here.folder)
        uid = connection.move(here.uid, to)
    except MailServerError as trouble:
        if not connection.is_open:
            raise  # whether it was done is for the server to say, the next time
        _turn(move, "claimed", state="impossible", settled_at=now, trouble=str(trouble))
        return False
    there = None
    if uid is not None:
        there = _Found(to, connection.examine(to).uidvalidity, uid, here.is_read)
    else:
        there = _find(move, connection, to)
    return _settle(move, there, now)


def _is_finished(move: Move, here: _Found, there: _Found, connection: Any) -> bool:
    """The letter lies in both folders. Where the second is the copy that a move of ours began with, the first is
    removed, as it would have been; else nothing is done.

    A server with MOVE does it at once or not at all. Else it is our copy, unless the record knows it from before.
    """
    if "MOVE" in connection.capabilities:
        return False
    known = Copy.objects.of(move.owner).filter(
        message=move.message_id,
        folder__mailbox=move.mailbox_id,
        folder__name=there.folder,
        uidvalidity=there.uidvalidity,
        uid=there.uid,
    )
    if known.exists():
        return False
    connection.examine(here.folder)
    return bool(connection.finish_move(here.uid, there.folder, there.uid))


def _find(move: Move, connection: Any, name: str) -> _Found | None:
    """The letter in that folder, known by its words and not by its number alone. None where it is not there."""
    message = move.message
    try:
        state = connection.examine(name)
    except GoneError:
        return None
    known = Copy.objects.of(move.owner).filter(
        message=message, folder__mailbox=move.mailbox, folder__name=name, uidvalidity=state.uidvalidity
    )
    likely = list(dict.fromkeys([*known.values_list("uid", flat=True), *connection.find(message.key)]))
    for uid, raw in connection.whole(likely):
        mail = read_raw(RawMail(raw, name))
        if isinstance(mail, Mail) and fingerprint(mail) == message.fingerprint:
            is_read = connection.are_read([uid]).get(uid, True)
            return _Found(name, state.uidvalidity, uid, is_read)
    return None


def _target(connection: Any, name: str) -> str:
    """A folder's name as this server writes it. Ours are made beside the others: some servers keep all below the
    inbox, and each divides names in its own way."""
    folders = connection.folders()
    if name not in (OURS, OUR_ARCHIVE) or name in {each.name for each in folders}:
        return name
    if name == OUR_ARCHIVE and (archive := connection.special("archive")):
        return str(archive)
    divider = next((each.divider for each in folders if each.divider), "")
    others = [each.name for each in folders if each.name.upper() != INBOX]
    below = f"{INBOX}{divider}"
    is_below = bool(divider and others) and all(each.upper().startswith(below) for each in others)
    # Where names have no parts at all, one name has to do.
    return (below if is_below else "") + name.replace("/", divider or " ")


def _turn(move: Move, was: str, **fresh: object) -> bool:
    """Change a row that is in that state, and in no other, in one UPDATE."""
    changed = Move.objects.of(move.owner).filter(pk=move.pk, state=was).update(**fresh)
    move.refresh_from_db()
    return bool(changed)


@transaction.atomic
def _settle(move: Move, there: _Found | None, now: datetime) -> bool:
    """It is done: the row says so, and the record knows where the letter lies."""
    source = Copy.objects.of(move.owner).filter(
        message=move.message_id, folder__mailbox=move.mailbox_id, folder__name=move.from_folder, gone_at=None
    )
    source.filter(uid=move.uid).update(gone_at=now)
    place = {"uidvalidity": there.uidvalidity, "uid": there.uid} if there else {}
    if not _turn(move, "claimed", state="done", settled_at=now, trouble="", **place):
        return False
    if there is not None:
        row, _ = Folder.objects.of(move.owner).get_or_create(
            mailbox=move.mailbox,
            name=there.folder,
            defaults={"owner": move.owner, "uidvalidity": there.uidvalidity},
        )
        Copy.objects.of(move.owner).update_or_create(
            folder=row, uidvalidity=there.uidvalidity, uid=there.uid,
            defaults={"owner": move.owner, "message": move.message, "is_read": there.is_read, "gone_at": None},
        )  # fmt: skip
    return True
