# ruff: noqa: E501, PLR0911  (tables of words; a reader of one form after another leaves where one fits)
"""Finds days and hours in one sentence, in nine languages. None rather than wrong.

A sentence is cut into words, numbers and signs, and read once from left to right: no pattern looks ahead without
bound, so no sentence takes long. Words stand in timewords.py, zones in zones.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secondwind.reading.methods.v2 import timewords as words

MOST_TOKENS = 160
LONGEST_NUMBER = 4
FURTHEST = 200
"""Days ahead within which a date without a year is looked for."""
NEAR = 24
"""Characters that may stand between a day and its hour."""
INSTEAD = "xin"
"""What "statt", "au lieu de", "zamiast" are written as: the day or hour behind it is the old one."""
_TOKEN = re.compile(r"[0-9]+|[a-z]+|[^\sa-z0-9]")
_HAS_NUMBER = re.compile(r"[0-9]")
_WORD = re.compile(r"[a-z]{4,}")
_OFFSETS: Mapping[str, tuple[int, int]] = {"en": (-8, 1), "es": (-6, 2), "pt": (-4, 1), "fr": (-5, 2)}
"""Hours from UTC between which people writing a language mostly live; others: 0 to 2."""
_SPELLED = (
    # What is one word of a day or an hour but written as several, before the sentence is cut up.
    (re.compile(r"\b(segunda|terca|quarta|quinta|sexta) ?- ?feira\b"), r"\1feira"),
    (re.compile(r"\b([ap])\. ?m\b\.?"), r"\1m"),
    (re.compile(r"\bo ?' ?clock\b"), "oclock"),
    (re.compile(r"\b(?:po poludniu)\b"), "popoludniu"),
    (re.compile(r"\bmedio ?dia\b|\bmeio-?dia\b"), "midday"),
    (re.compile(r"\bi (dag|morgon|morron)\b"), r"i\1"),
    (re.compile(r"\bday after tomorrow\b|\bapres-demain\b|\bpasado manana\b|\bdepois de amanha\b|\bi overmorgon\b"), " "),
    (re.compile(r"\baujourd'hui\b"), " "),
    (re.compile(r"\binstead of\b|\brather than\b|\b(?:an)?statt\b|\banstelle\b|\bau lieu d[eu']|\bplutot qu[e']|\ben (?:lugar|vez) de\b|\bem vez d[eo]\b|\bao inves d[eo]\b"
                r"|\binvece (?:di|che|del)\b|\banziche\b|\bin plaats van\b|\bipv\b|\bi\.p\.v\.|\bzamiast\b|\bi stallet for\b"), f" {INSTEAD} "),
    (re.compile(r"\b(maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)"
                r"(ochtend|morgen|vormittag|s?middag|s?nachmittag|avond|abend)\b"), r"\1 \2"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text[0] in "0123456789"


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour met in a sentence: tokens `first` to `last` (one past). `clock` is None where it is not clear which half of the day is meant."""

    clock: tuple[int, int] | None
    first: int
    last: int
    ranged: bool = False
    """It closes a span: "14:00 - 15:00"."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day met in a sentence. `loose`: named by its weekday or its distance alone, so it counts with an hour alone."""

    day: date
    first: int
    last: int
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A day and, where it is known, an hour. `first`/`last`: the tokens both stand in. `unclear`: an hour is named, but not which."""

    day: date
    clock: tuple[int, int] | None
    first: int
    last: int
    loose: bool = False
    unclear: bool = False
    between: bool = False
    """The hour stands in "between ten and two"."""
    hour_first: int = -1
    """The first token of the hour; -1 where there is none."""

    def written(self) -> str:
        """ISO 8601 without a zone: ``2026-11-24T14:30`` or ``2026-11-24``."""
        if self.clock is None:
            return self.day.isoformat()
        return f"{self.day.isoformat()}T{self.clock[0]:02d}:{self.clock[1]:02d}"


@dataclass(frozen=True, slots=True)
class Setting:
    """What days are counted from: the language, and the day the mail was sent where it was written.

    `sent_days` holds two days where the sender's own midnight may lie between them, and none where nothing is known.
    `month_first` says whether 11/12/2026 may be November: None where that cannot be told.
    """

    language: str
    sent_days: tuple[date, ...] = ()
    month_first: bool | None = False


def setting_of(language: str, sent_at: datetime | None, domain: str = "") -> Setting:
    """How days are meant in a mail. `sent_at` in UTC leaves the sender's own day open where midnight is near."""
    month_first = None if language == "en" else False
    if language == "en" and domain.endswith(
        (".uk", ".ie", ".au", ".nz", ".in", ".de", ".eu", ".ch", ".nl", ".fr")
    ):
        month_first = False
    return Setting(language, _sent_days(language, sent_at), month_first)


