"""Days and hours in nine languages, as mails write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.reading.methods.v2.calendar import calendar_times
from secondwind.reading.methods.v2.times import Setting, moments_of, setting_of, tokens_of
from secondwind.reading.methods.v2.words import fold
from secondwind.reading.methods.v2.zones import zone_of

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pl": "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
}
FORMS = {
    "en": (
        "We meet on {weekday} {day} {month} {year} at {hour:02d}:{minute:02d}.",
        "Your interview is on {weekday}, {month} {day}, {year} at {hour12}:{minute:02d} {half}.",
        "See you on {day} {month} {year}, {hour12}.{minute:02d}{half} in the office",
        "Date and time: {hour12}:{minute:02d}{half} - {weekday}, {month} {day}, {year}",
    ),
    "de": (
        "am {weekday}, den {day}. {month} {year} um {hour:02d}:{minute:02d} Uhr",
        "Termin: {day:02d}.{number:02d}.{year}, {hour}.{minute:02d} Uhr",
        "{weekday}, {day}. {month} {year}, {hour:02d}:{minute:02d} - {later:02d}:{minute:02d}",
    ),
    "fr": (
        "le {weekday} {day} {month} {year} à {hour}h{minute:02d}",
        "rendez-vous le {day:02d}/{number:02d}/{year} à {hour:02d} h {minute:02d} dans nos bureaux",
    ),
    "es": (
        "el {weekday} {day} de {month} de {year} a las {hour:02d}:{minute:02d} horas",
        "Fecha: {day:02d}/{number:02d}/{year}, {hour:02d}:{minute:02d} h",
    ),
    "pt": (
        "na {weekday}, dia {day} de {month} de {year}, às {hour}h{minute:02d}",
        "em {day:02d}/{number:02d}/{year} às {hour:02d}:{minute:02d}",
    ),
    "it": (
        "{weekday} {day} {month} {year} alle ore {hour:02d}:{minute:02d}",
        "il giorno {day:02d}/{number:02d}/{year} alle {hour:02d}.{minute:02d}",
    ),
    "nl": (
        "op {weekday} {day} {month} {year} om {hour:02d}.{minute:02d} uur",
        "op {day:02d}-{number:02d}-{year} om {hour:02d}:{minute:02d} uur",
        "{weekday} {day} {month} {year} om {hour}u{minute:02d}",
    ),
    "pl": (
        "w {weekday} {day} {month} {year} r. o godz. {hour:02d}:{minute:02d}",
        "{day:02d}.{number:02d}.{year}, godz. {hour:02d}.{minute:02d}",
    ),
    "sv": (
        "{weekday} den {day} {month} {year} kl. {hour:02d}.{minute:02d}",
        "tid: {year}-{number:02d}-{day:02d} kl {hour:02d}:{minute:02d}",
        "{weekday} {day} {month} {year} klockan {hour:02d}:{minute:02d}",
    ),
}
ALL_FORMS = [(language, form) for language, forms in FORMS.items() for form in forms]
SENT = datetime(2026, 11, 23, 10, 0, tzinfo=timezone(timedelta(hours=1)))
"""A Monday."""


def read(text: str, language: str, sent_at: datetime | None = None, domain: str = "") -> list[str]:
    return [one.written() for one in moments_of(tokens_of(fold(text)), setting_of(language, sent_at, domain))]


def write(form: str, language: str, moment: datetime) -> str:
    return form.format(
        weekday=WEEKDAYS[language].split()[moment.weekday()],
        month=MONTHS[language].split()[moment.month - 1],
        day=moment.day,
        number=moment.month,
        year=moment.year,
        hour=moment.hour,
        hour12=moment.hour % 12 or 12,
        half="pm" if moment.hour >= 12 else "am",
        minute=moment.minute,
        later=moment.hour + 1,
    )


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 12, 31)).map(  # noqa: DTZ001
    lambda one: one.replace(hour=8 + one.hour % 12, minute=one.minute // 5 * 5)
)


@pytest.mark.parametrize(("language", "form"), ALL_FORMS)
@settings(max_examples=40, deadline=None)
@given(moment=MOMENTS)
def test_a_moment_written_in_a_language_is_read_back(language: str, form: str, moment: datetime) -> None:
    """Each usual form of a date in each of nine languages is read as the moment it was written from."""
    assert read(write(form, language, moment), language) == [moment.isoformat(timespec="minutes")]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Tuesday 24 November at 2:30 pm", "en", "2026-11-24T14:30"),
        ("Thursday 26th at 2.30", "en", "2026-11-26T14:30"),
        ("24.11. um 14 Uhr", "de", "2026-11-24T14:00"),
        ("Freitag um halb zehn", "de", "2026-11-27T09:30"),
        ("le mardi 24 novembre à 14h30", "fr", "2026-11-24T14:30"),
        ("le 1er décembre à midi", "fr", "2026-12-01T12:00"),
        ("martes 24 a las 16 h", "es", "2026-11-24T16:00"),
        ("este sábado a las 9 y media", "es", "2026-11-28T09:30"),
        ("terça, 1º de dezembro, às 15h", "pt", "2026-12-01T15:00"),
        ("venerdì 27 alle 16", "it", "2026-11-27T16:00"),
        ("zaterdag om kwart over elf", "nl", "2026-11-28T11:15"),
        ("wtorek 24 listopada o 14:00", "pl", "2026-11-24T14:00"),
        ("torsdag 26 november kl. 14.30", "sv", "2026-11-26T14:30"),
        ("morgen um 10", "de", "2026-11-24T10:00"),
        ("demain à 9h", "fr", "2026-11-24T09:00"),
        ("tomorrow at noon", "en", "2026-11-24T12:00"),
        ("jutro o 15:00", "pl", "2026-11-24T15:00"),
        ("imorgon kl 9", "sv", "2026-11-24T09:00"),
        ("14 January at 10am", "en", "2027-01-14T10:00"),
    ],
)
def test_what_the_mail_leaves_out_is_counted_from_when_it_was_sent(
    text: str, language: str, expected: str
) -> None:
    """A missing year, a bare weekday and "tomorrow" are counted from the mail's own day."""
    assert read(text, language, SENT) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tomorrow at 10am", "en"),
        ("Freitag um 10 Uhr", "de"),
        ("24 November at 10am", "en"),
    ],
)
def test_without_the_day_it_was_sent_nothing_is_guessed(text: str, language: str) -> None:
    """Where it is not known when a mail was sent, a day that hangs on it is none."""
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("next Friday at 10am", "en"),  # this week's or the week after
        ("Monday at 10am", "en"),  # sent on a Monday
        ("last Thursday at 10am", "en"),
        ("Wednesday 24 November at 10am", "en"),  # it is a Tuesday
        ("Mittwoch, 24.11.2026 um 10 Uhr", "de"),
        ("01/12/2026 at 10am", "en"),  # January or December
        ("31 April 2026, 10 Uhr", "de"),
        ("30. Februar 2028 um 10 Uhr", "de"),
        ("29 February 2027 at 10am", "en"),
        ("32.11.2026, 10 Uhr", "de"),
        ("24.13.2026, 10 Uhr", "de"),
        ("letzten Freitag um 10 Uhr", "de"),
        ("mardi dernier à 10h", "fr"),
        ("room 24/11 at 10am", "en"),
        ("99999999999999999999.11.2026 um 10 Uhr", "de"),
        ("Guten Morgen um 10 Uhr", "de"),
    ],
)
def test_what_can_be_read_two_ways_or_no_way_is_none(text: str, language: str) -> None:
    """A day that is ambiguous, past, impossible, or on another weekday than named, is not told."""
    assert read(text, language, SENT) == []


