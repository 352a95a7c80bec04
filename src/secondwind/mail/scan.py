"""Where one mail ends and the next begins in an mbox, in one pass and in bounded memory.

`cut_mbox` gives the mails whole, from a stream. `Outline` says only where they stand in a file, and shows how each
begins, near the speed of memory.

A boundary is a From_ line at the start of the file or after an empty line that looks like one: a sender and a
date as ctime writes it, or (Thunderbird writes these) no date but a header field on the next line. A sentence
that begins with "From " looks like neither, so that mailboxes whose writer did not quote it are not cut there.
"""

from __future__ import annotations

import hashlib
import os
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from gzip import BadGzipFile, GzipFile
from io import BufferedReader, FileIO

import hyperscan

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
# What nearly every From_ line looks like; asked first, because it is quick to answer.
_ORDINARY = re.compile(
    rb"From \S{1,200} {1,2}[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (?:[+-]\d{4} )?\d{4}\r?\n"
)
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
        raw = None if too_large else without_frame(body)
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


class Outline:
    """Where the mails of an mbox file stand, and how each begins. Mail larger than what is held is among them.

    `file` is open, not packed and read from nowhere else meanwhile; `size` is how much of it there is to see.
    """

    def __init__(self, file: FileIO, size: int, *, chunk: int = 1 << 20) -> None:
        self._file, self._size, self._chunk = file, size, chunk
        self._held = bytearray(2 + chunk + _LOOK)
        self._view = memoryview(self._held)
        self._at, self._until = 0, 0  # the bytes of the file that are held
        self._lines: list[int] = []
        needle = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        needle.compile(ids=[0], expressions=[_NEEDLE], flags=[0])
        self._find: Callable[..., object] = needle.scan

    def first(self) -> int | None:
        """Where the first mail begins, over empty lines and a byte order mark; None where there is none there."""
        start = read_at(self._file, 0, _LOOK)
        blank = re.match(rb"(?:\xef\xbb\xbf)?[\r\n]*", start)
        at = blank.end() if blank else 0
        return at if is_from_line(read_at(self._file, at, _LOOK), 0) else None

    def mails(self, begin: int, end: int, window: int) -> Iterator[tuple[int, int, bytes]]:
        """Start and end of each mail whose From_ line stands from byte `begin` up to `end`, and how it begins.

        `begin` is anywhere in the file, and `window` the most bytes that are shown of a mail (without its From_ line).
        """
        first = self.first()
        if first is None:
            return
        start = first if begin <= first < end else None
        at = max(begin, first + 1)
        while at < self._size and (start is not None or at < end):
            self._hold(at)
            for found in self._boundaries(at):
                if start is not None:
                    yield start, found, self._beginning(start, found, window)
                if found >= end:
                    return
                start = found
            at += self._chunk
        if start is not None:
            yield start, self._size, self._beginning(start, self._size, window)

    def _hold(self, at: int) -> None:
        """Hold the chunk from byte `at`, the two bytes before it, and what a From_ line at its end may need."""
        self._at = max(0, at - 2)
        want = min(self._size, at + self._chunk + _LOOK) - self._at
        self._file.seek(self._at)
        got = 0
        while got < want and (count := self._file.readinto(self._view[got:want])):
            got += count
        self._until = self._at + got

    def _boundaries(self, at: int) -> Iterator[int]:
        """The From_ lines that stand from byte `at` on in its chunk."""
        self._lines.clear()
        self._find(self._view[: self._until - self._at], match_event_handler=self._note)
        for newline in self._lines:
            place = self._at + newline + 1
            if at <= place < at + self._chunk:
                before = self._held[max(0, newline - 2) : newline]
                if before.endswith((b"\n", b"\n\r")) and self._is_from_line(newline + 1):
                    yield place

    def _note(self, _number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        self._lines.append(end - len(_NEEDLE))

    def _is_from_line(self, here: int) -> bool:
        held = self._until - self._at
        if here + _LOOK <= held:
            return is_from_line(self._held, here)
        return is_from_line(self._held[here:held], 0)  # behind it lies what an earlier chunk left

    def _beginning(self, start: int, end: int, window: int) -> bytes:
        until = min(end, start + _LOOK + window)
        if self._at <= start and until <= self._until:
            newline = self._held.find(b"\n", start - self._at, until - self._at) + 1
            begins = newline or until - self._at
            return self._view[begins : min(begins + window, end - self._at)].tobytes()
        raw = read_at(self._file, start, until - start)
        begins = raw.find(b"\n") + 1 or len(raw)
        return raw[begins : begins + window]


def read_at(file: FileIO, at: int, size: int) -> bytes:
    """Up to `size` bytes of a file from byte `at`; fewer at its end."""
    file.seek(at)
    parts: list[bytes] = []
    while size > 0 and (part := file.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def is_from_line(held: bytes | bytearray, at: int) -> bool:
    """Whether what stands at byte `at`, the start of a line, looks like a From_ line."""
    if _ORDINARY.match(held, at):
        return True
    line = bytes(held[at : at + _LOOK])
    return bool(_DATED.match(line) or _UNDATED.match(line))


def without_frame(body: bytes) -> bytes:
    """A mail without its From_ line and the empty line that parts it from the next, quoted From lines as they were."""
    begin = body.find(b"\n") + 1 or len(body)
    end = len(body)
    for empty_line in (b"\r\n\r\n", b"\n\n"):
        if body.endswith(empty_line) and end - begin >= len(empty_line):
            end -= len(empty_line) // 2
            break
    raw = body[begin:end]
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
