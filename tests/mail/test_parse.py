"""One mail to a Message, whatever was done to it on the way."""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secondwind.mail.body import MAX_TEXT
from secondwind.mail.message import Address
from secondwind.mail.parse import parse_message

HEAD = b"From: Ana Vale <Ana@Northwind.example>\nSubject: Hello\nDate: Wed, 2 Sep 2026 10:00:00 +0200\n"


def multipart(kind: bytes, *parts: bytes) -> bytes:
    return b"Content-Type: multipart/%s; boundary=q\n\n--q\n" % kind + b"\n--q\n".join(parts) + b"\n--q--\n"


def html(page: str) -> bytes:
    return b"Content-Type: text/html; charset=utf-8\n\n" + page.encode()


def plain(text: str) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()


def text_of(body: bytes) -> str:
    return parse_message(HEAD + body).text


def test_a_plain_mail() -> None:
    """Every field of an ordinary mail stands where its name says."""
    raw = (
        b'From: =?utf-8?q?J=C3=B6rg_M=2C?= <Jorg@Northwind.example>\r\nTo: a@b.example, "B, C" <b@b.example>\r\n'
        b"Cc: team: c@b.example;\r\nReply-To: jobs@northwind.example\r\nSubject: =?iso-8859-1?q?Gr=FC=DFe?=\r\n"
        b" =?iso-8859-1?q?_aus?= Wien\r\nDate: Wed, 2 Sep 2026 10:00:00 +0200 (CEST)\r\nMessage-ID: <1@n.example>\r\n"
        b"In-Reply-To: <0@n.example>\r\nReferences: <a@n.example>\r\n <0@n.example>\r\nList-Id: Jobs <j.n.example>\r\n"
        b"Auto-Submitted: auto-generated\r\nX-Gmail-Labels: Inbox,Opened\r\n\r\nHello\r\n\r\n> quoted\r\n"
    )
    found = parse_message(raw, labels=("Folder",))
    assert found.message_id == "1@n.example"
    assert found.subject == "Grüße aus Wien"
    assert found.sender == Address("Jörg M,", "jorg@northwind.example")
    assert found.sent_at == datetime(2026, 9, 2, 8, tzinfo=UTC)
    assert found.to == (Address("", "a@b.example"), Address("B, C", "b@b.example"))
    assert [each.address for each in found.cc] == ["c@b.example"]
    assert found.reply_to == (Address("", "jobs@northwind.example"),)
    assert (found.in_reply_to, found.references) == ("0@n.example", ("a@n.example", "0@n.example"))
    assert (found.list_id, found.auto_submitted) == ("j.n.example", True)
    assert found.labels == ("Folder", "Inbox", "Opened")
    assert found.text == "Hello\n\n> quoted"
    assert (found.size, found.digest) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert found.problems == ()


@pytest.mark.parametrize(
    "head", [b"", b"Message-ID: <a@b>\nMessage-Id: <a@b>\n", b"Message-ID:\n", b"Message-ID: <>\n"]
)
def test_without_one_id_the_digest_is_the_id(head: bytes) -> None:
    """Absent, empty or repeated, the Message-ID is the digest of the raw bytes."""
    raw = HEAD + head + b"\nHello\n"
    assert parse_message(raw).message_id == f"sha256:{hashlib.sha256(raw).hexdigest()}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"Wed, 2 Sep 2026 10:00:00 -0000", datetime(2026, 9, 2, 10, tzinfo=UTC)),
        (b"2 Sep 2026 10:00", datetime(2026, 9, 2, 10, tzinfo=UTC)),
        (b"2026-09-02T10:00:00+02:00", datetime(2026, 9, 2, 8, tzinfo=UTC)),
        (b"Wed, 31 Feb 2026 10:00:00 +0000", None),
        (b"Fri, 31 Dec 9999 23:00:00 -2300", None),
        (b"soon", None),
        (b"(((((", None),
    ],
)
def test_dates(written: bytes, read: datetime | None) -> None:
    """A date is an aware moment in UTC, or None where it cannot be read, and then the problems say so."""
    found = parse_message(b"Subject: x\nDate: " + written + b"\n\nHello\n")
    assert found.sent_at == read
    assert bool(found.problems) == (read is None)


def test_the_day_of_receipt_stands_in_for_a_missing_date() -> None:
    """Without a Date the newest Received line says when, and the problems say so."""
    raw = b"Received: from a by b; Wed, 2 Sep 2026 10:00:00 +0000\nSubject: x\n\nHello\n"
    found = parse_message(raw)
    assert found.sent_at == datetime(2026, 9, 2, 10, tzinfo=UTC)
    assert found.problems == ("no date, the day it was received is taken",)


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("Größe".encode(), "Größe"),
        ("Größe".encode("latin-1"), "Größe"),
        (b"=?x-unknown?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        (b"=?utf-8?b?R3LDtsOfZQ?=", "Größe"),
        (b"=?utf-8?b?!?= x", "x"),
        (b"a\0b\x1bc", "abc"),
    ],
)
def test_odd_subjects(raw: bytes, subject: str) -> None:
    """Raw bytes, unknown charsets and broken words come out readable, and what has no meaning is gone."""
    found = parse_message(b"From: a@b.example\nSubject: " + raw + b"\n\nHello\n").subject
    assert found == subject


def test_a_plain_form_is_read_before_html() -> None:
    """Where both forms hold the text, the plain one is it."""
    words = "We have read your letter with care, and we thank you for the time you took to write it. " * 6
    body = multipart(b"alternative", plain(words), html(f"<p>{words}</p><p>Footer</p>"))
    assert text_of(body) == words.strip()


