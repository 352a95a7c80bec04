"""What every mail source promises, and how one file that is one mail is read."""

from __future__ import annotations

import os
import stat
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol

from secondwind.mail.look import WINDOW
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


class Glimpse(NamedTuple):
    """How one mail begins. `fetch` gives it whole by `at`; `mail` is the whole of it where it was at hand anyway.

    `beginning` is its first WINDOW bytes. `read_up_to` is as in RawMail.
    """

    at: tuple[int, int]
    beginning: bytes
    read_up_to: int
    mail: RawMail | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a source was read, kept so that what was seen is not read again. It holds nothing of any mail.

    `size` in bytes, `changed` in nanoseconds and `digest` (of samples of its bytes) know a file again; `up_to` is
    where its last mail begins, so that one that was still being written is read once more, and `mails` how many stand
    before that. Of a folder `names` holds eight bytes of a hash for each file.
    """

    size: int = 0
    changed: int = 0
    digest: str = ""
    up_to: int = 0
    mails: int = 0
    names: bytes = b""


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a source is to be read: the mails from `begin` up to `end`. `known` counts those that are not."""

    begin: int
    end: int
    known: int = 0


class MailSource(Protocol):
    """Somewhere mail comes from. It is opened read-only and left as it was found, times and names included.

    `mails` gives every mail once, in an order that stays the same while the source does; one that cannot be
    read is a Problem in its place, and the rest goes on. It may be called again and then begins anew.

    For those who do not want every mail whole: `rest` says what is not known by an earlier Mark (None: everything is
    to be read), `glimpses` how each mail in a stretch of it begins, in the order of `mails`, and `fetch` gives some of
    them whole. `pieces` cuts a stretch up for several readers. `mark` is what to keep when all of it was read; None
    where the source cannot be known again.
    """

    @property
    def name(self) -> str:
        """Where it is, for a person: mostly a path."""
        ...

    def size_hint(self) -> int:
        """How many bytes there are to read, about."""
        ...

    def mails(self) -> Iterator[RawMail | Problem]: ...

    def rest(self, mark: Mark | None) -> Rest: ...

    def pieces(self, rest: Rest) -> list[tuple[int, int]]: ...

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]: ...

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]: ...

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        """`last`: the `at` of the last mail read now, None where there was none; `mails`: how many there are.

        Files among the places that are `troubled` are left out of it, so that they are tried again.
        """
        ...


class WholeSource:
    """For a source that has its mails whole anyway: the rest of the promise, by way of `mails`."""

    def mails(self) -> Iterator[RawMail | Problem]:
        raise NotImplementedError

    def rest(self, mark: Mark | None) -> Rest:
        return Rest(0, sys.maxsize)

    def pieces(self, rest: Rest) -> list[tuple[int, int]]:
        return [(rest.begin, rest.end)]

    def glimpses(self, begin: int, end: int) -> Iterator[Glimpse | Problem]:
        for number, mail in enumerate(self.mails()):
            if isinstance(mail, Problem):
                yield mail
            else:
                yield Glimpse((number, 0), mail.raw[:WINDOW], mail.read_up_to, mail)

    def fetch(self, places: Sequence[tuple[int, int]]) -> Iterator[RawMail | Problem]:
        """By going through all of it once more; in the order of `mails`."""
        wanted = {number for number, _ in places}
        for number, mail in enumerate(self.mails() if wanted else ()):
            if number in wanted:
                yield mail

    def mark(self, last: tuple[int, int] | None, mails: int, troubled: Set[str]) -> Mark | None:
        return None


def name_hashes(names: Iterable[str]) -> list[int]:
    """Eight bytes of a hash of each name, as numbers."""
    return [int.from_bytes(blake2b(os.fsencode(name), digest_size=8).digest()) for name in names]


def pack_names(hashes: Iterable[int]) -> bytes:
    return array("Q", sorted(hashes)).tobytes()


def unpack_names(mark: Mark | None) -> frozenset[int]:
    packed = array("Q")
    packed.frombytes(mark.names if mark else b"")
    return frozenset(packed)


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
