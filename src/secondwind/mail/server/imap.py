"""Connection: one mailbox on a server, looked at without leaving a trace, and changed in the few ways that are asked.

Reading opens folders with EXAMINE and mails with BODY.PEEK, so that no flag and no date changes. A folder is opened for
writing by `move` alone, and there is no way to a bare EXPUNGE. What the server can do is what it says after the
sign-in. Every trouble comes out as a MailServerError or one of its kinds, and ends the connection where it is of no
use any more; a folder or mail that is gone and a request that is refused leave it open.
"""

from __future__ import annotations

import contextlib
import imaplib
import re
import select
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from imapclient import IMAPClient
from imapclient.imap_utf7 import decode as decode_name
from imapclient.imap_utf7 import encode as encode_name
from imapclient.response_parser import parse_response

from secondwind.mail.look import WINDOW
from secondwind.mail.scan import MAX_MESSAGE

from .account import GoneError, Login, MailServerError, Server, UnsafeServerError
from .flow import AHEAD, Fetched, Flow, uid_set
from .light import light, put_together, sections
from .special import FolderInfo, special_of, with_well_known
from .trouble import GARBLED, NotUnderstoodError, of_sign_in, told

BATCH_BYTES = 4 * 2**20
"""Bytes of mail that are asked for at once."""
FAR_AHEAD = 16
"""Questions under way where each is about one mail."""
LONGEST_ANSWER = 2**24
"""Bytes of one literal that are believed of a server where no mail was asked for."""
MANY = 1_000
"""Mails that are asked about at once where their beginnings are not."""
SEARCHED = 50_000
"""Mails that are searched at once: the answer is one line, and a longer one than a megabyte is not read."""
LONGEST_IDLE = 9 * 60
"""Seconds after which waiting is begun anew: routers forget a silent connection after ten minutes or so, and servers
may end one after thirty (RFC 2177)."""
_STIRS = ("EXISTS", "EXPUNGE", "VANISHED")
"""What a server says of itself when mail has come or gone."""
_CHANGES = frozenset({b"EXISTS", b"EXPUNGE", b"VANISHED", b"FETCH"})
_COPIED = re.compile(rb"\d{1,12} [\d:,]{1,4000} (\d{1,12})\s{0,3}\]?")
_APPENDED = re.compile(rb"\[APPENDUID \d+ (\d+)\]", re.IGNORECASE)
_UNSAID = re.compile(r"[\0\r\n]")


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as the server tells of it. `uidnext` and `modseq` are 0 where it does not; so is `uidvalidity` of a
    server that cannot name its mails for long."""

    uidvalidity: int
    uidnext: int
    mails: int
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class Gmail:
    """What Gmail says of a mail: the same numbers in whatever folder it is met."""

    msgid: int
    thrid: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """How a mail begins. `size` is 0 where the mail goes on behind `raw`, which is then as long as was asked; `sent`
    is when it came into the mailbox."""

    uid: int
    is_read: bool
    sent: datetime | None
    size: int
    raw: bytes
    gmail: Gmail | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different since a modseq: whether mails are read now, and which ones are gone.

    `gone` is None where the server does not say it.
    """

    is_read: Mapping[int, bool] = field(default_factory=dict)
    gone: tuple[int, ...] | None = None


def open_mailbox(server: Server, login: Login, *, timeout: float = 30) -> Connection:
    """Connect, privately, and sign in; use it with `with`. `timeout`: seconds that one answer may take to begin.

    Certificates are held against those this machine trusts (SSL_CERT_FILE names others). UnsafeServerError where the
    connection would not be private, SignInError where the server says no, MailServerError for all else.
    """
    with told(server):
        client = _connected(server, timeout)
    try:
        _sign_in(client, server, login)
        return Connection(client, server, login.user)
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise


