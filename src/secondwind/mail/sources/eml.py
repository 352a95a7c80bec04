"""Files that are one mail each: a single .eml, or a folder of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from secondwind.mail.look import WINDOW
from secondwind.mail.message import Problem

from .base import (
    Glimpse,
    Mark,
    RawMail,
    Rest,
    WholeSource,
    name_hashes,
    pack_names,
    read_mail_file,
    size_of,
    unpack_names,
)


class EmlSource(WholeSource):
    """A MailSource over files that hold one mail each, in the order given.

    `left_out` are files of the same folder that are no mail; each is a Problem, so that every file is accounted for.
    """

    def __init__(self, files: Sequence[Path], name: str, left_out: Sequence[Problem] = ()) -> None:
        self.name = name
        self._files = tuple(files)
        self._unread = self._files
        self._names: list[int] = []
        self._left_out = tuple(left_out)

    def size_hint(self) -> int:
        return sum(map(size_of, self._files))

    def mails(self) -> Iterator[RawMail | Problem]:
        yield from self._read(self._files)
        yield from self._left_out

    def _read(self, files: Sequence[Path]) -> Iterator[RawMail | Problem]:
        read = 0
        for path in files:
            raw = read_mail_file(path)
            read += size_of(path)
            yield raw if isinstance(raw, Problem) else RawMail(raw, str(path), read_up_to=read)

    def rest(self, mark: Mark | None) -> Rest:
        """A file is known again by its path, size and time."""
        self._names = name_hashes(map(_told_apart, self._files))
        known = unpack_names(mark)
        self._unread = tuple(
            path for path, name in zip(self._files, self._names, strict=True) if name not in known
        )
        return Rest(0, len(self._unread), len(self._files) - len(self._unread))

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        for number, mail in enumerate(self._read(self._unread[begin:end]), start=begin):
            if isinstance(mail, Problem):
                yield mail
            else:
                yield Glimpse((number, 0), mail.raw[:WINDOW], mail.read_up_to, mail)
        if end == len(self._unread):
            yield from self._left_out

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]:
        for number, _ in places:
            raw = read_mail_file(self._unread[number])
            yield raw if isinstance(raw, Problem) else RawMail(raw, str(self._unread[number]))

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        names = [
            name for name, path in zip(self._names, self._files, strict=True) if str(path) not in troubled
        ]
        return Mark(mails=len(names), names=pack_names(names))


def _told_apart(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return str(path)
    return f"{path}\0{found.st_size}\0{found.st_mtime_ns}"
