"""Flow: many mails fetched one after the other, each handed on as it comes, while the server is at work on the next.

IMAPClient fetches well, but hands an answer over when all of it is there, reads it letter by letter, and waits with
the next question until the last is answered. For tens of thousands of beginnings that is most of the time, and for a
60 MB mail it is the memory twice over. So the answers to FETCH alone are read here, from IMAPClient's own connection.
"""

from __future__ import annotations

import imaplib
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

from imapclient.response_parser import parse_response

from .trouble import NotUnderstoodError

AHEAD = 3
"""Batches that are asked for before the first of them is read: with two, a far server would stand idle."""
_CHUNK = 1 << 18
_LARGEST = 1 << 32
"""Bytes that a server may announce before it is not believed any more."""
_STRAY = 10_000
"""Lines in one answer that belong to nothing asked; a server that says more of them is not listened to."""

_LITERAL = re.compile(rb"\{(\d{1,15})\+?\}\r?\n$")
_FETCH = re.compile(rb"\* \d{1,12} FETCH \(", re.IGNORECASE)
_STIR = re.compile(rb"\* (?:\d{1,12} (?:EXISTS|EXPUNGE)|VANISHED)", re.IGNORECASE)
_UID = re.compile(rb"[( ]UID (\d{1,12})", re.IGNORECASE)
_FLAGS = re.compile(rb"[( ]FLAGS \(([^)]{0,2000})\)", re.IGNORECASE)
_SIZE = re.compile(rb"[( ]RFC822\.SIZE (\d{1,15})", re.IGNORECASE)
_DATE = re.compile(
    rb'INTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"', re.IGNORECASE
)
_BODY = re.compile(rb"[( ]BODY\[([^\]]{0,200})\](?:<\d+>)? $", re.IGNORECASE)
_QUOTED_BODY = re.compile(rb'[( ]BODY\[([^\]]{0,200})\](?:<\d+>)? (?:"((?:[^"\\]|\\.)*)"|NIL)', re.IGNORECASE)
_GMAIL = re.compile(rb"[( ]X-GM-(MSGID|THRID) (\d{1,20})", re.IGNORECASE)
_LABELS = re.compile(rb"[( ]X-GM-LABELS \(", re.IGNORECASE)
_MONTHS = {
    name: number
    for number, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}


@dataclass(slots=True)
class Fetched:
    """What the server said of one mail. `body`: the part of it that was asked for, None where none came or it was
    larger than what is held; `sections`: all of them by their names, where they have names; `size` -1, `flags` and
    `sent` None where they were not said."""

    uid: int
    flags: bytes | None = None
    size: int = -1
    sent: datetime | None = None
    body: bytes | None = None
    sections: dict[bytes, bytes] | None = None
    gmail: dict[bytes, int] | None = None
    labels: tuple[bytes, ...] = ()


