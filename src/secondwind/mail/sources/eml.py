"""Files that are one mail each: a single .eml, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from secondwind.mail.message import Problem

from .base import RawMail, read_mail_file, size_of


class EmlSource:
    """A MailSource over files that hold one mail each, in the order given.

    `left_out` are files of the same folder that are no mail; each is a Problem, so that every file is accounted for.
    """

    def __init__(self, files: Sequence[Path], name: str, left_out: Sequence[Problem] = ()) -> None:
        self.name = name
        self._files = tuple(files)
        self._left_out = tuple(left_out)

    def size_hint(self) -> int:
        return sum(map(size_of, self._files))

    def mails(self) -> Iterator[RawMail | Problem]:
        read = 0
        for path in self._files:
            raw = read_mail_file(path)
            read += size_of(path)
            yield raw if isinstance(raw, Problem) else RawMail(raw, str(path), read_up_to=read)
        yield from self._left_out
