"""`make rows-mutate`: would a row's tests notice if its action did nothing? python tests/rows mutate

First every marked test has to pass undisturbed. Then, for each row with tests, each of its actions is
disabled in a session of its own and one of the row's tests has to go red. One line a row; exit 1 if a mutant
survives, if a row has tests but names no action, or if a session cannot be run. Row ids as arguments narrow
it to those rows.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from .row import ROWS_FILE, Action, Row, load_rows
from .session import run_marked

SECONDS = 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one row: `kept` when every mutant was noticed."""

    row: str
    kept: bool
    said: str


def main(argv: list[str] | None = None) -> int:
    options, for_pytest = _parser().parse_known_args(argv)
    rows_file = options.rows.resolve()
    rows = [row for row in load_rows(rows_file) if not options.row or row.id in options.row]
    if missing := set(options.row) - {row.id for row in rows}:
        sys.stderr.write(f"There is no row {', '.join(sorted(missing))} in {options.rows}.\n")
        return 1
    undisturbed = run_marked(rows_file, for_pytest)
    if undisturbed.broken or undisturbed.not_passed():
        sys.stderr.write(undisturbed.output)
        sys.stderr.write("The marked tests do not pass undisturbed, so no action was disabled.\n")
        return 1
    run = _Runs(rows_file, for_pytest)
    tested = [row for row in rows if row.id in undisturbed.proofs]
    with ThreadPoolExecutor(max_workers=options.jobs) as pool:
        verdicts = []
        for verdict in pool.map(lambda row: judge(row, undisturbed.proofs[row.id], run), tested):
            sys.stdout.write(f"{verdict.row:<6} {verdict.said}\n")
            sys.stdout.flush()
            verdicts.append(verdict)
    kept = sum(verdict.kept for verdict in verdicts)
    sys.stdout.write(f"{kept} of {len(verdicts)} rows with tests notice when their actions do nothing\n")
    return 0 if kept == len(verdicts) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rows-mutate", description="Disable each row's actions; its tests must notice."
    )
    parser.add_argument("row", nargs="*", help="rows to look at; all without")
    parser.add_argument("--rows", type=Path, default=ROWS_FILE, help="the rows file")
    parser.add_argument("--jobs", type=int, default=1, help="rows looked at side by side")
    return parser


def judge(row: Row, tests: list[str], run: _Runs) -> Verdict:
    """Disable each action of the row in turn; one red test per action is what is wanted."""
    if not row.actions:
        return Verdict(row.id, False, "has tests but names no action in rows.toml")
    said = [(action, run.with_disabled(action, tuple(tests))) for action in row.actions]
    kept = all(answer == "noticed" for _, answer in said)
    return Verdict(row.id, kept, "; ".join(f"{action.target} {answer}" for action, answer in said))


class _Runs:
    """Sessions with one action disabled; the same action and tests are never run twice."""

    def __init__(self, rows_file: Path, for_pytest: list[str]) -> None:
        self.options = ["-o", f"rows_file={rows_file}", *for_pytest]
        self.with_disabled = cache(self._with_disabled)

    def _with_disabled(self, action: Action, tests: tuple[str, ...]) -> str:
        """The word "noticed", or what happened instead."""
        command = [
            *(sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"),
            *self.options,
            f"--disable={action}",
            *tests,
        ]
        try:
            ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            return f"gave no answer in {SECONDS} seconds"
        if ended.returncode == pytest.ExitCode.TESTS_FAILED:
            return "noticed"
        if ended.returncode == pytest.ExitCode.OK:
            return "SURVIVED: its tests pass without it"
        spoken = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
        return f"could not be tried: {' '.join(spoken[-3:])}"


if __name__ == "__main__":
    sys.exit(main())
