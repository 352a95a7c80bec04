"""No mail takes long: a megabyte of each awkward shape, and every pattern against what is made to slow it down."""

from __future__ import annotations

import base64
import os
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import secondwind.lib
import secondwind.mail
import secondwind.reading.methods
from attacks import attacks, patterns, text_of
from secondwind.mail.look import WINDOW, ready_look
from secondwind.mail.parse import parse_message
from secondwind.mail.sieve import thread_marks
from secondwind.reading.methods import METHODS
from secondwind.reading.methods.v2.facts import find_facts
from secondwind.reading.methods.v2.model import model
from secondwind.reading.methods.v2.names import find_names
from secondwind.reading.methods.v2.passage import read_passage
from secondwind.reading.reading import Kind

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "search"
"""Whether this is the long check, in which every filler meets every frame."""
MEGABYTE = 1_000_000
CEILING = 2.0
"""Seconds of processor time that one mail may take by all methods together; the slowest take a quarter of it."""
SLACK = 0.4
"""Seconds below which nothing is said about how time grows."""

HEAD = b"From: Ann Lee <jobs@northwind.example>\nTo: robin@ashdown.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n"
PLAIN = b"Subject: Your application\nContent-Type: text/plain; charset=utf-8\n\n"
WAKING = (
    "Dear Robin,\n\nThank you for your application for the role of Potter at Northwind. Unfortunately we will not move "
    "forward because {0} and your interview on Tuesday 3 March at 10:00 {0}\n"
)
"""Words that wake what looks for facts, around a filler."""

FILLERS = [
    # white space and line ends
    "\n", "\r", "\r\n", " ", "\t", "\u00a0", " \n", "\x0c", "\x1c", "\u2028",
    # quoting, attributions, forwards
    ">", "> ", "> > >", "> a\n", "On Mon wrote:\n",
    "On Mon, 2 Mar 2026 at 09:12 Ann <a@b.example> wrote:\n", "On Mon ", "on am ",
    "wrote ", "On Mon Ann wrote ", "Am Montag schrieb ", "From: x\n", "From: x\nTo: y\nSubject: z\n",
    "Von: a\n", "-----Original Message",
    "-----Original Message\n", "-", "--\n", "_", "---------- Forwarded message ---------\n",
    "\nFrom a@b Mon Jan  1 00:00:00 2026\n", ">From ",
    "re: ", "Re: AW: Fwd: ",
    # addresses
    "a@b", "a@b.example, ", "<", "<a@b> ", "@", "<a@b.example>",
    # marks and digits
    ".", "…", "x.", ",", ", ", "1", "1 ", "1/1/1/", "1.1.", "1:1 ", "1 January 2026 ", "2026-01-01T10:00 ",
    "10:00 ", "10-11-12-", "10 am to 11 pm ",
    "um 10 Uhr ", "Monday Tuesday ", "Mon, ", "GMT+1 ", "CET ", "Europe/Berlin ", "March ", "1st of ",
    "10 or 11 ", "between 10 ", "in 3 days ",
    "[[((", "))]]", "(a", "[1](", "{{", "- ", "* a\n", "1. ", '"', '"a" ', "'", "a'", "“", "“a” ", "«a» ",
    "\\", "!?", "! ", "? ", ":", ": ", ";", " | ",
    "|", " - ", " – ", "/", "#", "*", "+", "~", "^", "$", "100% ", "€ 50.000 ", "=", "=20", "&", "&amp;",
    # links
    "https://x.example/a?b=c ", "http://", "www.", "a/b", "%20", "https://calendly.com/a ", "zoom.us/j/1 ",
    # letters beyond ASCII, and what stands between them
    "a\u0300\u0301\u0302\u0303\u0304\u0305", "\u0301", "\ufdfa", "\u202e", "\u200f", "مرحبا ",
    "👩\u200d👩\u200d👧\u200d", "\u200d", "\u200c ",
    "\u200b", "\u00ad", "\ufeff", "\0", "a\0", "\x01", "漢字", "🇩🇪", "𝔘", "İ", "ß", "ﬁ", "한", "Ａ",
    # words
    "a", "A", "word ", "we have not ", "A.", "A ", "Aa ", "Aa-", "Aa/", "Aa & ", "a-b", "not ", "if ",
    "because ", ", because we ", "offer ", "role ",
    "the role of", "as a ", "at ", "engineer at ", "Manager ", "(m/f/d) ", "your application for ",
    "interview on ", "other candidates ",
    "Unfortunately, ", "Kind regards,\n", "Dear Ann,\n", "GmbH ", "Team ", "Role: a\n", "Role:", "by ",
    "within 2 weeks ", "Donaudampfschiff",
    "this email and any attachment is ", "if you are not ", "diese nachricht ", "Sent from my x\n",
    # what mail is made of
    base64.b64encode(bytes(range(256))).decode(), "--b\n", "Content-Type: text/plain\n\n", "=?utf-8?q?a?= ",
    "=?utf-8?q?", "BEGIN:VEVENT\n",
]  # fmt: skip
MARKUP = [
    "<table><tr><td>", "<div>", "<a href='", "<p style='display:none", " style=", "<script>", "<script",
    "<img alt=", "<img ", "<!--", "<a",
    "<td>a</td>", "<br>", "<p>a", "<ul><li>a", "<ol><li>", "<li>", "<a><div>", "<b><p>",
    "<font color=1><table>", "<x></y>", "<option><optgroup>",
    "<svg><math>", "<pre>\n", "<blockquote>a", "<td class='preheader'>", "data:a/b", "&nbsp;", "&#x1F600;",
    "\0", "a", " ", "\n", "<", ">", '"',
]  # fmt: skip


