"""The zone of this machine is the person's until they say otherwise."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from .house import environment, run


def test_a_new_person_lives_where_the_machine_is(tmp_path: Path) -> None:
    """The zone kept is the machine's, and a rest ends at nine there."""
    env = environment(tmp_path, TZ="America/St_Johns")
    run(tmp_path, "after", "Northwind", "--stage", "screening", env=env)
    with sqlite3.connect(tmp_path / "secondwind.sqlite3") as data:
        assert data.execute("select zone from accounts_person").fetchall() == [("America/St_Johns",)]
    shown = json.loads(run(tmp_path, "today", "--json", env=env).stdout)
    assert shown["resting_until"][11:19] == "09:00:00"
    assert shown["resting_until"][19:] in {"-03:30", "-02:30"}
