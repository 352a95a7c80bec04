"""A pytest plugin: checks `@pytest.mark.row(...)` against rows.toml, and disables actions on request.

`pytest --disable dotted.path:function` makes a function do nothing before tests are collected.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .disable import ENV, CannotDisableError, disable
from .row import ARROW, ROWS_FILE, Row, load_rows, neutral_values

rows_key = pytest.StashKey[dict[str, Row]]()
proofs_key = pytest.StashKey[dict[str, list[str]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--disable",
        action="append",
        default=[],
        metavar="dotted.path:function",
        help="make this function do nothing (it returns what rows.toml notes beside it, or None); repeatable",
    )
    parser.addini("rows_file", "the requirement rows, relative to the root", default=str(ROWS_FILE))


def pytest_configure(config: pytest.Config) -> None:
    path = config.rootpath / Path(config.getini("rows_file"))
    config.stash[rows_key] = {row.id: row for row in load_rows(path)}
    config.stash[proofs_key] = {}


def pytest_sessionstart(session: pytest.Session) -> None:
    wanted: list[str] = session.config.getoption("--disable")
    if not wanted:
        return
    noted = neutral_values(tuple(session.config.stash[rows_key].values()))
    specs = [spec if ARROW in spec else f"{spec}{ARROW}{noted.get(spec, 'None')}" for spec in wanted]
    try:
        for spec in specs:
            disable(spec)
    except CannotDisableError as error:
        raise pytest.UsageError(str(error)) from error
    _disable_in_children(specs)


def _disable_in_children(specs: list[str]) -> None:
    """A test may walk through a door that is a process of its own; it must meet the same missing action."""
    startup = str(Path(__file__).resolve().parent / "startup")
    os.environ[ENV] = "\n".join(specs)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [startup, os.environ.get("PYTHONPATH")]))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Before anything is deselected: every mark is looked at, and an id that is none stops the run."""
    known = config.stash[rows_key]
    problems = [problem for item in items for problem in _mark_problems(item, known)]
    if problems:
        raise pytest.UsageError("\n".join(problems))


def pytest_collection_finish(session: pytest.Session) -> None:
    proofs = session.config.stash[proofs_key]
    for item in session.items:
        for id_ in rows_of(item):
            proofs.setdefault(id_, []).append(item.nodeid)


def rows_of(item: pytest.Item) -> list[str]:
    """The ids an item is marked with, each once, nearest mark first."""
    return list(dict.fromkeys(id_ for mark in item.iter_markers("row") for id_ in mark.args))


def _mark_problems(item: pytest.Item, known: dict[str, Row]) -> list[str]:
    problems = []
    for mark in item.iter_markers("row"):
        if not mark.args or mark.kwargs:
            problems.append(f'{item.nodeid} has a row mark without an id; write @pytest.mark.row("S0.1a").')
        problems += [
            f"{item.nodeid} is marked with row {id_}, which rows.toml does not have."
            for id_ in mark.args
            if id_ not in known
        ]
    return problems
