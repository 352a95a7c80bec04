"""Where mail passwords are kept: the keyring where one answers, else a file under a passphrase, and nowhere else."""

from __future__ import annotations

import io
import json
import logging
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from django.conf import settings
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from secondwind.accounts import secrets, vault
from secondwind.accounts.secrets import (
    LockedError,
    MissingSecretError,
    WrongPassphraseError,
    forget_secret,
    hand_over,
    keep_secret,
    lock,
    secret_of,
    state,
    take_over,
    unlock,
)

PASSPHRASE = "quince marmalade on toast"
PLANTED = "Planted-9f3c-never-to-be-seen"
NAME = "mailbox:7:imap"


class Ring(KeyringBackend):
    """A keyring in memory that can be told to misbehave."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.raises: Exception | None = None
        self.hangs_until: threading.Event | None = None
        self.takes = True

    def _behave(self) -> None:
        if self.hangs_until:
            self.hangs_until.wait(20)
        if self.raises:
            raise self.raises

    def get_password(self, service: str, username: str) -> str | None:
        self._behave()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._behave()
        if self.takes:
            self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._behave()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of one's own, nothing known of the keyring, and the one of the machine left alone."""
    before = keyring.get_keyring()
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(secrets, "PATIENCE", 0.2)
    monkeypatch.setattr(secrets, "CALL_PATIENCE", 0.3)
    secrets.look_again()
    yield
    secrets.look_again()
    keyring.set_keyring(before)


@pytest.fixture
def ring() -> Ring:
    ring = Ring()
    keyring.set_keyring(ring)
    return ring


@pytest.fixture(scope="session")
def made_vault(tmp_path_factory: pytest.TempPathFactory) -> vault.Vault:
    """A vault made once: a passphrase is slow to work with by design."""
    made = vault.Vault(tmp_path_factory.mktemp("vault") / secrets.FILE)
    made.make(PASSPHRASE)
    return made


@pytest.fixture
def no_ring() -> None:
    keyring.set_keyring(fail.Keyring())


@pytest.fixture
def opened(no_ring: None, made_vault: vault.Vault, tmp_path: Path) -> Path:
    """No keyring, and a vault that is open."""
    path = tmp_path / secrets.FILE
    shutil.copy(made_vault.path, path)
    secrets._vault().open_with(made_vault.key)
    assert state() == "open"
    return path


# With a keyring


def test_a_keyring_that_answers_is_used(ring: Ring, tmp_path: Path):
    """With a keyring nothing is written to the data folder, and no passphrase is asked."""
    assert state() == "keyring"
    keep_secret(NAME, PLANTED)
    assert secret_of(NAME) == PLANTED
    keep_secret(NAME, "another")
    assert secret_of(NAME) == "another"
    unlock("there is nothing to open here")
    assert state() == "keyring"
    assert list(tmp_path.iterdir()) == []
    forget_secret(NAME)
    forget_secret(NAME)
    assert not ring.kept
    with pytest.raises(MissingSecretError):
        secret_of(NAME)


def test_two_data_folders_do_not_share_a_name(ring: Ring, monkeypatch: pytest.MonkeyPatch):
    """Mailbox 7 of another installation on the same machine is another mailbox."""
    keep_secret(NAME, PLANTED)
    monkeypatch.setattr(settings, "SECRET_KEY", "another installation")
    with pytest.raises(MissingSecretError):
        secret_of(NAME)


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_no_keyring_means_that_a_passphrase_is_asked(backend: type[KeyringBackend]):
    """Where none is there, or one that forgets, nothing is kept until a passphrase is chosen."""
    keyring.set_keyring(backend())
    assert state() == "none"
    with pytest.raises(LockedError, match="no keyring that answers"):
        keep_secret(NAME, PLANTED)
    with pytest.raises(LockedError, match="Choose a passphrase"):
        secret_of(NAME)
    forget_secret(NAME)


def test_a_keyring_that_raises_is_no_keyring(ring: Ring):
    """A keyring whose program is broken is passed over, whatever it raises."""
    ring.raises = RuntimeError("no bus")
    assert state() == "none"


def test_a_keyring_that_keeps_silent_is_no_keyring_until_it_answers(ring: Ring):
    """One that waits for its owner holds nothing up, and is used once it has answered."""
    ring.hangs_until = threading.Event()
    assert state() == "none"
    assert state() == "none"
    ring.hangs_until.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(5)
    assert state() == "keyring"


