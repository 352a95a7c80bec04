"""Where mailboxes often lie in a home folder, so that nobody has to know a path by heart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

MOST = 8
SMALLEST = 1000
"""Bytes; a smaller mailbox holds next to nothing and is not offered."""
PATTERNS = (
    "Downloads/*.mbox",
    "Downloads/*.mbox.gz",
    "Downloads/*.eml",
    "Downloads/Takeout/Mail/*.mbox",
    "Desktop/*.mbox",
    "Documents/*.mbox",
    "Mail",
    "Maildir",
    ".thunderbird/*/Mail/*/Inbox",
    ".thunderbird/*/ImapMail/*/INBOX",
    "snap/thunderbird/common/.thunderbird/*/ImapMail/*/INBOX",
    "Library/Thunderbird/Profiles/*/ImapMail/*/INBOX",
    "AppData/Roaming/Thunderbird/Profiles/*/ImapMail/*/INBOX",
)


def likely_mailboxes(home: Path) -> list[Path]:
    """At most eight mailboxes in the usual places below `home`, newest first. Looks at names and sizes alone."""
    found = {path.resolve(): path for path in _candidates(home)}
    return sorted(found.values(), key=_age)[:MOST]


def _candidates(home: Path) -> Iterator[Path]:
    for pattern in PATTERNS:
        try:
            for path in home.glob(pattern):
                if (path.is_dir() and any(path.iterdir())) or path.stat().st_size >= SMALLEST:
                    yield path
        except OSError:
            continue


def _age(path: Path) -> float:
    try:
        return -path.stat().st_mtime
    except OSError:
        return 0.0
