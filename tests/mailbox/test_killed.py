"""Reading a mailbox and moving letters in it, killed at random moments: nothing lost, nothing doubled."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.invented import a_search
from cli.house import environment
from connected import put
from dovecot import Dovecot
from file_ring import as_environment
from proxy import Proxy, proxied

KILLS = int(os.environ.get("SECONDWIND_MAILBOX_KILLS", "5"))
"""`make soak` asks for many more."""
A_TIME = 12
"""Mails that come before each kill."""
LATER = 0.002
"""Seconds before each line of an answer, so that kills meet a reading at every stage of its way."""
SCRIPT = Path(__file__).with_name("keep_up.py")


class House:
    """A data folder with one mailbox, kept up with by processes that can be killed."""

    def __init__(self, data: Path, box: Dovecot, port: int, *words: str) -> None:
        """Connected, and these commands done."""
        self.env = environment(data, **as_environment(data.with_suffix(".ring")))
        self.env["PYTHONPATH"] = os.pathsep.join(
            [self.env["PYTHONPATH"], os.environ.get("PYTHONPATH", "")]
        ).rstrip(os.pathsep)
        self.said = self.run("connect", box.user, str(port), *words, typed=box.login.secret)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(SCRIPT), *words]

    def run(self, *words: str, typed: str = "") -> str:
        done = subprocess.run(
            self.command(*words),
            env=self.env,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run_until(self, what: str, seconds: float) -> bool:
        """Begin, and be killed that long after it; whether it was still at it."""
        running = subprocess.Popen(
            self.command(what), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        is_at_it = running.poll() is None
        running.kill()
        running.wait()
        return is_at_it

    def says(self, *words: str) -> dict[str, Any]:
        """What is known once these commands are done."""
        found: dict[str, Any] = json.loads(self.run(*words, "say").removeprefix("ready\n"))
        return found


@pytest.fixture
def line(dovecot: Dovecot) -> Iterator[Proxy]:
    """The way to the server, on which answers take a while."""
    with proxied(dovecot.server) as proxy:
        yield proxy


def fill(times: int) -> list[list[Any]]:
    """A search in parts, shuffled, with the folder each mail lies in."""
    mails = a_search(mails=A_TIME * times)[: A_TIME * times]
    random.Random(4).shuffle(mails)
    lying = [(one, ("INBOX", "Jobs", "Archive")[number % 3]) for number, one in enumerate(mails)]
    return [lying[begin : begin + A_TIME] for begin in range(0, len(lying), A_TIME)]


def lying(box: Dovecot) -> Counter[tuple[str, int, bytes]]:
    """Every mail, wherever it lies: flags, time and bytes."""
    return Counter(box.files().values())


def test_a_reading_killed_at_random_moments(tmp_path: Path, dovecot: Dovecot, line: Proxy) -> None:
    """New mail before each kill, then one reading to the end: the record of a house that read once, and an untouched
    server."""
    house = House(tmp_path / "killed", dovecot, line.server.port)
    line.late = LATER
    dice = random.Random(50)
    hits = 0
    for part in fill(KILLS):
        for mail, folder in part:
            put(dovecot, mail, folder)
        before = dovecot.files()
        hits += house.run_until("sync", dice.uniform(0, 0.9))
        assert dovecot.files() == before
    line.late = 0
    before = dovecot.files()
    found = house.says("sync")
    assert dovecot.files() == before
    wanted = json.loads(House(tmp_path / "whole", dovecot, dovecot.server.port, "sync", "say").said)
    assert wanted["applications"]
    assert len(found["messages"]) == found["keys"]
    assert found == wanted
    assert hits >= KILLS / 3, "hardly a kill met a reading"


@pytest.mark.parametrize("hidden", ["", "MOVE"])
def test_moves_killed_at_random_moments(tmp_path: Path, dovecot: Dovecot, line: Proxy, hidden: str) -> None:
    """By MOVE, and by a copy that is verified: each letter asked for lies in its new place once, all else where it
    was."""
    line.hidden = frozenset({hidden} - {""})
    for number, one in enumerate(a_search(mails=A_TIME * KILLS)):
        put(dovecot, one, "Jobs" if number % 2 else "INBOX")
    house = House(tmp_path / "killed", dovecot, line.server.port, "sync", "ask", "Jobs", "say")
    asked = {mark for mark, _ in json.loads(house.said)["moves"]}
    before, were = lying(dovecot), dovecot.files()
    line.late = 4 * LATER
    dice = random.Random(51)
    hits = 0
    for _ in range(KILLS):
        hits += house.run_until("move", dice.uniform(0, 0.6))
        assert not before - lying(dovecot), "a mail is never nowhere"
    line.late = 0
    found = house.says("move")
    assert lying(dovecot) == before
    after = dovecot.files()
    folded = {name for name in after if name.startswith(".Second Wind/")}
    assert len(folded) == len(asked) > KILLS
    stayed = {name: one for name, one in after.items() if name not in folded}
    assert all(were.get(name) == one for name, one in stayed.items())
    assert {state for _, state in found["moves"]} == {"done"}
    assert len(found["moves"]) == len(asked)
    assert {mark for (folder, _, _, mark, _), _ in found["copies"] if folder == "Second Wind"} == asked
    assert house.says("sync") == found
    assert hits >= KILLS / 3, "hardly a kill met a move"