def test_a_keyring_that_falls_silent_later_is_said_so(ring: Ring):
    """A keyring that was locked after the start makes a sentence, not a wait without end."""
    keep_secret(NAME, PLANTED)
    ring.raises = KeyringLocked(f"cannot show {PLANTED}")
    with pytest.raises(LockedError, match="does not answer") as caught:
        secret_of(NAME)
    assert PLANTED not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(LockedError, match="does not answer"):
        forget_secret(NAME)


def test_a_keyring_that_does_not_keep_is_not_trusted(ring: Ring, made_vault: vault.Vault, tmp_path: Path):
    """What was kept is asked back; where it is not there, a passphrase is asked and the file is used from then on."""
    ring.takes = False
    with pytest.raises(LockedError, match="Choose a passphrase"):
        keep_secret(NAME, PLANTED)
    assert state() == "none"
    shutil.copy(made_vault.path, tmp_path / secrets.FILE)
    secrets._vault().open_with(made_vault.key)
    keep_secret(NAME, PLANTED)
    assert secret_of(NAME) == PLANTED
    assert not ring.kept


def test_what_the_keyring_kept_is_found_beside_a_file(opened: Path, ring: Ring):
    """A secret stays reachable when a file came later; new ones go to the file; forgetting reaches both."""
    secrets.look_again()
    ring.kept[secrets._service(), "mailbox:1:imap"] = "early"
    assert secret_of("mailbox:1:imap") == "early"
    keep_secret("mailbox:1:imap", "late")
    assert secret_of("mailbox:1:imap") == "late"
    forget_secret("mailbox:1:imap")
    assert not ring.kept
    with pytest.raises(MissingSecretError):
        secret_of("mailbox:1:imap")


# With a file


def test_the_first_passphrase_makes_the_file_and_later_ones_open_it(no_ring: None, tmp_path: Path):
    """The file is private to its owner, whole, and holds no word of a secret; a short passphrase is refused."""
    with pytest.raises(WrongPassphraseError, match="8 characters or more"):
        unlock("short")
    assert state() == "none"
    unlock(PASSPHRASE)
    assert state() == "open"
    keep_secret(NAME, PLANTED)
    path = tmp_path / secrets.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PLANTED not in path.read_text()
    assert NAME not in path.read_text()
    assert set(json.loads(path.read_text())) == {"key", "secrets"}
    assert sorted(child.name for child in tmp_path.iterdir() if child.suffix != ".lock") == [secrets.FILE]
    lock()
    assert state() == "locked"
    for attempt in (lambda: secret_of(NAME), lambda: keep_secret(NAME, "x"), lambda: forget_secret(NAME)):
        with pytest.raises(LockedError, match="Say your passphrase"):
            attempt()
    wrong = f"not {PASSPHRASE}"
    with pytest.raises(WrongPassphraseError, match="does not open") as caught:
        unlock(wrong)
    assert wrong not in "".join(traceback.format_exception(caught.value))
    assert state() == "locked"
    unlock(PASSPHRASE)
    assert secret_of(NAME) == PLANTED


def test_one_letter_written_in_two_ways_is_one_passphrase(
    no_ring: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """An é typed as one letter opens what an e with an accent closed."""
    seen = []
    monkeypatch.setattr(vault.pyrage.passphrase, "encrypt", lambda raw, word: seen.append(word) or b"sealed")
    vault.Vault(tmp_path / "one").make("cafe\u0301 au lait")
    assert seen == ["caf\u00e9 au lait"]


def test_a_machine_too_busy_is_not_called_a_wrong_passphrase(opened: Path, monkeypatch: pytest.MonkeyPatch):
    """The slow step is refused by a machine under load; the passphrase may be right all the same."""

    def refuse(*_: object) -> bytes:
        raise vault.pyrage.DecryptError("Excessive work parameter for passphrase.")

    monkeypatch.setattr(vault.pyrage.passphrase, "decrypt", refuse)
    with pytest.raises(LockedError, match="too busy"):
        unlock(PASSPHRASE)


def test_names_are_kept_apart_and_forgotten_one_by_one(opened: Path):
    """Forgetting one mailbox leaves the others, and a name that was never kept may be forgotten."""
    keep_secret("mailbox:1:imap", "one")
    keep_secret("mailbox:2:imap", "two – ü 🔑")
    forget_secret("mailbox:1:imap")
    forget_secret("mailbox:9:imap")
    assert secret_of("mailbox:2:imap") == "two – ü 🔑"
    with pytest.raises(MissingSecretError):
        secret_of("mailbox:1:imap")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "[]",
        lambda text: text[: len(text) // 2],
        lambda text: json.dumps({**json.loads(text), "secrets": "AAAA"}),
        lambda text: "\u00e9" + text,
    ],
    ids=["empty", "other", "cut off", "changed", "not ours"],
)
def test_a_spoiled_file_ends_in_a_sentence_and_is_left_alone(opened: Path, spoil):
    """A file that is not as it was written is said to be so, and never written over."""
    keep_secret(NAME, PLANTED)
    spoiled = spoil(opened.read_text())
    opened.write_text(spoiled, encoding="utf-8")
    for attempt in (lambda: secret_of(NAME), lambda: keep_secret(NAME, "x")):
        with pytest.raises(vault.BrokenVaultError, match="not as it was written"):
            attempt()
    assert opened.read_text(encoding="utf-8") == spoiled


