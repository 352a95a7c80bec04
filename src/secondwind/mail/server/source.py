"""ImapFolder: one folder of a mailbox on a server as a source of mail, read without leaving a trace."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from secondwind.errors import SourceError
from secondwind.mail.look import WINDOW
from secondwind.mail.message import Problem
from secondwind.mail.scan import MAX_MESSAGE
from secondwind.mail.sources.base import Glimpse, Mark, RawMail, Rest, too_large

from .imap import Begun, Connection, FolderState, Gmail

NOMINAL = 16_384
"""Bytes that a mail is taken to have in `size_hint`: many a server reads a mail whole to say how long it is."""
MANY = 20
"""Mails that a folder held, from which on it is asked about rather than believed that there is none any more."""
LARGE = 65_536
"""Bytes from which on a mail is asked for without what is attached to it."""
AT_ONCE = 64
MOVED = "This mail was moved while the folder was read."
_LABELS = {
    "sent": "Sent",
    "drafts": "Drafts",
    "trash": "Trash",
    "junk": "Junk",
    "archive": "Archive",
    "all": "All",
}
"""What a folder is called in a mail's labels where the server says what it is for, whatever it is called there."""


@dataclass(frozen=True, slots=True)
class Lying:
    """Where a mail that was given out whole lies: its UID, whether it is read there, what Gmail says of it."""

    uid: int
    uidvalidity: int
    is_read: bool
    gmail: Gmail | None = None


class ImapFolder:
    """A MailSource over a folder, in the order of its UIDs; it belongs to the process its connection is open in.

    A Mark's `digest` is the UIDVALIDITY and its `up_to` the last UID read: where the folder was renumbered all of it
    is new. Mail that came before `since` is left alone. The connection may be used for other things meanwhile, not by
    another thread. MailServerError and its kinds where the server is in the way; SourceError where the folder was
    renumbered while it was read, or held MANY mails or more and is now empty (unless `may_be_empty`).
    """

    def __init__(
        self, connection: Connection, name: str, *, since: date | None = None, may_be_empty: bool = False
    ) -> None:
        self.connection, self.folder = connection, name
        self.name = f"imap:{connection.user}/{name}"
        self._since, self._may_be_empty = since, may_be_empty
        self._uids: list[int] = []
        self._last = 0
        self._unread: set[int] = set()
        self._gmail: dict[int, Gmail] = {}
        self._labelled: tuple[str, ...] | None = None
        self.state = FolderState(0, 0, 0)
        """The folder as it was when `rest` last looked."""
        self.lying: dict[str, Lying] = {}
        """Of every mail given out whole, by the digest of its bytes."""

    def size_hint(self) -> int:
        if not self.state.uidvalidity:
            self.rest(None)
        return NOMINAL * len(self._uids)

    def mails(self) -> Iterator[RawMail | Problem]:
        rest = self.rest(None)
        for glimpse in self.glimpses(rest.begin, rest.end):
            if isinstance(glimpse, Problem):
                yield glimpse
            elif glimpse.mail is not None:
                yield glimpse.mail
            else:
                yield from self.fetch([glimpse.at])

    def rest(self, mark: Mark | None) -> Rest:
        state = self.state = self.connection.look_again(self.folder)
        known = mark if mark and state.uidvalidity and mark.digest == str(state.uidvalidity) else None
        every = self.connection.uids(known.up_to if known else 0)
        if mark and mark.mails >= MANY and not state.mails and not every and not self._may_be_empty:
            raise SourceError(
                f"The folder {self.folder} held {mark.mails:,} mails when it was last read, and is empty now.",
                "Is it meant to be? Nothing of what was read is lost either way.",
            )
        self._uids = every if not (self._since and every) else self._came_since(known)
        self._last = max([known.up_to if known else 0, *every[-1:]])
        begin = known.up_to + 1 if known else 1
        end = self._uids[-1] + 1 if self._uids else begin
        return Rest(begin, end, min(known.mails, max(0, state.mails - len(every))) if known else 0)

    def _came_since(self, known: Mark | None) -> list[int]:
        return self.connection.uids(known.up_to if known else 0, self._since)

    def pieces(self, rest: Rest) -> list[tuple[int, int]]:
        """One, as the connection is one."""
        return [(rest.begin, rest.end)]

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        uids = [uid for uid in self._uids if begin <= uid < end]
        for begun in self._be_in().beginnings(uids, WINDOW) if uids else ():
            read_up_to = (bisect_left(self._uids, begun.uid) + 1) * NOMINAL
            self._note(begun)
            at = (begun.uid, self.state.uidvalidity)
            mail = self._given(begun.uid, begun.raw, read_up_to) if begun.size else None
            yield Glimpse(at, begun.raw, read_up_to, mail)

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]:
        """One for each place, in their order. Of a LARGE mail what is attached is left at the server."""
        connection = self._be_in()
        uids = self._here(places)
        for begin in range(0, len(uids), AT_ONCE):
            yield from self._fetched(connection, uids[begin : begin + AT_ONCE])

    def _fetched(self, connection: Connection, uids: Sequence[int]) -> Iterator[RawMail | Problem]:
        sizes = connection.sizes(uids)
        fits = [uid for uid in uids if sizes.get(uid, MAX_MESSAGE + 1) <= MAX_MESSAGE]
        large = [uid for uid in fits if sizes[uid] > LARGE]
        held = dict(connection.without_attachments(large)) if large else {}
        wholes = connection.whole([uid for uid in fits if uid not in held], sizes)
        for uid in uids:
            if uid not in fits:
                yield Problem(self._place(uid), too_large() if uid in sizes else MOVED)
                continue
            while uid not in held and (got := next(wholes, None)) is not None:
                held[got[0]] = got[1]
            if (raw := held.pop(uid, None)) is None:
                yield Problem(self._place(uid), MOVED)
            else:
                yield self._given(uid, raw, (bisect_left(self._uids, uid) + 1) * NOMINAL)

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        if not self.state.uidvalidity:
            return None
        up_to = max(self._last, last[0] if last else 0)
        return Mark(
            size=self.state.uidnext,
            changed=self.state.modseq,
            digest=str(self.state.uidvalidity),
            up_to=up_to,
            mails=max(mails, self.state.mails),
        )

    def _be_in(self) -> Connection:
        """The connection with this folder open, as it was numbered before."""
        connection = self.connection
        if connection.folder != self.folder:
            state = connection.examine(self.folder)
            if self.state.uidvalidity and state.uidvalidity != self.state.uidvalidity:
                raise SourceError(
                    f"The folder {self.folder} was renumbered while it was read.", "Read it once more."
                )
            if not self.state.uidvalidity:
                self.state = state
        return connection

    def _here(self, places: Iterable[tuple[int, int]]) -> list[int]:
        uids = []
        for uid, uidvalidity in places:
            if uidvalidity != self.state.uidvalidity:
                raise SourceError(
                    f"The folder {self.folder} was renumbered while it was read.", "Read it once more."
                )
            uids.append(uid)
        return uids

    def _note(self, begun: Begun) -> None:
        """Keep what is told of a mail with its beginning alone."""
        if not begun.is_read:
            self._unread.add(begun.uid)
        if begun.gmail:
            self._gmail[begun.uid] = begun.gmail

    def _given(self, uid: int, raw: bytes, read_up_to: int) -> RawMail:
        gmail = self._gmail.get(uid)
        is_read = uid not in self._unread
        self.lying[sha256(raw).hexdigest()] = Lying(uid, self.state.uidvalidity, is_read, gmail)
        labels = (*self._own_labels(), *(gmail.labels if gmail else ()))
        return RawMail(raw, self._place(uid), labels, read_up_to)

    def _own_labels(self) -> tuple[str, ...]:
        """What the folder says of a mail in it; the inbox says nothing."""
        if self._labelled is None:
            here = next((each for each in self.connection.folders() if each.name == self.folder), None)
            special = here.special if here else ""
            leaf = here.leaf if here else self.folder
            self._labelled = () if special == "inbox" else (_LABELS.get(special, leaf),)
        return self._labelled

    def _place(self, uid: int) -> str:
        return f"{self.name}, mail {uid}"
