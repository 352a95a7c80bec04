"""The doctor: what is wrong, and what to do; and copies before the data changes shape."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from .house import run, said


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a plan in it, and the copy of its day."""
    data = tmp_path_factory.mktemp("doctor") / "data"
    assert run(data, "after", "Northwind").returncode == 0
    shutil.rmtree(data / "copies")  # it was made before there was a plan
    assert run(data, "rebuild").returncode == 0
    return data


@pytest.fixture
def data(lived_in: Path, tmp_path: Path) -> Path:
    return shutil.copytree(lived_in, tmp_path / "data")


def _stage(data: Path) -> str:
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as db:
        (stage,) = db.execute("SELECT stage FROM record_application").fetchone()
    return str(stage)


def test_a_house_in_order(data: Path) -> None:
    """Nothing is wrong, folder 0700, every file 0600 or a folder of its own, and the copy of the day is listed."""
    done = run(data, "doctor")
    assert done.returncode == 0, done.stdout
    assert "Nothing is wrong." in done.stdout
    assert "-daily.sqlite3" in done.stdout
    assert data.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in data.rglob("*"))


def test_what_is_loose_is_named(data: Path) -> None:
    """A file others may read is named with the command that mends it, also one inside the copies."""
    (copy,) = (data / "copies").iterdir()
    os.chmod(copy, 0o644)
    done = run(data, "doctor")
    assert done.returncode == 1
    assert copy.name in done.stdout
    assert "chmod" in done.stdout


def test_scrambled_stages_are_found_and_rebuilt(data: Path) -> None:
    """Stages changed below us are counted; `rebuild` sets them right, and then nothing is wrong."""
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as db:
        db.execute("UPDATE record_application SET stage = 'offer', ended_at = NULL")
        db.commit()
    found = run(data, "doctor")
    assert found.returncode == 1
    assert "1 stages do not follow" in found.stdout
    assert "1 set right" in run(data, "rebuild").stdout
    assert _stage(data) == "rejected"
    assert run(data, "doctor").returncode == 0


def test_a_damaged_data_file_is_found_and_restored(data: Path) -> None:
    """A torn file is called damaged; other commands say a sentence; `--restore latest` brings the copy back."""
    path = data / "secondwind.sqlite3"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * 8192 + whole[12288:])
    found = run(data, "doctor")
    assert found.returncode == 1
    assert "damaged" in found.stdout
    path.write_bytes(b"no database " * 4000)
    assert "doctor" in said(run(data, "today"))
    done = run(data, "doctor", "--restore", "latest")
    assert done.returncode == 0, done.stderr
    assert _stage(data) == "rejected"
    assert run(data, "doctor").returncode == 0


def test_a_copy_is_made_before_a_migration(data: Path) -> None:
    """Data of an older shape is copied, then brought up to date; a fresh folder needs no copy."""
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as db:
        # As if the sessions app had come with this version: its tables and its mark are not there yet.
        db.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        db.execute("DROP TABLE django_session")
        db.commit()
    assert run(data, "today").returncode == 0
    (copy,) = (data / "copies").glob("*-migration.sqlite3")
    with closing(sqlite3.connect(copy)) as db:
        names = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "record_application" in names
    assert "django_session" not in names
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as db:
        db.execute("SELECT count(*) FROM django_session")


def test_a_folder_just_made_has_no_copy(tmp_path: Path) -> None:
    """The very first command copies nothing, for there is nothing yet."""
    assert run(tmp_path / "new", "today").returncode == 0
    assert not (tmp_path / "new" / "copies").exists()
