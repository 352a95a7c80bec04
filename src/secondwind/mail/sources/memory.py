"""Mails held in memory, for tests and for a file that was dropped on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secondwind.mail.message import Problem

from .base import RawMail, WholeSource


class MemorySource(WholeSource):
    """A MailSource over given bytes, each one mail."""

    def __init__(self, mails: Iterable[bytes], name: str = "memory") -> None:
        self.name = name
        self._mails = tuple(mails)

    def size_hint(self) -> int:
        return sum(map(len, self._mails))

    def mails(self) -> Iterator[RawMail | Problem]:
        read = 0
        for number, raw in enumerate(self._mails, start=1):
            read += len(raw)
            yield RawMail(raw, f"{self.name}, mail {number}", read_up_to=read)