def test_numbers_are_read_in_the_order_of_the_country() -> None:
    """24/11 and 11/24 are the same day; where both orders are possible, the sender's country or the weekday decides."""
    assert read("on 24/11/2026 at 10am", "en") == ["2026-11-24T10:00"]
    assert read("on 11/24/2026 at 10am", "en") == ["2026-11-24T10:00"]
    assert read("on 01/12/2026 at 10am", "en", domain="mill.example.uk") == ["2026-12-01T10:00"]
    assert read("on Tuesday 01/12/2026 at 10am", "en") == ["2026-12-01T10:00"]
    assert read("am 01.12.2026 um 10 Uhr", "de") == ["2026-12-01T10:00"]


def test_leap_days_are_days_in_leap_years_alone() -> None:
    """29 February is read in 2028 and in no other year near it."""
    assert read("29 February 2028 at 10am", "en") == ["2028-02-29T10:00"]
    assert read("29.02.2027 um 10 Uhr", "de") == []


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("3 December 2026 at six", "en", "2026-12-03"),
        ("3 December 2026 at 6.30", "en", "2026-12-03"),
        ("el 3 de diciembre de 2026 a las 4", "es", "2026-12-03"),
        ("3 December 2026 at six in the evening", "en", "2026-12-03T18:00"),
        ("el 3 de diciembre de 2026 a las 4 de la tarde", "es", "2026-12-03T16:00"),
        ("28 novembre 2026 alle 2 e mezza di notte", "it", "2026-11-28T02:30"),
    ],
)
def test_an_hour_on_either_side_of_noon_is_left_out(text: str, language: str, expected: str) -> None:
    """Six may be morning or evening: then the day stands alone, unless the mail says which."""
    assert read(text, language) == [expected]


