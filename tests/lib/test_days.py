"""Mornings, rests, working days and quiet days, over zones and the nights in which clocks move."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secondwind.lib.days import (
    SHORTEST_REST,
    local_day,
    next_free_day,
    nine_on,
    rest_ends_at,
    working_days_after,
)

ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001


def in_zone(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(zone))


@pytest.mark.parametrize(
    ("began", "stage", "ends"),
    [
        ("2026-11-17T16:40", "applied", "2026-11-18T09:00"),
        ("2026-11-17T16:40", "noticed", "2026-11-18T09:00"),
        ("2026-11-17T08:30", "applied", "2026-11-18T09:00"),
        ("2026-11-17T02:00", "applied", "2026-11-17T09:00"),
        ("2026-11-17T04:00", "applied", "2026-11-18T09:00"),
        ("2026-11-17T20:30", "screening", "2026-11-18T09:00"),
        ("2026-11-17T21:30", "screening", "2026-11-19T09:00"),
        ("2026-11-17T02:00", "screening", "2026-11-18T09:00"),
        ("2026-11-17T17:00", "interview", "2026-11-18T09:00"),
        ("2026-11-17T17:01", "interview", "2026-11-19T09:00"),
        ("2026-11-17T16:40", "final", "2026-11-19T09:00"),
        ("2026-11-17T21:01", "offer", "2026-11-20T09:00"),
    ],
)
def test_a_rest_ends_at_nine_after_its_hours(began: str, stage: str, ends: str) -> None:
    """A rest ends at the first next morning by which the hours of its stage have passed."""
    zone = "Europe/Berlin"
    assert rest_ends_at(in_zone(began, zone), stage, zone) == in_zone(ends, zone)


@pytest.mark.parametrize(
    ("began", "ends"),
    [
        # 23 hours: 17:00 to 9:00 are 15 real hours, so the sixteen need another morning.
        ("2026-03-28T17:00", "2026-03-30T09:00"),
        # 25 hours: 18:00 to 9:00 are 16 real hours, and that is enough.
        ("2026-10-24T18:00", "2026-10-25T09:00"),
    ],
)
def test_hours_of_a_rest_are_real_hours(began: str, ends: str) -> None:
    """In the night the clocks move a rest still ends at 9:00, and its hours are counted as they pass."""
    zone = "Europe/Berlin"
    assert rest_ends_at(in_zone(began, zone), "interview", zone) == in_zone(ends, zone)


@given(MOMENTS, st.sampled_from(sorted(SHORTEST_REST)), st.sampled_from(ZONES))
@example(datetime(2011, 12, 29, 20, tzinfo=UTC), "interview", "Pacific/Apia")
@example(datetime(2026, 3, 28, 16, tzinfo=UTC), "interview", "Europe/Berlin")
def test_every_rest_ends_on_the_first_morning_it_may(began: datetime, stage: str, zone: str) -> None:
    """Everywhere: 9:00 local, later than the no, the hours kept, and no morning earlier would do."""
    ends = rest_ends_at(began, stage, zone)
    here = zoneinfo.ZoneInfo(zone)
    local = ends.astimezone(here)
    assert (local.hour, local.minute) == (9, 0)
    assert ends > began
    assert ends - began >= SHORTEST_REST[stage]
    earlier = nine_on(local.date() - timedelta(days=1), zone)
    evening = local_day(began, zone) - timedelta(days=int(began.astimezone(here).hour < 4))
    too_soon = earlier - began < SHORTEST_REST[stage] or local_day(earlier, zone) <= evening
    assert too_soon or local_day(earlier, zone) == local.date()


@given(MOMENTS, st.sampled_from(ZONES))
def test_further_stages_never_rest_less(began: datetime, zone: str) -> None:
    """The further somebody came, the later or equal the end of the rest."""
    order = ["noticed", "applied", "screening", "interview", "final", "offer"]
    ends = [rest_ends_at(began, stage, zone) for stage in order]
    assert ends == sorted(ends)


def test_what_cannot_be_a_rest_is_refused() -> None:
    """A naive moment, an end of an application and an unknown zone are broken promises, not guesses."""
    moment = datetime(2026, 11, 17, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        rest_ends_at(moment.replace(tzinfo=None), "applied", "Europe/Berlin")
    with pytest.raises(ValueError, match="rejected"):
        rest_ends_at(moment, "rejected", "Europe/Berlin")
    with pytest.raises(zoneinfo.ZoneInfoNotFoundError):
        rest_ends_at(moment, "applied", "Europe/Nowhere")


def test_a_local_day_is_the_wall_calendars() -> None:
    """The same moment is another date elsewhere."""
    moment = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
    assert local_day(moment, "Asia/Tokyo") == date(2026, 11, 18)
    assert local_day(moment, "America/New_York") == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("day", "n", "country", "expected"),
    [
        (date(2026, 12, 23), 1, "DE", date(2026, 12, 24)),
        (date(2026, 12, 24), 1, "DE", date(2026, 12, 28)),  # Christmas, Boxing Day (a Saturday), Sunday
        (date(2026, 12, 24), 1, "XX", date(2026, 12, 25)),
        (date(2026, 12, 24), 1, "", date(2026, 12, 25)),
        (date(2026, 12, 24), 1, "GB", date(2026, 12, 29)),  # Boxing Day is made up for on the Monday
        (date(2026, 12, 31), 1, "DE", date(2027, 1, 4)),
        (date(2026, 11, 20), 3, "DE", date(2026, 11, 25)),
        (date(2026, 11, 21), 0, "DE", date(2026, 11, 21)),
    ],
)
def test_working_days_skip_weekends_and_holidays(day: date, n: int, country: str, expected: date) -> None:
    """Working days leave out weekends and the country's holidays; an unknown country has weekends alone."""
    assert working_days_after(day, n, country) == expected


@given(
    st.dates(date(2000, 1, 1), date(2035, 1, 1)),
    st.integers(0, 15),
    st.sampled_from(["DE", "US", "GB", "XX", ""]),
)
def test_working_days_add_up(day: date, n: int, country: str) -> None:
    """N and then one more is the same as n + 1, and time goes forward."""
    here = working_days_after(day, n, country)
    assert working_days_after(here, 1, country) == working_days_after(day, n + 1, country) > here


@given(
    st.dates(date(2000, 1, 1), date(2035, 1, 1)),
    st.frozensets(st.integers(0, 6)),
    st.frozensets(st.integers(0, 9)),
)
def test_a_free_day_is_the_first_that_is_not_quiet(
    day: date, weekdays: frozenset[int], offsets: frozenset[int]
) -> None:
    """No quiet day is given, and none before it was free; seven quiet weekdays count as none."""
    quiet = {day + timedelta(days=offset) for offset in offsets}
    found = next_free_day(day, weekdays, quiet)
    kept = weekdays if len(weekdays) < 7 else frozenset()
    passed = [day + timedelta(days=n) for n in range((found - day).days)]
    assert found.weekday() not in kept
    assert found not in quiet
    assert all(one.weekday() in kept or one in quiet for one in passed)
