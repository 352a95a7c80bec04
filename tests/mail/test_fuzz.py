"""Mail built to be awkward, and broken mail of others, through parse and read: nothing raises and nothing is lost."""

from __future__ import annotations

import base64
import os
import quopri
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secondwind.mail.body import MAX_TEXT
from secondwind.mail.message import Message, Problem
from secondwind.mail.parse import parse_message
from secondwind.mail.read import read_messages
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources.memory import MemorySource
from secondwind.mail.sources.registry import open_sources
from secondwind.reading.methods import METHODS
from secondwind.reading.read import read
from secondwind.reading.reading import Kind, Reading

FUZZ = Path(__file__).resolve().parents[2] / "bench" / "fuzz.py"
FROM_LINE = b"From someone@invented.example Mon Nov 16 10:00:00 2026\n"
SENTENCES = [
    "Thank you for your application for the role of Potter at Northwind.",
    "Unfortunately we have decided not to move forward with your application.",
    "Leider müssen wir Ihnen mitteilen, dass die Stelle besetzt ist.",
    "We would like to invite you to an interview on Tuesday, 3 March at 10:00.",
    "> On Mon, 2 Mar 2026 Ann wrote:\n> Unfortunately not.",
    "The rowing club meets on Saturday.",
    "Zażółć gęślą jaźń", "漢字かな", "a\0b\x1b[2J", "\ud83d", "=?utf-8?q?a", "",
]  # fmt: skip


# ---- heads


def _encoded(text: str) -> st.SearchStrategy[bytes]:
    """An encoded word, whole, cut off, wrongly coded or in a charset that nobody knows."""
    raw = text.encode("utf-8", "replace")
    word = b"=?%s?b?" + base64.b64encode(raw)
    ends = st.sampled_from([b"?=", b"?", b"", b"=?=", b"!?="])
    charsets = st.sampled_from([b"utf-8", b"iso-8859-1", b"utf-16", b"x-nobody", b"", b"utf-8*en", b"idna"])
    based = st.builds(lambda charset, end: word % charset + end, charsets, ends)
    quoted = st.sampled_from(
        [b"=?utf-8?q?%s?=" % quopri.encodestring(raw), b"=?utf-8?q?=C3?= =?utf-8?q?=A4?="]
    )
    return based | quoted


words = st.sampled_from(SENTENCES)
junk = st.binary(max_size=40).map(lambda raw: raw.replace(b"\n", b"").replace(b"\r", b""))
said = (
    words.flatmap(_encoded)
    | words.map(lambda text: text.encode("utf-8", "replace").replace(b"\n", b" "))
    | junk
)
folded = st.builds(lambda parts, fold: fold.join(parts), st.lists(said, min_size=1, max_size=4),
                   st.sampled_from([b" ", b"\n ", b"\r\n\t", b"\n\n ", b"\r"]))  # fmt: skip
names = st.sampled_from([
    b"From", b"from", b"Sender", b"To", b"Cc", b"Reply-To", b"Subject", b"SUBJECT ", b"Date", b"Message-ID",
    b"References", b"In-Reply-To", b"List-Id", b"X-Gmail-Labels", b"Received", b"Precedence", b"Auto-Submitted",
    b"MIME-Version", b"Content-Type", b"Content-Transfer-Encoding", b"Content-Disposition",
    b"", b"No colon", b"\xe4", b">From a",
])  # fmt: skip
values = folded | st.sampled_from([
    b"Ann Lee <ann@northwind.example>", b"<ann@northwind.example", b"ann@", b"@", b'"Ann', b"a:b@c.example;",
    b"<<a@b>>", b"Mon, 2 Mar 2026 10:00:00 +0000", b"Mon, 99 Foo 99999 99:99 +9999", b"<1@x.example>",
    b"<1@x.example> <1@x.example>", b"multipart/mixed", b"multipart/mixed; boundary=", b'text/html; charset="',
    b'multipart/alternative; boundary=""', b"message/rfc822", b"base64", b"quoted-printable", b"a" * 2000,
])  # fmt: skip
colons = st.sampled_from([b": ", b":", b" : ", b""])
line_ends = st.sampled_from([b"\n", b"\r\n", b"\r"])
fields = st.builds(
    lambda name, colon, value, end: name + colon + value + end, names, colons, values, line_ends
)
heads = st.lists(fields, max_size=10).map(b"".join)
ordinary = st.just(
    b"From: Ann Lee <ann@northwind.example>\nTo: sam@okafor.example\nSubject: Your application\n"
    b"Date: Mon, 2 Mar 2026 10:00:00 +0000\n"
)


