"""An import killed twenty times is the import nobody killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from actions.invented import NOW, a_search, write_mbox

from .house import COMMAND, environment, run

KILLS = int(os.environ.get("SECONDWIND_KILLS", "20"))
"""`make soak` asks for many more."""
CHAIN = 10
"""Kills on one data folder before it is run to its end; then a fresh folder begins."""


def test_an_import_killed_twenty_times_gives_the_record_of_one_that_was_not(tmp_path: Path) -> None:
    """Killed at twenty moments spread over its life, then run to its end: the same record, and one plan."""
    mailbox = write_mbox(tmp_path / "all.mbox", a_search())
    moved = str((NOW - datetime.now(UTC)).total_seconds())
    fresh = tmp_path / "fresh"
    assert run(fresh, "today").returncode == 0
    shutil.copytree(fresh, tmp_path / "whole")
    began = time.monotonic()
    assert run(tmp_path / "whole", *_command(mailbox), env=_at(tmp_path / "whole", moved)).returncode == 0
    whole = time.monotonic() - began
    wanted = _record(tmp_path / "whole")
    assert wanted.count("\nPlan {") == 1
    assert wanted.count("\nMessage {") > 100
    dice = random.Random(20)
    moments = [whole * (place + dice.random()) / KILLS for place in range(KILLS)]
    dice.shuffle(moments)
    hit = 0
    for chain in range(KILLS // CHAIN):
        data = shutil.copytree(fresh, tmp_path / f"chain-{chain}")
        for seconds in moments[chain * CHAIN : (chain + 1) * CHAIN]:
            hit += _killed_after(data, mailbox, seconds, moved)
        finished = run(data, *_command(mailbox), env=_at(data, moved))
        assert finished.returncode == 0, finished.stderr
        assert _record(data) == wanted
    # How many meet a running import hangs on how busy the machine is; none at all would prove nothing.
    assert hit >= 3, "hardly a kill met a running import"


def _command(mailbox: Path) -> tuple[str, ...]:
    return "mail", "import", str(mailbox)


def _at(data: Path, moved: str) -> dict[str, str]:
    return environment(data, SECONDWIND_AS_OF=moved)


def _killed_after(data: Path, mailbox: Path, seconds: float, moved: str) -> bool:
    """Start the import and kill it after that long; False where it was finished by then."""
    running = subprocess.Popen(
        [*COMMAND, *_command(mailbox)],
        env=_at(data, moved),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
        return True
    return False


def _record(data: Path) -> str:
    script = Path(__file__).with_name("dump_record.py")
    command = [sys.executable, str(script)]
    done = subprocess.run(
        command, env=environment(data), capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout
