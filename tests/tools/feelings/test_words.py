"""The grid of words."""

from __future__ import annotations

import pytest

from secondwind.tools.feelings.models import CheckIn
from secondwind.tools.feelings.words import GRID, WORDS, energy_of, pleasantness_of, tells_of


def test_there_are_twenty_words_each_in_one_place() -> None:
    """Five rows of four, no word twice."""
    assert len(WORDS) == len(set(WORDS)) == 20
    assert {len(row) for row in GRID} == {4}
    assert len({(energy_of(word), pleasantness_of(word)) for word in WORDS}) == 20


def test_a_place_says_energy_and_pleasantness() -> None:
    """The corners stand where the page shows them."""
    assert [(energy_of(w), pleasantness_of(w)) for w in ("furious", "lively", "sad", "at ease")] == [
        (5, 1),
        (5, 4),
        (1, 1),
        (1, 4),
    ]
    with pytest.raises(ValueError, match="not on the grid"):
        energy_of("splendid")


def test_a_check_in_takes_both_from_its_words_and_averages_nothing() -> None:
    """One number a word, none without words."""
    assert CheckIn(words=["hurt", "lively"]).energy == (2, 5)
    assert CheckIn(words=["hurt", "lively"]).pleasantness == (1, 4)
    assert CheckIn().energy == ()


def test_words_tell_of_anger_and_relief_and_of_nothing_else() -> None:
    """Exactly three of the twenty say something to a plan."""
    assert [word for word in WORDS if any(tells_of([word]).values())] == ["furious", "angry", "relieved"]
    assert tells_of([]) == {"anger": False, "relief": False}
