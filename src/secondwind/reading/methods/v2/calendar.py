# ruff: noqa: E501  (a table of zone names)
"""Reads when a meeting is from the calendar parts of a mail, and knows the zones mails name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

MOST_LINES = 2_000
LONGEST_LINE = 300

_START = re.compile(r"DTSTART((?:;[^:;]{1,100}){0,4}):(\d{8})(?:T(\d{6})(Z?))?\s*$", re.IGNORECASE)
_ZONE = re.compile(r";TZID=\"?([^\";:]{1,80})", re.IGNORECASE)
_NAME = re.compile(r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][A-Za-z_+-]{1,30}(?:/[A-Z][A-Za-z_-]{1,30})?")  # fmt: skip

_WINDOWS: Mapping[str, str] = {
    # Outlook's names for the commonest zones, from Unicode CLDR's windowsZones.
    "w. europe standard time": "Europe/Berlin", "romance standard time": "Europe/Paris", "central europe standard time": "Europe/Budapest",
    "central european standard time": "Europe/Warsaw", "gmt standard time": "Europe/London", "greenwich standard time": "Atlantic/Reykjavik",
    "fle standard time": "Europe/Kyiv", "gtb standard time": "Europe/Bucharest", "e. europe standard time": "Europe/Chisinau", "turkey standard time": "Europe/Istanbul",
    "russian standard time": "Europe/Moscow", "israel standard time": "Asia/Jerusalem", "egypt standard time": "Africa/Cairo", "south africa standard time": "Africa/Johannesburg",
    "eastern standard time": "America/New_York", "central standard time": "America/Chicago", "mountain standard time": "America/Denver", "us mountain standard time": "America/Phoenix",
    "pacific standard time": "America/Los_Angeles", "alaskan standard time": "America/Anchorage", "hawaiian standard time": "Pacific/Honolulu", "atlantic standard time": "America/Halifax",
    "newfoundland standard time": "America/St_Johns", "central standard time (mexico)": "America/Mexico_City", "sa pacific standard time": "America/Bogota",
    "e. south america standard time": "America/Sao_Paulo", "argentina standard time": "America/Buenos_Aires", "pacific sa standard time": "America/Santiago",
    "india standard time": "Asia/Kolkata", "singapore standard time": "Asia/Singapore", "china standard time": "Asia/Shanghai", "tokyo standard time": "Asia/Tokyo", "korea standard time": "Asia/Seoul",
    "arabian standard time": "Asia/Dubai", "pakistan standard time": "Asia/Karachi", "aus eastern standard time": "Australia/Sydney", "e. australia standard time": "Australia/Brisbane",
    "w. australia standard time": "Australia/Perth", "cen. australia standard time": "Australia/Adelaide", "new zealand standard time": "Pacific/Auckland",
}  # fmt: skip


def calendar_times(calendars: Iterable[str], *, most: int) -> list[str]:
    """When the meetings of the calendar parts begin, as ISO 8601 with the zone in brackets where one is named.

    Shapes: ``2026-11-24T14:30[Europe/Berlin]``, ``2026-11-24T13:30+00:00`` (written in UTC),
    ``2026-11-24T14:30`` (no zone), ``2026-11-24`` (a whole day). A cancelled meeting gives none. Never raises.
    """
    found: dict[str, None] = {}
    for calendar in calendars:
        for written in _starts(calendar):
            found.setdefault(written)
    return list(found)[:most]


def _starts(calendar: str) -> list[str]:
    lines = calendar.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").splitlines()[:MOST_LINES]
    if any(line[:20].strip().upper() == "METHOD:CANCEL" for line in lines):
        return []
    found: list[str] = []
    event: list[str] = []
    inside = cancelled = False
    for line in lines:
        low = line[:40].strip().upper()
        if low == "BEGIN:VEVENT":
            inside, cancelled, event = True, False, []
        elif low == "END:VEVENT":
            found += [] if cancelled else event
            inside = False
        elif inside and low == "STATUS:CANCELLED":
            cancelled = True
        elif inside and low.startswith("DTSTART"):
            event += _start(line)
    return found


def _start(line: str) -> list[str]:
    """The moment of one DTSTART line, or nothing where it is no such moment."""
    met = _START.match(line[:LONGEST_LINE].strip())
    if met is None:
        return []
    options, day, hour, universal = met.groups()
    try:
        if hour is None:
            return [date(int(day[:4]), int(day[4:6]), int(day[6:])).isoformat()]
        # Local time as the calendar writes it; its zone stands beside it.
        moment = datetime(int(day[:4]), int(day[4:6]), int(day[6:]), int(hour[:2]), int(hour[2:4]))  # noqa: DTZ001
    except ValueError:
        return []
    written = moment.isoformat(timespec="minutes")
    if universal:
        return [written + "+00:00"]
    zone = _ZONE.search(options)
    return [with_zone(written, iana_name(zone[1]) if zone else "")]


def iana_name(zone: str) -> str:
    """The IANA name in or behind a calendar's zone name; "" where none is known."""
    named = _NAME.search(zone)
    if named:
        return named[0]
    if zone.strip().upper() in ("UTC", "GMT", "ETC/UTC"):
        return "+00:00"
    return _WINDOWS.get(zone.strip().lower(), "")


def with_zone(written: str, zone: str) -> str:
    """A local time with its zone: an offset ("+01:00") behind it, a name in brackets, "" leaves it as it is."""
    if not zone:
        return written
    return written + zone if zone[0] in "+-" else f"{written}[{zone}]"
