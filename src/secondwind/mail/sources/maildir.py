"""A Maildir with its Maildir++ subfolders. Nothing is moved from new to cur, and no flag is set."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from secondwind.mail.message import Problem

from .base import RawMail, read_mail_file, size_of

_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")  # some file systems refuse the colon, and programs write ; or !


class MaildirSource:
    """A MailSource over a Maildir. A mail's labels are its subfolder, as written without the dot, and its flags.

    The order is folder by folder, and in each by the name a mail keeps when its flags change.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def size_hint(self) -> int:
        return sum(size_of(path) for _, path in self._files())

    def mails(self) -> Iterator[RawMail | Problem]:
        read = 0
        for folder, path in self._files():
            size = size_of(path)
            raw = read_mail_file(path)
            read += size
            labels = tuple(filter(None, (folder, *_flags(path.name))))
            yield raw if isinstance(raw, Problem) else RawMail(raw, str(path), labels, read)

    def _files(self) -> Iterator[tuple[str, Path]]:
        for folder in [self.path, *_subfolders(self.path)]:
            label = "" if folder == self.path else folder.name.removeprefix(".")
            files = [file for part in ("cur", "new") for file in _names(folder / part)]
            for path in sorted(files, key=lambda file: (_FLAGS.sub("", file.name), file.name)):
                yield label, path


def is_maildir(path: Path) -> bool:
    return (path / "cur").is_dir() and (path / "new").is_dir()


def _subfolders(path: Path) -> list[Path]:
    """The folders beside cur and new whose names begin with a dot. They lie flat, so that no loop can be walked."""
    return [each for each in _names(path) if each.name.startswith(".") and is_maildir(each)]


def _names(folder: Path) -> list[Path]:
    """What lies in a folder, by name, without the files that mail servers keep beside the mails."""
    try:
        names = sorted(os.listdir(folder))
    except OSError:
        return []
    is_mail_folder = folder.name in ("cur", "new")
    return [
        folder / name
        for name in names
        if not (is_mail_folder and name.startswith((".", "dovecot", "courier")))
    ]


def _flags(name: str) -> tuple[str, ...]:
    match = _FLAGS.search(name)
    return tuple(match[1]) if match else ()
