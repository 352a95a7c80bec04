"""Copies of the data: verified, seven, each of them good to go back to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secondwind.errors import SecondWindError
from secondwind.record.copies import KEPT, copies_in, copy_of_the_day, make_copy, restore_copy

NOW = datetime(2026, 11, 16, 16, 40, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a word in it, in the journal mode ours has."""
    path = tmp_path / "secondwind.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("CREATE TABLE django_migrations (id INTEGER)")
        db.execute("CREATE TABLE said (word TEXT)")
        db.commit()
    _say(path, "first")
    return path


def _say(path: Path, word: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM said")
        db.execute("INSERT INTO said VALUES (?)", (word,))
        db.commit()


def _said(path: Path) -> str:
    with closing(sqlite3.connect(path)) as db:
        (word,) = db.execute("SELECT word FROM said").fetchone()
    return str(word)


def test_one_copy_a_day_and_seven_kept(database: Path, tmp_path: Path) -> None:
    """A second asking on a day makes none; after ten days the newest seven are there, private to their owner."""
    folder = tmp_path / "copies"
    for day in range(10):
        assert copy_of_the_day(database, folder, NOW + timedelta(days=day)) is not None
        assert copy_of_the_day(database, folder, NOW + timedelta(days=day, hours=2)) is None
    kept = copies_in(folder)
    assert len(kept) == KEPT
    assert "20261125" in kept[0].name
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept)
    assert not list(folder.glob("*.partial*"))


def test_a_copy_holds_what_an_open_connection_has_committed(database: Path, tmp_path: Path) -> None:
    """What still stands in the write-ahead log is in the copy; what is not committed is not."""
    with closing(sqlite3.connect(database, isolation_level=None)) as db:
        db.execute("UPDATE said SET word = 'committed'")
        db.execute("BEGIN IMMEDIATE")
        db.execute("UPDATE said SET word = 'half'")
        copy = make_copy(database, tmp_path / "copies", NOW, "daily")
        db.execute("ROLLBACK")
    assert copy is not None
    assert _said(copy) == "committed"


@pytest.mark.parametrize("which", [0, -1])
def test_any_copy_can_be_gone_back_to(database: Path, tmp_path: Path, which: int) -> None:
    """The newest and the oldest restore what they hold, and what was there before is kept."""
    folder = tmp_path / "copies"
    for day in range(KEPT):
        _say(database, f"day {day}")
        make_copy(database, folder, NOW + timedelta(days=day), "daily")
    _say(database, "now")
    chosen = copies_in(folder)[which]
    wanted = _said(chosen)
    kept = restore_copy(chosen, database, folder, NOW + timedelta(days=9))
    assert _said(database) == wanted
    assert kept is not None
    assert _said(kept) == "now"
    assert database.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["zeros", "cut", "empty", "words"])
def test_a_damaged_copy_is_refused(database: Path, tmp_path: Path, harm: str) -> None:
    """A copy with a torn page, cut short, emptied, or of something else is not put in the data's place."""
    folder = tmp_path / "copies"
    copy = make_copy(database, folder, NOW, "daily")
    assert copy is not None
    whole = copy.read_bytes()
    copy.write_bytes({
        "zeros": whole[:4096] + bytes(4096) + whole[8192:], "cut": whole[:5000], "empty": b"", "words": b"hello " * 900,
    }[harm])  # fmt: skip
    with pytest.raises(SecondWindError):
        restore_copy(copy, database, folder, NOW)
    assert _said(database) == "first"


@pytest.mark.parametrize("harm", [b"", b"not a database at all " * 400])
def test_a_damaged_data_file_can_be_replaced(database: Path, tmp_path: Path, harm: bytes) -> None:
    """Where what is there cannot even be copied, the restore goes on, and keeps it as the damaged file it is."""
    folder = tmp_path / "copies"
    copy = make_copy(database, folder, NOW, "daily")
    assert copy is not None
    database.write_bytes(harm)
    kept = restore_copy(copy, database, folder, NOW + timedelta(hours=1))
    assert _said(database) == "first"
    if harm:
        assert kept is not None
        assert kept.read_bytes() == harm


def test_a_copy_that_cannot_be_made_leaves_the_older_ones_alone(database: Path, tmp_path: Path) -> None:
    """A damaged data file is not copied over good copies."""
    folder = tmp_path / "copies"
    for day in range(KEPT):
        make_copy(database, folder, NOW + timedelta(days=day), "daily")
    before = copies_in(folder)
    database.write_bytes(b"not a database at all " * 400)
    with pytest.raises(SecondWindError):
        make_copy(database, folder, NOW + timedelta(days=8), "daily")
    assert copies_in(folder) == before
    assert not list(folder.glob("*.partial"))
