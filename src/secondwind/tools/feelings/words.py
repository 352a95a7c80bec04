"""The twenty words of the check-in, laid out by energy and pleasantness. Pure.

Rows go from much energy to little, columns from unpleasant to pleasant. Where a word stands is a way to
find it, never a mark: nothing is averaged for the person and nothing is called good or bad.
"""

from __future__ import annotations

from collections.abc import Iterable

GRID: tuple[tuple[str, str, str, str], ...] = (
    ("furious", "panicky", "eager", "lively"),
    ("angry", "nervous", "hopeful", "curious"),
    ("let down", "uneasy", "okay", "relieved"),
    ("hurt", "flat", "calm", "thankful"),
    ("sad", "empty", "quiet", "at ease"),
)
WORDS = tuple(word for row in GRID for word in row)
MOST = 2
"""So many words may be chosen at once."""

_ANGER = frozenset({"furious", "angry"})
_RELIEF = frozenset({"relieved"})


def energy_of(word: str) -> int:
    """5 for the row with most energy down to 1; ValueError for a word that is not on the grid."""
    return len(GRID) - _place(word)[0]


def pleasantness_of(word: str) -> int:
    """1 for the left column up to 4; ValueError for a word that is not on the grid."""
    return _place(word)[1] + 1


def tells_of(words: Iterable[str]) -> dict[str, bool]:
    """What a plan may learn from the words: {"anger": …, "relief": …}."""
    chosen = frozenset(words)
    return {"anger": bool(chosen & _ANGER), "relief": bool(chosen & _RELIEF)}


def _place(word: str) -> tuple[int, int]:
    for row, words in enumerate(GRID):
        if word in words:
            return row, words.index(word)
    raise ValueError(f"{word!r} is not on the grid")
