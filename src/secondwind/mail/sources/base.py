"""What every mail source promises, and how one file that is one mail is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from secondwind.mail.message import Problem
from secondwind.mail.scan import MAX_MESSAGE, Broken, unpacked


@dataclass(frozen=True, slots=True)
class RawMail:
    """One mail as it lies in its source: `raw` its bytes, `place` where it stands, said for a person.

    `labels` are what the place says of it. `read_up_to` counts the bytes of the source read so far, this mail
    among them, on the scale of the source's `size_hint`: it never goes down.
    """

    raw: bytes
    place: str
    labels: tuple[str, ...] = ()
    read_up_to: int = 0


class MailSource(Protocol):
    """Somewhere mail comes from. It is opened read-only and left as it was found, times and names included.

    `mails` gives every mail once, in an order that stays the same while the source does; one that cannot be
    read is a Problem in its place, and the rest goes on. It may be called again and then begins anew.
    """

    @property
    def name(self) -> str:
        """Where it is, for a person: mostly a path."""
        ...

    def size_hint(self) -> int:
        """How many bytes there are to read, about."""
        ...

    def mails(self) -> Iterator[RawMail | Problem]: ...


def read_mail_file(path: Path) -> bytes | Problem:
    """The bytes of a file that is one mail (also packed with gzip, also Apple Mail's .emlx)."""
    try:
        return _of_emlx(_read(path), path)
    except FileNotFoundError:
        return Problem(str(path), "This file was moved while the folder was read.")
    except PermissionError:
        return Problem(str(path), "This file may not be opened by you.")
    except Broken:
        return Problem(str(path), "This packed file ends too early or is damaged.")
    except _TooLargeError:
        return Problem(str(path), too_large())
    except OSError as error:
        return Problem(str(path), f"This file cannot be read: {error.strerror or 'it is not a plain file'}.")


def too_large() -> str:
    return f"This mail is larger than {MAX_MESSAGE // 2**20} MB and is left out."


class _TooLargeError(Exception):
    pass


def open_plain(path: Path) -> int:
    """A file descriptor of a plain file, read-only; OSError for anything else. A pipe is not waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError
    return descriptor


def _read(path: Path) -> bytes:
    held = bytearray()
    with os.fdopen(open_plain(path), "rb") as stream:
        for chunk in unpacked(stream):
            held += chunk
            if len(held) > MAX_MESSAGE:
                raise _TooLargeError
    return bytes(held)


def _of_emlx(raw: bytes, path: Path) -> bytes:
    """An .emlx is the mail's length on a line, the mail, and notes of Apple's."""
    first, newline, rest = raw.partition(b"\n")
    if path.suffix.lower() == ".emlx" and newline and first.strip().isdigit():
        return rest[: int(first[:12])]
    return raw


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
