"""What must happen once happens once, also when two processes try at the same moment."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from .house import environment, run


def test_a_step_is_finished_by_one_of_several_processes(tmp_path: Path) -> None:
    """Four processes finish one step at one moment: one is told it did, and its result is the one kept."""
    data = tmp_path / "data"
    assert run(data, "after", "Northwind", "--stage", "interview").returncode == 0
    script = [sys.executable, str(Path(__file__).with_name("finish_one.py")), str(time.time() + 6)]
    racing = [
        subprocess.Popen(script, env=environment(data), stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    told = dict(one.communicate(timeout=60)[0].split() for one in racing)
    assert sorted(told.values()) == ["False", "False", "False", "True"]
    with closing(sqlite3.connect(data / "secondwind.sqlite3")) as db:
        (result,) = db.execute("SELECT result FROM record_step WHERE tool = 'mailroom.fold'").fetchone()
    assert told[str(json.loads(result)["by"])] == "True"