class Flow:
    """The answers to several questions, each a set of UIDs and what is asked of them; iterate over it once.

    While it lasts no other command may be sent unless `settle` was called, which takes in what is under way.
    """

    def __init__(
        self, imap: imaplib.IMAP4, questions: Iterable[bytes], largest: int, *, ahead: int = AHEAD
    ) -> None:
        self._imap, self._largest, self._ahead = imap, largest, ahead
        self._questions = iter(questions)
        self._tags: deque[bytes] = deque()
        self._held: deque[Fetched] = deque()
        self._ended = False
        self.has_stirred = False
        """Whether the server said meanwhile that mail has come or gone."""
        self.is_settled = True
        """Whether nothing of it is under way."""

    def __iter__(self) -> Iterator[Fetched]:
        while self._ask() or self._held:
            while self._held:
                yield self._held.popleft()
            while self._tags and (found := self._next()) is not None:
                yield found

    def settle(self, *, keep: bool = True) -> None:
        """Take in what is under way, so that other commands can be sent; `keep` it for the iteration."""
        while self._tags:
            while (found := self._next()) is not None:
                if keep:
                    self._held.append(found)
        self.is_settled = True

    def _ask(self) -> bool:
        while not self._ended and len(self._tags) < self._ahead:
            question = next(self._questions, None)
            if question is None:
                self._ended = True
                break
            tag = self._imap._new_tag()
            self._imap.tagged_commands.pop(tag, None)  # imaplib is not to wait for it
            self._tags.append(tag)
            self._imap.send(tag + b" UID FETCH " + question + b"\r\n")
            self.is_settled = False
        self.is_settled = not self._tags
        return bool(self._tags)

    def _next(self) -> Fetched | None:
        """The next mail of the batch under way; None where the batch has come to its end."""
        for _ in range(_STRAY):
            line = self._line()
            if _FETCH.match(line):
                if (found := self._fetched(line)) is not None:
                    return found
            elif line.startswith(b"* "):
                if line[2:5].upper() == b"BYE":
                    raise imaplib.IMAP4.abort("bye")
                self.has_stirred = self.has_stirred or bool(_STIR.match(line))
                self._rest_of(line)
            elif line.startswith(self._tags[0] + b" "):
                self._tags.popleft()
                # A NO says that some of these mails are gone, which one sees from their not being there.
                if line.split(b" ", 2)[1].upper() not in (b"OK", b"NO"):
                    raise NotUnderstoodError
                return None
            else:
                raise NotUnderstoodError
        raise NotUnderstoodError

    def _line(self) -> bytes:
        line: bytes = self._imap.readline()
        if not line.endswith(b"\n"):
            raise imaplib.IMAP4.abort("cut")
        return line

    def _rest_of(self, line: bytes) -> None:
        """Read over what a line that is of no interest announces."""
        while literal := _LITERAL.search(line):
            self._over(int(literal[1]))
            line = self._line()

    def _fetched(self, line: bytes) -> Fetched | None:
        """One FETCH answer, beginning with this line; None where it is about something else."""
        texts: list[bytes] = []
        literals: list[bytes] = []
        bodies: dict[bytes, bytes | None] = {}
        while literal := _LITERAL.search(line):
            before = line[: literal.start()]
            read = self._literal(int(literal[1]))
            if body := _BODY.search(before):
                bodies[body[1].upper()] = read
                texts.append(before)
            else:
                texts.append(before + b"{%d}" % len(read or b""))
                literals.append(read or b"")
            line = self._line()
        texts.append(line)
        said = b"".join(texts) if len(texts) > 1 else line
        uid = _UID.search(said)
        if uid is None:
            return None
        for quoted in _QUOTED_BODY.finditer(said) if b"BODY[" in line or not bodies else ():
            bodies[quoted[1].upper()] = re.sub(rb"\\(.)", rb"\1", quoted[2] or b"")
        return _of_line(int(uid[1]), said, bodies, literals)

    def _literal(self, size: int) -> bytes | None:
        """A literal; None where it is larger than what is held, which is read over."""
        if size > self._largest:
            self._over(size)
            return None
        if size <= _CHUNK:
            return self._read(size)
        held = BytesIO()
        while size:
            held.write(self._read(min(size, _CHUNK)))
            size -= min(size, _CHUNK)
        return held.getvalue()

    def _over(self, size: int) -> None:
        if size > _LARGEST:
            raise NotUnderstoodError
        while size:
            self._read(min(size, _CHUNK))
            size -= min(size, _CHUNK)

    def _read(self, size: int) -> bytes:
        got: bytes = self._imap.read(size)
        if len(got) < size:
            raise imaplib.IMAP4.abort("cut")
        return got


def _of_line(uid: int, said: bytes, bodies: dict[bytes, bytes | None], literals: Sequence[bytes]) -> Fetched:
    body = next(iter(bodies.values()), None)
    flags, size = _FLAGS.search(said), _SIZE.search(said)
    found = Fetched(uid, flags[1] if flags else None, int(size[1]) if size else -1, _date(said), body)
    if any(bodies):
        found.sections = {name: given for name, given in bodies.items() if given is not None}
    if b"X-GM-" in said:
        found.gmail = {name.upper(): int(number) for name, number in _GMAIL.findall(said)}
        found.labels = _labels(said, literals)
    return found


def _labels(said: bytes, literals: Sequence[bytes]) -> tuple[bytes, ...]:
    begin = _LABELS.search(said)
    if begin is None:
        return ()
    # Labels may be atoms, quoted or literals: the library reads them.
    pieces = re.split(rb"(?<=\})", said[begin.end() - 1 :])
    records = [*zip(pieces, literals, strict=False), *pieces[len(literals) :]]
    parsed = parse_response([each if isinstance(each, tuple) else each.strip() for each in records])
    return tuple(str(label).encode() if isinstance(label, int) else bytes(label) for label in parsed[0])


def _date(said: bytes) -> datetime | None:
    found = _DATE.search(said)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    away = timedelta(hours=int(hours), minutes=int(minutes))
    zone = timezone(-away if sign == b"-" else away) if away else UTC
    try:
        return datetime(
            int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), int(second), tzinfo=zone
        )
    except (ValueError, KeyError):
        return None


def uid_set(uids: Sequence[int]) -> bytes:
    """UIDs as the protocol writes them, neighbours together: b"1:4,7"."""
    parts: list[str] = []
    first = last = 0
    for uid in uids:
        if first and uid == last + 1:
            last = uid
            continue
        if first:
            parts.append(f"{first}:{last}" if last > first else f"{first}")
        first = last = uid
    if first:
        parts.append(f"{first}:{last}" if last > first else f"{first}")
    return ",".join(parts).encode("ascii")