@pytest.mark.parametrize(
    "stub",
    [
        "",
        "  \n",
        "View this mail in HTML.",
        "https://northwind.example/view?id=1",
        "Bitte im Browser öffnen.",
    ],
)
def test_a_stub_gives_way_to_html(stub: str) -> None:
    """An empty plain form, or one that sends the reader elsewhere, is left for the HTML."""
    body = multipart(b"alternative", plain(stub), html("<p>Good day Sam,</p><p>the role is filled.</p>"))
    assert text_of(body) == "Good day Sam,\n\nthe role is filled."


def test_calendars_are_kept_apart() -> None:
    """An invitation is in `calendars`, as text, and not in the words."""
    invitation = (
        b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nSUMMARY:Talk\nEND:VCALENDAR\n"
    )
    found = parse_message(HEAD + multipart(b"mixed", plain("See you."), invitation))
    assert found.text == "See you."
    assert len(found.calendars) == 1
    assert "SUMMARY:Talk" in found.calendars[0]


def test_a_forwarded_mail_is_readable() -> None:
    """A mail within the mail stands below its sender, day and subject; attached files do not."""
    inner = b"Content-Type: message/rfc822\n\nFrom: Bo <bo@b.example>\nSubject: Inner\n\nInner words.\n"
    attached = b"Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSecret\n"
    assert text_of(multipart(b"mixed", plain("Look:"), inner, attached)) == (
        "Look:\n\nFrom: Bo <bo@b.example>\nSubject: Inner\n\nInner words."
    )


@pytest.mark.parametrize(
    ("charset", "raw", "problem"),
    [
        (b"iso-8859-1", "Grüße – naïve".encode("cp1252"), ()),
        (b"us-ascii", "Grüße".encode(), ()),
        (b"utf-8", "Grüße".encode("latin-1"), ("wrong charset",)),
        (b"x-none", "Grüße".encode(), ("unknown charset",)),
        (b"iso-8859-1", "Grüße".encode(), ("wrong charset",)),
    ],
)
def test_charsets(charset: bytes, raw: bytes, problem: tuple[str, ...]) -> None:
    """The letters are right although the charset is wrong, and the problems say it was."""
    body = b"Viele " * 20 + raw + b" aus Wien\n"
    found = parse_message(HEAD + b"Content-Type: text/plain; charset=" + charset + b"\n\n" + body)
    assert "Grüße" in found.text
    assert found.problems == problem


def test_a_stray_from_line_and_empty_lines_before_the_head() -> None:
    """What mailbox tools leave at the top of a file does not hide the head."""
    for before in (
        b"From ana@n.example Wed Sep  2 10:00:00 2026\n",
        b"\n\n",
        b"\xef\xbb\xbf",
        b">From ana\n",
    ):
        assert parse_message(before + HEAD + b"\nHello\n").subject == "Hello"


def nested(levels: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels)
    )


HOSTILE = {
    "60 MB of text": HEAD + b"\n" + b"word word word word\n" * 3_000_000,
    "60 MB of one header": b"Subject: " + b"x \n " * 15_000_000 + b"\n\nHello\n",
    "10,000 parts": HEAD + multipart(b"mixed", *[plain("Hello")] * 10_000),
    "10,000 forms": HEAD + multipart(b"alternative", *[html("<p></p>")] * 10_000),
    "500 levels": HEAD + nested(500) + b"\nHello\n",
    "50,000 levels": HEAD + nested(50_000) + b"\nHello\n",
    "500 levels and much below": HEAD + nested(500) + b"x\n" * 4_000_000,
    "5,000 forwards": HEAD + b"Content-Type: message/rfc822\n\n" * 5_000 + b"\nHello\n",
    "brackets": b"From: " + b"(" * 100_000 + b"\nSubject: " + b"=?a?q?" * 20_000 + b"\n\nHello\n",
    "unclosed tags": HEAD + html("<p style='" * 200_000),
    "open blocks": HEAD + html("<div style='display:none'>" * 40_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_in_bounded_time(name: str) -> None:
    """However large or deep, a mail takes seconds and gives bounded text, and what was cut off is said."""
    began = time.perf_counter()
    found = parse_message(HOSTILE[name])
    assert time.perf_counter() - began < 10
    assert len(found.text) <= MAX_TEXT
    assert found.problems or name in ("10,000 forms", "unclosed tags", "open blocks", "brackets")


# fmt: off
pieces = st.sampled_from([
    b"From: ", b"Date: ", b"Subject: ", b"\n", b"\n\n", b"\r\n", b"--q", b"a@b", b"<", b">", b"(", b'"', b"\0",
    b"\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=q", b"Content-Type: text/html; charset=", b"utf-7", b"=?utf-8?b?",
    b"?=", b"Content-Transfer-Encoding: base64", b"Content-Type: message/rfc822", b"\xed\xa0\x80", b"+2AA-", b"rot13",
])
# fmt: on


@given(st.lists(st.one_of(pieces, st.binary(max_size=12)), max_size=40).map(b"".join))
@example(b"")
@example(b"Content-Type: text/plain; charset=unicode_escape\n\n\\ud800")
@example(b"Message-ID: <\n\n")
def test_no_bytes_raise(raw: bytes) -> None:
    """Any bytes give a Message whose every word can be written down as UTF-8 and holds no NUL."""
    found = parse_message(raw)
    for words in (
        found.text,
        found.subject,
        found.sender.name,
        found.message_id,
        *found.references,
        *found.calendars,
    ):
        assert "\0" not in words
        words.encode()
    assert found.sent_at is None or found.sent_at.utcoffset() is not None