def _sent_days(language: str, sent_at: datetime | None) -> tuple[date, ...]:
    if sent_at is None or not 1990 <= sent_at.year <= 2200:
        return ()
    if sent_at.utcoffset():
        return (sent_at.date(),)
    least, most = _OFFSETS.get(language, (0, 2))
    return tuple(
        sorted({(sent_at + timedelta(hours=least)).date(), (sent_at + timedelta(hours=most)).date()})
    )


def may_hold_a_time(low: str) -> bool:
    """The cheap look: whether a folded sentence holds a number or a word that begins a day."""
    return _HAS_NUMBER.search(low) is not None or not words.day_words().isdisjoint(_WORD.findall(low))


def tokens_of(low: str) -> list[Token]:
    """The words, numbers and signs of a folded sentence."""
    for pattern, plain in _SPELLED:
        low = pattern.sub(plain, low)
    return [Token(met[0], met.start(), met.end()) for met in _TOKEN.finditer(low)][:MOST_TOKENS]


def moments_of(tokens: Sequence[Token], setting: Setting, *, moved: bool = False) -> list[Moment]:
    """The days of one sentence with their hours, in the order they stand. Never raises.

    `moved`: the sentence moves a meeting, so that "from 2 to 3" is no span but an old hour and a new one.
    """
    days = [day for day in _Days(tokens, setting).all() if not _is_old(tokens, day.first)]
    if not days:
        return []
    hours = _Hours(tokens, setting.language, days).all()
    if moved:
        hours = _new_hours(hours)
    return _joined(
        tokens, days, [hour for hour in hours if not _is_old(tokens, hour.first)], NEAR * 2 if moved else NEAR
    )


def _is_old(tokens: Sequence[Token], at: int) -> bool:
    return any(token.text == INSTEAD for token in tokens[max(0, at - 3) : at])


def _new_hours(hours: Sequence[Hour]) -> list[Hour]:
    """Without the hour a span opens with, where the span means "from the old to the new"."""
    opening = {at - 1 for at, hour in enumerate(hours) if hour.ranged}
    return [Hour(hour.clock, hour.first, hour.last) for at, hour in enumerate(hours) if at not in opening]


def hours_of(tokens: Sequence[Token], language: str) -> list[Hour]:
    """The hours of a sentence that names no day."""
    return _Hours(tokens, language, []).all()


def _joined(tokens: Sequence[Token], days: Sequence[Day], hours: Sequence[Hour], near: int) -> list[Moment]:
    """Every day with the hours right after it; else with the one right before it."""
    found: list[Moment] = []
    used: set[int] = set()
    for at, day in enumerate(days):
        limit = days[at + 1].first if at + 1 < len(days) else len(tokens)
        before = days[at - 1].last if at else 0
        own = _hours_after(tokens, day, hours, limit, near)
        if not own:
            own = [
                hour
                for hour in hours
                if hour.first >= before and hour.first not in used and _right_before(tokens, hour, day)
            ][-1:]
        used.update(hour.first for hour in own)
        found += [_moment(tokens, day, hour) for hour in own] or [
            Moment(day.day, None, day.first, day.last, day.loose)
        ]
    return found


def _hours_after(
    tokens: Sequence[Token], day: Day, hours: Sequence[Hour], limit: int, near: int
) -> list[Hour]:
    own: list[Hour] = []
    end = day.last
    for hour in hours:
        if not day.last <= hour.first < limit:
            continue
        gap = tokens[hour.first].start - tokens[end - 1].end
        if gap > (near if not own else 8) or (hour.ranged and not own):
            break
        if not hour.ranged:
            own.append(hour)
        end = hour.last
    return own


