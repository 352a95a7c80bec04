"""Marks under a draft, at the very places the notes speak of."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    """The text, escaped, with each span (start, end) marked; spans that overlap become one."""
    pieces: list[tuple[SafeString]] = []
    at = 0
    for start, end in sorted(spans):
        first, last = max(start, at), min(end, len(text))
        if first >= last:
            continue
        pieces.append((format_html("{}<mark>{}</mark>", text[at:first], text[first:last]),))
        at = last
    return format_html_join("", "{}", [*pieces, (text[at:],)])
