"""Where mail passwords and tokens are kept: the system's keyring, or a file encrypted under a passphrase.

Never in the database, a log, a command line or the environment. A file, once there is one, is where secrets go; the
keyring is used while there is none. What a name stands for (`mailbox:7:imap`) is the caller's affair.
"""

from __future__ import annotations

import hashlib
import struct
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import BinaryIO, Literal, TypeVar

import keyring
import keyring.core
from django.conf import settings
from keyring.errors import PasswordDeleteError

from secondwind.errors import SecondWindError

from .vault import LockedError, Vault, WrongPassphraseError

__all__ = [
    "LockedError",
    "MissingSecretError",
    "WrongPassphraseError",
    "forget_secret",
    "hand_over",
    "keep_secret",
    "lock",
    "look_again",
    "secret_of",
    "state",
    "take_over",
    "unlock",
]

State = Literal["keyring", "locked", "open", "none"]
FILE = "secrets.age.json"
PATIENCE = 3.0
"""Seconds a keyring has to show that it is there. One that asks its owner something first is waited for no longer,
and is used from the moment it has answered."""
CALL_PATIENCE = 60.0
"""Seconds for one real question to the keyring: its owner may be typing a password meanwhile."""
_LONGEST_FRAME = 4096
_T = TypeVar("_T")


class MissingSecretError(SecondWindError):
    """Nothing is kept under this name here."""


class _UnansweredError(Exception):
    """The keyring raised, or kept silent. What it raised is let go: it may quote a secret."""


_turn = threading.RLock()
_vaults: dict[str, Vault] = {}
_probe: Future[bool] | None = None


def state() -> State:
    """Where secrets are: in the keyring, in a file that is locked or open, or nowhere yet ("none").

    "none" says that no keyring answers: the first `unlock` makes the file, under the passphrase it is given.
    """
    vault = _vault()
    if vault.exists:
        return "open" if vault.is_open else "locked"
    return "keyring" if _keyring_is_there() else "none"


def keep_secret(name: str, value: str) -> None:
    """Keep `value` under `name`, in place of what was there. LockedError where there is no open place for it."""
    with _turn:
        if not _vault().exists and _keyring_is_there() and _kept_in_keyring(name, value):
            return
        _open_vault().change(name, value)


def secret_of(name: str) -> str:
    """The secret kept under `name`. MissingSecretError where there is none, LockedError where it cannot be seen."""
    with _turn:
        vault = _vault()
        if vault.is_open and vault.exists and (kept := vault.read().get(name)) is not None:
            return kept
        if _keyring_is_there() and (found := _from_keyring(name)) is not None:
            return found
        if vault.exists or not _keyring_is_there():
            _open_vault()
        raise MissingSecretError(
            "The password for this mailbox is not kept here.", "Sign in to the mailbox again."
        )


def forget_secret(name: str) -> None:
    """Forget `name` wherever it is kept; nothing happens where it is not. LockedError where a file is locked."""
    with _turn:
        if _keyring_is_there():
            _drop_from_keyring(name)
        if _vault().exists:
            _open_vault().change(name, None)


def unlock(passphrase: str) -> None:
    """Open the file with its passphrase, or make it where there is none and no keyring answers.

    WrongPassphraseError; then nothing has changed. Where the keyring is used there is nothing to open.
    """
    with _turn:
        vault = _vault()
        if vault.exists:
            vault.open(passphrase)
        elif not _keyring_is_there():
            vault.make(passphrase)


def lock() -> None:
    """Forget, in this process, how the file is opened."""
    with _turn:
        _vault().close()


def hand_over(stream: BinaryIO) -> None:
    """Tell a process of one's own, at the other end of a pipe, how the file is opened, or that it is locked.

    Never an argument or a variable of the environment: those can be read from outside. Four bytes, big-endian, say
    how long what follows is. OSError where nobody listens any more.
    """
    with _turn:
        key = _vault().key.encode("ascii")
    stream.write(struct.pack(">I", len(key)) + key)
    stream.flush()


