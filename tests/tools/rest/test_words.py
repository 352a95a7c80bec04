"""What the rest page says of a no."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from secondwind.record.stages import GATES
from secondwind.tools.rest.words import REASONS, news, others_too, reason_for

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 17, 18, 20, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (17, 8, "this morning"), (17, 16, "this afternoon"), (17, 18, "this evening"), (17, 1, "tonight"),
        (16, 23, "yesterday"), (12, 9, "on Thursday 12 November"),
    ],
)  # fmt: skip
def test_the_day_of_the_no_is_said_as_a_person_would(day: int, hour: int, said: str) -> None:
    """Parts of today, yesterday, and a weekday with its date before that."""
    moment = datetime(2026, 11, day, hour, 30, tzinfo=LONDON)
    assert news("Northwind", moment, NOW, ghosted=False) == f"Northwind said no {said}."


def test_a_no_without_a_day_is_told_without_one() -> None:
    """Nothing is made up."""
    assert news("Northwind", None, NOW, ghosted=False) == "Northwind said no."


def test_every_stage_has_a_reason_and_late_ones_have_their_own() -> None:
    """No stage is without words, and a final round is not told like a first look."""
    assert set(REASONS) == set(GATES)
    assert len({reason_for(stage) for stage in ("applied", "screening", "interview", "final")}) == 4


def test_others_are_named_together() -> None:
    """None, one and three."""
    assert others_too([]) == ""
    assert others_too(["Aldgate Foods"]).startswith("Aldgate Foods said no as well.")
    assert others_too(["A", "B", "C"]).startswith("A, B and C said no as well.")
