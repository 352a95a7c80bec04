"""Precision, recall and their intervals."""

from __future__ import annotations

import pytest

from secondwind.reading.reading import Kind
from secondwind.reading.score import Share, confusion_table, score, wilson

NO, GOT, UNSURE = Kind.REJECTION, Kind.APPLICATION_RECEIVED, Kind.UNSURE


def test_wilson_matches_the_formula_by_hand() -> None:
    """5 of 250 at 90%: the interval worked out by hand."""
    low, high = wilson(5, 250)
    assert low == pytest.approx(0.0098, abs=5e-4)
    assert high == pytest.approx(0.0405, abs=5e-4)


def test_wilson_stays_between_nought_and_one() -> None:
    """All, none and nothing measured stay in bounds, and nonsense is refused."""
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == pytest.approx(1.0)
    with pytest.raises(ValueError, match="3 of 2"):
        wilson(3, 2)


def test_unsure_costs_recall_and_not_precision() -> None:
    """A no left unsure lowers recall; precision counts only what was said."""
    scores = score([(NO, NO), (NO, UNSURE), (GOT, GOT), (GOT, NO)])
    assert scores[NO].precision == Share(1, 2)
    assert scores[NO].recall == Share(1, 2)
    assert scores[GOT].precision == Share(1, 1)


def test_a_share_of_nothing_has_no_value() -> None:
    """With nothing measured there is no number to show."""
    assert Share(0, 0).value is None
    assert str(Share(0, 0)) == "n=0"


def test_the_confusion_table_names_both_sides() -> None:
    """Rows are truths, columns answers, and the counts add up."""
    table = confusion_table([(NO, NO), (NO, GOT), (NO, GOT)])
    assert table.splitlines()[2].split() == ["rejection", "2", "1"]
