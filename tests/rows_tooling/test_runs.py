"""The plugin, the report and the mutants, each on a small invented project in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent

INI = f"""
[pytest]
pythonpath = {TESTS} .
rows_file = rows.toml
addopts = --strict-markers
markers =
    row(id): proves a row
"""
SHELF = """
def choose(role):
    return [role]

def made(n):
    return lambda: n

three = made(3)
"""
DOOR = """
import sys
from shelf import choose

def walk(role):
    return len(choose(role))

if __name__ == "__main__":
    sys.stdout.write(str(choose("baker")))
"""
ROWS = """
[[row]]
id = "S0.0a"
home = "PB"
does = "A role is chosen"
proof = "one is chosen"
actions = ["shelf:choose -> []"]

[[row]]
id = "S1.0a"
home = "UI"
does = "Another thing"
proof = "it is there"
"""
HONEST = """
import pytest
from door import walk

@pytest.mark.row("S0.0a")
def test_walk():
    assert walk("baker") == 1

def test_of_no_row():
    assert False
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with one room, one door, two rows and one honest test."""
    files = {
        "pytest.ini": INI,
        "shelf.py": SHELF,
        "door.py": DOOR,
        "rows.toml": ROWS,
        "conftest.py": 'pytest_plugins = ["rows.plugin"]\n',
        "test_walk.py": HONEST,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments, in the project's folder."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},  # it needs none, and each start is quicker
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def pytest_in(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments)


def tool(project: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(project, str(TESTS / "rows"), name, "--rows", "rows.toml", *arguments)


def test_an_unknown_row_fails_collection(project):
    """A mark with an id that is no row stops the run and says which test and which id."""
    (project / "test_walk.py").write_text(HONEST.replace("S0.0a", "S9.9z"))
    ended = pytest_in(project)
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "test_walk.py::test_walk is marked with row S9.9z, which rows.toml does not have." in ended.stderr


def test_a_mark_without_an_id_fails_collection(project):
    """An empty mark proves nothing and is refused."""
    (project / "test_walk.py").write_text(HONEST.replace('"S0.0a"', ""))
    ended = pytest_in(project)
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "has a row mark without an id" in ended.stderr


def test_disabling_reaches_a_function_imported_by_name(project):
    """door.py holds `choose` by `from shelf import choose`; disabled, its test gets the noted value."""
    assert pytest_in(project, "test_walk.py::test_walk").returncode == pytest.ExitCode.OK
    ended = pytest_in(project, "test_walk.py::test_walk", "--disable", "shelf:choose")
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert "assert 0 == 1" in ended.stdout


def test_disabling_reaches_a_child_process(project):
    """A command started by a test meets the same missing action as the test itself."""
    (project / "test_walk.py").write_text(
        "import subprocess, sys\n"
        "def test_walk():\n"
        "    said = subprocess.run([sys.executable, 'door.py'], capture_output=True, text=True).stdout\n"
        "    assert said == \"['baker']\"\n"
    )
    assert pytest_in(project).returncode == pytest.ExitCode.OK
    ended = pytest_in(project, "--disable=shelf:choose")
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert "assert '[]' ==" in ended.stdout


def test_disabling_a_closure_is_refused(project):
    """The run stops with a sentence before any test."""
    ended = pytest_in(project, "--disable=shelf:three")
    assert ended.returncode == pytest.ExitCode.USAGE_ERROR
    assert "shelf:three is a closure" in ended.stderr


def test_the_report_counts_rows_whose_tests_pass(project):
    """Every row stands there with its tests; the last line counts; unmarked tests are not asked."""
    ended = tool(project, "report")
    assert ended.returncode == 0, ended.stderr
    lines = ended.stdout.splitlines()
    assert lines[-1] == "1 of 2 rows proven"
    assert "       test_walk.py::test_walk" in lines
    assert "       no test yet" in lines


@pytest.mark.parametrize(
    "body", ["assert walk('baker') == 2", "pytest.skip('later')", "pytest.xfail('later')"]
)
def test_the_report_does_not_count_what_does_not_pass(project, body):
    """A red, a skipped and an xfailed test prove nothing, and the report exits 1 and names the test."""
    (project / "test_walk.py").write_text(HONEST.replace('assert walk("baker") == 1', body))
    ended = tool(project, "report")
    assert ended.returncode == 1
    assert ended.stdout.splitlines()[-1] == "0 of 2 rows proven"
    assert "Did not pass: test_walk.py::test_walk" in ended.stdout


def test_the_report_without_running_says_so(project):
    """--no-run counts rows that have tests, in other words than the run."""
    (project / "test_walk.py").write_text(HONEST.replace("== 1", "== 2"))
    ended = tool(project, "report", "--no-run")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[-1] == "1 of 2 rows have tests (nothing was run)"


def test_the_report_counts_nothing_when_tests_cannot_be_collected(project):
    """A test file that does not import is not a shorter list of rows but an error."""
    (project / "test_broken.py").write_text("import no_such_room\n")
    ended = tool(project, "report")
    assert ended.returncode == 1
    assert "rows proven" not in ended.stdout
    assert "no_such_room" in ended.stderr


def test_a_mutant_that_is_noticed_is_kept(project):
    """The honest test goes red without its action: one line, exit 0."""
    ended = tool(project, "mutate")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == [
        "S0.0a  shelf:choose noticed",
        "1 of 1 rows with tests notice when their actions do nothing",
    ]


def test_a_mutant_that_survives_is_reported(project):
    """A test that would pass without the action is found out."""
    (project / "test_walk.py").write_text(HONEST.replace("== 1", "is not None"))
    ended = tool(project, "mutate")
    assert ended.returncode == 1
    assert "S0.0a  shelf:choose SURVIVED: its tests pass without it" in ended.stdout


def test_a_tested_row_without_actions_is_an_error(project):
    """A row that has tests names what they hold to account."""
    (project / "rows.toml").write_text(ROWS.replace('actions = ["shelf:choose -> []"]', ""))
    ended = tool(project, "mutate")
    assert ended.returncode == 1
    assert "S0.0a  has tests but names no action in rows.toml" in ended.stdout


def test_an_action_that_cannot_be_disabled_is_not_taken_for_noticed(project):
    """A session that never ran is an error of its own, not a red test."""
    (project / "rows.toml").write_text(ROWS.replace("shelf:choose -> []", "shelf:three"))
    ended = tool(project, "mutate")
    assert ended.returncode == 1
    assert "could not be tried" in ended.stdout
    assert "is a closure" in ended.stdout


def test_mutants_wait_until_the_tests_pass_undisturbed(project):
    """A test that is red anyway would notice everything; nothing is disabled then."""
    (project / "test_walk.py").write_text(HONEST.replace("== 1", "== 2"))
    ended = tool(project, "mutate")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "do not pass undisturbed" in ended.stderr
