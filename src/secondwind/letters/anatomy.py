"""A letter's parts: greeting, sentences, sign-off, each with its place, so that a note can point at it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_STRAIGHT = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "\u00a0": " ", "–": "-"}
)
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s+[\"'(\[]*[A-Z0-9{<]|\s*$)|\n\s*\n", re.MULTILINE)
_LONGEST = 600
"""Characters up to which a stretch is read as one sentence: some hundred words. The rules' patterns take
time that grows with the square of a sentence, so one that never ends is read in pieces."""
_ABBREVIATION = 16
"""Characters at the end of a stretch that are enough to see an abbreviation in."""
_QUOTED = re.compile(r"\"[^\"\n]{1,160}\"|(?<![\w'])'[^'\n]{1,120}[?!.]'(?!\w)")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the body: `start` to `end` in characters, `text` with straight quotation marks."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Anatomy:
    """`greeting` and `sentences` hold places in the body; `main` stands between greeting and sign-off.
    `plain` is the whole body with straight quotation marks, as long as before."""

    body: str
    plain: str
    greeting: Span | None
    main: Span
    sentences: tuple[Span, ...]


def dissect(body: str, shape: Mapping[str, Any]) -> Anatomy:
    """The parts of a letter. `shape` is a language's table of greetings, closings and abbreviations."""
    plain = body.translate(_STRAIGHT)
    greeting = _greeting(plain, shape)
    start = greeting.end if greeting else 0
    end = max(start, _sign_off(plain, shape))
    main = Span(start, end, plain[start:end])
    return Anatomy(body, plain, greeting, main, _sentences(main, shape))


def without_quotes(text: str) -> str:
    """The text with what stands in quotation marks blanked out, as long as before."""
    return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


def _greeting(plain: str, shape: Mapping[str, Any]) -> Span | None:
    """The first line where it greets, or its words up to the comma where the letter goes on there."""
    first = re.search(r"\S[^\n]*", plain)
    if not first:
        return None
    line = first[0].rstrip()
    opens = re.match(shape["greeting"], line, re.IGNORECASE)
    comma = re.search(r"[,:;!]", line)
    if opens and len(line.split()) > 8 and comma:
        line = line[: comma.end()]
    named = line.endswith((",", ":")) and len(line.split()) <= 4
    if not opens and not named:
        return None
    return Span(first.start(), first.start() + len(line), line)


def _sign_off(plain: str, shape: Mapping[str, Any]) -> int:
    """Where the sign-off begins: the closing line and the name; the end of the body where there is none."""
    lines = list(re.finditer(r"\S[^\n]*", plain))
    end = len(plain.rstrip())
    for line in reversed(lines[-4:]):
        text = line[0].strip()
        ends_open = text[-1] not in ".?!"
        closes = bool(re.match(shape["sign_off"], text, re.IGNORECASE)) and text.endswith(",")
        short = len(text.split()) <= 5
        if not (short and ends_open) and not (closes and len(text.split()) <= 9):
            break
        end = line.start()
    return end


def _sentences(main: Span, shape: Mapping[str, Any]) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    for end in _END.finditer(main.text):
        said = main.text[start : end.end()]
        if not said.strip() or re.search(shape["abbreviations"], said[-_ABBREVIATION:], re.IGNORECASE):
            continue
        found.extend(_pieces(main, start, end.end()))
        start = end.end()
    found.extend(_pieces(main, start, len(main.text)))
    return tuple(found)


def _pieces(main: Span, start: int, end: int) -> Iterator[Span]:
    """The stretch as one sentence; in pieces, cut between words where it can be, where it is too long for one."""
    while end - start > _LONGEST:
        cut = max(main.text.rfind(gap, start + 1, start + _LONGEST) for gap in " \n")
        cut = cut if cut > start else start + _LONGEST
        yield from _pieces(main, start, cut)
        start = cut
    if main.text[start:end].strip():
        yield _trimmed(main, start, end)


def _trimmed(main: Span, start: int, end: int) -> Span:
    said = main.text[start:end]
    left = len(said) - len(said.lstrip())
    text = said.strip()
    return Span(main.start + start + left, main.start + start + left + len(text), " ".join(text.split("\n")))
