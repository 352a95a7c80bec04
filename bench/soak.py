"""The long checks at their full figures: `make soak`. Writes docs/soak.md with the date and the commit.

What runs short and seeded in `make test` runs long here: an import killed SECONDWIND_KILLS times, sending
killed SECONDWIND_SEND_KILLS times, reading and moving mail on a server killed SECONDWIND_MAILBOX_KILLS times each, a
mailbox to which everything happens in 2,000 steps, and hypothesis with 2,000 examples a property.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
KILLS = "200"
SEND_KILLS = "50"
MAILBOX_KILLS = "50"
CHECKS = (
    (f"An import killed {KILLS} times", ["tests/cli/test_kill.py"], {"SECONDWIND_KILLS": KILLS}),
    (
        f"Letters, the sending of them killed {SEND_KILLS} times",
        ["tests/actions/test_send_killed.py"],
        {"SECONDWIND_SEND_KILLS": SEND_KILLS},
    ),
    (
        f"A mailbox kept up with, the reading and the moving of mail killed {MAILBOX_KILLS} times each",
        ["tests/mailbox/test_killed.py"],
        {"SECONDWIND_MAILBOX_KILLS": MAILBOX_KILLS},
    ),
    (
        "An awkward mailbox, 2,000 steps or more",
        ["tests/mailbox/test_awkward.py"],
        {"HYPOTHESIS_PROFILE": "search"},
    ),
    (
        "Properties, 2,000 examples each",
        ["tests/mail", "tests/lib", "tests/reading", "tests/playbooks", "tests/record", "tests/letters"],
        {"HYPOTHESIS_PROFILE": "search"},
    ),
)


def main() -> int:
    lines, worst = [], 0
    for name, paths, env in CHECKS:
        began = time.monotonic()
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "2", *paths]
        done = subprocess.run(
            command, cwd=HOME, env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
        last = re.sub(r" in [\d.]+s.*", "", done.stdout.strip().splitlines()[-1].strip("= "))
        print(f"{name}: {last}")
        lines.append(f"| {name} | {last} | {(time.monotonic() - began) / 60:.0f} |")
        worst = max(worst, done.returncode)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HOME, capture_output=True, text=True, check=False
    ).stdout.strip()
    head = f"# The long checks\n\n`make soak`, {datetime.now(UTC):%Y-%m-%d}, commit {commit}.\n\n"
    table = "| check | outcome | minutes |\n|---|---|---|\n" + "\n".join(lines) + "\n"
    (HOME / "docs" / "soak.md").write_text(head + table, encoding="utf-8")
    return worst


if __name__ == "__main__":
    sys.exit(main())
