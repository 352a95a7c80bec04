"""`make rows`: every requirement row with the tests that prove it. Run: python tests/rows report

The last line is `N of 122 rows proven`: rows that have tests and whose tests all passed just now.
With --no-run nothing is run and the last line counts rows that have tests.
Exit 1 when a marked test does not pass.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path

from .row import ROWS_FILE, Row, load_rows
from .session import Session, run_marked


def main(argv: list[str] | None = None) -> int:
    options, for_pytest = _parser().parse_known_args(argv)
    rows_file = options.rows.resolve()
    rows = load_rows(rows_file)
    session = run_marked(rows_file, for_pytest, collect_only=options.no_run)
    if session.broken:
        sys.stderr.write(session.output)
        sys.stderr.write("The tests could not be run to the end, so nothing is counted.\n")
        return 1
    unproven = [] if options.no_run else session.not_passed()
    lines = [*_listing(rows, session, ran=not options.no_run), ""]
    if unproven:
        sys.stderr.write(session.output)
        lines += [f"Did not pass: {test}" for test in unproven]
    lines.append(_last_line(rows, session, ran=not options.no_run))
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if unproven else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rows", description="List the requirement rows and what proves each."
    )
    parser.add_argument("--no-run", action="store_true", help="list only, run nothing")
    parser.add_argument("--rows", type=Path, default=ROWS_FILE, help="the rows file")
    return parser


def _listing(rows: tuple[Row, ...], session: Session, *, ran: bool) -> list[str]:
    lines: list[str] = []
    for article, of_article in groupby(rows, key=lambda row: row.article):
        lines += ["", article]
        for row in of_article:
            lines.append(f"{row.id:<6} {row.home:<6} {row.does}")
            lines += [f"       {test}" for test in _tests_of(row, session, ran=ran)] or ["       no test yet"]
    return lines[1:]


def _tests_of(row: Row, session: Session, *, ran: bool) -> list[str]:
    """The row's tests, the cases of one function as one line, "did not pass" where that is so."""
    tests = session.proofs.get(row.id, [])
    red = {_function(test) for test in tests if ran and test not in session.passed}
    return [
        test + (f" ({cases} cases)" if cases > 1 else "") + (" — did not pass" if test in red else "")
        for test, cases in Counter(map(_function, tests)).items()
    ]


def _function(node_id: str) -> str:
    return node_id.partition("[")[0]


def _last_line(rows: tuple[Row, ...], session: Session, *, ran: bool) -> str:
    if ran:
        return f"{sum(session.proven(row.id) for row in rows)} of {len(rows)} rows proven"
    return f"{sum(row.id in session.proofs for row in rows)} of {len(rows)} rows have tests (nothing was run)"


if __name__ == "__main__":
    sys.exit(main())
