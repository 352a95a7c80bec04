"""A Maildir with its Maildir++ subfolders. Nothing is moved from new to cur, and no flag is set."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
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
    unpack_names,
)

_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")  # some file systems refuse the colon, and programs write ; or !
NOMINAL = 16_384
"""Bytes that a mail is taken to have in `size_hint`: asking for each one's size takes as long as looking at it."""
PIECE = 2_000
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class MaildirSource(WholeSource):
    """A MailSource over a Maildir. A mail's labels are its subfolder, as written without the dot, and its flags.

    The order is folder by folder, and in each by the name a mail keeps when its flags change. A mail's `at` is its
    number among those that `rest` left.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self._folders: list[tuple[str, str]] = []
        self._files: list[str] = []
        self._in: array[int] = array("H")
        self._hashes: array[int] = array("Q")

    def size_hint(self) -> int:
        return NOMINAL * sum(len(names) for _, _, names in self._listed())

    def mails(self) -> Iterator[RawMail | Problem]:
        number = 0
        for label, folder, names in self._listed():
            for name in names:
                number += 1
                yield self._whole(label, os.path.join(folder, name), number)

    def _whole(self, folder: str, path: str, number: int) -> RawMail | Problem:
        raw = read_mail_file(Path(path))
        if isinstance(raw, Problem):
            return raw
        labels = tuple(filter(None, (folder, *_flags(path))))
        return RawMail(raw, path, labels, number * NOMINAL)

    def _listed(self) -> Iterator[tuple[str, str, list[str]]]:
        """Each folder's label and path, and below it the files, `cur/…` and `new/…`.

        They are kept as that short text alone: a large Maildir holds hundreds of thousands.
        """
        for folder in [self.name, *_subfolders(self.name)]:
            label = "" if folder == self.name else os.path.basename(folder).removeprefix(".")
            files = [
                os.path.join(part, name)
                for part in ("cur", "new")
                for name in _names(os.path.join(folder, part))
            ]
            files.sort(key=lambda file: (_kept_name(file[4:]), file[4:]))
            yield label, folder, files

    # The way of those who do not want every mail whole

    def rest(self, mark: Mark | None) -> Rest:
        """A file is known again by its folder and the part of its name that flags do not change."""
        known = unpack_names(mark)
        self._folders, self._files, self._in, self._hashes = [], [], array("H"), array("Q")
        for label, folder, names in self._listed():
            hashes = name_hashes(f"{label}\0{_kept_name(name[4:])}" for name in names)
            self._hashes.extend(hashes)
            fresh = (
                [name for name, here in zip(names, hashes, strict=True) if here not in known]
                if known
                else names
            )
            self._files.extend(fresh)
            self._in.extend([len(self._folders)] * len(fresh))
            self._folders.append((label, folder))
        return Rest(0, len(self._files), len(self._hashes) - len(self._files))

    def _file(self, number: int) -> tuple[str, str]:
        """The label and the path of a file by its number."""
        label, folder = self._folders[self._in[number]]
        return label, os.path.join(folder, self._files[number])

    def pieces(self, rest: Rest) -> list[tuple[int, int]]:
        cuts = [*range(rest.begin, rest.end, PIECE), rest.end]
        return list(pairwise(cuts))

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        for number in range(begin, min(end, len(self._files))):
            path = self._file(number)[1]
            try:
                file = os.open(path, _OPEN)
            except OSError:
                file = -1
            if file < 0:
                yield self._glimpse_of_whole(number)
                continue
            try:
                beginning = os.read(file, WINDOW)
            except OSError:
                beginning = b""
            finally:
                os.close(file)
            if not beginning or beginning[:2] == b"\x1f\x8b":  # empty, no plain file, or packed
                yield self._glimpse_of_whole(number)
            else:
                yield Glimpse((number, 0), beginning, (number + 1) * NOMINAL)

    def _glimpse_of_whole(self, number: int) -> Glimpse | Problem:
        mail = self._whole(*self._file(number), number + 1)
        if isinstance(mail, Problem):
            return mail
        return Glimpse((number, 0), mail.raw[:WINDOW], mail.read_up_to, mail)

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]:
        for number, _ in places:
            yield self._whole(*self._file(number), number + 1)

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        again = [
            f"{label}\0{_kept_name(os.path.basename(path))}"
            for label, path in map(self._file, range(len(self._files)) if troubled else ())
            if path in troubled
        ]
        names = set(self._hashes).difference(name_hashes(again))
        return Mark(mails=len(names), names=pack_names(names))


def is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _subfolders(path: str) -> list[str]:
    """The folders beside cur and new whose names begin with a dot. They lie flat, so that no loop can be walked."""
    folders = [os.path.join(path, name) for name in _names(path) if name.startswith(".")]
    return [each for each in folders if is_maildir(Path(each))]


def _names(folder: str) -> list[str]:
    """What lies in a folder, by name, without the files that mail servers keep beside the mails."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    if os.path.basename(folder) not in ("cur", "new"):
        return names
    return [name for name in names if not name.startswith((".", "dovecot", "courier"))]


def _kept_name(name: str) -> str:
    """A file's name without its flags."""
    return _FLAGS.sub("", name) if "2," in name else name


def _flags(path: str) -> tuple[str, ...]:
    match = _FLAGS.search(path)
    return tuple(match[1]) if match else ()
