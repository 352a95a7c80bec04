"""A password and a token that are planted are found nowhere but in the keyring."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from actions.invented import GOT, NO, NOW, about
from cli.house import COMMAND, environment
from connected import put
from dovecot import PASSWORD, Dovecot
from file_ring import as_environment
from proxy import proxied

TOKEN = "planted-token-77d0-refresh"
WRONG = "planted-wrong-8c41"
USES = Path(__file__).with_name("use_secrets.py")


def shapes(secret: str, user: str = "") -> set[bytes]:
    """A secret as it might lie about: plain, in base64 at any place in a longer word, in an address, backwards."""
    raw = secret.encode()
    found = {raw, raw[::-1], quote(secret).encode(), raw.hex().encode(), repr(secret).encode()}
    found.add(base64.b64encode(f"\0{user}\0{secret}".encode()))
    for before in range(3):
        word = base64.b64encode(b"x" * before + raw)
        found.add(word[4 if before else 0 : len(word) - 4])
    return found


def found_in(folder: Path, wanted: set[bytes]) -> list[str]:
    """The files of a folder that hold one of these."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in wanted)
    ]


class Watched:
    """Commands in a data folder, each looked at while it runs and after it."""

    def __init__(self, tmp_path: Path, wanted: set[bytes]) -> None:
        self.data, self.ring, self.wanted = tmp_path / "data", tmp_path / "ring.json", wanted
        self.env = environment(self.data, **as_environment(self.ring))
        self.env["PYTHONPATH"] = os.pathsep.join(
            [self.env["PYTHONPATH"], os.environ.get("PYTHONPATH", "")]
        ).rstrip(os.pathsep)
        self.looks = 0

    def run(self, *command: str, typed: str = "") -> tuple[int, str]:
        """Its end and all it said. While it runs its command line and its environment hold nothing."""
        running = subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write(typed)
        running.stdin.close()
        while running.poll() is None:
            for name in ("cmdline", "environ", "comm"):
                self._look(Path(f"/proc/{running.pid}/{name}"))
            time.sleep(0.02)
        words = running.stdout.read()
        self.check(words)
        return running.returncode, words

    def _look(self, path: Path) -> None:
        try:
            said = path.read_bytes()
        except OSError:  # it has ended
            return
        self.looks += 1
        assert not [each for each in self.wanted if each in said], path.name

    def check(self, words: str) -> None:
        """Neither what was said nor a file of the data folder, the database's own and its log among them, holds it."""
        assert not [each for each in self.wanted if each in words.encode()], "said"
        assert found_in(self.data, self.wanted) == []


@pytest.fixture
def wanted(dovecot: Dovecot) -> set[bytes]:
    return {each for secret in (PASSWORD, TOKEN, WRONG) for each in shapes(secret, dovecot.user)}


def test_no_secret_of_a_command_lies_about(tmp_path: Path, dovecot: Dovecot, wanted: set[bytes]) -> None:
    """Connected, read, a password that is wrong, a line that is cut while signing in, a folder that is not there."""
    watched = Watched(tmp_path, wanted)
    put(dovecot, about(GOT, "Northwind", at=NOW))
    where = f"127.0.0.1:{dovecot.on.port}"
    connect = (*COMMAND, "mail", "connect", dovecot.user, "--password-stdin", "--imap")
    code, _ = watched.run(*connect, where, typed=WRONG + "\n")
    assert code == 2
    with proxied(dovecot.server) as proxy:
        proxy.cut_after_lines = 1
        code, _ = watched.run(*connect, f"127.0.0.1:{proxy.server.port}", typed=PASSWORD + "\n")
    assert code == 2
    code, words = watched.run(*connect, where, typed=PASSWORD + "\n")
    assert (code, PASSWORD in watched.ring.read_text()) == (0, True), words
    code, words = watched.run(*COMMAND, "mail", "sync")
    assert code == 0, words
    assert found_in(watched.ring.parent, {PASSWORD.encode()}) == ["ring.json"]
    assert watched.looks > 10
    assert re.search(r"\.sqlite3", " ".join(path.name for path in watched.data.rglob("*")))


def test_no_secret_in_tracebacks_and_open_files(tmp_path: Path, dovecot: Dovecot, wanted: set[bytes]) -> None:
    """A sign-in refused by password and by token, a letter that cannot be sent, each with the whole traceback; the
    database is looked at while it is open, its WAL beside it."""
    watched = Watched(tmp_path, wanted)
    put(dovecot, about(NO, "Northwind", at=NOW))
    words = "\n".join([dovecot.user, str(dovecot.on.port), PASSWORD, TOKEN, WRONG])
    code, said = watched.run(sys.executable, str(USES), typed=words)
    assert code == 0, said
    for step in ("connected", "read", "wrong password", "wrong token", "not sent", "looked"):
        assert step in said
    assert "Traceback" in said


def test_the_search_would_find_them(tmp_path: Path, dovecot: Dovecot) -> None:
    """Each shape, where it is planted in a file."""
    for secret in (PASSWORD, TOKEN):
        for each in (secret, secret[::-1], base64.b64encode(f"\0{dovecot.user}\0{secret}".encode()).decode(),
                     base64.b64encode(f"user=sam\1auth=Bearer {secret}\1\1".encode()).decode()):  # fmt: skip
            (tmp_path / "planted").write_text(f"a line with {each} in it")
            assert found_in(tmp_path, shapes(secret, dovecot.user)) == ["planted"]
