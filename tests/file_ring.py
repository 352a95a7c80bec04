"""A keyring that is a plain file, for tests alone: what one process keeps there another can see.

In this process: `keyring.set_keyring(FileRing(path))`. In another: `as_environment(path)`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

WHERE = "FILE_RING"


class FileRing(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def __init__(self, path: Path | None = None) -> None:
        super().__init__()
        # Any keyring that is loaded may be looked at when one is searched for: this one holds nothing then.
        self._path = path or Path(os.environ.get(WHERE) or os.devnull)

    def _all(self) -> dict[str, str]:
        return json.loads(self._path.read_text() or "{}") if self._path.exists() else {}

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service}\n{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._path.write_text(json.dumps({**self._all(), f"{service}\n{username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._all()
        kept.pop(f"{service}\n{username}", None)
        self._path.write_text(json.dumps(kept))


def as_environment(path: Path) -> dict[str, str]:
    """What another process needs to see the same ring."""
    return {
        WHERE: str(path),
        "PYTHON_KEYRING_BACKEND": "file_ring.FileRing",
        "PYTHONPATH": str(Path(__file__).parent),
    }