def test_a_span_begins_where_it_begins_and_several_hours_are_several() -> None:
    """ "14:00 - 15:00" is one moment; "at 9.00 or 10.30" are two; the end of a span takes its half of the day along."""
    assert read("24 November 2026, 14:00 - 15:00", "en") == ["2026-11-24T14:00"]
    assert read("24 November 2026, 2-3pm", "en") == ["2026-11-24T14:00"]
    assert read("24 November 2026 at 9:00 or 10:30", "en") == ["2026-11-24T09:00", "2026-11-24T10:30"]


def test_the_old_hour_gives_way_to_the_new() -> None:
    """What stands behind "instead of" in any language is not told."""
    assert read("morgen statt um 10 schon um 8 Uhr", "de", SENT) == ["2026-11-24T08:00"]
    assert read("demain à 11h plutôt qu'à 15h", "fr", SENT) == ["2026-11-24T11:00"]
    assert read("26 november om 14.00 uur in plaats van 25 november", "nl", SENT) == ["2026-11-26T14:00"]


def test_near_midnight_in_utc_the_senders_own_day_is_open() -> None:
    """A mail sent at 23:30 UTC may be written the day after; "morgen" is then none, the named date still one."""
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert read("morgen um 10 Uhr", "de", late) == []
    assert read("am 25. November um 10 Uhr", "de", late) == ["2026-11-25T10:00"]
    assert setting_of("de", late).sent_days == (date(2026, 11, 23), date(2026, 11, 24))


ALPHABET = "0123456789 .:/-,hUuhrpam€$%'()novembdièłTZ+\n²٣½"


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET, max_size=500), st.sampled_from(sorted(FORMS)))
def test_no_text_makes_it_fail(text: str, language: str) -> None:
    """Whatever stands in a sentence, reading it ends, raises nothing, and gives real days."""
    for one in moments_of(
        tokens_of(fold(text)), Setting(language, (date(2028, 2, 28), date(2028, 2, 29)), None)
    ):
        assert date(2000, 1, 1) <= one.day <= date(2101, 1, 1)
        assert one.clock is None or (0 <= one.clock[0] <= 23 and 0 <= one.clock[1] <= 59)


