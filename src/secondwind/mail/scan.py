"""The fast path: where one mail ends and the next begins in an mbox, in one pass and in bounded memory.

A boundary is a From_ line at the start of the file or after an empty line that looks like one: a sender and a
date as ctime writes it, or (Thunderbird writes these) no date but a header field on the next line. A sentence
that begins with "From " looks like neither, so that mailboxes whose writer did not quote it are not cut there.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from gzip import BadGzipFile, GzipFile
from io import BufferedReader

from .headers import Head
from .message import Message

MAX_MESSAGE = 64 * 1024 * 1024
"""Bytes of one mail that are held; no provider delivers larger ones to a person. Larger are skipped and said."""
_CHUNK = 1 << 18
_HOLE = bytes(_CHUNK)
_FROM_LINE_MAX = 1_000
_LOOK = 2 * _FROM_LINE_MAX
_NEEDLE = b"\nFrom "

_DATED = re.compile(
    rb"From .{0,600}?\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
    rb"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d{1,2}|\d{1,2} +[A-Z][a-z]{2}(?: +\d{4})?) +"
    rb"\d{1,2}:\d\d(?::\d\d)?(?: +[\w+:-]{1,12}){0,3}(?: +remote from \S+)?[ \t]*\r?\n"
)
_UNDATED = re.compile(rb"From (?:-|\S{1,300}@\S{1,300})?[ \t]*\r?\n(?=[A-Za-z][\w-]{0,70}:[ \t\r\n])")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cut:
    """One mail of an mbox. `start` and `end` are bytes in the (unpacked) file, From_ line and separator included.

    `raw` is the mail without them, ">From " unquoted; None where it is larger than what is held.
    """

    start: int
    end: int
    raw: bytes | None


class Broken(Exception):  # noqa: N818  the stream ended before its time; what came before was given out
    """A packed file that ends or breaks in the middle."""


def unpacked(stream: BufferedReader, *, chunk: int = _CHUNK) -> Iterator[bytes]:
    """The chunks of a file, unpacked if it begins as gzip does.

    Broken where the packing ends early or is damaged, after what was whole.
    """
    if stream.peek(2)[:2] != b"\x1f\x8b":
        while part := stream.read(chunk):
            yield part
            if part == _HOLE:
                yield from _rest_of_hole(stream)
        return
    try:
        with GzipFile(fileobj=stream) as packed:
            while part := packed.read1(chunk):  # read() would throw away what came before a break
                yield part
    except (EOFError, BadGzipFile, zlib.error) as broken:
        raise Broken from broken


def _rest_of_hole(stream: BufferedReader) -> Iterator[bytes]:
    """What is left of a hole in a sparse file, given without being read where the system can tell how far it goes."""
    at, file = stream.tell(), stream.fileno()
    try:
        before = os.lseek(file, 0, os.SEEK_CUR)
        holes = (os.lseek(file, at, os.SEEK_DATA) - at) // _CHUNK
        os.lseek(
            file, before, os.SEEK_SET
        )  # behind the reader's back: it must find the file where it left it
    except (OSError, AttributeError):
        return
    for _ in range(holes):
        yield _HOLE
    stream.seek(at + holes * _CHUNK)


def cut_mbox(chunks: Iterator[bytes], *, max_message: int = MAX_MESSAGE) -> Iterator[Cut]:
    """The mails of an mbox given as chunks of any size, in order; none where the first line is no From_ line.

    Broken as `unpacked` says it, after the last mail.
    """
    window = _Window(chunks, max_message)
    if window.find_first():
        while window.holds_more():
            yield window.next_cut()
    if window.broken:
        raise window.broken


class _Window:
    """A stretch of the stream held in memory: `held[0]` is byte `at` of the whole."""

    def __init__(self, chunks: Iterator[bytes], max_message: int) -> None:
        self._chunks = chunks
        self._max = max_message
        self._held = bytearray()
        self._at = 0
        self._ended = False
        self.broken: Broken | None = None

    def holds_more(self) -> bool:
        return bool(self._held or self._more())

    def find_first(self) -> bool:
        """Go to the first From_ line, over empty lines and a byte order mark. False where there is none there."""
        self._have(_LOOK)
        blank = re.match(rb"(?:\xef\xbb\xbf)?[\r\n]*", self._held)
        self._drop(blank.end() if blank else 0)
        self._have(_LOOK)
        return is_from_line(self._held, 0)

    def next_cut(self) -> Cut:
        """The mail whose From_ line stands at the start of what is held."""
        start, too_large, looked = self._at, False, 1
        while (found := self._next_boundary(looked)) is None:
            looked = max(1, len(self._held) - len(_NEEDLE))
            if not (chunk := self._more()):
                break
            too_large = too_large or len(self._held) > self._max + _CHUNK
            if too_large:
                # Gigabytes of nothing, as a damaged disk leaves them, need no search. Two bytes stay: they
                # tell whether the line before a boundary is empty.
                self._drop(max(0, (len(self._held) if chunk == _HOLE else looked) - 2))
                looked = 1
        length = len(self._held) if found is None else found
        body = bytes(self._held[:length])
        self._drop(length)
        raw = None if too_large else _without_frame(body)
        return Cut(start, self._at, None if raw is None or len(raw) > self._max else raw)

    def _next_boundary(self, looked: int) -> int | None:
        """Where the next From_ line starts in what is held, looking from `looked` on."""
        while (newline := self._held.find(_NEEDLE, looked)) >= 0:
            line_ends = self._held[max(0, newline - 2) : newline]
            if line_ends.endswith((b"\n", b"\n\r")):
                if len(self._held) < newline + _LOOK and self._more():
                    looked = newline
                    continue
                if is_from_line(self._held, newline + 1):
                    return newline + 1
            looked = newline + 1
        return None

    def _have(self, size: int) -> None:
        while len(self._held) < size and self._more():
            pass

    def _more(self) -> bytes:
        """The next chunk, which is now held too; empty at the end."""
        if self._ended:
            return b""
        try:
            chunk = next(self._chunks, b"")
        except Broken as broken:
            chunk, self.broken = b"", broken
        self._ended = not chunk
        self._held += chunk
        return chunk

    def _drop(self, size: int) -> None:
        del self._held[:size]
        self._at += size


def is_from_line(held: bytes | bytearray, at: int) -> bool:
    """Whether what stands at byte `at`, the start of a line, looks like a From_ line."""
    line = bytes(held[at : at + _LOOK])
    return bool(_DATED.match(line) or _UNDATED.match(line))


def _without_frame(body: bytes) -> bytes:
    """A mail without its From_ line and the empty line that parts it from the next, quoted From lines as they were."""
    raw = body[body.index(b"\n") + 1 :] if b"\n" in body else b""
    for empty_line in (b"\r\n\r\n", b"\n\n"):
        if raw.endswith(empty_line):
            raw = raw[: len(raw) - len(empty_line) // 2]
            break
    return _QUOTED_FROM.sub(rb"\1", raw) if b">From " in raw else raw


class Seen:
    """The ids met so far in one scan. A mail whose id was met before goes by the digest of its bytes.

    Eight bytes of a hash are kept of each id: some 100 bytes of memory a mail, and one chance in 10 million
    that two of a million mails are taken for one id (which costs the second its id, not its place).
    """

    def __init__(self) -> None:
        self._marks: set[int] = set()

    def id_for(self, message: Message) -> str:
        """The id to know this message by in this scan: its own the first time, then ``sha256:`` and the digest."""
        mark = int.from_bytes(hashlib.blake2b(message.message_id.encode(), digest_size=8).digest())
        if mark in self._marks:
            return f"sha256:{message.digest}"
        self._marks.add(mark)
        return message.message_id


def look(raw: bytes) -> str:
    """The Message's id without reading its body: what parse_message would give, for a fraction of the work."""
    return Head(raw).message_id() or f"sha256:{hashlib.sha256(raw).hexdigest()}"