# ---- bodies


def _undone(raw: bytes, encoding: bytes) -> bytes:
    if encoding == b"base64":
        return base64.encodebytes(raw)
    return quopri.encodestring(raw) if encoding == b"quoted-printable" else raw


@st.composite
def leaves(draw: st.DrawFn) -> bytes:
    """One part: its kind, charset and encoding told rightly or wrongly, its content whole or broken."""
    text = "\n".join(draw(st.lists(words, max_size=5)))
    real = draw(st.sampled_from(["utf-8", "iso-8859-1", "utf-16", "utf-7", "cp1252", "shift_jis"]))
    told = draw(
        st.sampled_from([real, "us-ascii", "utf-16", "x-nobody", "utf-8; format=flowed", "'", "punycode"])
    )
    kind = draw(st.sampled_from([
        b"text/plain", b"text/html", b"text/calendar", b"TEXT/Plain", b"text", b"message/rfc822", b"image/png", b"/",
        b"",
    ]))  # fmt: skip
    encoding = draw(
        st.sampled_from([b"base64", b"quoted-printable", b"8bit", b"x-uuencode", b"BASE64 ", b"nonsense"])
    )
    raw = (f"<table><p style='display:none'>{text}" if kind == b"text/html" else text).encode(real, "replace")
    raw = _undone(raw, draw(st.sampled_from([encoding, b"8bit"])))
    hole = draw(st.integers(0, max(0, len(raw) - 1)))
    raw = draw(st.sampled_from([raw, raw[:hole], raw[:hole] + b"=\xff\0!" + raw[hole:], b"\0" * 40 + raw]))
    head = b"Content-Type: %s; charset=%s\nContent-Transfer-Encoding: %s\n" % (kind, told.encode(), encoding)
    return draw(st.sampled_from([head, b"", head + b"Content-Disposition: attachment\n"])) + b"\n" + raw


@st.composite
def multiparts(draw: st.DrawFn, inner: st.SearchStrategy[bytes]) -> bytes:
    """Parts within a boundary that is told, or not, or another's, or never closed."""
    boundary = draw(st.sampled_from([b"q", b"q", b"qq", b"a b", b"=_(x)", b"Q\n q", b"q" * 80]))
    told = draw(st.sampled_from([boundary, boundary, b"q", b""]))
    kind = draw(st.sampled_from([b"mixed", b"alternative", b"related", b"signed", b"digest", b"report"]))
    joint = draw(st.sampled_from([b"\n--%s\n", b"\r\n--%s\r\n", b"\n--%s \n", b"\n--%s--\n"])) % boundary
    parts = draw(st.lists(inner, max_size=4))
    end = draw(st.sampled_from([b"\n--%s--\n" % boundary, b"", b"\n--" + boundary]))
    head = b'Content-Type: multipart/%s; boundary="%s"\n\npreamble' % (kind, told)
    return head + joint + joint.join(parts) + end


bodies = st.recursive(leaves(), multiparts, max_leaves=8)


@st.composite
def mails(draw: st.DrawFn) -> bytes:
    """The bytes of one mail that nobody ought to send."""
    raw = draw(ordinary | heads) + draw(st.sampled_from([b"", b"", b"\n"])) + draw(bodies)
    if draw(st.booleans()):
        raw = raw[: draw(st.integers(0, len(raw)))]
    return raw.replace(b"\n", b"\r\n") if draw(st.integers(0, 9)) == 0 else raw


LONG = os.environ.get("HYPOTHESIS_PROFILE") == "search"
unhurried = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    max_examples=4000 if LONG else 150,
)


# ---- one mail


