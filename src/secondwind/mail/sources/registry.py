"""open_sources: what lies at a path, decided by looking into it, as the sources that read it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from secondwind.errors import SourceError
from secondwind.mail.message import Problem
from secondwind.mail.scan import Broken, is_from_line, unpacked

from .base import MailSource, open_plain
from .eml import EmlSource
from .maildir import MaildirSource, is_maildir
from .mbox import MboxSource

_LOOK = 16_384
_FIELD = re.compile(
    rb"^(?:from|to|cc|subject|date|received|return-path|delivered-to|message-id|mime-version|content-type|sender"
    rb"|reply-to|x-[\w-]+|arc-[\w-]+|dkim-signature|authentication-results|in-reply-to|references|list-[\w-]+)[ \t]*:",
    re.IGNORECASE,
)
_ANY_FIELD = re.compile(rb"(?:>?From |[!-9;-~]+[ \t]*:|[ \t])")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_ONE_MAIL = frozenset({".eml", ".emlx"})
_CHOOSE = "Choose an .mbox file, an .eml file, a Maildir, or a folder that holds some of these."


@dataclass(frozen=True, slots=True)
class _Refused:
    """A kind of file that is no readable mailbox: how it begins, what to say, what to do."""

    begins: bytes
    what: str
    hint: str


_UNPACK = "Unpack it, then choose the folder or the mailbox file inside."
_REFUSED = (
    _Refused(
        b"!BDN",
        "an Outlook data file (.pst or .ost)",
        "Export the mail as .mbox or .eml, or drag it into Thunderbird and choose its folder.",
    ),
    _Refused(
        b"\xd0\xcf\x11\xe0",
        "an Outlook mail (.msg) or an old Office file",
        "Save the mail as .eml, then choose that.",
    ),
    _Refused(b"PK\x03\x04", "a packed archive (.zip)", _UNPACK),
    _Refused(b"7z\xbc\xaf\x27\x1c", "a packed archive (.7z)", _UNPACK),
    _Refused(b"Rar!", "a packed archive (.rar)", _UNPACK),
    _Refused(b"\xfd7zXZ", "a packed archive (.xz)", _UNPACK),
    _Refused(b"BZh", "a packed archive (.bz2)", _UNPACK),
    _Refused(b"(\xb5/\xfd", "a packed archive (.zst)", _UNPACK),
    _Refused(b"%PDF", "a PDF", _CHOOSE),
)
_OLM = _Refused(
    b"", "an Outlook for Mac archive (.olm)", "Export the mail as .mbox or .eml, then choose that."
)
_TAR = _Refused(b"", "a packed archive (.tar or .tgz)", _UNPACK)


def open_sources(paths: Iterable[Path | str]) -> list[MailSource]:
    """The sources at `paths`, files or folders, in the order given; a mailbox reached twice is opened once.

    SourceError, with a sentence and a hint, where a path is missing, may not be opened, or holds no mail.
    """
    taken: set[Path] = set()
    sources: list[MailSource] = []
    given = False
    for path in map(Path, paths):
        given = True
        sources.extend(_open(path.expanduser(), taken))
    if not given:
        raise SourceError("No mailbox is named.", _CHOOSE)
    return sources


def _open(path: Path, taken: set[Path]) -> list[MailSource]:
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
        if is_folder:
            os.listdir(path)
        if not _is_new(path, taken):
            return []
        return _open_folder(path, taken) if is_folder else [_open_file(path)]
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(f"There is nothing at {path}.", "Look at the path once more.") from None
    except PermissionError:
        hint = "Allow it to be read, or copy it to a folder of yours."
        raise SourceError(f"{path} may not be opened by you.", hint) from None
    except (OSError, ValueError, RuntimeError) as error:
        raise SourceError(f"{path} cannot be read: {_reason(error)}.", _CHOOSE) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "it is not a plain file or folder"


def _is_new(path: Path, taken: set[Path]) -> bool:
    real = path.resolve()
    if real in taken:
        return False
    taken.add(real)
    return True


# One file


def _open_file(path: Path) -> MailSource:
    start = _beginning(path)
    if not start.strip(b"\0\r\n\t "):
        if path.stat().st_size > _LOOK:
            raise SourceError(f"{path} begins with nothing that is mail.", _CHOOSE)
        raise SourceError(f"{path} is an empty file.", _CHOOSE)
    if is_mbox(start):
        return MboxSource(path)
    if refused := _refused(path, start):
        raise SourceError(f"{path} is {refused.what}, which Second Wind does not read.", refused.hint)
    if path.suffix.lower() in _ONE_MAIL or is_one_mail(start):
        return EmlSource([path], str(path))
    if b"\0" in start:
        raise SourceError(f"{path} is not a mailbox: it holds no text.", _CHOOSE)
    raise SourceError(f"{path} is not a mailbox: it begins neither as mail nor as an mbox does.", _CHOOSE)


def _beginning(path: Path) -> bytes:
    """The first bytes of a file, unpacked if it is packed with gzip."""
    start = bytearray()
    with os.fdopen(open_plain(path), "rb") as stream:
        try:
            for chunk in unpacked(stream, chunk=_LOOK):
                start += chunk
                if len(start) >= _LOOK:
                    break
        except Broken:
            pass  # what was whole is looked at; the source says the rest
    return bytes(start)


def is_mbox(start: bytes) -> bool:
    """Whether a file that begins so is an mbox."""
    return is_from_line(start.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"), 0)


def is_one_mail(start: bytes) -> bool:
    """Whether a file that begins so is one mail: header lines from the top on, and one that mail has."""
    lines = _LINE_END.split(start.removeprefix(b"\xef\xbb\xbf").lstrip())[:40]
    if lines and lines[0].strip().isdigit():  # an .emlx
        del lines[0]
    known = 0
    for line in lines:
        if not line or not _ANY_FIELD.match(line):
            break
        known += bool(_FIELD.match(line))
    return known > 0


def _refused(path: Path, start: bytes) -> _Refused | None:
    if path.suffix.lower() == ".olm":
        return _OLM
    if start[257:262] == b"ustar":
        return _TAR
    return next((each for each in _REFUSED if start.startswith(each.begins)), None)


# A folder


@dataclass(slots=True)
class _Found:
    """What lies below a folder."""

    sources: list[MailSource] = field(default_factory=list)
    mails: list[Path] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    is_empty: bool = True


def _open_folder(folder: Path, taken: set[Path]) -> list[MailSource]:
    if is_maildir(folder):
        return [MaildirSource(folder)]
    found = _Found()
    for path in _below(folder, found, taken):
        found.is_empty = False
        _sort_in(path, found)
    if found.mails:
        found.sources.append(EmlSource(found.mails, str(folder), found.left_out))
    if found.sources:
        return found.sources
    if found.is_empty:
        raise SourceError(f"{folder} is an empty folder.", _CHOOSE)
    raise SourceError(f"In {folder} there is no mail that Second Wind can read.", _CHOOSE)


def _below(folder: Path, found: _Found, taken: set[Path]) -> Iterator[Path]:
    """Every file below a folder, and every Maildir as one, by name. A place reached twice is entered once."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            names = sorted(os.listdir(here))
        except OSError:
            found.left_out.append(Problem(str(here), "This folder may not be opened by you."))
            continue
        folders: list[Path] = []
        for path in (here / name for name in names if not name.startswith(".")):
            if not path.exists() or not _is_new(path, taken):
                continue
            if path.is_dir() and not is_maildir(path):
                folders.append(path)
            else:
                yield path
        waiting.extend(reversed(folders))


def _sort_in(path: Path, found: _Found) -> None:
    if path.is_dir():
        found.sources.append(MaildirSource(path))
        return
    suffix = path.suffix.lower()
    if suffix in _ONE_MAIL:
        found.mails.append(path)
        return
    try:
        start = _beginning(path)
    except OSError:
        found.left_out.append(Problem(str(path), "This file may not be opened, or is not a plain file."))
        return
    if is_mbox(start):
        found.sources.append(MboxSource(path))
    elif is_one_mail(start):
        found.mails.append(path)
    elif suffix != ".msf":  # Thunderbird's index of the mailbox beside it
        found.left_out.append(Problem(str(path), "This file is not a mail and is left out."))
