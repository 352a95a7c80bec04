"""Said and Offence: a text a person sees with its place, and a word in it that breaks a rule."""

from __future__ import annotations

from dataclasses import dataclass

BREAK = "\x1e"  # stands in a text where a sentence cannot run on: a branch of a template, a blank line
HOLE = "X"  # stands for a value filled in later; counts as one word


@dataclass(frozen=True, slots=True)
class Said:
    """One text: `path` relative to the root, `line` and `last_line` the lines of the file it spans."""

    path: str
    line: int
    last_line: int
    text: str


@dataclass(frozen=True, slots=True)
class Offence:
    """`word` is what broke the rule ("only", "!", "25 words"); `text` what it stands in."""

    path: str
    line: int
    word: str
    text: str

    def __str__(self) -> str:
        return f'{self.path}:{self.line}: "{self.word}" in: {" ".join(self.text.replace(BREAK, " ").split())}'


def line_of(source: str, offset: int) -> int:
    """The line, from 1, on which the character at `offset` stands."""
    return source.count("\n", 0, offset) + 1
