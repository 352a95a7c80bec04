"""The floors of the house, and that the project speaks of itself alone."""

from __future__ import annotations

import re
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INDEX_HOSTS = {"pypi.org", "files.pythonhosted.org"}
# Written with a bracket each, so that this file does not name what it looks for.
MACHINE_PATHS = re.compile(rb"(?<![\w.~}-])(?:/wor[k]/|/roo[t]/|/hom[e]/[a-z])")
WORKPLACE_WORDS = re.compile(
    rb"shared/(?:spec|data|seeds|corpora|hook[s])|(?:missio[n]|hous[e]|peer[s]|brie[f])\.md"
    rb"|\bissue[s] show\b|\bclaud[e]\b|\banthropi[c]\b|\bsub-?agen[t]|\bhelper sessio[n]|\bAI assistan[t]",
    re.IGNORECASE,
)


def tracked_files() -> list[Path]:
    """Every file git keeps, as it stands in the tree now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def naming(pattern: re.Pattern[bytes]) -> list[str]:
    """file:line of every tracked text that matches."""
    found = []
    for path in tracked_files():
        raw = path.read_bytes()
        if b"\0" in raw:
            continue
        for hit in pattern.finditer(raw):
            line = raw.count(b"\n", 0, hit.start()) + 1
            found.append(f"{path.relative_to(ROOT)}:{line}: {hit[0].decode()}")
    return found


def test_the_floors_are_kept():
    """No room uses one beside or above it, and thinking rooms stay free of Django, clock and network."""
    command = Path(sysconfig.get_path("scripts")) / "lint-imports"
    ended = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", ended.stdout), ended.stdout


def test_the_lock_names_public_hosts_alone():
    """uv.lock installs the same anywhere: no mirror of one machine has crept in."""
    hosts = set(re.findall(r"https?://([^/\"\s]+)", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts == INDEX_HOSTS


def test_no_file_names_a_machine():
    """No path of the machine it was written on stands in any tracked file."""
    found = naming(MACHINE_PATHS)
    assert not found, "\n" + "\n".join(found)


def test_the_project_speaks_of_itself_alone():
    """No file tells of the place it was made in: none of its documents, tools or makers."""
    found = naming(WORKPLACE_WORDS)
    assert not found, "\n" + "\n".join(found)