def _connected(server: Server, timeout: float) -> IMAPClient:
    context = ssl.create_default_context()
    is_tls = server.security == "tls"
    client = IMAPClient(
        server.host, server.port, ssl=is_tls, ssl_context=context if is_tls else None, timeout=timeout
    )
    client._imap.debug = 0  # nothing of what is said is to be logged
    client._imap.read = partial(_read, client._imap.read)
    client.folder_encode = False
    try:
        # Questions that are sent ahead are not to wait for the first to be acknowledged.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.security == "starttls":
            if client._imap.state != "NONAUTH" or not client.has_capability("STARTTLS"):
                raise UnsafeServerError(
                    f"{server.host} does not offer to make the connection private.",
                    "Try TLS, most often at port 993.",
                )
            client.starttls(context)
    except BaseException:
        with contextlib.suppress(Exception):
            client.shutdown()
        raise
    return client


def _read(read: Callable[[int], bytes], size: int) -> bytes:
    """No answer is that long; the one to FETCH is read in pieces."""
    if size > LONGEST_ANSWER:
        raise NotUnderstoodError
    return read(size)


def _sign_in(client: IMAPClient, server: Server, login: Login) -> None:
    try:
        if client._imap.state == "NONAUTH":  # some say who one is by themselves, on this machine
            _authenticate(client, server, login)
        client._cached_capabilities = None
        client._imap.untagged_responses.pop("CAPABILITY", None)
        client.capabilities()
    except MailServerError:
        raise
    except (imaplib.IMAP4.error, OSError, *GARBLED) as trouble:
        error = of_sign_in(trouble, server, login.way)
    else:
        return
    raise error from None


def _authenticate(client: IMAPClient, server: Server, login: Login) -> None:
    user, secret = login.user, login.secret
    if login.way == "xoauth2":
        _sasl(client, "XOAUTH2", f"user={user}\1auth=Bearer {secret}\1\1")
    elif login.way == "oauthbearer":
        name = user.replace("=", "=3D").replace(",", "=2C")
        where = f"host={server.host}\1port={server.port}"
        _sasl(client, "OAUTHBEARER", f"n,a={name},\1{where}\1auth=Bearer {secret}\1\1")
    elif client.has_capability("AUTH=PLAIN"):
        _sasl(client, "PLAIN", f"\0{user}\0{secret}")
    elif client.has_capability("LOGINDISABLED"):
        raise UnsafeServerError(
            f"{server.host} takes no password over this connection.", "Choose TLS or STARTTLS."
        )
    elif _UNSAID.search(user + secret) or not (user + secret).isascii():
        raise MailServerError(
            f"{server.host} takes plain letters in a password alone.", "Choose another there."
        )
    else:
        # imaplib would quote the password and not the name.
        done, said = client._imap._simple_command("LOGIN", _quoted(user), _quoted(secret))
        client._checkok("login", done, said)
        client._imap.state = "AUTH"


