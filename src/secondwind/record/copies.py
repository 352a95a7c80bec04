"""Verified copies of the data: made before a migration and once a day, seven kept, any of them restorable."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from secondwind.errors import SecondWindError

KEPT = 7
PATTERN = "secondwind-*.sqlite3"


def make_copy(database: Path, folder: Path, now: datetime, reason: str) -> Path | None:
    """Copy the database while it may be in use, check the copy, and keep the newest seven.

    `reason` ("daily", "migration", "restore") is part of the name. None where there is no database
    yet. SecondWindError where the copy does not check out; older copies are then left alone.
    """
    if not database.exists() or database.stat().st_size == 0:
        return None
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"secondwind-{now:%Y%m%dT%H%M%S}-{reason}.sqlite3"
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    source, copy = sqlite3.connect(database), sqlite3.connect(partial)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    _verify(partial)
    if os.name == "posix":
        partial.chmod(0o600)
    partial.replace(target)
    for old in copies_in(folder)[KEPT:]:
        old.unlink()
    return target


def copies_in(folder: Path) -> list[Path]:
    """The copies there are, newest first."""
    return sorted(folder.glob(PATTERN), reverse=True) if folder.exists() else []


def copied_on(folder: Path, now: datetime) -> bool:
    """Whether a copy of this day (UTC) exists."""
    return any(path.name.startswith(f"secondwind-{now:%Y%m%d}") for path in copies_in(folder))


def restore_copy(copy: Path, database: Path, folder: Path, now: datetime) -> Path | None:
    """Put a copy in the database's place; what was there is copied first. Returns that safety copy."""
    if not copy.exists():
        raise SecondWindError(
            f"There is no copy named {copy.name}.", "`secondwind doctor` lists the ones there are."
        )
    _verify(copy)
    fresh = database.with_suffix(".restoring")
    fresh.write_bytes(copy.read_bytes())
    safety = make_copy(database, folder, now, "restore")
    if os.name == "posix":
        fresh.chmod(0o600)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    fresh.replace(database)
    return safety


def _verify(path: Path) -> None:
    connection = sqlite3.connect(path)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as trouble:
        answer = (str(trouble),)
    finally:
        connection.close()
    if answer != ("ok",):
        raise SecondWindError(
            "A copy of the data did not check out.", "Look at the free space on the disk, then try again."
        )
