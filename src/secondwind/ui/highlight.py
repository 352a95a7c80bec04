"""Quotations marked in the text they come from. Everything that leaves here is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Span = tuple[int, int]

# Mail programs break at 65 to 78 characters; a line this long was broken at the last word that fitted.
_BROKEN_FOR_WIDTH = 58


def quoted_spans(text: str, quotes: Iterable[str]) -> list[Span]:
    """Where the quotes stand in the text: (start, end) pairs, in order, never overlapping.

    A quote is found when its words follow each other with any white space between them, so that a line
    broken by a mail program is still found. Every place counts. An empty quote is nowhere.
    """
    found: list[Span] = []
    for quote in quotes:
        words = quote.split()
        if words:
            pattern = r"\s+".join(re.escape(word) for word in words)
            found.extend(match.span() for match in re.finditer(pattern, text))
    return _joined(found)


def highlight(text: str, quotes: Iterable[str]) -> SafeString:
    """The text, escaped, with each quote inside <mark>."""
    return _marked(text, quoted_spans(text, quotes), 0, len(text))


def letter(text: str, quotes: Iterable[str] = ()) -> SafeString:
    """The text of a mail as paragraphs: escaped, marked, with <br> where a line ends."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    spans = quoted_spans(clean, quotes)
    return mark_safe("".join(f"<p>{_lines(clean, spans, a, b)}</p>" for a, b in _paragraphs(clean)))  # noqa: S308 - every piece comes from _marked, which escapes


def _lines(text: str, spans: list[Span], start: int, end: int) -> str:
    """One paragraph: a line a mail program broke for width flows on; a line that was ended stays ended."""
    pieces: list[str] = []
    at = start
    for line in text[start:end].split("\n"):
        pieces += [
            str(_marked(text, spans, at, at + len(line))),
            " " if len(line) >= _BROKEN_FOR_WIDTH else "<br>",
        ]
        at += len(line) + 1
    return "".join(pieces[:-1])


def _paragraphs(text: str) -> list[Span]:
    """The stretches between blank lines, without the white space around them."""
    return [match.span() for match in re.finditer(r"\S(?:[^\n]|\n(?!\s*\n|\s*\Z))*", text)]


def _marked(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    pieces, at = [], start
    for first, last in spans:
        a, b = max(first, start), min(last, end)
        if a >= b:
            continue
        pieces += [escape(text[at:a]), "<mark>", escape(text[a:b]), "</mark>"]
        at = b
    pieces.append(escape(text[at:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - each piece of the text went through escape()


def _joined(spans: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
