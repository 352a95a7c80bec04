"""Dates in the words of the pages."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from secondwind.ui.dates import day_words, minutes_words, moment_words

WEDNESDAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("day", "style", "words"),
    [
        (date(2026, 11, 17), "long", "Tuesday 17 November"),
        (date(2026, 11, 17), "hang", "Tue 17 Nov"),
        (date(2026, 11, 17), "short", "17 Nov"),
        (date(2025, 11, 17), "long", "Monday 17 November 2025"),
        (date(2027, 1, 4), "short", "4 Jan 2027"),
        (date(2026, 11, 17), "near", "yesterday"),
        (date(2026, 11, 18), "near", "today"),
        (date(2026, 11, 19), "near", "tomorrow"),
        (date(2026, 11, 24), "near", "Tuesday"),
        (date(2026, 11, 25), "near", "Wednesday 25 November"),
        (date(2026, 11, 16), "near", "Monday 16 November"),
    ],
)
def test_a_day_in_words(day: date, style: str, words: str) -> None:
    """A weekday stands alone for the coming six days and never for the past, where it could mean two days."""
    assert day_words(day, WEDNESDAY, style) == words  # type: ignore[arg-type]


def test_an_unknown_style_is_refused() -> None:
    """A misspelt style is an error and not some default."""
    with pytest.raises(ValueError, match="no such way"):
        day_words(WEDNESDAY, WEDNESDAY, "longish")  # type: ignore[arg-type]


def test_a_moment_in_words() -> None:
    """The hour stands without a leading nought, minutes with one."""
    assert moment_words(NOW.replace(day=19, hour=9, minute=0), NOW) == "tomorrow, 9:00"
    assert moment_words(NOW.replace(day=17, hour=16, minute=5), NOW) == "yesterday, 16:05"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "a moment"),
        (1, "1 minute"),
        (10, "10 minutes"),
        (60, "1 hour"),
        (61, "1 hour 1 minute"),
        (150, "2 hours 30 minutes"),
    ],
)
def test_minutes_in_words(minutes: int, words: str) -> None:
    """Singular and plural are told apart, and hours are said as hours."""
    assert minutes_words(minutes) == words
