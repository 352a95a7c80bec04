"""A mailbox in the terminal: connected, read, changed as allowed, and let go, each with its fixed form."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from actions.invented import GOT, NO, about
from connected import put
from dovecot import PASSWORD, Dovecot
from file_ring import as_environment

from .house import COMMAND, environment, said

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


class Terminal:
    """Commands of one data folder with one keyring."""

    def __init__(self, data: Path, ring: Path) -> None:
        self.env = environment(data, **as_environment(ring))
        self.data, self.ring = data, ring

    def run(self, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *words],
            env=self.env,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def says(self, *words: str, typed: str = "") -> str:
        done = self.run(*words, typed=typed)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def connect(self, box: Dovecot, *words: str) -> str:
        where = f"127.0.0.1:{box.on.port}"
        return self.says(
            "mail", "connect", box.user, "--imap", where, "--password-stdin", *words, typed=PASSWORD + "\n"
        )


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "data", tmp_path / "ring.json")


def test_connected_read_and_let_go(terminal: Terminal, dovecot: Dovecot) -> None:
    """Connecting and reading leave the mailbox as it was; the password is in the keyring alone."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    before = dovecot.files()
    terminal.connect(dovecot)
    read = json.loads(terminal.says("mail", "sync", "--json"))
    assert dovecot.files() == before
    assert (read["seen"], read["stored"], read["applications"], read["plans"]) == (2, 2, 1, 1)
    assert "Northwind" in terminal.says("today")
    (row,) = json.loads(terminal.says("mail", "status", "--json"))["mailboxes"]
    assert (row["address"], row["trouble"], row["may_move"]) == (dovecot.user, "", False)
    assert row["found"]["kept"] == 2
    assert row["read_at"]
    assert "INBOX" in row["folders"]
    assert "nothing in it is changed" in terminal.says("mail", "status")
    assert PASSWORD in terminal.ring.read_text()
    assert not [
        path for path in terminal.data.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()
    ]
    terminal.says("mail", "disconnect", dovecot.user)
    assert PASSWORD not in terminal.ring.read_text()
    assert json.loads(terminal.says("mail", "status", "--json")) == {"mailboxes": []}
    assert dovecot.files() == before


def test_a_letter_is_folded_and_restored(terminal: Terminal, dovecot: Dovecot) -> None:
    """Only once that was allowed, and nothing else moves."""
    no = about(NO, "Northwind", at=NOW - DAY)
    put(dovecot, no)
    key = str(no["Message-ID"])
    terminal.connect(dovecot)
    terminal.says("mail", "sync")
    assert "not allowed" in said(terminal.run("mail", "fold", key))
    terminal.says("mail", "allow", "move")
    assert "Second Wind" in terminal.says("mail", "fold", key)
    assert [path.name for path in (dovecot.maildir / "cur").iterdir()] == []
    assert "INBOX" in terminal.says("mail", "restore", key)
    terminal.says("mail", "forbid", "move")
    assert "not allowed" in said(terminal.run("mail", "fold", key))
    assert len(dovecot.files()) == 1


def test_filing_waits_for_the_reply(terminal: Terminal, dovecot: Dovecot) -> None:
    """The mission's order: the reply comes first, and until then nothing moves."""
    no = about(NO, "Northwind", at=NOW - DAY)
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, no)
    terminal.connect(dovecot)
    terminal.says("mail", "sync")
    terminal.says("mail", "allow", "move")
    done = terminal.run("mail", "archive", str(no["Message-ID"]))
    if done.returncode:
        assert "reply" in done.stderr
        assert len(list((dovecot.maildir / "cur").iterdir())) == 2


def test_an_unread_no_is_mentioned_and_not_told(terminal: Terminal, dovecot: Dovecot) -> None:
    """Neither a count nor a word of the terminal says what is in it."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, about(NO, "Northwind", at=NOW - DAY), flags="")
    terminal.connect(dovecot)
    told = terminal.says("mail", "sync")
    assert "A letter from Northwind has come. Read it there, or let us tell you." in told
    assert "rejection" not in told
    read = json.loads(terminal.says("mail", "sync", "--json"))
    assert read["letters_come"] == ["Northwind"]
    assert not read["readings"].get("rejection")
    assert "A letter from Northwind has come" in terminal.says("today")


def test_trouble_is_one_sentence(terminal: Terminal, dovecot: Dovecot) -> None:
    """A wrong password, no server known, a port where nobody listens: nothing is kept, and no secret is repeated."""
    where = f"127.0.0.1:{dovecot.on.port}"
    wrong = terminal.run(
        "mail", "connect", dovecot.user, "--imap", where, "--password-stdin", typed="wrong-77\n"
    )
    assert "does not let you in" in said(wrong)
    assert "wrong-77" not in wrong.stderr
    assert "--imap" in said(
        terminal.run("mail", "connect", "sam@nowhere.example", "--password-stdin", typed="x\n")
    )
    plain = terminal.run("mail", "connect", dovecot.user, "--imap", "plain://mail.northwind.example:143",
                         "--password-stdin", typed="x\n")  # fmt: skip
    assert "without any protection" in said(plain)
    assert json.loads(terminal.says("mail", "status", "--json")) == {"mailboxes": []}
    assert "No mailbox is connected" in said(terminal.run("mail", "sync"))


def test_chosen_folders_and_a_first_day(terminal: Terminal, dovecot: Dovecot) -> None:
    """Mail elsewhere and mail that came earlier is left alone."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY), "Jobs")
    put(dovecot, about(GOT, "Larkfield", at=NOW - 9 * DAY))
    terminal.connect(dovecot, "--folder", "jobs")
    read = json.loads(terminal.says("mail", "sync", "--json"))
    assert read["stored"] == 1
    (row,) = json.loads(terminal.says("mail", "status", "--json"))["mailboxes"]
    assert row["folders"] == ["Jobs"]
    assert "no folder Nowhere" in said(terminal.run("mail", "connect", dovecot.user, "--imap",
        f"127.0.0.1:{dovecot.on.port}", "--folder", "Nowhere", "--password-stdin", typed=PASSWORD + "\n"))  # fmt: skip