def repeated(filler: str, size: int) -> bytes:
    """About `size` bytes of a filler."""
    one = filler.encode("utf-8", "surrogatepass")
    return one * (size // len(one) + 1)


def folded(filler: str, size: int) -> bytes:
    """The same as it may stand in a head."""
    return repeated(filler, size).replace(b"\r", b"").replace(b"\n", b"\n ")


# ---- where a filler stands


def everywhere(filler: str, size: int) -> bytes:
    """In every field, as far as fields are looked at, in sentences and lines that wake the finders, and in bulk."""
    some = folded(filler, 18_000)
    names = (b"To", b"Cc", b"Reply-To", b"References", b"Date", b"X-Gmail-Labels", b"List-Id", b"Received")
    head = b"".join(name + b": " + some + b"\n" for name in names)
    begin = b"From: Ann " + folded(filler, 150) + b" <a@northwind.example>\nSubject: Your application " + some
    return begin + b"\n" + head + b"\n" + body(filler, size)


def body(filler: str, size: int) -> bytes:
    short = repeated(filler, 300)[:900].decode("utf-8", "ignore")
    line = f"Interview role {short}".replace("\n", " ")
    sentence = f"Unfortunately, your application at Northwind: we cannot offer the interview {short}. "
    text = f"{WAKING.format(short)}{line}\n{line}\n{sentence * 4}"
    return text.encode("utf-8", "surrogatepass") + repeated(filler, size) + WAKING.format(filler * 3).encode()


def in_bulk(filler: str, size: int) -> bytes:
    return HEAD + PLAIN + repeated(filler, size)


def awake(filler: str, size: int) -> bytes:
    return HEAD + PLAIN + body(filler, size)


def in_html(filler: str, size: int) -> bytes:
    page = b"<html><body><p>" + WAKING.format(filler).encode() + repeated(filler, size)
    return HEAD + b"Content-Type: text/html; charset=utf-8\n\n" + page


def in_subject(filler: str, size: int) -> bytes:
    return b"From: a@northwind.example\nSubject: Your application " + folded(filler, size) + b"\n\nYour role."


def encoded_subject(filler: str, size: int) -> bytes:
    word = b"=?utf-8?b?" + base64.b64encode(repeated(filler, size)) + b"?="
    return b"From: a@northwind.example\nSubject: " + word + b"\n\n" + WAKING.format("the budget").encode()


def in_sender(filler: str, size: int) -> bytes:
    return (
        b"From: Ann "
        + folded(filler, size)
        + b" <a@northwind.example>\nSubject: Your application\n\nThe role."
    )


def in_calendar(filler: str, size: int) -> bytes:
    start = b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=" + repeated(filler, size) + b":20260303T100000\n"
    return (
        HEAD + b"Subject: Interview\nContent-Type: text/calendar; charset=utf-8\n\n" + start + b"END:VEVENT\n"
    )


def as_boundary(filler: str, size: int) -> bytes:
    mark = folded(filler, 60).replace(b"\n ", b"")
    kind = b'Content-Type: multipart/mixed; boundary="' + mark + b'"\n\n'
    return HEAD + kind + (b"--" + mark + b"\n\nhello\n") * 3 + repeated(filler, size)


def in_lines_of_the_body(filler: str, size: int) -> bytes:
    line = (
        f"Interview role {repeated(filler, 250).decode('utf-8', 'surrogatepass')}".replace("\n", " ") + "\n"
    )
    return HEAD + PLAIN + repeated(line, size)


FRAMES: list[Callable[[str, int], bytes]] = [
    everywhere, in_bulk, awake, in_html, in_subject, encoded_subject, in_sender, in_calendar, as_boundary,
    in_lines_of_the_body,
]  # fmt: skip


def seconds(raw: bytes) -> float:
    """Processor time of all that is done with one mail, read by every method."""
    beginning = raw[:WINDOW]
    began = time.process_time()
    ready_look().is_worth_reading(beginning)
    thread_marks(beginning, with_domain=True)
    message = parse_message(raw)
    for read in METHODS.values():
        read(message)
    return time.process_time() - began


def slow_ones(frame: Callable[[str, int], bytes], fillers: list[str]) -> list[str]:
    """The fillers with which a megabyte takes too long, or more than some four times a quarter of it."""
    seconds(frame("a ", 100))  # what is loaded once is loaded now
    found = []
    for filler in fillers:
        whole = seconds(frame(filler, MEGABYTE))
        if whole > CEILING or (whole > SLACK and whole > 5 * seconds(frame(filler, MEGABYTE // 4)) + SLACK):
            found.append(f"{frame.__name__} {filler!r}: {whole:.2f} s")
    return found


@pytest.mark.parametrize("frame", FRAMES if LONG else [everywhere])
def test_a_megabyte_of_anything_is_read_in_bounded_time(frame: Callable[[str, int], bytes]) -> None:
    """Whatever is repeated, wherever it stands: well under two seconds, and in proportion to its size."""
    assert slow_ones(frame, FILLERS) == []


def test_a_megabyte_of_markup_is_read_in_bounded_time() -> None:
    """The same of HTML."""
    assert slow_ones(in_html, MARKUP) == []


# ---- shapes that are built, not repeated


def calendar(inside: bytes) -> bytes:
    kind = b"Subject: Interview\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\n\n"
    return HEAD + kind + b"BEGIN:VCALENDAR\n" + inside + b"END:VCALENDAR\n"


def nested(levels: int, size: int, kind: bytes = b"multipart/mixed") -> bytes:
    heads = b"".join(b"Content-Type: %b; boundary=b%d\n\n--b%d\n" % (kind, n, n) for n in range(levels))
    return HEAD + heads + b"\nUnfortunately " + b"word " * (size // 5)


def mails_in_mails(levels: int, size: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\n" * levels + b"\n" + b"word " * (size // 5)


def parts(part: bytes, size: int) -> bytes:
    kind = b"Content-Type: multipart/mixed; boundary=b\n\n"
    return HEAD + kind + (b"--b\n" + part) * (size // (len(part) + 4))


def repeated_fields(value: bytes, size: int) -> bytes:
    """Every field with addresses or ids, twenty times each."""
    names = (b"From", b"Sender", b"To", b"Cc", b"Reply-To", b"References", b"In-Reply-To")
    one = value * (size // (len(names) * 20 * len(value)) + 1)
    return b"".join(b"%b: %b\n" % (name, one) for name in names for _ in range(20)) + b"\nhello"


def text(kind: bytes, content: bytes) -> bytes:
    return HEAD + b"Content-Type: text/" + kind + b"\n\n" + content


EVENT = b"BEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20260303T100000\nDTEND:20260303T110000Z\nEND:VEVENT\n"
BUILT: dict[str, Callable[[int], bytes]] = {
    "10,000 events": lambda size: calendar(EVENT * (size // len(EVENT))),

    "a rule": lambda size: calendar(b"BEGIN:VEVENT\nRRULE:BYDAY=" + b"MO," * (size // 3) + b"\nEND:VEVENT\n"),

    "folds": lambda size: calendar(b"BEGIN:VEVENT\nDTSTART;TZID=" + b"E\n " * (size // 3) + b":20260303T100000\n"),
    "calendars": lambda size: parts(b"Content-Type: text/calendar\n\n" + EVENT * 500, size),
    "recipients": lambda size: HEAD + b"Cc: " + b"Ann <ann@x.example>, " * (size // 21) + b"\n\nhello",

    "5,000 references": lambda size: HEAD + b"References: " + b"<a@b.example>\n " * (size // 15) + b"\n\nhello",
    "a long sentence": lambda size: HEAD + PLAIN + b"word " * (size // 5),
    "900 levels": lambda size: nested(900, size),
    "990 alternatives": lambda size: nested(990, size, b"multipart/alternative"),
    "1,100 levels": lambda size: nested(1100, size),
    "levels": lambda size: nested(size // 45, 1000),
    "mails in mails": lambda size: mails_in_mails(1000, size),
    "mails in mails alone": lambda size: mails_in_mails(size // 30, 100),
    "parts": lambda size: parts(b"\nhi\n", size),
    "pages": lambda size: parts(b"Content-Type: text/html\n\n<p>hi\n", size),
    "coded parts": lambda size: parts(b"Content-Transfer-Encoding: base64\n\naGk=\n", size),
    "base64 garbage": lambda size: HEAD + b"Content-Transfer-Encoding: base64\n\n" + b"!@#$ab" * (size // 6),
    "equals signs": lambda size: HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n" + b"=" * size,

    "uuencode": lambda size: HEAD + b"Content-Transfer-Encoding: x-uuencode\n\n" + b"begin 644 a\n" * (size // 12),
    "utf-7": lambda size: text(b"plain; charset=utf-7", b"+" + b"A" * size),
    "hz": lambda size: text(b"plain; charset=hz", b"~{" * (size // 2)),
    "iso-2022": lambda size: text(b"plain; charset=iso-2022-jp", b"\x1b$B!!" * (size // 5)),
    "utf-16": lambda size: text(b"plain; charset=utf-16", b"\0a" * (size // 2)),
    "punycode": lambda size: text(b"plain; charset=punycode", b"a-9" * (size // 3)),
    "a charset": lambda size: text(b"plain; charset=" + b"u" * size, b"hello"),
    "attributes": lambda size: text(b"html", b"<p " + b"".join(b"a%d=1 " % n for n in range(size // 9))),
    "pictures": lambda size: text(b"html", (b"<img" + b" alt" * 1250) * (size // 5004)),
    "a picture": lambda size: text(b"html", b"<img " + b" alt=" * (size // 5)),
    "a style": lambda size: text(b"html", b" style" + b" " * size),
    "a scheme": lambda size: text(b"html", b"data:" + b"a" * size),
    "fields": lambda size: b"".join(b"X-%d: a\n" % n for n in range(size // 10)) + b"\nhello",
    "no end of the head": lambda size: b"Subject: x\n" + b"X: a\n" * (size // 5),
    "a head of carriage returns": lambda size: b"Subject: x\r" + b"X: a\r" * (size // 5),
}  # fmt: skip
FIELD_VALUES = [
    b"=?utf-8?q?", b"=?utf-8?q?a?= ", b"a@b.example, ", b"(", b"(a) ", b'"', b"\\", b"a:;", b",", b"<",
    b"<a@b>", b"[", b"@", b".", b"<@a,@b:c@d>,",
    b"a:b@c;", b"a a@", b"a", b"a ", b"\\(",
]  # fmt: skip


@pytest.mark.parametrize("shape", BUILT)
def test_a_megabyte_of_each_built_shape_is_read_in_bounded_time(shape: str) -> None:
    """Calendars, parts within parts, charsets, pages and heads made to be slow."""
    build = BUILT[shape]
    seconds(build(1000))
    whole = seconds(build(MEGABYTE))
    assert whole < CEILING
    assert whole < SLACK or whole < 5 * seconds(build(MEGABYTE // 4)) + SLACK


def test_a_megabyte_of_repeated_fields_is_read_in_bounded_time() -> None:
    """The same field twenty times over, in each that holds addresses or ids."""
    slow = {value: seconds(repeated_fields(value, MEGABYTE)) for value in FIELD_VALUES}
    assert [value for value, took in slow.items() if took > CEILING] == []


# ---- what is looked for in a mail, whatever the mail is taken for


KINDS = (Kind.REJECTION, Kind.INTERVIEW, Kind.ASSESSMENT)


def taken_for() -> Iterator[tuple[str, Kind]]:
    """Each filler with one kind of mail, by turns; in the long check with each."""
    for number, filler in enumerate(FILLERS):
        for kind in KINDS if LONG else [KINDS[number % len(KINDS)]]:
            yield filler, kind


def test_facts_and_names_are_found_in_bounded_time() -> None:
    """A filler does not keep the finders busy where the judge would have let it through."""
    slow = []
    for filler, kind in taken_for():
        message = parse_message(everywhere(filler, 20_000))
        began = time.process_time()
        passage = read_passage(message.subject, message.text)
        find_facts(message, passage, kind, [one.raw for one in passage.sentences[:3]])
        find_names(message, passage, kind, model().names, own=False)
        if (took := time.process_time() - began) > CEILING / 4:
            slow.append(f"{kind} {filler!r}: {took:.2f} s")
    assert slow == []


# ---- every pattern by itself


PROBE = 24
"""Characters on which what doubles with each letter shows itself, and still comes to an end."""
ATTACK = 4_000
"""Characters a pattern is tried on then."""
SUSPECT = 0.01
"""Seconds for that from which on it is tried on four times as many."""
GROWTH = 8
"""How much longer it may take then: 4 times is in proportion, 16 the square."""
QUICK = 0.2
"""Seconds a pattern may take for the longest that is ever handed to it, where that is known."""
SQUARE = {
    # Patterns that would take the square of what they are given, or more, if they were given anything: the longest
    # that they are given, and the one place where they are tried, if that is all.
    "mail.body._LOOKS_LIKE_HTML": (2_000, re.Pattern.match),
    "mail.headers._FIELD": (256_000, re.Pattern.match),
    "mail.headers._PLAIN_ADDRESS": (16_000, re.Pattern.fullmatch),
    "mail.look._FIELD_START": (WINDOW, re.Pattern.match),
    "mail.outgoing._ADDRESS": (16_000, re.Pattern.fullmatch),
    "mail.sources.registry._ANY_FIELD": (16_384, re.Pattern.match),
    "reading.methods.v1.naming._TAIL": (160, re.Pattern.finditer),
    "reading.methods.v1.naming._REQ": (600, re.Pattern.finditer),
    "reading.methods.v1.naming._TAKEN_BACK": (600, re.Pattern.finditer),
    r"reading.methods.v1.naming re.match '\\s*[.!?,]'": (2, re.Pattern.match),
    r"reading.methods.v1.naming re.split '\\s+(?:at|with|here at|in our)\\s+(?=[A-Z])|,? (?:but|however|and (?:we|your|"
    r"will|would|have|are|our))\\b|\\s+and$'": (600, re.Pattern.finditer),
    "reading.methods.v1.passage._BULLET": (20_000, re.Pattern.match),
    "reading.methods.v2.candidates._SPLIT": (160, re.Pattern.finditer),
    "reading.methods.v2.passage._BULLET": (8_000, re.Pattern.match),
    "reading.methods.v2.passage._FORWARD": (300, re.Pattern.match),
    "reading.methods.v2.whys._FORMULA": (500, re.Pattern.finditer),
}


def seconds_to_find(
    pattern: re.Pattern[Any], text: Any, way: Callable[..., Any] = re.Pattern.finditer
) -> float:
    began = time.process_time()
    found = way(pattern, text)
    for _ in found if way is re.Pattern.finditer else ():
        pass
    return time.process_time() - began


def grows_too_fast(pattern: re.Pattern[Any], unit: tuple[str, str]) -> bool:
    """Whether four times the text takes far more than four times as long, or a few letters do already."""
    if seconds_to_find(pattern, text_of(unit, PROBE, pattern)) > SUSPECT:
        return True
    short = seconds_to_find(pattern, text_of(unit, ATTACK, pattern))
    if short < SUSPECT:
        return False
    return seconds_to_find(pattern, text_of(unit, 4 * ATTACK, pattern)) > GROWTH * short


def is_slow(name: str, pattern: re.Pattern[Any], unit: tuple[str, str]) -> bool:
    if name in SQUARE:
        longest, way = SQUARE[name]
        return seconds_to_find(pattern, text_of(unit, longest, pattern), way) > QUICK
    return grows_too_fast(pattern, unit)


def test_no_pattern_blows_up() -> None:
    """Each pattern takes time in proportion, whatever of its own is repeated, or is given what is known to be short."""
    found = patterns(secondwind.lib, secondwind.mail, secondwind.reading.methods)
    slow = [
        f"{name} on {unit!r:.80}"
        for name, pattern in found.items()
        if (unit := next((one for one in attacks(pattern) if is_slow(name, pattern, one)), None))
    ]
    assert slow == []
    assert set(SQUARE) <= set(found)


@pytest.mark.parametrize("hostile", [r"(?:a+)+b", r"\s+$", r"\([^)]*\d[^)]*\)", r"\w*y", r"<a[^>]*>.*?</a>"])
def test_a_pattern_that_blows_up_is_found(hostile: str) -> None:
    """The search for slow patterns finds those that are known to be slow."""
    pattern = re.compile(hostile)
    assert any(grows_too_fast(pattern, unit) for unit in attacks(pattern))


@pytest.mark.parametrize("harmless", [r"\s{1,20}$", r"[^,]{0,50},", r"a{0,9}b", r"(?<!\w)\w+y?"])
def test_a_pattern_that_does_not_is_let_be(harmless: str) -> None:
    """It does not find what takes time in proportion."""
    pattern = re.compile(harmless)
    assert not any(grows_too_fast(pattern, unit) for unit in attacks(pattern))
