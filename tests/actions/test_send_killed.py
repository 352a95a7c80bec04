"""Sending, killed at random moments: no letter arrives twice, none is lost in silence, no state is a wrong guess."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.house import environment
from dovecot import Dovecot
from file_ring import as_environment
from smtp_server import Orders, Post

KILLS = int(os.environ.get("SECONDWIND_SEND_KILLS", "6"))
"""`make soak` asks for many more."""
SLOWLY = 0.02
"""Seconds before each answer of the mail server, so that kills meet a letter at every stage of its way."""
SPAN = 0.7
"""Seconds within which a kill comes: the way of two letters."""
SCRIPT = Path(__file__).with_name("send_all.py")


@dataclass(frozen=True)
class Row:
    """A letter with its way out, as the record has them."""

    letter: str
    state: str
    copied: bool
    message_id: str
    wrote: int


class House:
    """A data folder in which letters are sent by processes that can be killed."""

    def __init__(self, data: Path, env: dict[str, str]) -> None:
        self.data, self.env = data, env

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(SCRIPT), *words]

    def run(self, *words: str, said: str = "") -> None:
        done = subprocess.run(
            self.command(*words),
            env=self.env,
            input=said,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr

    def send_until(self, seconds: float) -> None:
        """Start to send, and be killed that long after it has begun."""
        running = subprocess.Popen(
            self.command("send"), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        running.kill()
        running.wait()

    def rows(self) -> list[Row]:
        asked = """
            select l.state, s.state, s.copied, s.message_id,
                (select count(*) from record_event e where e.application_id = l.application_id and e.what = 'wrote')
            from reply_letter l join record_sending s on s.letter = l.id
        """
        with closing(sqlite3.connect(self.data / "secondwind.sqlite3")) as record:
            return [Row(*found) for found in record.execute(asked)]


@pytest.fixture
def house(tmp_path: Path, dovecot: Dovecot, post: Post) -> House:
    """As many letters to be sent as a few each kill can take."""
    env = environment(tmp_path / "data", **as_environment(tmp_path / "ring.json"))
    env["PYTHONPATH"] = os.pathsep.join([env["PYTHONPATH"], os.environ.get("PYTHONPATH", "")]).rstrip(
        os.pathsep
    )
    post.secrets[dovecot.user] = dovecot.login.secret
    found = House(tmp_path / "data", env)
    ports = str(dovecot.server.port), str(post.port)
    found.run("begin", str(2 * KILLS), dovecot.user, *ports, said=dovecot.login.secret)
    post.orders = Orders(slowly=SLOWLY)
    return found


def test_killed_at_random_moments(house: House, post: Post, dovecot: Dovecot) -> None:
    """After each kill what is not written as at the border has not left; in the end each letter went once or is in
    doubt, and a doubt is told as one."""
    dice = random.Random(50)
    met = set()
    for _ in range(KILLS):
        house.send_until(dice.uniform(0, SPAN))
        time.sleep(0.1)  # what reached the mail server is taken in by now
        for row in house.rows():
            met.add(row.state)
            _fits(row, post.count(row.message_id))
    house.run("send")
    house.run("settle")
    rows, lies = house.rows(), _in_sent(dovecot)
    assert len(rows) == 2 * KILLS
    for row in rows:
        arrived = post.count(row.message_id)
        _fits(row, arrived)
        assert row.state in {"sent", "maybe"}, "nothing stays half way"
        assert lies.count(row.message_id) == (row.state == "sent"), (
            "one copy in Sent of what is known to have gone"
        )
        assert (row.copied, row.wrote) == (row.state == "sent", int(row.state == "sent"))
    assert met & {"claimed", "maybe"}, "no kill met a letter in hand"
    assert len([row for row in rows if row.state == "maybe"]) <= KILLS, "a kill leaves one doubt and no more"


def _fits(row: Row, arrived: int) -> None:
    """What the record says of a letter is no other than what happened to it."""
    allowed = {"waiting": {0}, "claimed": {0}, "maybe": {0, 1}, "sent": {1}}
    assert arrived in allowed[row.state], row
    assert row.letter == ("sent" if row.state == "sent" else "leaving"), row


def _in_sent(dovecot: Dovecot) -> list[str]:
    heads = [raw.decode().splitlines() for _, _, raw in dovecot.files().values()]
    return [
        line.partition(": ")[2].strip("<> ")
        for head in heads
        for line in head
        if line.startswith("Message-ID: ")
    ]
