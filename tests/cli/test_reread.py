"""`secondwind mail reread`: kept mail is read again, once, and what was passed over is spoken of."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from .house import run


def test_reread_says_what_it_did_and_a_second_time_nothing(tmp_path: Path) -> None:
    """Two mails of an earlier method, one of them passed over: read again, spoken of, and then nothing is left."""
    data, box = tmp_path / "data", tmp_path / "one.eml"
    box.write_text(
        "From: Northwind Hiring <hiring@northwind.example>\nTo: sam@okafor.example\nSubject: Your application\n"
        "Date: Mon, 16 Nov 2026 10:00:00 +0000\nMessage-ID: <1@northwind.example>\n\n"
        "Dear Sam,\n\nThank you for your application for the position of planner at Northwind. Unfortunately, we "
        "have decided not to move forward with your application.\n\nThe Northwind hiring team\n"
    )
    assert run(data, "mail", "import", str(box)).returncode == 0
    with closing(sqlite3.connect(next(data.glob("*.sqlite3")))) as rows:
        rows.execute("UPDATE record_reading SET method = 'v0'")
        rows.execute(
            "INSERT INTO record_passedover (hashed_id, method, owner_id) SELECT 'x', 'v0', id FROM accounts_person"
        )
        rows.commit()
    first = run(data, "mail", "reread")
    assert first.returncode == 0, first.stderr
    assert "1  mails read again" in first.stdout
    assert "0  read otherwise now" in first.stdout
    assert "can be found by importing its mailbox again" in first.stdout
    second = run(data, "mail", "reread")
    assert "0  mails read again" in second.stdout
    assert "importing its mailbox" not in second.stdout