def _sasl(client: IMAPClient, way: str, words: str) -> None:
    """Said once: to a further question, which is how a token is refused, nothing is answered (RFC 7628 3.2.3)."""
    left = [words.encode()]
    client.sasl_login(way, lambda _: left.pop() if left else b"")


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Connection:
    """A mailbox that is open. `capabilities` are what the server says it can, in capitals, after the sign-in."""

    def __init__(self, client: IMAPClient, server: Server, user: str) -> None:
        self.server, self.user = server, user
        self.capabilities = frozenset(each.decode("ascii", "replace") for each in client.capabilities())
        self._client = client
        self._imap = client._imap
        self._flow: Flow | None = None
        self._here: str | None = None
        self._validity = 0
        self._state: FolderState | None = None
        self._has_stirred = False
        self._names: dict[str, str] = {}
        self._folders: list[FolderInfo] | None = None
        self.is_open = True
        with self._asking():
            self._enable()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Connection({self.server.host!r})"

    def can(self, name: str) -> bool:
        """Whether the server says that it can do this."""
        return name in self.capabilities

    def close(self) -> None:
        """Say goodbye, if that is still possible. Nothing is removed by it."""
        if self.is_open:
            self.is_open = False
            with contextlib.suppress(Exception):
                self._client.socket().settimeout(3)
                if self._flow is None or self._flow.is_settled:
                    self._client.logout()
        with contextlib.suppress(Exception):
            self._client.shutdown()

    @property
    def folder(self) -> str | None:
        """The folder that is open."""
        return self._here

    # ---- folders

    def folders(self, *, again: bool = False) -> list[FolderInfo]:
        """Every folder, names decoded, and what it is for. Asked once in a connection, unless `again`."""
        if self._folders is None or again:
            with self._asking():
                self._folders = with_well_known(list(self._listed()))
        return list(self._folders)

    def special(self, purpose: str) -> str | None:
        """The name of the folder for `archive`, `drafts`, `sent`, … ; None where there is none."""
        return next(
            (each.name for each in self.folders() if each.special == purpose and each.selectable), None
        )

    def examine(self, name: str) -> FolderState:
        """Open a folder to read in it, and say how it stands. GoneError where it is not there."""
        with self._asking():
            return self._open(name, read_only=True)

    def look_again(self, name: str) -> FolderState:
        """As `examine`; quicker where the folder is open already and nothing has changed in it since.

        A server may go through all of a folder to open it, and knows without when it is asked what is new.
        """
        if self._here == name and self._state is not None:
            with self._asking():
                _, said = self._client.noop()
                news = self._imap.untagged_responses
                if not (self._has_stirred or _tell_a_change(said) or any(each in news for each in _STIRS)):
                    return self._state
        return self.examine(name)

    def make_folder(self, name: str) -> None:
        """Make a folder, and show it where mail programs show those one follows. One that is there already is fine."""
        if name in {each.name for each in self.folders(again=True)}:
            return
        with self._asking():
            self._client.create_folder(self._wire_name(name))
            self._folders = None
            with contextlib.suppress(imaplib.IMAP4.error):
                self._client.subscribe_folder(self._wire_name(name))

    # ---- reading

    def uids(self, after: int = 0, since: date | None = None, criteria: Sequence[Any] = ()) -> list[int]:
        """The UIDs of the open folder above `after`, in order, of mails that came on `since` or later and that fit
        further `criteria` (as IMAPClient's `search` takes them)."""
        with self._asking():
            asked: list[Any] = ["UID", f"{after + 1}:*"] if after else ["ALL"]
            asked += ["SINCE", since] if since else []
            asked += criteria
            found: set[int] = set()
            for window in self._windows():
                found.update(self._client.search([*window, *asked], _charset(criteria)))
        # "7:*" holds the last mail even where its number is lower (RFC 3501 6.4.8).
        return sorted(uid for uid in found if uid > after)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """How many bytes mails have, by UID; those that are gone are missing."""
        found = self._fetch(uids, b"(UID RFC822.SIZE)", each=1)
        return {each.uid: each.size for each in found if each.size >= 0}

    def are_read(self, uids: Sequence[int]) -> dict[int, bool]:
        """Whether mails are read, by UID; those that are gone are missing."""
        found = self._fetch(uids, b"(UID FLAGS)", each=1)
        return {each.uid: _is_read(each) for each in found if each.flags is not None}

    def beginnings(self, uids: Sequence[int], first: int = WINDOW) -> Iterator[Begun]:
        """How mails begin, `first` bytes of each, in the order of the UIDs; those that are gone are left out.

        Other commands may be sent while it is iterated over.
        """
        gmail = b" X-GM-MSGID X-GM-THRID X-GM-LABELS" if self.can("X-GM-EXT-1") else b""
        asked = b"(UID FLAGS INTERNALDATE%s BODY.PEEK[]<0.%d>)" % (gmail, first)
        wanted = set(uids)
        for found in self._fetch(uids, asked, each=first, largest=MAX_MESSAGE):
            if found.body is not None and found.uid in wanted:
                wanted.discard(found.uid)
                # It is over `first` where the server knows no beginnings and gives all of it.
                length = len(found.body)
                size = 0 if length == first else length
                yield Begun(found.uid, _is_read(found), found.sent, size, found.body[:first], _gmail(found))

    def whole(
        self, uids: Sequence[int], sizes: Mapping[int, int] | None = None
    ) -> Iterator[tuple[int, bytes]]:
        """Mails whole, one at a time. Those that are gone, and those larger than MAX_MESSAGE, are left out.

        `sizes`: where they were asked for before.
        """
        sizes = self.sizes(uids) if sizes is None else sizes
        batches = _batches([uid for uid in uids if uid in sizes], sizes)
        wanted = set(sizes)
        for found in self._stream(_questions(batches, b"(UID BODY.PEEK[])"), MAX_MESSAGE):
            if found.body is not None and found.uid in wanted:
                wanted.discard(found.uid)
                yield found.uid, found.body

    def without_attachments(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Mails of which much is attached, with their texts alone (`light`); the others are left out."""
        with self._asking():
            try:
                structures = self._client.fetch(uids, ["BODYSTRUCTURE"])
            except imaplib.IMAP4.abort:
                raise
            except (imaplib.IMAP4.error, *GARBLED):  # one that is beyond the library hides the others
                return
        mails = {}
        for uid, said in structures.items():
            if (mail := light(said.get(b"BODYSTRUCTURE") or ())) is not None:
                mails[uid] = mail
        questions = (
            b"%d (UID %s)" % (uid, " ".join(f"BODY.PEEK[{each}]" for each in sections(mail)).encode())
            for uid, mail in list(mails.items())
        )
        for found in self._stream(questions, MAX_MESSAGE, ahead=FAR_AHEAD):
            mail, given = mails.pop(found.uid, None), found.sections or {}
            if mail is not None and all(each.encode() in given for each in sections(mail)):
                yield found.uid, put_together(mail, {name.decode(): part for name, part in given.items()})

    def find(self, message_id: str) -> list[int]:
        """The UIDs of the open folder's mails with exactly this Message-ID (without its brackets)."""
        if not message_id or message_id.startswith("sha256:") or _UNSAID.search(message_id):
            return []
        with self._asking():
            near = self._client.search(["HEADER", "Message-ID", message_id], _charset([message_id]))
        field_of = b"(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
        wanted = re.sub(rb"\s+", b"", message_id.encode())
        return sorted(
            {
                found.uid
                for found in self._fetch(sorted(near), field_of, each=1)
                if wanted == _id_in(found.body or b"")
            }
        )

    def changes(self, modseq: int) -> Changes | None:
        """What became different in the open folder since `modseq`; None where the server does not keep count."""
        if not (modseq and self.can("CONDSTORE")):
            return None
        with self._asking():
            gone: tuple[int, ...] | None = None
            more = f"CHANGEDSINCE {modseq}"
            if self._tells_gone:
                more += " VANISHED"
            self._imap.untagged_responses.pop("VANISHED", None)
            done, said = self._imap.uid("FETCH", "1:*", "(UID FLAGS)", f"({more})")
            self._client._checkok("fetch", done, said)
            if self._tells_gone:
                _, lines = self._imap.response("VANISHED")
                gone = tuple(uid for line in lines if line for uid in _in_set(line.split()[-1]))
            is_read = {}
            for line in said:
                if isinstance(line, bytes) and (uid := re.search(rb"UID (\d+)", line)):
                    is_read[int(uid[1])] = rb"\seen" in line.lower()
        return Changes(is_read, gone)

    def idle(self, seconds: float) -> bool:
        """Wait until something changes in the open folder, at most so long; whether it did.

        Where the server has no IDLE it is asked when the time is over.
        """
        until = time.monotonic() + seconds
        with self._asking():
            while (left := until - time.monotonic()) > 0:
                if self._idle_once(min(left, LONGEST_IDLE)):
                    self._has_stirred = True
                    return True
        return False

    # ---- changing, as asked

    def move(self, uid: int, to: str) -> int | None:
        """Move one mail of the open folder; its UID there, where the server says it.

        By MOVE, or by COPY, a look whether the copy is whole, and UID EXPUNGE of that one mail. GoneError where the
        mail or the folder is not there, or the folder's numbers have changed; MailServerError, and nothing is done,
        where the server has neither way.
        """
        name, validity = self._here, self._validity
        if name is None:
            raise ValueError("no folder is open")
        if to == name:
            return uid
        if not (self.can("MOVE") or self.can("UIDPLUS")):
            raise MailServerError(
                f"{self.server.host} offers no way to move one mail that is safe for the others.",
                "Nothing was changed. Move it in your own mail program.",
            )
        try:
            with self._asking():
                state = self._open(name, read_only=False)
                if validity and state.uidvalidity != validity:
                    raise GoneError(
                        "The folder was renumbered meanwhile.", "Nothing was changed. Read it again first."
                    )
                if uid not in self._client.search(["UID", str(uid)]):
                    raise GoneError("The mail is not in that folder any more.", "Nothing was changed.")
                if self.can("MOVE"):
                    return self._move(uid, to)
            return self._copy_and_remove(name, uid, to)
        finally:
            self._here = None
            if self.is_open:
                with contextlib.suppress(MailServerError), self._asking():
                    self._open(name, read_only=True)

    def finish_move(self, uid: int, to: str, there: int) -> bool:
        """End a move by copy that was cut off: remove this one mail of the open folder, now that `there` is its copy.

        False, and nothing is done, where the two are not the same bytes or the server cannot remove one mail alone.
        """
        name = self._here
        if name is None:
            raise ValueError("no folder is open")
        if not self.can("UIDPLUS"):
            return False
        mail = dict(self.whole([uid])).get(uid)
        with self._asking():
            self._open(to, read_only=True)
        copy = dict(self.whole([there])).get(there)
        if mail is None or mail != copy:
            return False
        try:
            with self._asking():
                self._open(name, read_only=False)
                self._client.add_flags([uid], [rb"\Deleted"], silent=True)
                self._client.uid_expunge([uid])
        finally:
            self._here = None
        return True

    def append(
        self, folder: str, raw: bytes, flags: Iterable[str] = (), at: datetime | None = None
    ) -> int | None:
        """Put a mail into a folder; its UID there, where the server says it. GoneError where there is no folder."""
        with self._asking():
            said = self._client.append(self._wire_name(folder), raw, tuple(flags), at)
        appended = _APPENDED.search(said or b"")
        return int(appended[1]) if appended else None

    # ---- how it is done

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """A command, or several: what is under way is taken in first, and what goes wrong is told in a sentence."""
        if not self.is_open:
            raise MailServerError(f"The connection to {self.server.host} is closed.", "Try again.")
        try:
            with told(self.server):
                try:
                    if self._flow is not None:
                        self._flow.settle()
                    yield
                except imaplib.IMAP4.error as refused:
                    # Of a line that is too long the rest was not read.
                    self.is_open = not (
                        isinstance(refused, imaplib.IMAP4.abort) or "got more than" in str(refused)
                    )
                    raise
                except (NotUnderstoodError, OSError, *GARBLED):
                    self.is_open = False
                    raise
        except MailServerError:
            if not self.is_open:
                with contextlib.suppress(Exception):
                    self._client.shutdown()
            raise

    def _enable(self) -> None:
        """CONDSTORE and QRESYNC, where they are offered: changes of flags, and what is gone."""
        wanted = [name for name in ("CONDSTORE", "QRESYNC") if self.can(name)]
        enabled: list[bytes] = []
        if wanted and self.can("ENABLE"):
            with contextlib.suppress(imaplib.IMAP4.error):
                enabled = self._client.enable(*wanted)
        self._tells_gone = b"QRESYNC" in [each.upper() for each in enabled]

    def _listed(self) -> Iterator[FolderInfo]:
        command, more = "LIST", []
        if self.can("XLIST") and not self.can("SPECIAL-USE"):
            command = "XLIST"
        elif self.can("SPECIAL-USE") and self.can("LIST-EXTENDED"):
            more = ["RETURN (SPECIAL-USE)"]
        done, said = self._imap._simple_command(command, '""', '"*"', *more)
        self._client._checkok(command, done, said)
        _, lines = self._imap._untagged_response(done, said, command)
        seen = set()
        for record in _records(lines):
            try:
                flags, divider, raw = parse_response(record)[:3]
                raw = str(raw).encode() if isinstance(raw, int) else raw
                name = decode_name(raw)
                said_name = raw.decode("ascii")
            except (UnicodeError, ValueError, TypeError):
                continue  # nobody could ask for a folder whose name cannot be read
            if name in seen:
                continue
            seen.add(name)
            self._names[name] = said_name
            low = {bytes(flag).lower() for flag in flags}
            selectable = not low & {rb"\noselect", rb"\nonexistent"}
            yield FolderInfo(
                name, special_of(flags, name), selectable, (divider or b"").decode("ascii", "replace")
            )

    def _wire_name(self, name: str) -> str:
        """A folder's name as the server writes it, or as it would."""
        known = self._names.get(name)
        return known if known is not None else encode_name(name).decode("ascii")

    def _open(self, name: str, *, read_only: bool) -> FolderState:
        self._here = None
        try:
            said = self._client.select_folder(self._wire_name(name), readonly=read_only)
        except (imaplib.IMAP4.abort, imaplib.IMAP4.readonly):
            raise
        except imaplib.IMAP4.error:
            self._imap.state = "AUTH"
            if self._is_listed(name):
                raise
            raise GoneError(
                f"There is no folder {name} on the server any more.", "Look at the folders again."
            ) from None
        self._here, self._validity = name, _number(said, b"UIDVALIDITY")
        uidnext, modseq = _number(said, b"UIDNEXT"), _number(said, b"HIGHESTMODSEQ")
        self._state = FolderState(self._validity, uidnext, _number(said, b"EXISTS"), modseq)
        self._has_stirred = False
        for each in _STIRS:
            self._imap.untagged_responses.pop(each, None)
        return self._state

    def _is_listed(self, name: str) -> bool:
        done, said = self._imap._simple_command("LIST", '""', _quoted(self._wire_name(name)))
        self._client._checkok("list", done, said)
        _, lines = self._imap._untagged_response(done, said, "LIST")
        return any(b"\\noselect" not in bytes(line).lower() for line in lines if isinstance(line, bytes))

    def _windows(self) -> list[list[str]]:
        """Stretches of a large folder; what the server says of its size decides nothing but where they are cut."""
        mails = self._state.mails if self._state else 0
        if mails <= SEARCHED:
            return [[]]
        cuts = range(1, mails + 1, SEARCHED)
        last = cuts[-1]
        return [[f"{cut}:*" if cut == last else f"{cut}:{cut + SEARCHED - 1}"] for cut in cuts]

    def _fetch(
        self, uids: Sequence[int], asked: bytes, *, each: int, largest: int = 2**16
    ) -> Iterator[Fetched]:
        """`each`: how many bytes one mail's answer may take; `largest`: how many are held of it."""
        many = max(1, min(MANY, BATCH_BYTES // each))
        batches = (uids[begin : begin + many] for begin in range(0, len(uids), many))
        return self._stream(_questions(batches, asked), largest)

    def _stream(self, questions: Iterable[bytes], largest: int, ahead: int = AHEAD) -> Iterator[Fetched]:
        """The answers to such questions, while other commands may come between."""
        name = self._here
        with self._asking():
            flow = Flow(self._imap, questions, largest, ahead=ahead)
        answers = iter(flow)
        try:
            while True:
                if self._flow is not flow:
                    with self._asking():
                        if self._here != name and name is not None:
                            self._open(name, read_only=True)
                    self._flow = flow
                found = self._from(answers)
                if found is None:
                    return
                yield found
        finally:
            self._has_stirred = self._has_stirred or flow.has_stirred
            if self._flow is flow:
                if not flow.is_settled and self.is_open:
                    # Nobody waits for it any more; a connection that ends here says so to whoever asks next.
                    with contextlib.suppress(MailServerError), self._asking_of(flow):
                        flow.settle(keep=False)
                self._flow = None

    def _from(self, answers: Iterator[Fetched]) -> Fetched | None:
        with self._asking_of(self._flow):
            return next(answers, None)

    @contextmanager
    def _asking_of(self, flow: Flow | None) -> Iterator[None]:
        """As `_asking`, for what is read of a flow itself."""
        self._flow = None
        try:
            with self._asking():
                yield
        finally:
            self._flow = flow

    def _idle_once(self, seconds: float) -> bool:
        if not self.can("IDLE"):
            readable, _, _ = select.select([self._client.socket()], [], [], seconds)
            _, said = self._client.noop()
            return bool(readable) or _tell_a_change(said)
        self._client.idle()
        changed, until = False, time.monotonic() + seconds
        while not changed and (left := until - time.monotonic()) > 0:
            said = self._client.idle_check(timeout=left)
            if not said:
                break
            if any(line[0] == b"BYE" for line in said):
                raise imaplib.IMAP4.abort("bye")
            changed = _tell_a_change(said)
        _, said = self._client.idle_done()
        return changed or _tell_a_change(said)

    def _move(self, uid: int, to: str) -> int | None:
        self._imap.untagged_responses.pop("COPYUID", None)
        self._client.move([uid], self._wire_name(to))
        return self._copied_to()

    def _copy_and_remove(self, name: str, uid: int, to: str) -> int | None:
        """COPY; see that the copy is as long as the mail; then remove that mail and no other."""
        size = self.sizes([uid]).get(uid)
        with self._asking():
            self._imap.untagged_responses.pop("COPYUID", None)
            said = self._client.copy([uid], self._wire_name(to))
            there = self._copied_to(said)
            self._open(to, read_only=True)
        if there is None or size is None or self.sizes([there]).get(there) != size:
            raise MailServerError(
                "The mail was copied, and whether the copy is whole cannot be seen.",
                "The mail is where it was. Look into both folders.",
            )
        with self._asking():
            self._open(name, read_only=False)
            self._client.add_flags([uid], [rb"\Deleted"], silent=True)
            self._client.uid_expunge([uid])
        return there

    def _copied_to(self, said: bytes | None = None) -> int | None:
        """The UID that a COPYUID names, in an answer of its own or in the one to the command (RFC 4315, RFC 6851)."""
        _, codes = self._imap.response("COPYUID")
        for code in [*(codes or []), said]:
            if isinstance(code, bytes) and (found := _COPIED.search(code)):
                return int(found[1])
        return None


# ---- reading answers


def _records(lines: Iterable[Any]) -> Iterator[list[Any]]:
    """imaplib's lines, those that belong to one answer together: one with a literal is a pair and a line."""
    record: list[Any] = []
    for line in lines:
        if isinstance(line, tuple):
            record.append(line)
        elif record:
            yield [*record, line] if line else record
            record = []
        elif line:
            yield [line]


def _questions(batches: Iterable[Sequence[int]], asked: bytes) -> Iterator[bytes]:
    return (uid_set(batch) + b" " + asked for batch in batches)


def _number(said: Mapping[bytes, Any], name: bytes) -> int:
    value = said.get(name, 0)
    return value if isinstance(value, int) and value > 0 else 0


def _is_read(found: Fetched) -> bool:
    return found.flags is not None and rb"\seen" in found.flags.lower()


def _gmail(found: Fetched) -> Gmail | None:
    if not found.gmail:
        return None
    labels = tuple(decode_name(label).removeprefix("\\") for label in found.labels)
    return Gmail(found.gmail.get(b"MSGID", 0), found.gmail.get(b"THRID", 0), labels)


def _id_in(head: bytes) -> bytes:
    """The id of a Message-ID field, without brackets and the folding that may stand in it."""
    value = re.sub(rb"\s+", b"", head.partition(b":")[2])
    return value.removeprefix(b"<").removesuffix(b">")


def _in_set(said: bytes) -> Iterator[int]:
    for part in said.split(b","):
        first, _, last = part.partition(b":")
        yield from range(int(first), int(last or first) + 1)


def _charset(criteria: Sequence[Any]) -> str | None:
    return None if all(str(each).isascii() for each in criteria) else "UTF-8"


def _batches(uids: Sequence[int], sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """Some at a time, by size; one that is larger than what is held is left out."""
    batch: list[int] = []
    held = 0
    for uid in uids:
        if sizes[uid] > MAX_MESSAGE:
            continue
        if batch and (held + sizes[uid] > BATCH_BYTES or len(batch) >= MANY):
            yield batch
            batch, held = [], 0
        batch.append(uid)
        held += sizes[uid]
    if batch:
        yield batch


def _tell_a_change(said: Iterable[Sequence[Any]]) -> bool:
    return any(part in _CHANGES for line in said for part in line[:2] if isinstance(part, bytes))
