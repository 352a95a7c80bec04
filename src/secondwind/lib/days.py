"""Days as a person lives them: mornings at 9:00 in a zone, rests, working days, quiet days. Pure.

A moment is an aware datetime and comes back in UTC; a day is a date in the person's zone. The zone is an
IANA name ("Europe/Berlin"); an unknown one raises `zoneinfo.ZoneInfoNotFoundError`, a naive moment
ValueError.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

import holidays
from holidays import HolidayBase

MORNING = time(9, 0)
EVENING_LASTS_UNTIL = time(4, 0)
SHORTEST_REST = MappingProxyType(
    {
        "noticed": timedelta(0),
        "applied": timedelta(0),
        "screening": timedelta(hours=12),
        "interview": timedelta(hours=16),
        "final": timedelta(hours=36),
        "offer": timedelta(hours=36),
    }
)
"""How long a rest lasts before a morning may end it, by the stage reached (specification 10, rule 3)."""

_SATURDAY = 5
_NO_COUNTRY = frozenset({"", "-"})


def rest_ends_at(began_at: datetime, stage: str, zone: str) -> datetime:
    """The 9:00 at which the rest after a no ends, in UTC; always after `began_at`.

    It is the first "next morning" by which the stage's hours have passed (`SHORTEST_REST`). Hours are real
    hours, so a day of 23 or 25 hours still ends at 9:00 and never shortens them. Until 04:00 it is still the
    evening before: a no at 02:00 has its next morning at 9:00 of the same date, one at 08:30 on the next.
    A stage without a rest raises ValueError.
    """
    if stage not in SHORTEST_REST:
        raise ValueError(f"no rest is known for the stage {stage!r}")
    earliest = _aware(began_at) + SHORTEST_REST[stage]
    morning = _evening_of(began_at, zone) + timedelta(days=1)
    while nine_on(morning, zone) < earliest:
        morning += timedelta(days=1)
    return nine_on(morning, zone)


def nine_on(day: date, zone: str) -> datetime:
    """9:00 on the person's clock on that day, in UTC."""
    return datetime.combine(day, MORNING, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """The date a calendar on the person's wall shows at that moment (it turns at midnight)."""
    return _aware(moment).astimezone(ZoneInfo(zone)).date()


def working_days_after(day: date, n: int, country: str) -> date:
    """The `n`-th working day after `day`; `day` itself for n = 0. A negative n raises ValueError.

    Weekends and public holidays of `country` (ISO 3166 alpha-2, as the `holidays` package knows it, with that
    country's own weekend) are skipped. An unknown or empty country has Saturdays and Sundays alone.
    """
    if n < 0:
        raise ValueError("working days are counted forwards")
    found = day
    for _ in range(n):
        found += timedelta(days=1)
        while not is_working_day(found, country):
            found += timedelta(days=1)
    return found


def is_working_day(day: date, country: str) -> bool:
    """Whether people in that country are usually at work on that day; see `working_days_after`."""
    calendar = _calendar(country, day.year)
    return day.weekday() < _SATURDAY if calendar is None else calendar.is_working_day(day)


def next_free_day(
    day: date, quiet_weekdays: Collection[int] = (), quiet_dates: Collection[date] = ()
) -> date:
    """The first day, from `day` on, that is not quiet. Weekdays count from Monday = 0.

    Where all seven weekdays are quiet none is ever free; then weekdays are not looked at.
    """
    weekdays = set(quiet_weekdays) if len(set(quiet_weekdays) & set(range(7))) < 7 else set()
    while day.weekday() in weekdays or day in quiet_dates:
        day += timedelta(days=1)
    return day


def _evening_of(moment: datetime, zone: str) -> date:
    local = moment.astimezone(ZoneInfo(zone))
    return local.date() - timedelta(days=1) if local.time() < EVENING_LASTS_UNTIL else local.date()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment carries its zone; this one does not")
    return moment.astimezone(UTC)


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> HolidayBase | None:
    # One calendar a year, filled when it is made: one that grows on demand is not safe between threads.
    if country in _NO_COUNTRY:
        return None
    try:
        return holidays.country_holidays(country, years=year, expand=False)
    except NotImplementedError:
        return None
