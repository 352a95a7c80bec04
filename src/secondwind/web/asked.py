"""Numbers that an address or a form hands over: read once here, never trusted."""

from __future__ import annotations

LONGEST = 18
"""Digits: what fits a database's whole number."""


def number_in(words: str) -> int | None:
    """The whole number written in plain digits, or None where these words are none a row could have."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= LONGEST else None