def _right_before(tokens: Sequence[Token], hour: Hour, day: Day) -> bool:
    """ "3:00pm - Tuesday, October 20"; not "14:00 - 15:00 ..." where the hour closes a span."""
    return (
        hour.last <= day.first
        and not hour.ranged
        and tokens[day.first].start - tokens[hour.last - 1].end <= 12
    )


_BETWEEN = frozenset(["between", "zwischen", "entre", "tra", "fra", "tussen", "miedzy", "mellan"])


def _moment(tokens: Sequence[Token], day: Day, hour: Hour) -> Moment:
    first, last = min(day.first, hour.first), max(day.last, hour.last)
    lead = {one.text for one in tokens[max(0, hour.first - 2) : hour.first + 1]}
    return Moment(
        day.day,
        hour.clock,
        first,
        last,
        day.loose,
        hour.clock is None,
        not lead.isdisjoint(_BETWEEN),
        hour.first,
    )


class _Days:
    """Reads the days of one sentence."""

    def __init__(self, tokens: Sequence[Token], setting: Setting) -> None:
        self.tokens = tokens
        self.setting = setting
        self.months = words.months(setting.language)
        self.weekdays = words.weekdays(setting.language)
        self.short = words.short_weekdays(setting.language)
        self.soon = words.soon(setting.language)

    def all(self) -> list[Day]:
        found: list[Day] = []
        at = 0
        while at < len(self.tokens):
            day, at = self._at(at)
            if day is not None:
                found.append(day)
        return self._without_doubles(found)

    def _at(self, at: int) -> tuple[Day | None, int]:
        """The day that begins at a token, and where to read on."""
        text = self.tokens[at].text
        if self.tokens[at].is_number:
            day, last = self._numbered(at, None)
            return (Day(day, at, last) if day else None), last
        weekday, after = self._weekday(at)
        if weekday is not None:
            return self._after_weekday(at, weekday, after)
        if text in self.months:
            day, last = self._month_first(at, None)
            return (Day(day, at, last) if day else None), last
        if text in self.soon and self._is_soon(at):
            day = self._counted(self.soon[text])
            return (Day(day, at, at + 1, loose=True) if day else None), at + 1
        return None, at + 1

    def _text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _number(self, at: int) -> int | None:
        text = self._text(at)
        return int(text) if text and text[0] in "0123456789" and len(text) <= LONGEST_NUMBER else None

    def _touches(self, at: int) -> bool:
        """Whether a token stands right behind the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _weekday(self, at: int) -> tuple[int | None, int]:
        """The weekday a token names, and the token after it. Short ones count before a date alone."""
        text = self._text(at)
        if text in self.weekdays:
            return self.weekdays[text], at + 1
        if text in self.short:
            after = at + 2 if self._text(at + 1) in (".", ",", "-") else at + 1
            if self._text(after) in ("o", "the", "dia", "den", "le", "der") and self._text(after + 1):
                after += 1
            if self._number(after) is not None or self._text(after) in self.months:
                return self.short[text], at + 1
            if self.setting.language == "pt" and len(text) > 4 and self._text(at + 1) in ("as", ","):
                return self.short[text], at + 1
        return None, at + 1

    def _after_weekday(self, at: int, weekday: int, after: int) -> tuple[Day | None, int]:
        """A weekday with a date behind it, or with the number of a day, or alone."""
        start = after
        for _ in range(4):
            if self._text(start) in (
                ",",
                ".",
                "-",
                "–",
                "the",
                "le",
                "den",
                "dem",
                "der",
                "dia",
                "el",
                "il",
                "o",
                "am",
                "d",
                "on",
                "a",
                ")",
                "prochain",
                "nasta",
                "next",
                "op",
                "al",
            ):
                start += 1
        if self._text(start) in self.months:
            day, last = self._month_first(start, weekday)
            return (Day(day, at, last) if day else None), last
        if self._number(start) is not None:
            day, last = self._numbered(start, weekday)
            if day is not None:
                return Day(day, at, last), last
            if last > start + 1:
                return None, last
            day = self._day_of_month(start, weekday)
            if day is not None:
                last = start + 2 if self._text(start + 1) in words.ORDINALS else start + 1
                return Day(day, at, last), last
            if self._is_an_ordinal(start):
                return None, start + 2
        day = self._weekday_alone(at, weekday)
        return (Day(day, at, after, loose=True) if day else None), after

    def _is_an_ordinal(self, at: int) -> bool:
        """ "Friday 13th": a day's number that did not fit its weekday."""
        return self._text(at + 1) in ("st", "nd", "rd", "th") and self._touches(at + 1)

    def _numbered(self, at: int, weekday: int | None) -> tuple[date | None, int]:
        """A date that begins with a number: "24 November 2026", "24.11.2026", "2026-11-24", "1er decembre"."""
        number = self._number(at)
        if number is None or self._inside_a_number(at):
            return None, at + 1
        if len(self._text(at)) == 4:
            return self._year_first(at, weekday)
        if number > 31:
            return None, at + 1
        if (
            self._text(at + 1) in (".", "/", "-")
            and self._touches(at + 1)
            and self._touches(at + 2)
            and self._number(at + 2)
        ):
            return self._digits(at, weekday)
        return self._day_first(at, number, weekday)

    def _inside_a_number(self, at: int) -> bool:
        """Whether the token goes on an earlier number: the 2026 of "3,2026", the 5 of "No-5"."""
        return self._touches(at) and self._text(at - 1) in (".", "/", "_", "#", "€", "$", "£", "=", "+")

    def _year_first(self, at: int, weekday: int | None) -> tuple[date | None, int]:
        sign = self._text(at + 1)
        if (
            sign not in ("-", "/", ".")
            or self._text(at + 3) != sign
            or not (self._touches(at + 1) and self._touches(at + 3))
        ):
            return None, at + 1
        month, day = self._number(at + 2), self._number(at + 4)
        if month is None or day is None:
            return None, at + 1
        return self._date(int(self._text(at)), month, day, weekday), at + 5

    def _day_first(self, at: int, number: int, weekday: int | None) -> tuple[date | None, int]:
        """ "24 November 2026", "1er decembre", "20th of June", "24. Nov."."""
        after = at + 1
        if self._text(after) in (".", "°") or (
            self._text(after) in words.ORDINALS and (self._touches(after) or self._text(after) == "o")
        ):
            after += 1
        elif self._text(after) == ":" and self._text(after + 1) == "e":
            after += 2
        if self._text(after) in words.BETWEEN:
            after += 1
        month = self.months.get(self._text(after))
        if month is None:
            return None, at + 1
        return self._with_year(number, month, after + 1, weekday)

    def _month_first(self, at: int, weekday: int | None) -> tuple[date | None, int]:
        """ "November 24, 2026", "Sep 14"."""
        month = self.months[self._text(at)]
        after = at + 2 if self._text(at + 1) == "." else at + 1
        number = self._number(after)
        if (
            self.setting.language != "en"
            or number is None
            or not 1 <= number <= 31
            or len(self._text(after)) > 2
        ):
            return None, at + 1
        last = after + 1
        if self._text(last) in words.ORDINALS and self._touches(last):
            last += 1
        elif (
            self._text(last).isalpha()
            and self._text(at) in ("may", "mar", "sep")
            and weekday is None
            and self._text(last) not in _AFTER_A_DAY
        ):
            return None, at + 1
        return self._with_year(number, month, last, weekday)

    def _with_year(self, day: int, month: int, at: int, weekday: int | None) -> tuple[date | None, int]:
        """The date with the year that stands at `at`, after "," or "de" or a full stop, or with none."""
        after = at
        while self._text(after) in (",", ".", "de", "del", "of", "'") and after < at + 2:
            after += 1
        text = self._text(after)
        if len(text) == 4 and text.startswith("20") and self._number(after) is not None:
            return self._date(int(text), month, day, weekday), after + 1
        return self._without_year(month, day, weekday), at

    def _digits(self, at: int, weekday: int | None) -> tuple[date | None, int]:
        """ "24.11.2026", "11/24/2026", "24.11.", "24/11"."""
        sign = self._text(at + 1)
        first, second = self._number(at), self._number(at + 2)
        if first is None or second is None:
            return None, at + 1
        if (
            self._text(at + 3) == sign
            and self._touches(at + 3)
            and self._touches(at + 4)
            and self._number(at + 4) is not None
        ):
            return self._digits_with_year(first, second, sign, at + 4, weekday)
        return self._digits_without_year(at, first, second, sign, weekday)

    def _digits_with_year(
        self, first: int, second: int, sign: str, at: int, weekday: int | None
    ) -> tuple[date | None, int]:
        text = self._text(at)
        if len(text) not in (2, 4) or self._goes_on(at):
            return None, at + 1
        year = int(text) + (2000 if len(text) == 2 else 0)
        return self._either_way(
            first, second, sign, lambda month, day: self._date(year, month, day, weekday)
        ), at + 1

    def _digits_without_year(
        self, at: int, first: int, second: int, sign: str, weekday: int | None
    ) -> tuple[date | None, int]:
        """ "24.11.", "24/11", "16/6 2026". "14.30" and "24-11" are none; nor is "1/2" where no day leads to it."""
        if sign == "." and self._text(at + 3) == "." and self._touches(at + 3):
            if (
                self._number(at + 4) is not None
                and len(self._text(at + 4)) == 4
                and self._text(at + 4).startswith("20")
            ):
                return self._date(int(self._text(at + 4)), second, first, weekday), at + 5
            return self._without_year(second, first, weekday), at + 4
        if sign != "/" or self._goes_on(at + 2):
            return None, at + 1 if sign != "/" else at + 3
        year = self._number(at + 3)
        if year is not None and 2000 <= year <= 2100 and len(self._text(at + 3)) == 4:
            return self._either_way(
                first, second, sign, lambda month, day: self._date(year, month, day, weekday)
            ), at + 4
        if weekday is None and self._text(at - 1) not in _BEFORE_A_DAY:
            return None, at + 3
        return self._either_way(
            first, second, sign, lambda month, day: self._without_year(month, day, weekday)
        ), at + 3

    def _goes_on(self, at: int) -> bool:
        """Whether the number at `at` is part of a longer one: "24/11/2026/7", "3.5 %"."""
        return (
            self._touches(at + 1) and (self._text(at + 1) in ("/", "%", "-") and self._touches(at + 2))
        ) or self._text(at + 1) == "%"

    def _either_way(self, first: int, second: int, sign: str, made: _Made) -> date | None:
        """Day and month in the order the language has them; where that cannot be told, the one order that can be."""
        day_first, month_first = made(second, first), made(first, second)
        order = self.setting.month_first
        if sign == "." or order is False:
            return (
                day_first
                if day_first is not None or second <= 12 or self.setting.language not in ("en", "es")
                else month_first
            )
        if order is True:
            return month_first
        if day_first is None or month_first is None or day_first == month_first:
            return day_first or month_first
        return None

    def _date(self, year: int, month: int, day: int, weekday: int | None) -> date | None:
        """The date, or None where there is no such day, or it falls on another weekday than the one named."""
        if not 2000 <= year <= 2100:
            return None
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        return found if weekday is None or found.weekday() == weekday else None

    def _without_year(self, month: int, day: int, weekday: int | None) -> date | None:
        """The next such day after the mail was sent; None where that is unknown, long off, or on another weekday."""
        if not self.setting.sent_days:
            return None
        sent = self.setting.sent_days[0]
        for year in (sent.year, sent.year + 1):
            found = self._date(year, month, day, None)
            if found is not None and found >= sent:
                right = weekday is None or found.weekday() == weekday
                return found if right and (found - sent).days <= FURTHEST else None
        return None

    def _day_of_month(self, at: int, weekday: int) -> date | None:
        """ "Thursday 14th": the next 14th, where it is a Thursday. Not "Friday 5pm"."""
        number, after = self._number(at), self._text(at + 1)
        if number is None or not 1 <= number <= 31 or not self.setting.sent_days or len(self._text(at)) > 2:
            return None
        if after in _MAKES_AN_HOUR or (
            after in (":", ".") and self._touches(at + 2) and self._number(at + 2) is not None
        ):
            return None
        if after in words.HOURS["en"] or after in words.NOT_HOURS:
            return None
        for ahead in range(32):
            found = self.setting.sent_days[0] + timedelta(days=ahead)
            if found.day == number:
                return found if found.weekday() == weekday else None
        return None

    def _weekday_alone(self, at: int, weekday: int) -> date | None:
        """The coming such weekday. None where "next" leaves open which week, and where the mail was sent on one."""
        around = {
            self._text(at - 1),
            self._text(at + 1),
            self._text(at + 2) if self._text(at + 1) == "que" else "",
        }
        if not around.isdisjoint(words.PAST) or not around.isdisjoint(words.WEEK):
            return None
        found: set[date | None] = set()
        for sent in self.setting.sent_days:
            ahead = (weekday - sent.weekday()) % 7
            same_week = sent.weekday() + ahead <= 6
            clear = ahead and not (same_week and not around.isdisjoint(words.NEXT))
            found.add(sent + timedelta(days=ahead) if clear else None)
        return found.pop() if len(found) == 1 else None

    def _is_soon(self, at: int) -> bool:
        """Whether "morgen" is tomorrow and no morning."""
        before, after = self._text(at - 1), self._text(at + 1)
        if self._text(at) != "morgen":
            return True
        return (
            before
            not in (
                "guten",
                "goeden",
                "goede",
                "heute",
                "gestern",
                "am",
                "de",
                "den",
                "jeden",
                "s",
                "'",
                "gute",
                "schonen",
            )
            and after != "!"
        )

    def _counted(self, ahead: int) -> date | None:
        found = {sent + timedelta(days=ahead) for sent in self.setting.sent_days}
        return found.pop() if len(found) == 1 else None

    def _without_doubles(self, days: list[Day]) -> list[Day]:
        """ "tomorrow, Friday 27 November" is one day: what is looser gives way to what stands beside it."""
        kept: list[Day] = []
        for day in days:
            beside = bool(kept) and self.tokens[day.first].start - self.tokens[kept[-1].last - 1].end <= 6
            if beside and kept[-1].loose and (not day.loose or day.day == kept[-1].day):
                kept[-1] = Day(day.day, kept[-1].first, day.last, day.loose)
            elif beside and day.loose and kept[-1].day == day.day:
                kept[-1] = Day(day.day, kept[-1].first, day.last, kept[-1].loose)
            else:
                kept.append(day)
        return kept


