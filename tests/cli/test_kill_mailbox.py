"""Reading a mailbox and moving a letter in it, killed at random moments, end as if nobody had killed them."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from actions.invented import NO, a_search, about
from actions.invented import NOW as THEN
from connected import put
from dovecot import PASSWORD, Dovecot
from file_ring import as_environment

from .house import COMMAND, environment

KILLS = int(os.environ.get("SECONDWIND_KILLS", "4"))
"""`make soak` asks for many more."""
ASKS = (
    "SELECT m.fingerprint, m.kind, m.settled, a.employer, a.role, a.stage"
    " FROM record_message m LEFT JOIN record_application a ON a.id = m.application_id",
    "SELECT f.name, c.uid, c.is_read, c.gone_at IS NULL, m.fingerprint"
    " FROM record_copy c JOIN record_folder f ON f.id = c.folder_id JOIN record_message m ON m.id = c.message_id",
    "SELECT what, happened_at FROM record_event",
    "SELECT count(*), 0 FROM record_plan",
    "SELECT hashed_id, method FROM record_passedover",
)


def record(data: Path) -> list[list[tuple[object, ...]]]:
    """What the record says, without its row numbers and without when it was noted."""
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as kept:
        return [sorted(kept.execute(asked).fetchall(), key=repr) for asked in ASKS]


def run(env: Mapping[str, str], *words: str, typed: str = "") -> None:
    done = subprocess.run(
        [*COMMAND, *words], env=env, input=typed, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def killed_after(env: Mapping[str, str], seconds: float, *words: str) -> bool:
    """Start a command and kill it after that long; False where it was finished by then."""
    running = subprocess.Popen(
        [*COMMAND, *words], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
        return True
    return False


def connect(env: Mapping[str, str], box: Dovecot) -> None:
    given = ("--imap", f"127.0.0.1:{box.on.port}", "--password-stdin")
    run(env, "mail", "connect", box.user, *given, typed=PASSWORD + "\n")


def test_a_reading_killed_again_and_again_gives_the_record_of_one_that_was_not(
    tmp_path: Path, dovecot: Dovecot
) -> None:
    """Killed at moments spread over its life, then run to its end: the same record, and an untouched server."""
    for number, one in enumerate(a_search(mails=240)):
        put(dovecot, one, ("INBOX", "Jobs", "Archive")[number % 3])
    before = dovecot.files()
    fresh, whole, chain = tmp_path / "fresh", tmp_path / "whole", tmp_path / "chain"
    moved = {"SECONDWIND_AS_OF": str((THEN - datetime.now(UTC)).total_seconds())}
    ring = as_environment(tmp_path / "ring.json")
    connect(environment(fresh, **ring), dovecot)
    shutil.copytree(fresh, whole)
    shutil.copytree(fresh, chain)
    began = time.monotonic()
    run(environment(whole, **ring, **moved), "mail", "sync")
    lasted = time.monotonic() - began
    dice = random.Random(20)
    env = environment(chain, **ring, **moved)
    hit = sum(
        killed_after(env, lasted * (place + dice.random()) / KILLS, "mail", "sync") for place in range(KILLS)
    )
    run(env, "mail", "sync")
    assert record(chain) == record(whole)
    assert len(record(whole)[0]) > 50
    assert dovecot.files() == before
    assert hit, "hardly a kill met a running reading"


def test_a_move_killed_again_and_again_is_made_once(tmp_path: Path, dovecot: Dovecot) -> None:
    """Away and back: in the end the letter lies once where it was asked to, and every other mail where it was."""
    now = datetime.now(UTC).replace(microsecond=0)
    no = about(NO, "Northwind", at=now - timedelta(days=1))
    put(dovecot, no)
    put(dovecot, about(NO, "Larkfield", at=now - timedelta(days=90)))
    env = environment(tmp_path / "data", **as_environment(tmp_path / "ring.json"))
    connect(env, dovecot)
    run(env, "mail", "sync")
    run(env, "mail", "allow", "move")
    bodies = Counter(content for _, _, content in dovecot.files().values())
    began = time.monotonic()
    run(env, "mail", "fold", str(no["Message-ID"]))
    run(env, "mail", "restore", str(no["Message-ID"]))
    lasted = (time.monotonic() - began) / 2
    dice = random.Random(20)
    for turn in range(KILLS):
        words, folder = (("fold", ".Second Wind"), ("restore", ""))[turn % 2]
        command = ("mail", words, str(no["Message-ID"]))
        # The last third of its life is where it speaks to the server.
        killed_after(env, lasted * (0.66 + dice.random() / 3), *command)
        run(env, *command)
        files = dovecot.files()
        assert Counter(content for _, _, content in files.values()) == bodies
        lies = [name.rpartition("/")[0] for name, (_, _, content) in files.items() if b"Northwind" in content]
        assert lies == [folder]
