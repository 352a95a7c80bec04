"""The one place that reads the time. Doors ask it once and hand `now` down; nothing below a door calls it.

`SECONDWIND_AS_OF` moves it: a number of seconds added to the system's clock, so that a moved clock
still ticks. While it is moved nothing may leave the machine (`is_moved`).
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ENV = "SECONDWIND_AS_OF"


def now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC) + timedelta(seconds=float(os.environ.get(ENV) or 0))


def is_moved() -> bool:
    return bool(os.environ.get(ENV))


def move_to(moment: datetime) -> None:
    """Move the clock of this process and its children so that it reads `moment` (aware) now."""
    os.environ[ENV] = str((moment - datetime.now(UTC)).total_seconds())


def this_zone() -> str:
    """The IANA name of this machine's time zone; "UTC" where it cannot be told."""
    candidates = [os.environ.get("TZ", "").lstrip(":")]
    link = Path("/etc/localtime")
    if link.is_symlink():
        candidates.append(str(link.readlink()).partition("zoneinfo/")[2])
    for name in candidates:
        if name:
            try:
                return ZoneInfo(name).key
            except (KeyError, ValueError, OSError):
                continue
    return "UTC"
