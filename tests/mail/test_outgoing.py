"""Draft files and mailto links: what goes in comes out again, and no header can be smuggled in."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.errors import SecondWindError
from secondwind.mail.message import Address
from secondwind.mail.outgoing import MAILTO_LIMIT, as_eml, as_mailto, too_long

SAM = Address("Sam Okafor", "sam@okafor.example")
ANA = Address("Ana Lindqvist", "ana@northwind.example")
WHEN = datetime(2026, 11, 18, 9, 5, tzinfo=UTC)


def eml(**changed) -> bytes:
    fields = {
        "sender": SAM,
        "to": [ANA],
        "subject": "Re: Your visit",
        "body": "Dear Ana,\n\nThank you.\n",
        "date": WHEN,
        "message_id": "draft-1@secondwind.local",
        "in_reply_to": "<visit-9@northwind.example>",
        "references": ("visit-1@northwind.example", "visit-9@northwind.example"),
    }
    return as_eml(**{**fields, **changed})


def parsed(raw: bytes):
    return message_from_bytes(raw, policy=policy.default)


def body_of(raw: bytes) -> str:
    return parsed(raw).get_content().replace("\r\n", "\n").rstrip("\n")


def names_of(raw: bytes, header: str) -> list[tuple[str, str]]:
    """Names and addresses, words decoded as RFC 2047 says: white space between two encoded words is none."""
    found = getaddresses([message_from_bytes(raw)[header]])
    return [(str(make_header(decode_header(name))), address) for name, address in found]


def test_a_draft_file_keeps_its_thread():
    """In-Reply-To names the answered mail, References ends with it, and the file opens as a draft."""
    letter = parsed(eml())
    assert letter["In-Reply-To"] == "<visit-9@northwind.example>"
    assert letter["References"] == "<visit-1@northwind.example> <visit-9@northwind.example>"
    assert letter["Message-ID"] == "<draft-1@secondwind.local>"
    assert letter["X-Unsent"] == "1"
    assert letter["Date"].datetime == WHEN
    assert letter["From"] == "Sam Okafor <sam@okafor.example>"


def test_a_long_chain_folds_and_comes_back_whole():
    """Forty long ids fold over lines below the limit of 998, unencoded, and unfold to the same ids."""
    ids = [f"{number:03}.{'long-token-' * 12}@mail.northwind.example" for number in range(40)]
    raw = eml(references=ids, in_reply_to=ids[-1])
    assert max(len(line) for line in raw.split(b"\r\n")) < 998
    assert b"=?" not in raw
    assert parsed(raw)["References"].split() == [f"<{id_}>" for id_ in ids]


def test_ids_that_are_none_stay_out():
    """A digest that stood in for a missing Message-ID, a broken id and an empty one are never headers."""
    letter = parsed(
        eml(in_reply_to="sha256:ab12", references=("sha256:ab12", "a b@x", "<>", "", "ok@x.example"))
    )
    assert letter["In-Reply-To"] is None
    assert letter["References"] == "<ok@x.example>"


def test_lines_end_as_mail_wants_and_from_is_not_mangled():
    """Every line ends in CRLF, none is over 998 bytes, and a line that begins with From stays as it is."""
    raw = eml(body="From here on: " + "word " * 900 + "\nFrom there.")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert body_of(raw) == "From here on: " + "word " * 900 + "\nFrom there."


def test_an_address_that_cannot_be_written_says_so():
    """A broken or non-ASCII local part is one sentence for the person, and a domain goes out in IDNA."""
    for address in (
        "",
        "nobody",
        "a b@x.example",
        "ä@x.example",
        "a@b@x.example>",
        "a@x.example\r\nBcc: b@x.example",
    ):
        with pytest.raises(SecondWindError):
            eml(to=[Address("Ana", address)])
    assert parsed(eml(to=[Address("", "ana@münze.example")]))["To"] == "ana@xn--mnze-0ra.example"


_texts = st.text(max_size=120)
_awkward = _texts | st.sampled_from(
    [
        "Re: x\r\nBcc: evil@x.example",
        "a\x0bBcc: b@x.example",
        "=?utf-8?q?x?=",
        'Ana "A" Lindqvist, \\ Head',
        "Ånå Łindqvist " * 9,
        "李安 " * 30,
    ]
)


@given(subject=_awkward, name=_awkward, body=_texts)
def test_whatever_is_written_comes_back(subject, name, body):
    """Subject, names and body survive the parser, on one line where they are headers, and add no header."""
    raw = eml(subject=subject, to=[Address(name, ANA.address), SAM], body=body)
    letter = parsed(raw)
    names = {"Content-Type", "MIME-Version", "Content-Transfer-Encoding", "From", "To", "Subject", "Date"}
    assert set(letter.keys()) <= names | {"Message-ID", "In-Reply-To", "References", "X-Unsent"}
    assert letter.keys().count("To") == 1
    assert _squeezed(letter["Subject"] or "") == _squeezed(subject)
    assert [address.addr_spec for address in letter["To"].addresses] == [ANA.address, SAM.address]
    assert names_of(raw, "To") == [(_squeezed(name), ANA.address), ("Sam Okafor", SAM.address)]
    assert body_of(raw) == _plain(body).rstrip("\n")


def _squeezed(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


@given(subject=_awkward, body=_texts)
def test_a_mailto_link_comes_back_whole(subject, body):
    """The link holds exactly one subject and one body, percent-encoded, with CRLF between lines."""
    link = as_mailto("ana+jobs@northwind.example", subject, body, "visit-9@northwind.example")
    assert link.isascii()
    assert not set(link) & set(' \r\n"<>')
    parts = urlsplit(link)
    fields = parse_qs(parts.query, keep_blank_values=True, strict_parsing=True)
    assert unquote(parts.path) == "ana+jobs@northwind.example"
    assert set(fields) <= {"subject", "body", "In-Reply-To"}
    assert fields.get("subject", [""]) == [_squeezed(subject)]
    assert fields.get("body", [""])[0] == _plain(body).replace("\n", "\r\n")
    assert fields["In-Reply-To"] == ["<visit-9@northwind.example>"]


def test_line_ends_and_plus_signs_in_a_link():
    """Lines end as %0D%0A, and a plus in an address cannot be taken for a space."""
    link = as_mailto("ana+jobs@northwind.example", "", "one\ntwo & three")
    assert link == "mailto:ana%2Bjobs@northwind.example?body=one%0D%0Atwo%20%26%20three"
    assert as_mailto("ana@northwind.example", "", "") == "mailto:ana@northwind.example"


def test_a_link_cannot_name_a_second_recipient():
    """What is no single address is refused rather than opened."""
    for to in ("ana@x.example,bob@x.example", "ana@x.example?bcc=bob@x.example&x=@y", "", "ana"):
        with pytest.raises(SecondWindError):
            as_mailto(to, "s", "b")


def test_length_is_said_and_nothing_is_cut():
    """A link over the limit is still whole, and says that it is long."""
    assert not too_long("m" * MAILTO_LIMIT)
    long = as_mailto("ana@northwind.example", "s", "word " * 600)
    assert too_long(long)
    assert unquote(long).count("word") == 600
