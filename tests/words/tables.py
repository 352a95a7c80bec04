"""What a TOML file says to a person: the values of the keys that speak."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

from .said import BREAK, Said, line_of

SPOKEN_KEYS = {
    "title", "text", "texts", "why", "done", "summary", "departures",  # playbooks
    "subject", "greeting", "closing", "sentence", "sentences", "lines",  # letters
    "label", "hint", "prompt", "prompts", "question", "note", "heading", "reason",  # tools, lint, screens
}  # fmt: skip
LISTENING_ROOMS = ("reading", "mail")  # their tables hold what other people write, not what we say


def said_in_table(path: str, source: str) -> list[Said]:
    """Every string that stands, at any depth, below a key that speaks."""
    return [_placed(path, source, text) for text in _spoken(tomllib.loads(source), speaking=False)]


def _spoken(node: object, *, speaking: bool) -> Iterator[str]:
    if isinstance(node, str) and speaking:
        yield node
    elif isinstance(node, list):
        for each in node:
            yield from _spoken(each, speaking=speaking)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _spoken(value, speaking=key in SPOKEN_KEYS)


def _placed(path: str, source: str, text: str) -> Said:
    """A parsed table has no lines, so the text's first plain stretch is looked for in the file."""
    stretch = re.split(r"[\"\\\n]", text.strip(), maxsplit=1)[0]
    found = source.find(stretch) if stretch else -1
    line = line_of(source, max(found, 0))
    last = line + text.count("\n") + 1 if found >= 0 else source.count("\n") + 1
    return Said(path, line, last, re.sub(r"\n[^\S\n]*\n", f"\n{BREAK}\n", text))