def test_a_file_that_went_away_is_said_so(opened: Path):
    """A file deleted while it was open is no reason to write an empty one in silence."""
    keep_secret(NAME, PLANTED)
    opened.unlink()
    assert state() == "none"
    with pytest.raises(LockedError):
        keep_secret(NAME, "x")
    assert not opened.exists()


def test_a_write_cut_off_leaves_what_was_there(opened: Path, monkeypatch: pytest.MonkeyPatch):
    """A kill between writing and putting in place loses nothing, and the next write goes through."""
    keep_secret(NAME, PLANTED)

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pathlib.Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            keep_secret(NAME, "new")
    assert secret_of(NAME) == PLANTED
    keep_secret(NAME, "newer")
    assert secret_of(NAME) == "newer"


def test_two_writers_lose_nothing_of_each_other(opened: Path):
    """Server and worker keep secrets in the same file at the same moment; both are there afterwards."""
    other = vault.Vault(opened)
    other.open_with(secrets._vault().key)
    threads = [
        threading.Thread(target=lambda v, n: [v.change(f"{n}:{i}", "x") for i in range(15)], args=(v, n))
        for n, v in enumerate([secrets._vault(), other])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(other.read()) == {f"{n}:{i}" for n in (0, 1) for i in range(15)}


# From the server to its worker


def test_the_worker_is_told_over_a_pipe(opened: Path):
    """What the server opened is open in the worker, and locked there when it is locked here."""
    keep_secret(NAME, PLANTED)
    told = io.BytesIO()
    hand_over(told)
    lock()
    hand_over(told)
    assert PASSPHRASE.encode() not in told.getvalue()
    told.seek(0)
    assert take_over(told)
    assert state() == "open"
    assert secret_of(NAME) == PLANTED
    assert take_over(told)
    assert state() == "locked"
    assert not take_over(told)


@pytest.mark.parametrize("said", [b"", b"\0\0", b"\0\0\0\x09AGE", b"\xff\xff\xff\xff" + b"x" * 50])
def test_nonsense_on_the_pipe_opens_nothing(opened: Path, said: bytes):
    """A pipe cut off, or one that says too much, is the end of it."""
    lock()
    assert not take_over(io.BytesIO(said))
    assert state() == "locked"


def test_a_wrong_key_on_the_pipe_opens_nothing(opened: Path):
    """A key that is none locks, and does not end the process."""
    assert take_over(io.BytesIO(b"\0\0\0\x04nope"))
    assert state() == "locked"


WORKER = """
import sys, django
django.setup()
from secondwind.accounts.secrets import secret_of, state, take_over
before = state()
take_over(sys.stdin.buffer)
secret = secret_of(sys.argv[1])
print(before, state(), len(secret), flush=True)
sys.stdin.buffer.read()
"""


def test_a_planted_secret_is_nowhere_to_be_seen(
    opened: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """Kept, read, handed over: not in any file, log line, command line, environment, repr or traceback."""
    caplog.set_level(logging.DEBUG)
    keep_secret(NAME, PLANTED)
    environment = {
        **os.environ,
        "SECONDWIND_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "secondwind.site.settings",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, NAME], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    try:
        assert worker.stdin
        assert worker.stdout
        hand_over(worker.stdin)
        assert worker.stdout.readline().split() == [b"locked", b"open", str(len(PLANTED)).encode()]
        key = secrets._vault().key
        hidden = [PLANTED.encode(), PASSPHRASE.encode(), key.encode()]
        for process in ("self", str(worker.pid)):
            for place in ("cmdline", "environ"):
                seen = Path("/proc", process, place).read_bytes()
                assert not [word for word in hidden if word in seen]
    finally:
        worker.communicate()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert not [word for word in hidden if word in path.read_bytes()], path
    said = caplog.text + repr(secrets._vault()) + repr(vars(secrets).get("_vaults"))
    try:
        opened.write_text("{}")
        secret_of(NAME)
    except vault.BrokenVaultError as trouble:
        said += "".join(traceback.format_exception(trouble)) + repr(trouble)
    assert "BrokenVaultError" in said
    assert not [word for word in hidden if word.decode() in said]
