"""Vault: the file that keeps mail passwords where the machine has no keyring, encrypted under a passphrase.

One JSON file: `key` is an age identity encrypted under the passphrase (scrypt), `secrets` is encrypted to that
identity. So the slow step is paid once, when the vault is opened, and no process keeps the passphrase itself: an
open vault holds the identity, in memory alone.
"""

from __future__ import annotations

import json
import os
import unicodedata
from base64 import b64decode, b64encode
from pathlib import Path

import pyrage
from filelock import FileLock

from secondwind.errors import SecondWindError

SHORTEST = 8
"""Characters a new passphrase needs."""


class LockedError(SecondWindError):
    """The mail passwords cannot be read until the person says the passphrase, or chooses one."""


class WrongPassphraseError(SecondWindError):
    """The passphrase is another one, or none that would do."""


class BrokenVaultError(SecondWindError):
    """The file is there, and is not what was written: cut off, or changed by something else."""


class Vault:
    """The encrypted file at `path`, closed until `open` is given its passphrase. Safe to share by processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._identity: pyrage.x25519.Identity | None = None

    def __repr__(self) -> str:
        return f"<Vault {'open' if self.is_open else 'closed'}>"

    @property
    def exists(self) -> bool:
        return self.path.exists()

    @property
    def is_open(self) -> bool:
        return self._identity is not None

    def make(self, passphrase: str) -> None:
        """A new, empty vault under `passphrase`, open. WrongPassphraseError where it is too short."""
        if len(passphrase) < SHORTEST:
            raise WrongPassphraseError(
                f"A passphrase needs {SHORTEST} characters or more.", "A few words in a row do well."
            )
        identity = pyrage.x25519.Identity.generate()
        sealed = pyrage.passphrase.encrypt(str(identity).encode("ascii"), _settled(passphrase))
        with self._alone():
            if self.exists:  # another process was first: its passphrase is the one
                raise WrongPassphraseError("A passphrase was chosen a moment ago.", "Say that one.")
            self._write(sealed, {}, identity)
        self._identity = identity

    def open(self, passphrase: str) -> None:
        """WrongPassphraseError, BrokenVaultError; the vault then stays as it was."""
        sealed, secrets = self._parts()
        try:
            text = pyrage.passphrase.decrypt(sealed, _settled(passphrase)).decode("ascii")
        except pyrage.DecryptError as trouble:
            if (
                "excessive work" in str(trouble).lower()
            ):  # age measures the machine first, and may find it too slow
                raise LockedError(
                    "This machine is too busy to open your mail passwords.", "Try again in a moment."
                ) from None
            raise WrongPassphraseError(
                "The passphrase does not open your mail passwords.",
                "Look at the keyboard layout, and say it again.",
            ) from None
        identity = pyrage.x25519.Identity.from_str(text)
        self._unsealed(secrets, identity)
        self._identity = identity

    def close(self) -> None:
        self._identity = None

    @property
    def key(self) -> str:
        """What an open vault is opened with, to be handed to a process of one's own; "" where it is closed."""
        return "" if self._identity is None else str(self._identity)

    def open_with(self, key: str) -> None:
        """Open with the `key` of a vault that is open elsewhere, or close with ""."""
        try:
            self._identity = pyrage.x25519.Identity.from_str(key) if key else None
        except pyrage.IdentityError:
            self._identity = None

    def read(self) -> dict[str, str]:
        """Every secret by its name. LockedError where the vault is closed."""
        identity = self._key_or_locked()
        return self._unsealed(self._parts()[1], identity)

    def change(self, name: str, value: str | None) -> None:
        """Keep `value` under `name`, or forget the name with None. LockedError where the vault is closed."""
        identity = self._key_or_locked()
        with self._alone():
            sealed, secrets = self._parts()
            kept = self._unsealed(secrets, identity)
            if value is None:
                kept.pop(name, None)
            else:
                kept[name] = value
            self._write(sealed, kept, identity)

    def _key_or_locked(self) -> pyrage.x25519.Identity:
        if self._identity is None:
            raise LockedError("Your mail passwords are locked.", "Say your passphrase to open them.")
        return self._identity

    def _alone(self) -> FileLock:
        return FileLock(self.path.with_suffix(".lock"), timeout=30)

    def _parts(self) -> tuple[bytes, bytes]:
        """The sealed key and the sealed secrets, as they lie in the file."""
        try:
            held = json.loads(self.path.read_text(encoding="ascii"))
            return b64decode(held["key"]), b64decode(held["secrets"])
        except FileNotFoundError:
            self._identity = None
            raise LockedError(
                "The file with your mail passwords is gone.", "Choose a passphrase anew."
            ) from None
        except (OSError, ValueError, KeyError, TypeError):
            raise self._broken() from None

    def _unsealed(self, secrets: bytes, identity: pyrage.x25519.Identity) -> dict[str, str]:
        try:
            kept: dict[str, str] = json.loads(pyrage.decrypt(secrets, [identity]))
        except (pyrage.DecryptError, ValueError):
            raise self._broken() from None
        return kept

    def _broken(self) -> BrokenVaultError:
        return BrokenVaultError(
            f"The file with your mail passwords, {self.path.name}, is not as it was written.",
            "Put it aside, choose a passphrase anew, and sign in to your mailboxes again.",
        )

    def _write(self, sealed: bytes, kept: dict[str, str], identity: pyrage.x25519.Identity) -> None:
        """Whole under another name first, then in place: a kill leaves the old file or the new one."""
        secrets = pyrage.encrypt(json.dumps(kept).encode(), [identity.to_public()])
        text = json.dumps({"key": b64encode(sealed).decode(), "secrets": b64encode(secrets).decode()})
        whole = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        whole.unlink(missing_ok=True)
        descriptor = os.open(whole, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        whole.replace(self.path)


def _settled(passphrase: str) -> str:
    """One spelling for a letter that keyboards write in two ways."""
    return unicodedata.normalize("NFC", passphrase)
