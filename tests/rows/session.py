"""One quiet pytest session over the marked tests, and what it found."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from .plugin import proofs_key

ENDED_AS_IT_SHOULD = (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)


@dataclass(slots=True)
class Session:
    """`proofs`: row id to the node ids marked with it. `passed`: the node ids of which every part passed.
    `broken`: the session itself did not come to its end (a usage error, a module that does not import)."""

    proofs: dict[str, list[str]] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    broken: bool = False
    output: str = ""

    def marked(self) -> list[str]:
        """Every marked test once, in the order met."""
        return list(dict.fromkeys(test for tests in self.proofs.values() for test in tests))

    def not_passed(self) -> list[str]:
        """The marked tests that did not pass: red, in error, skipped or never run."""
        return [test for test in self.marked() if test not in self.passed]

    def proven(self, row_id: str) -> bool:
        """Whether the row has tests and all of them passed."""
        tests = self.proofs.get(row_id, [])
        return bool(tests) and all(test in self.passed for test in tests)


class _Listener:
    def __init__(self) -> None:
        self.session = Session()
        self.spoiled: set[str] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed or hasattr(report, "wasxfail"):
            self.spoiled.add(report.nodeid)
        elif report.when == "call":
            self.session.passed.add(report.nodeid)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.session.proofs = session.config.stash.get(proofs_key, {})
        self.session.passed -= self.spoiled


def run_marked(rows_file: Path, arguments: list[str], *, collect_only: bool = False) -> Session:
    """Run (or only collect) every test with a row mark, in this process, saying nothing."""
    listener = _Listener()
    options = ["-q", "-m", "row", "-p", "no:cacheprovider", "-o", f"rows_file={rows_file}", *arguments]
    if collect_only:
        options.append("--collect-only")
    spoken = io.StringIO()
    with contextlib.redirect_stdout(spoken), contextlib.redirect_stderr(spoken):
        ended = pytest.main(options, plugins=[listener])
    listener.session.broken = ended not in ENDED_AS_IT_SHOULD
    listener.session.output = spoken.getvalue()
    return listener.session
