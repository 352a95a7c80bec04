"""Verified copies of the data: made before a migration and once a day, seven kept, any of them restorable."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
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
    try:
        _copy_into(partial, database)
        _verify(partial)
        if os.name == "posix":
            partial.chmod(0o600)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    for old in copies_in(folder)[KEPT:]:
        old.unlink()
    return target


def _copy_into(partial: Path, database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(partial)) as copy:
            source.backup(copy)
    except (sqlite3.Error, OSError):
        raise _unsound(partial) from None


def copy_of_the_day(database: Path, folder: Path, now: datetime) -> Path | None:
    """The day's copy, where there is none yet (days are UTC). See `make_copy`."""
    return None if copied_on(folder, now) else make_copy(database, folder, now, "daily")


def copies_in(folder: Path) -> list[Path]:
    """The copies there are, newest first."""
    return sorted(folder.glob(PATTERN), reverse=True) if folder.exists() else []


def copied_on(folder: Path, now: datetime) -> bool:
    """Whether a copy of this day (UTC) exists."""
    return any(path.name.startswith(f"secondwind-{now:%Y%m%d}") for path in copies_in(folder))


def restore_copy(copy: Path, database: Path, folder: Path, now: datetime) -> Path | None:
    """Put a copy in the database's place; what was there is kept first. Returns where it is kept.

    Nothing may have the database open. What was there is kept as a copy, or, where it is too damaged to
    be copied, as the damaged file it is.
    """
    if not copy.exists():
        raise SecondWindError(
            f"There is no copy named {copy.name}.", "`secondwind doctor` lists the ones there are."
        )
    _verify(copy)
    fresh = database.with_suffix(".restoring")
    shutil.copyfile(copy, fresh)
    if os.name == "posix":
        fresh.chmod(0o600)
    kept = _keep_what_is_there(database, folder, now)
    for beside in _beside(database):
        beside.unlink(missing_ok=True)
    fresh.replace(database)
    return kept


def _keep_what_is_there(database: Path, folder: Path, now: datetime) -> Path | None:
    try:
        return make_copy(database, folder, now, "restore")
    except SecondWindError:
        damaged = database.with_name(f"damaged-{now:%Y%m%dT%H%M%S}.sqlite3")
        for path in (database, *_beside(database)):
            if path.exists():
                shutil.copyfile(path, damaged.with_name(damaged.name + path.name.removeprefix(database.name)))
        return damaged


def _beside(database: Path) -> tuple[Path, ...]:
    """The files SQLite keeps beside a database; left there, they would be read into another one."""
    return tuple(database.with_name(database.name + suffix) for suffix in ("-wal", "-shm", "-journal"))


def _verify(path: Path) -> None:
    """SecondWindError unless the file is whole and holds Second Wind's tables (an empty file is a whole database)."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as connection:
            answer = connection.execute("PRAGMA integrity_check").fetchone()
            connection.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.Error:
        raise _unsound(path) from None
    if answer != ("ok",):
        raise _unsound(path)


def _unsound(path: Path) -> SecondWindError:
    if path.suffix == ".partial":
        return SecondWindError(
            "A copy of the data did not check out.", "Look at the free space on the disk, then try again."
        )
    return SecondWindError(f"The copy {path.name} is damaged, and was not used.", "Choose an older one.")