def take_over(stream: BinaryIO) -> bool:
    """Wait for one `hand_over` and do as it says; False where the other end has closed, or says nonsense."""
    head = stream.read(4)
    if len(head) < 4:
        return False
    (length,) = struct.unpack(">I", head)
    if length > _LONGEST_FRAME:
        return False
    key = stream.read(length)
    if len(key) < length:
        return False
    with _turn:
        _vault().open_with(key.decode("ascii", "replace"))
    return True


def look_again() -> None:
    """Forget what was found out about the keyring: the next question asks it anew."""
    global _probe  # noqa: PLW0603 - one keyring a process, found out once
    with _turn:
        _probe = None


def _vault() -> Vault:
    path = settings.DATA / FILE
    return _vaults.setdefault(str(path), Vault(path))


def _open_vault() -> Vault:
    vault = _vault()
    if not vault.exists and not vault.is_open:
        raise LockedError(
            "This machine has no keyring that answers.",
            "Choose a passphrase; your mail passwords are then kept in a file encrypted under it.",
        )
    if not vault.is_open:
        raise LockedError("Your mail passwords are locked.", "Say your passphrase to open them.")
    return vault


# The keyring. Its backends talk to other programs: they may raise anything, and may never answer.


def _service() -> str:
    """Its own name for every installation, so that a second data folder does not overwrite the first one's."""
    mark = hashlib.sha256(b"keyring:" + settings.SECRET_KEY.encode()).hexdigest()[:12]
    return f"secondwind-{mark}"


def _keyring_is_there() -> bool:
    """Whether a keyring worth the name answers. Asked once a process, in a thread of its own."""
    global _probe  # noqa: PLW0603 - one keyring a process, found out once
    if _probe is None:
        _probe = _begun(_answers)
        patience = PATIENCE
    else:
        patience = 0.0
    try:
        return _probe.result(timeout=patience)
    except (TimeoutError, _UnansweredError):
        return False


def _answers() -> bool:
    backend = keyring.get_keyring()
    if not keyring.core.recommended(backend):  # none, one that forgets, or a file in the clear
        return False
    backend.get_password(_service(), "is anybody there")
    return True


def _kept_in_keyring(name: str, value: str) -> bool:
    """Whether the keyring took it, by asking it back. One that did not is not asked again."""
    global _probe  # noqa: PLW0603 - one keyring a process, found out once
    try:
        _asked(lambda: keyring.set_password(_service(), name, value))
        took = _asked(lambda: keyring.get_password(_service(), name)) == value
    except _UnansweredError:
        took = False
    if not took:
        _probe = Future()
        _probe.set_result(False)
    return took


def _from_keyring(name: str) -> str | None:
    try:
        return _asked(lambda: keyring.get_password(_service(), name))
    except _UnansweredError:
        raise LockedError(
            "The keyring of this machine does not answer.",
            "Open it in your desktop's password program, then try again.",
        ) from None


def _drop_from_keyring(name: str) -> None:
    def drop() -> None:
        with suppress(PasswordDeleteError):  # it was not there
            keyring.delete_password(_service(), name)

    try:
        _asked(drop)
    except _UnansweredError:
        raise LockedError(
            "The keyring of this machine does not answer.",
            "Take the password out in your desktop's password program.",
        ) from None


def _asked(call: Callable[[], _T]) -> _T:
    """What the keyring says. _UnansweredError where it raises or keeps silent for CALL_PATIENCE."""
    try:
        return _begun(call).result(timeout=CALL_PATIENCE)
    except TimeoutError:
        raise _UnansweredError from None


def _begun(call: Callable[[], _T]) -> Future[_T]:
    """The call in a thread that nobody has to wait for, not even the end of the process."""
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except Exception:  # a backend may raise anything, and its words may quote a secret
            future.set_exception(_UnansweredError())

    threading.Thread(target=run, name="keyring", daemon=True).start()
    return future
