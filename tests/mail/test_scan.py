"""Where one mail of an mbox ends and the next begins."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.mail_source import MAILS, a_mail, messages
from secondwind.mail.message import Message, Problem
from secondwind.mail.parse import parse_message
from secondwind.mail.read import read_messages
from secondwind.mail.scan import Cut, cut_mbox
from secondwind.mail.sources.base import too_large
from secondwind.mail.sources.mbox import MboxSource
from secondwind.mail.sources.memory import MemorySource

FROM_LINE = b"From ana@northwind.example Wed Sep  2 10:00:00 2026\n"


def cuts(content: bytes, size: int = 1 << 16, **limits: int) -> list[Cut]:
    chunks: Iterator[bytes] = (content[at : at + size] for at in range(0, len(content), size))
    return list(cut_mbox(chunks, **limits))


def cut_raws(content: bytes, size: int = 1 << 16) -> list[bytes | None]:
    return [cut.raw for cut in cuts(content, size)]


lines = st.lists(
    st.sampled_from(
        [b"", b"From here", b">From there", b">>From far", b"From: a", b"x", b"From ", b" y", b"\xff\0"]
    ),
    max_size=8,
)
bodies = lines.map(lambda each: b"Subject: t\n\n" + b"".join(line + b"\n" for line in each))


@given(mails=st.lists(bodies, min_size=1, max_size=5), crlf=st.booleans(), size=st.integers(1, 400))
def test_what_is_written_is_read_back(mails: list[bytes], crlf: bool, size: int) -> None:
    """Every quoted mailbox gives back its mails byte by byte, with either line end and in chunks of any size."""
    written = b"".join(FROM_LINE + re.sub(rb"(?m)^(>*From )", rb">\1", mail) + b"\n" for mail in mails)
    if crlf:
        written, mails = written.replace(b"\n", b"\r\n"), [mail.replace(b"\n", b"\r\n") for mail in mails]
    assert cut_raws(written, size) == mails


@given(lines=lines, size=st.integers(1, 400))
def test_unquoted_from_in_a_body_does_not_split(lines: list[bytes], size: int) -> None:
    """A line that begins with From and has no date, and no header after it, stays in its mail."""
    body = b"".join(line + b"\n" for line in lines if line != b"From: a")
    written = FROM_LINE + b"Subject: one\n\n" + body + b"\n" + FROM_LINE + b"Subject: two\n\n"
    assert len(cut_raws(written, size)) == 2


@given(st.binary(max_size=3000), st.integers(1, 500))
def test_any_bytes_after_a_from_line_are_kept_in_order(noise: bytes, size: int) -> None:
    """Whatever stands in the file, the cuts cover it without a gap."""
    found = cuts(FROM_LINE + noise, size)
    assert found[0].start == 0
    assert found[-1].end == len(FROM_LINE + noise)
    assert all(one.end == two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "line",
    [
        b"From ana@northwind.example Wed Sep  2 10:00:00 2026",
        b"From - Wed Sep 02 10:00:00 2026",
        b"From 1790000000000000001@xxx Wed Sep 02 10:00:00 +0000 2026",
        b"From ana at northwind.example  Wed Sep  2 10:00:00 2026",
        b"From ana@northwind.example Wed Sep  2 10:00:00 CEST 2026",
        b"From ana@northwind.example Wed, 02 Sep 2026 10:00:00 +0200",
        b"From MAILER-DAEMON Wed Sep  2 10:00 2026",
        b"From ",
        b"From -",
    ],
)
def test_from_lines_as_programs_write_them(line: bytes) -> None:
    """Thunderbird, Apple Mail, mutt, mailman and Takeout each write their own, and each is a boundary."""
    mail = b"Subject: x\n\nHello.\n"
    assert cut_raws(line + b"\n" + mail + b"\n" + line + b"\n" + mail) == [mail, mail]


def test_a_from_line_needs_an_empty_line_before_it() -> None:
    """In the middle of a paragraph even a full From_ line is text."""
    assert len(cuts(FROM_LINE + b"Subject: x\n\nHe pasted this:\n" + FROM_LINE + b"Subject: y\n\n")) == 1


def test_no_final_newline_and_a_mark_at_the_start() -> None:
    """A byte order mark, empty lines at the start, and a file that stops short change nothing."""
    assert cut_raws(b"\xef\xbb\xbf\n" + FROM_LINE + b"Subject: x\n\nHello") == [b"Subject: x\n\nHello"]


def test_a_mail_too_large_to_hold_is_skipped(tmp_path: Path) -> None:
    """It is given without its bytes, and the mails around it are whole."""
    large = b"Subject: x\n\n" + b"word word\n" * 400_000
    content = FROM_LINE + MAILS[0] + b"\n" + FROM_LINE + large + b"\n" + FROM_LINE + MAILS[1]
    found = cuts(content, max_message=1 << 20)
    assert [cut.raw is None for cut in found] == [False, True, False]
    assert found[0].raw == MAILS[0]


def test_a_file_of_five_gigabytes(tmp_path: Path) -> None:
    """Behind five gigabytes of nothing the next mail is found, the hole is one problem, and it takes seconds."""
    path = tmp_path / "Inbox"
    with path.open("wb") as box:
        box.write(FROM_LINE + MAILS[0] + b"\n" + FROM_LINE + b"Subject: a hole\n\n")
        box.truncate(5 * 2**30)
        box.seek(0, 2)
        box.write(b"\n\n" + FROM_LINE + MAILS[4])
    began = time.perf_counter()
    first, hole, last = (each for each, _ in read_messages([MboxSource(path)]))
    assert isinstance(first, Message)
    assert first.message_id == "1@northwind.example"
    assert hole == Problem(f"{path}, byte {len(FROM_LINE + MAILS[0]) + 1}", too_large())
    assert isinstance(last, Message)
    assert last.message_id == "5@northwind.example"
    assert time.perf_counter() - began < 60


def test_a_repeated_id_goes_by_its_digest() -> None:
    """Of mails with one Message-ID the first keeps it, and each later one has the digest of its bytes."""
    first, second = a_mail(1), a_mail(1, "Another body.\n")
    found = messages(MemorySource([first, second]), MemorySource([first]))
    digests = [parse_message(raw).digest for raw in (second, first)]
    assert [message.message_id for message in found] == [
        "1@northwind.example",
        *(f"sha256:{digest}" for digest in digests),
    ]
