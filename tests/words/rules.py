"""The tone rules, as functions from a text to its offences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from .said import BREAK, Offence, Said

NEVER = (
    "should",
    "just",
    "only",
    "at least",
    "everything happens",
    "streak",
    "failed",
    "behind",
    "overdue",
    "you've got this",
    "closer each time",
    "the user",
)
ENDINGS = {"should": "(?:n't)?", "streak": "s?", "the user": "(?:s|'s)?"}
LONGEST = 24

_NEVER = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(word) + ENDINGS.get(word, "") for word in NEVER) + r")(?![\w-])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"[.?!…]+(?=[\s\"'”’)\]]|$)|{BREAK}")
_WORD = re.compile(r"\w[\w'’.,:/@-]*")


def offences_in(said: Said, source: str) -> Iterator[Offence]:
    """Every rule broken in one text. `source` is the whole file, to find the line."""
    plain = re.sub(r"[^\S\n\x1e]+", " ", said.text.replace("’", "'"))
    joined = " ".join(re.split(r"[^\S\x1e]+", plain.replace(BREAK, f" {BREAK} "))).strip()
    for found in _NEVER.finditer(joined):
        yield _offence(said, source, found[0])
    if "!" in joined:
        yield _offence(said, source, "!")
    for sentence in _SENTENCE_END.split(joined):
        words = _WORD.findall(sentence)
        if len(words) > LONGEST:
            yield _offence(said, source, f"{len(words)} words", sentence.strip())


def _offence(said: Said, source: str, word: str, sentence: str = "") -> Offence:
    """The offence on the first line of the text that holds its word, or else where the text begins."""
    sought = " ".join(sentence.split()[:2]) if sentence else word
    lines = source.splitlines()[said.line - 1 : said.last_line]
    for number, line in enumerate(lines, said.line):
        if sought.lower() in line.replace("’", "'").lower():
            return Offence(said.path, number, word, sentence or said.text)
    return Offence(said.path, said.line, word, sentence or said.text)


@dataclass(frozen=True, slots=True)
class Allowed:
    """An exception: `word` in `file` (a path or pattern), in a text that holds `contains`, for a `reason`."""

    file: str
    word: str
    contains: str
    reason: str

    def covers(self, offence: Offence) -> bool:
        return (
            fnmatchcase(offence.path, self.file)
            and offence.word.lower() == self.word.lower()
            and self.contains in " ".join(offence.text.split())
        )


def load_allowed(path: Path) -> tuple[Allowed, ...]:
    """The exceptions in the file; TypeError where an entry has too much or too little."""
    return tuple(
        Allowed(**entry) for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("allowed", ())
    )


def not_allowed(
    offences: Iterable[Offence], allowed: tuple[Allowed, ...]
) -> tuple[list[Offence], list[Allowed]]:
    """The offences no exception covers, and the exceptions that cover none."""
    left = []
    used: set[Allowed] = set()
    for offence in offences:
        covering = [entry for entry in allowed if entry.covers(offence)]
        used.update(covering)
        if not covering:
            left.append(offence)
    return left, [entry for entry in allowed if entry not in used]
