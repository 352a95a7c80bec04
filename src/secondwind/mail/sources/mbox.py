"""An mbox file, plain or packed with gzip: Thunderbird's, Apple Mail's, mutt's, a Gmail Takeout export.

Gmail's labels stand in each mail's head, where parse_message reads them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from secondwind.mail.message import Problem
from secondwind.mail.scan import Broken, cut_mbox, unpacked

from .base import RawMail, open_plain, size_of, too_large


class MboxSource:
    """A MailSource over one mbox file. The file is read in one pass and never locked or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

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
            yield Problem(
                self.name, f"This file cannot be read to its end: {error.strerror or 'it is no plain file'}."
            )

    def _cut(self, stream: BufferedReader) -> Iterator[RawMail | Problem]:
        is_packed = _is_gzip(stream)
        for cut in cut_mbox(unpacked(stream)):
            place = f"{self.name}, byte {cut.start}"
            if cut.raw is None:
                yield Problem(place, too_large())
            else:
                # Of a packed file the packed bytes are counted, as they are in its size.
                yield RawMail(cut.raw, place, read_up_to=stream.tell() if is_packed else cut.end)


def _is_gzip(stream: BufferedReader) -> bool:
    magic = stream.read(2)
    stream.seek(0)
    return magic == b"\x1f\x8b"