_Made = Callable[[int, int], date | None]

_AFTER_A_DAY = frozenset(
    ["at", "from", "between", "and", "or", "in", "to", "on", "is", "th", "the", "for", "with"]
)
_BEFORE_A_DAY = frozenset(["le", "el", "am", "den", "op", "il", "dia", "on", "d", "en", "vom", "bis", "avant", "del", "au", "bij", "voor", "entro", "ate", "do", "na", "a", "the", "by", "before", "until", "dzien", "w", "dniu", "zum", "alternativ", "oder", "eller", "ou", "o", "oppure", "of", "kl"])  # fmt: skip
_MAKES_AN_HOUR = frozenset(
    ["oclock", "uhr", "uur", "u", "h", "hs", "hr", "hrs", "heures", "horas", "pm", "am", "till", "to", "bis"]
)


class _Hours:
    """Reads the hours of one sentence."""

    def __init__(self, tokens: Sequence[Token], language: str, days: Sequence[Day]) -> None:
        self.tokens = tokens
        self.language = language
        self.at_words = words.AT[language]
        self.hour_words = words.HOURS[language]
        self.taken = {at for day in days for at in range(day.first, day.last)}
        self.ends_of_days = {day.last for day in days}
        self.spans: set[int] = set()
        """Tokens right behind an hour and a word that closes a span."""

    def all(self) -> list[Hour]:
        found: list[Hour] = []
        at = 0
        while at < len(self.tokens):
            hour = None if at in self.taken else self._at(at)
            if hour is None:
                at += 1
                continue
            if found and self._closes_a_span(found[-1], hour):
                hour = Hour(hour.clock, hour.first, hour.last, ranged=True)
            found.append(hour)
            at = hour.last
            if self._text(at) in _SPAN:
                self.spans.add(at + 1)
        return found

    def _closes_a_span(self, before: Hour, hour: Hour) -> bool:
        between = [one.text for one in self.tokens[before.last : hour.first + 1]][:3]
        return not before.ranged and len(between) >= 1 and between[0] in _SPAN and len(between) <= 3

    def _text(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def _touches(self, at: int) -> bool:
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def _number(self, at: int) -> int | None:
        text = self._text(at)
        return int(text) if text and text[0] in "0123456789" and len(text) <= 2 else None

    def _at(self, at: int) -> Hour | None:
        """The hour that begins at a token."""
        text = self._text(at)
        if text in words.NOON:
            return Hour((12, 0), at, at + 1)
        if text in self.at_words or text in words.HALF_TO or text in _QUARTER:
            return self._spelled(at)
        if self.tokens[at].is_number:
            return self._numbered(at)
        return None

    def _spelled(self, at: int) -> Hour | None:
        """ "at ten", "um halb zehn", "half twelve", "Viertel nach sieben"."""
        start = at + 1 if self._text(at) in self.at_words else at
        minutes, half = 0, self._text(start) in words.HALF_TO
        if half:
            start += 1
            if self._text(start) in ("past", "do"):
                start += 1
            minutes = 30
        elif self._text(start) in _QUARTER and self._text(start + 1) in _QUARTERS:
            minutes = _QUARTERS[self._text(start + 1)]
            start += 2
        elif self._text(start) in ("ore", "godz", "o", "u", "godzinie") or self._text(start) == ".":
            start += 1
        number = self.hour_words.get(self._text(start))
        if number is None and minutes and self._number(start) is not None:
            number = self._number(start)
        if number is None or not 1 <= number <= 12 or self._text(start + 1) in words.NOT_HOURS:
            return None
        last = start + 1
        if half and self.language != "en":
            number = number - 1 or 12
        elif minutes < 0:
            number, minutes = number - 1 or 12, 60 + minutes
        if self._text(last) in ("y", "e") and self._text(last + 1) in words.AND_HALF:
            minutes, last = 30, last + 2
        return Hour(self._settled(number, minutes, at, last, sure=False), at, last)

    def _numbered(self, at: int) -> Hour | None:
        """ "14:30", "14.30 Uhr", "14h30", "9am", and "14" after a word that leads to an hour."""
        hour = self._number(at)
        if (
            hour is None
            or hour > 24
            or (
                self._touches(at) and self._text(at - 1) in (".", ":", "/", "-", ",", "€", "$", "£", "#", "+")
            )
        ):
            return None
        minutes, last = self._minutes(at)
        if minutes is None:
            return None
        marked = last > at + 1
        text = self._text(last)
        if text in ("am", "pm") and (hour <= 12 or (text == "pm" and hour < 24)):
            return Hour(self._with_half(hour, minutes, text), at, last + 1)
        if text in words.UNITS or (text == "s" and self._text(last - 1) == "h"):
            marked, last = True, last + 1
        if self._text(last) in ("y", "e", "et") and self._text(last + 1) in words.AND_HALF:
            marked, minutes, last = True, 30, last + 2
        if not marked and not self._is_led_to(at, last):
            return None
        if self._text(last) in words.NOT_HOURS or self._text(last) in ("%", "€", "$", "£"):
            return None
        halved = self._half_after_the_span(last)
        if halved:
            return Hour(self._span_start(hour, minutes, *halved), at, last)
        written_out = len(self._text(at)) == 2 or (marked and last > at + 2)
        return Hour(self._settled(hour, minutes, at, last, sure=written_out and marked), at, last)

    def _minutes(self, at: int) -> tuple[int | None, int]:
        """The minutes behind an hour, and the token after them; (None, _) where the number is no hour."""
        sign, text = self._text(at + 1), self._text(at + 2)
        follows = self._touches(at + 2) and len(text) == 2 and text.isdecimal() and text.isascii()
        if sign == ":" and self._touches(at + 1) and follows:
            return (int(text), self._past_seconds(at + 3)) if int(text) < 60 else (None, at + 1)
        if sign == "." and self._touches(at + 1) and follows:
            good = int(text) < 60 and not (
                self._text(at + 3) == "." and self._touches(at + 4) and self._number(at + 4) is not None
            )
            good = good and self._text(at + 3) not in ("€", "%", "eur", "euro", "/", "$")
            led = self._is_led_to(at, at + 3) or self._text(at + 3) in words.UNITS | {"am", "pm"}
            return (int(text), at + 3) if good and led else (None, at + 1)
        if sign in ("h", "u") and len(text) == 2 and text.isdecimal() and text.isascii() and int(text) < 60:
            return int(text), at + 3
        if sign in (",", ".") and self._touches(at + 1) and self._touches(at + 2) and text[:1].isdigit():
            return None, at + 1
        return 0, at + 1

    def _past_seconds(self, at: int) -> int:
        if (
            self._text(at) == ":"
            and self._touches(at)
            and self._touches(at + 1)
            and self._number(at + 1) is not None
        ):
            return at + 2
        return at

    def _is_led_to(self, at: int, last: int) -> bool:
        """Whether a bare number stands where an hour does: behind "um", or right behind a day."""
        before = self._text(at - 1)
        if at in self.spans:
            return last > at + 1 or self._text(last) in words.UNITS
        if before in ("(", ",", "·", "-", "–", ".") or (before == ":" and not self._touches(at)):
            return (at - 1 in self.ends_of_days or self._text(at - 2) in self.at_words) and (
                last > at + 1 or self._text(last) in _SPAN
            )
        if before in self.at_words:
            return not (
                before in ("from", "na", "la", "o", "a")
                and at - 1 not in self.ends_of_days
                and not self._after_at(at)
            )
        return at in self.ends_of_days and (last > at + 1 or self._text(last) in _SPAN)

    def _after_at(self, at: int) -> bool:
        """Words that also mean "from" or "in" lead to an hour where little follows that could be counted."""
        following = self._text(at + 1)
        return not following or not following.isalpha() or following in _SMALL | _SPAN | words.UNITS

    def _half_after_the_span(self, at: int) -> tuple[int, str] | None:
        """ "6 till 10pm": the closing hour, where it says which half of the day it is."""
        if self._text(at) in _SPAN and self._number(at + 1) is not None:
            after = at + 4 if self._text(at + 2) in (":", ".") and self._touches(at + 3) else at + 2
            if self._text(after) in ("am", "pm"):
                return self._number(at + 1) or 0, self._text(after)
        return None

    def _span_start(self, hour: int, minutes: int, closing: int, half: str) -> tuple[int, int] | None:
        if hour > 12:
            return (hour, minutes) if hour < 24 else None
        if half == "am":
            return self._with_half(hour, minutes, "am") if hour % 12 <= closing % 12 else None
        return self._with_half(hour, minutes, "pm" if hour % 12 <= closing % 12 else "am")

    def _with_half(self, hour: int, minutes: int, half: str) -> tuple[int, int] | None:
        if hour > 12:
            return (hour, minutes) if half == "pm" else None
        return hour % 12 + (12 if half == "pm" else 0), minutes

    def _settled(
        self, hour: int, minutes: int, first: int, last: int, *, sure: bool
    ) -> tuple[int, int] | None:
        """The hour on a clock of 24, or None where it may be before or after noon."""
        if hour == 24:
            return (0, 0) if minutes == 0 and sure else None
        if hour > 12 or hour == 0 or self._text(first).startswith("0"):
            return hour, minutes
        spoken = {one.text for one in self.tokens[max(0, first - 3) : last + 4]}
        if not spoken.isdisjoint(words.LATER):
            return (hour if hour == 12 else hour + 12), minutes
        if not spoken.isdisjoint(words.MORNING) and hour != 12:
            return hour, minutes
        if not spoken.isdisjoint(words.NIGHT) and hour <= 5:
            return hour, minutes
        if 8 <= hour <= 12:
            return hour, minutes
        if self.language == "en":
            return (hour + 12, minutes) if hour <= 5 else None
        colon = self._text(last - 2) in (":", ".", "h", "u") or self._text(last - 3) in (":", ".")
        if hour >= 6:
            return (
                (hour, minutes)
                if colon or self._text(last - 1) in words.UNITS or self.language in ("de", "sv", "pl")
                else None
            )
        return (hour, minutes) if colon and self.language in ("fr", "de", "sv", "pl", "it", "nl") else None


_SPAN = frozenset(["-", "–", "—", "till", "until", "to", "bis", "tot", "a", "ate", "al", "do", "och"])
_SMALL = frozenset(["w", "we", "i", "in", "im", "bei", "at", "on", "and", "y", "e", "et", "en", "u", "ou", "oder", "or", "with", "mit", "con", "com", "avec", "z", "na", "del", "dans", "pour", "para", "per", "til", "vid", "hos"])  # fmt: skip
_QUARTER = frozenset(["viertel", "kwart", "quarter", "kvart"])
_QUARTERS = {"nach": 15, "past": 15, "over": 15, "na": 15, "vor": -15, "to": -15, "voor": -15}
