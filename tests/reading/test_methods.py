"""A method that has judged the past stays as it is: it may lean on nothing that changes."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from secondwind.reading import methods

ROOT = Path(methods.__file__).parent
METHOD_FOLDERS = sorted(path for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists())
ALLOWED = ("secondwind.lib", "secondwind.mail.message", "secondwind.reading.reading")


def imports_of(path: Path) -> list[str]:
    """Every module a file imports, also inside functions; relative imports are written out as '.'."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append("." * node.level + (node.module or "") if node.level else (node.module or ""))
    return found


def is_allowed(module: str, folder: Path) -> bool:
    own = f"secondwind.reading.methods.{folder.name}"
    if module == "secondwind.reading.methods" and folder.name > "v1":
        return True  # `from secondwind.reading.methods import v1`: earlier methods are frozen themselves
    if any(module.startswith(f"secondwind.reading.methods.v{n}") for n in range(1, int(folder.name[1:]))):
        return True
    if module.startswith((own + ".", "..")) or module == own:
        return not module.startswith("..")
    if any(module == name or module.startswith(name + ".") for name in ALLOWED):
        return True
    return module.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("folder", METHOD_FOLDERS, ids=lambda path: path.name)
def test_a_method_leans_on_nothing_that_changes(folder: Path) -> None:
    """A method imports the standard library, lib, Message, Reading and its own files, nothing else."""
    strangers = {
        (path.name, module)
        for path in folder.rglob("*.py")
        for module in imports_of(path)
        if not is_allowed(module, folder)
    }
    assert strangers == set()


def test_the_guard_knows_a_stranger() -> None:
    """The guard would notice a library, another room, and a neighbour method."""
    folder = ROOT / "v1"
    for module in (
        "rapidfuzz",
        "secondwind.reading.match",
        "secondwind.mail.parse",
        "secondwind.reading.methods.v2",
        "..v2",
        "django",
    ):
        assert not is_allowed(module, folder)
    for module in (
        "re",
        "secondwind.mail.message",
        "secondwind.reading.methods.v1.passage",
        "secondwind.lib.text",
    ):
        assert is_allowed(module, folder)


def test_every_method_folder_is_registered() -> None:
    """Each method's folder stands in METHODS under its own name."""
    assert {folder.name for folder in METHOD_FOLDERS} == set(methods.METHODS)
    assert methods.CURRENT in methods.METHODS