def held(message: Message, reading: Reading) -> None:
    """What is promised of any mail, whatever it was made of."""
    assert len(message.text) <= MAX_TEXT
    assert "\0" not in message.text + message.subject
    (message.subject + message.text + message.sender.name).encode()  # no half of a letter is left
    words_of_it = {" ".join(each.split()) for each in (message.subject, message.text)}
    assert isinstance(reading.kind, Kind)
    assert 0 <= reading.confidence <= 1
    assert all(quote and any(quote in words for words in words_of_it) for quote in reading.evidence)
    assert all(type(value) is str for value in reading.facts.values())


@unhurried
@given(mails())
def test_any_mail_is_parsed_and_read(raw: bytes) -> None:
    """By every method; what is quoted stands in what is kept, and no more is kept than is promised."""
    message = parse_message(raw)
    assert parse_message(raw) == message
    for method in METHODS.values():
        held(message, method(message))


# ---- a mailbox of them


def as_mbox(path: Path, raws: list[bytes]) -> Path:
    """As a mail program writes it: what would begin another mail is quoted."""
    quoted = (re.sub(rb"(?m)^(>*From )", rb">\1", raw) for raw in raws)
    path.write_bytes(
        b"".join(FROM_LINE + raw + (b"\n" if raw.endswith(b"\n") else b"\n\n") for raw in quoted)
    )
    return path


@settings(unhurried, max_examples=1000 if LONG else 60)
@given(raws=st.lists(mails(), min_size=1, max_size=6))
def test_of_any_mailbox_each_mail_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, raws: list[bytes]
) -> None:
    """N mails in an mbox are N messages or named problems, in full and through the cheap look."""
    path = as_mbox(tmp_path_factory.mktemp("box") / "all.mbox", raws)
    found = [each for each, _ in read_messages(open_sources([path]))]
    assert len(found) == len(raws)
    assert all(each.sentence and str(path) in each.place for each in found if isinstance(each, Problem))
    sieve = Sieve(open_sources([path]), read)
    given_ = list(sieve)
    assert sieve.seen == len(raws) == sieve.passed + len(given_)
    faults = [each.place for each in found if isinstance(each, Problem)]
    assert [each.place for each, _, _ in given_ if isinstance(each, Problem)] == faults


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_boundary_broken_over_two_lines_stops_nothing(end: bytes) -> None:
    """What is told to part the parts may go on in the next line: the cheap look gets over it."""
    calm = b"The train was late, so we took the bus along the coast. " * 30
    raw = (
        b'From: a@b.example\nContent-Type: multipart/mixed; boundary="Next\n Part"\n\n--Next Part\n\n' + calm
    )
    sieve = Sieve([MemorySource([raw.replace(b"\n", end)])], read)
    assert len(list(sieve)) + sieve.passed == 1


# ---- mail that a machine makes up


@pytest.mark.skipif(find_spec("atheris") is None, reason="not run: atheris is not made for this machine")
def test_made_up_mail_breaks_nothing(tmp_path: Path) -> None:
    """A short and seeded run of `bench/fuzz.py`, which `make soak` runs for twenty minutes."""
    command = [sys.executable, str(FUZZ), "--runs", "500", "--seed", "7", "--keep", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "Done 500 runs" in done.stderr
    assert not list(tmp_path.glob("crash-*"))


# ---- broken mail of others


def malformed() -> Iterator[tuple[str, bytes]]:
    folder = os.environ.get("SECONDWIND_CORPORA")
    if not folder:
        pytest.skip("not run: SECONDWIND_CORPORA is not set")
    with tarfile.open(Path(folder) / "malformed.tar.xz") as archive:
        for member in archive:
            if member.isfile() and (content := archive.extractfile(member)):
                yield member.name, content.read()


@pytest.mark.corpora
def test_every_malformed_mail_is_read() -> None:
    """Each of a corpus of broken mail is parsed and read by every method, and none takes two seconds."""
    slow = []
    for name, raw in malformed():
        began = time.process_time()
        message = parse_message(raw)
        for method in METHODS.values():
            held(message, method(message))
        if time.process_time() - began > 2:
            slow.append(name)
    assert slow == []


@pytest.mark.corpora
def test_every_malformed_mail_is_looked_at() -> None:
    """The cheap look gets over each of them as well: it is read, passed over, or a problem."""
    raws = [raw for _, raw in malformed()]
    sieve = Sieve([MemorySource(raws)], read)
    assert len(list(sieve)) + sieve.passed == sieve.seen == len(raws)
