"""Dates in the words of the pages: "Tuesday 17 November", "tomorrow, 9:00". Pure; today is handed in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

DayStyle = Literal["long", "hang", "short", "near"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_words(day: date, today: date | None, style: DayStyle = "long") -> str:
    """A day in words.

    long: "Tuesday 17 November"; hang: "Tue 17 Nov"; short: "17 Nov"; near: "today", "tomorrow", "yesterday",
    the weekday alone within the coming six days, else long. The year is added when it is not today's; without
    a `today` it is left out and near reads as long. Raises ValueError for another style.
    """
    year = f" {day.year}" if today is not None and day.year != today.year else ""
    weekday, month = _WEEKDAYS[day.weekday()], _MONTHS[day.month - 1]
    if style == "near" and today is not None:
        return _near(day, today) or f"{weekday} {day.day} {month}{year}"
    if style == "short":
        return f"{day.day} {month[:3]}{year}"
    if style == "hang":
        return f"{weekday[:3]} {day.day} {month[:3]}{year}"
    if style in ("long", "near"):
        return f"{weekday} {day.day} {month}{year}"
    raise ValueError(f"no such way to write a day: {style!r}")


def moment_words(moment: datetime, now: datetime | None) -> str:
    """A moment in words, in its own zone: "tomorrow, 9:00", "Friday, 9:00", "Tuesday 17 November, 16:40"."""
    today = now.date() if now is not None else None
    return f"{day_words(moment.date(), today, 'near')}, {clock_words(moment)}"


def clock_words(moment: datetime) -> str:
    """The time of day on a 24-hour clock: "9:00", "16:40"."""
    return f"{moment.hour}:{moment.minute:02d}"


def minutes_words(minutes: int) -> str:
    """How long something takes: "1 minute", "10 minutes", "1 hour", "1 hour 30 minutes"; 0 is "a moment"."""
    if minutes <= 0:
        return "a moment"
    hours, rest = divmod(minutes, 60)
    parts = [_counted(hours, "hour")] if hours else []
    return " ".join([*parts, _counted(rest, "minute")] if rest else parts)


def _near(day: date, today: date) -> str:
    distance = (day - today).days
    if distance in (-1, 0, 1):
        return {-1: "yesterday", 0: "today", 1: "tomorrow"}[distance]
    return _WEEKDAYS[day.weekday()] if 1 < distance < 7 else ""


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
