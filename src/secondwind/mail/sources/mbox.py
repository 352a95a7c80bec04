"""An mbox file, plain or packed with gzip: Thunderbird's, Apple Mail's, mutt's, a Gmail Takeout export.

Gmail's labels stand in each mail's head, where parse_message reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence, Set
from hashlib import sha256
from io import BufferedReader, FileIO
from itertools import pairwise
from pathlib import Path

from secondwind.mail.look import WINDOW
from secondwind.mail.message import Problem
from secondwind.mail.scan import MAX_MESSAGE, Broken, Outline, cut_mbox, read_at, unpacked, without_frame

from .base import Glimpse, Mark, RawMail, Rest, WholeSource, open_plain, size_of, too_large

PIECE = 48 * 1024 * 1024
"""Bytes that one of several readers takes at a time."""
SMALL = 1024 * 1024
_SAMPLES = 64
_SAMPLE = 1_024
"""A file is known again by this many samples of this many bytes, evenly spread, the first and the last among them."""


class MboxSource(WholeSource):
    """A MailSource over one mbox file. The file is read in one pass and never locked or written.

    In a plain file a mail's `at` is where it stands, from its From_ line to the next; in a packed one, its number.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self._size, self._changed = 0, 0
        self._is_packed = False

    def size_hint(self) -> int:
        return size_of(self.path)

    def mails(self) -> Iterator[RawMail | Problem]:
        try:
            with os.fdopen(open_plain(self.path), "rb") as stream:
                yield from self._cut(stream)
        except Broken:
            yield Problem(
                self.name, "This packed file ends too early or is damaged. What came before is read."
            )
        except OSError as error:
            yield self._unreadable(error)

    def _cut(self, stream: BufferedReader) -> Iterator[RawMail | Problem]:
        is_packed = _is_gzip(stream)
        for cut in cut_mbox(unpacked(stream)):
            place = self._place(cut.start)
            if cut.raw is None:
                yield Problem(place, too_large())
            else:
                # Of a packed file the packed bytes are counted, as they are in its size.
                yield RawMail(cut.raw, place, read_up_to=stream.tell() if is_packed else cut.end)

    def _place(self, start: int) -> str:
        return f"{self.name}, byte {start}"

    def _unreadable(self, error: OSError) -> Problem:
        return Problem(
            self.name, f"This file cannot be read to its end: {error.strerror or 'it is no plain file'}."
        )

    # The way of those who do not want every mail whole

    def rest(self, mark: Mark | None) -> Rest:
        """All but what stands before the last mail that was there, if the file begins as it did then."""
        try:
            with FileIO(open_plain(self.path)) as file:
                found = os.fstat(file.fileno())
                self._size, self._changed = found.st_size, found.st_mtime_ns
                self._is_packed = read_at(file, 0, 2) == b"\x1f\x8b"
                is_known = mark is not None and self._begins_as(mark, file)
        except OSError:
            return Rest(0, self._size)  # reading it says what is wrong
        if mark is None or not is_known:
            return Rest(0, self._size)
        if mark.size == self._size:
            return Rest(self._size, self._size, mark.mails)
        return (
            Rest(0, self._size) if self._is_packed else Rest(mark.up_to, self._size, max(0, mark.mails - 1))
        )

    def _begins_as(self, mark: Mark, file: FileIO) -> bool:
        """A small file that was written to is read anew: samples might miss what was changed in its middle."""
        if mark.changed != self._changed and mark.size <= SMALL:
            return False
        return mark.size <= self._size and mark.digest == _digest(file, mark.size)

    def pieces(self, rest: Rest) -> list[tuple[int, int]]:
        if self._is_packed or rest.end - rest.begin <= PIECE:
            return [(rest.begin, rest.end)]
        cuts = [*range(rest.begin, rest.end, PIECE), rest.end]
        return list(pairwise(cuts))

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        if begin >= end:
            return
        if self._is_packed:
            yield from super().glimpses(begin, end)
            return
        try:
            with FileIO(open_plain(self.path)) as file:
                for start, until, beginning in Outline(file, self._size).mails(begin, end, WINDOW):
                    if until - start > MAX_MESSAGE:
                        yield Problem(self._place(start), too_large())
                    else:
                        yield Glimpse((start, until), beginning, until)
        except OSError as error:
            yield self._unreadable(error)

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]:
        if self._is_packed:
            yield from super().fetch(places)
            return
        try:
            with FileIO(open_plain(self.path)) as file:
                for start, until in places:
                    raw = without_frame(read_at(file, start, until - start))
                    yield RawMail(raw, self._place(start), read_up_to=until)
        except OSError as error:
            yield self._unreadable(error)

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        try:
            with FileIO(open_plain(self.path)) as file:
                digest = _digest(file, self._size)
        except OSError:
            return None
        return Mark(self._size, self._changed, digest, last[0] if last else 0, mails)


def _digest(file: FileIO, size: int) -> str:
    """A digest of samples of a file's first `size` bytes: what a rewriting or a shift would change."""
    found = sha256(str(size).encode())
    last = max(0, size - _SAMPLE)
    # Of a small file fewer samples are enough, so that knowing it again stays a small part of reading it.
    samples = max(2, min(_SAMPLES, size // (200 * _SAMPLE)))
    for number in range(samples):
        found.update(read_at(file, last * number // (samples - 1), min(_SAMPLE, size)))
    return found.hexdigest()


def _is_gzip(stream: BufferedReader) -> bool:
    magic = stream.read(2)
    stream.seek(0)
    return magic == b"\x1f\x8b"
