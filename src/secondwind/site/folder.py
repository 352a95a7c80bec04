"""The one folder that holds everything: where it is, private to its owner."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from platformdirs import user_data_path

PRIVATE_UMASK = 0o077


def data_folder() -> Path:
    """`SECONDWIND_DATA`, else the platform's place for a program's data. Made on first use, mode 0700."""
    os.umask(PRIVATE_UMASK)
    given = os.environ.get("SECONDWIND_DATA")
    folder = Path(given).expanduser().absolute() if given else user_data_path("secondwind", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(0o700)
    return folder


def secret_in(folder: Path) -> str:
    """The installation's own secret, made once. Two starts at the same moment agree on one of them."""
    path = folder / "secret"
    if not path.exists():
        # Written whole under another name first: nobody ever reads half a secret, and a kill leaves none.
        whole = folder / f"secret.{os.getpid()}"
        descriptor = os.open(whole, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(whole, path)
        except FileExistsError:
            pass
        except OSError:  # a disk without links
            whole.replace(path)
        whole.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
