"""The command as a person runs it: a process of its own, with a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

COMMAND = (sys.executable, "-m", "secondwind")


def environment(data: Path, **more: str) -> dict[str, str]:
    """Ours, with that data folder and nothing that moves the clock or the settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SECONDWIND_", "DJANGO_"))
    }
    return {**kept, "SECONDWIND_DATA": str(data), "TZ": "Europe/London", **more}


def run(
    data: Path, *words: str, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `secondwind` with these words to its end."""
    return subprocess.run(
        [*COMMAND, *words], env=env or environment(data), cwd=cwd, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip


def said(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of trouble: exit 2, nothing on standard output, no traceback."""
    assert done.returncode == 2, (done.returncode, done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    (line,) = done.stderr.splitlines()
    return line
