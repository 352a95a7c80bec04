"""Tomorrow's shelf: a rest holds cold applications, a deadline under 24 hours passes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.lib.shelving import cold_applications_rest

EVENING = datetime(2026, 11, 16, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def test_a_role_without_a_deadline_waits_until_the_rest_ends_and_not_a_moment_longer() -> None:
    """It rests up to the last moment of the rest and is free at its end."""
    assert cold_applications_rest(MORNING, None, EVENING)
    assert cold_applications_rest(MORNING, None, MORNING - timedelta(microseconds=1))
    assert not cold_applications_rest(MORNING, None, MORNING)


@pytest.mark.parametrize(
    ("hours", "rests"), [(-1, True), (0, False), (1, False), (23.99, False), (24, True), (72, True)]
)
def test_a_deadline_under_24_hours_passes(hours: float, rests: bool) -> None:
    """Nearer than 24 hours goes through; 24 hours and more, or one that has gone by, waits."""
    assert cold_applications_rest(MORNING, EVENING + timedelta(hours=hours), EVENING) is rests


def test_the_zone_a_deadline_is_written_in_changes_nothing() -> None:
    """Moments are compared, not clocks on walls."""
    soon = (EVENING + timedelta(hours=20)).astimezone(ZoneInfo("Pacific/Auckland"))
    assert not cold_applications_rest(MORNING, soon, EVENING)


@given(st.none() | st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_nobody_who_does_not_rest_is_held(away: timedelta | None) -> None:
    """Outside a rest no deadline, near, far or gone, makes a role wait."""
    deadline = None if away is None else EVENING + away
    assert not cold_applications_rest(None, deadline, EVENING)
    assert not cold_applications_rest(EVENING, deadline, MORNING)