@pytest.mark.parametrize(
    ("text", "language", "zone"),
    [
        ("at 2 PM ET", "en", "America/New_York"),
        ("11 Pacific", "en", "America/Los_Angeles"),
        ("(Central Time - US & Canada)", "en", "America/Chicago"),
        ("14:00 (UK time)", "en", "Europe/London"),
        ("14:00 Uhr MEZ", "de", "Europe/Berlin"),
        ("um 08:45 Uhr (Wien)", "de", "Europe/Vienna"),
        ("15.30 Uhr (Schweizer Zeit)", "de", "Europe/Zurich"),
        ("14h (heure de Paris)", "fr", "Europe/Paris"),
        ("a las 12 (hora de Madrid)", "es", "Europe/Madrid"),
        ("às 10h (hora de Lisboa)", "pt", "Europe/Lisbon"),
        ("11:00 (Ora dell'Europa centrale)", "it", "Europe/Rome"),
        ("15:00 (Europe/Warsaw)", "pl", "Europe/Warsaw"),
        ("11:00 UTC+1", "en", "+01:00"),
        ("11:00 (GMT-05:30)", "en", "-05:30"),
        ("please bring ID, est. 10 minutes", "en", ""),
        ("c'est à Lyon et à 10h", "fr", ""),
        ("10:00 CET, which is 9:00 BST", "en", ""),
    ],
)
def test_a_zone_is_told_where_it_is_named(text: str, language: str, zone: str) -> None:
    """Letters, offsets, cities and phrases name a zone; two that differ name none."""
    assert zone_of(text, fold(text), language) == zone


def calendar(start: str, *more: str) -> str:
    lines = ("BEGIN:VCALENDAR", *more, "BEGIN:VEVENT", start, "END:VEVENT", "END:VCALENDAR")
    return "\r\n".join(lines)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART;TZID=Europe/Berlin:20261124T143000", ["2026-11-24T14:30[Europe/Berlin]"]),
        ('DTSTART;TZID="W. Europe Standard Time":20261124T143000', ["2026-11-24T14:30[Europe/Berlin]"]),
        ("DTSTART;TZID=/example.org/Europe/Paris:20261124T143000", ["2026-11-24T14:30[Europe/Paris]"]),
        ("DTSTART:20261124T133000Z", ["2026-11-24T13:30+00:00"]),
        ("DTSTART:20261124T143000", ["2026-11-24T14:30"]),
        ("DTSTART;TZID=Somewhere:20261124T143000", ["2026-11-24T14:30"]),
        ("DTSTART;VALUE=DATE:20280229", ["2028-02-29"]),
        ("DTSTART;TZID=Europe/Berlin:20270328T023000", ["2027-03-28T02:30[Europe/Berlin]"]),
        ("DTSTART:20270229T100000", []),
        ("DTSTART:20261124T256100", []),
        ("DTSTART:nonsense", []),
    ],
)
def test_a_calendar_part_says_when(start: str, expected: list[str]) -> None:
    """DTSTART is told as it is written, its zone beside it, also where the clocks change; impossible ones are none."""
    assert calendar_times([calendar(start)], most=6) == expected


def test_a_cancelled_meeting_is_none() -> None:
    """METHOD:CANCEL and STATUS:CANCELLED give no time; the start of a time zone's rule is no meeting."""
    start = "DTSTART:20261124T143000"
    assert calendar_times([calendar(start, "METHOD:CANCEL")], most=6) == []
    assert calendar_times([calendar(start + "\r\nSTATUS:CANCELLED")], most=6) == []
    rule = "BEGIN:VTIMEZONE\r\nDTSTART:19700329T020000\r\nEND:VTIMEZONE"
    assert calendar_times([calendar(start, "METHOD:REQUEST", rule)], most=6) == ["2026-11-24T14:30"]


def test_folded_and_repeated_calendar_lines_are_read_once() -> None:
    """A line broken as calendars break them is one line, and the same start twice is told once."""
    start = "DTSTART;TZID=Europe/\r\n Berlin:20261124T143000"
    assert calendar_times([calendar(start), calendar(start)], most=6) == ["2026-11-24T14:30[Europe/Berlin]"]
