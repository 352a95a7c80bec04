"""What the rest page says of a no: the news first, then how far it went, which is why it rests so long.

Pure: names, moments and stages in, sentences out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from secondwind.ui.dates import day_words

REASONS = {
    "noticed": "Nothing is asked of you before the morning.",
    "applied": "Nothing is asked of you before the morning.",
    "screening": "You had come through their first look, so a night lies between this and anything else.",
    "interview": "You had sat down with them, so there is a good night’s distance before anything else.",
    "final": "You had come to their last round, and that takes longest to settle. This rest is a long one.",
    "offer": "An offer was within reach, and that takes longest to settle. This rest is a long one.",
}
"""Why the rest is as long as it is, by the furthest stage reached (specification 10, rule 3)."""


def news(employer: str, ended_at: datetime | None, now: datetime, *, ghosted: bool) -> str:
    """ "Northwind said no this afternoon." Both moments are in the person's zone."""
    if ghosted:
        return f"{employer} has not answered, and you called that an answer."
    heard = f" {_when(ended_at, now)}" if ended_at is not None else ""
    return f"{employer} said no{heard}."


def reason_for(furthest: str) -> str:
    """One sentence or two for a stage; KeyError for a stage that is no gate."""
    return REASONS[furthest]


def others_too(noes: Sequence[str], silences: Sequence[str] = ()) -> str:
    """The other noes and silences that share the rest, by employer; "" without any."""
    said = f"{_named(noes)} said no as well." if noes else ""
    silent = f"From {_named(silences)} no answer came." if silences else ""
    if not said and not silent:
        return ""
    return " ".join(part for part in (said, silent, "One rest holds for all of it.") if part)


def _named(employers: Sequence[str]) -> str:
    return employers[0] if len(employers) == 1 else f"{', '.join(employers[:-1])} and {employers[-1]}"


def _when(moment: datetime, now: datetime) -> str:
    """ "this afternoon", "yesterday", "on Monday 16 November"."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return _part_of_day(moment.hour)
    if days == 1:
        return "yesterday"
    return f"on {day_words(moment.date(), now.date())}"


def _part_of_day(hour: int) -> str:
    if hour < 4:
        return "tonight"
    if hour < 12:
        return "this morning"
    return "this afternoon" if hour < 18 else "this evening"
