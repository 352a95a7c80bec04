"""The head of a mail, read field by field: what stands in a header, decoded, whatever was done to it.

Kept apart from the body because the two fail apart: a body no parser follows still has a sender and a date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime
from inspect import signature
from typing import Any

from secondwind.lib.text import decode, one_line

from .message import Address

MAX_HEAD = 256_000
"""Bytes of head that are looked at; the longest seen in the wild hold about 60,000."""
MAX_VALUE = 16_000
MAX_ADDRESSES = 500
MAX_REFERENCES = 200

_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r(?!\n)")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
_BEFORE_HEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s{0,1000}(?:>?From [^\r\n]{0,1000}(?:\r\n|\n|\r))?")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\[\]]{1,200}@[^\s<>\"'(),;:\[\]]{1,200}")
_CHARSET_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bqBQ]\?")
_LABEL = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)')
_CHARSET = re.compile(r"""charset\*?\s*=\s*["']?(?:[\w-]*'[\w-]*')?([^\s"';]{1,80})""", re.IGNORECASE)
# Nearly every address field: one address, a name before it in letters that need no rules. Those are read at sight.
_PLAIN_ADDRESS = re.compile(
    r"(?:([\w .'+-]{0,200}?) )?<([\w.+=-]{1,100}@[\w.-]{1,200})>|([\w.+=-]{1,100}@[\w.-]{1,200})", re.ASCII
)
_COMMENT = re.compile(r"\([^()]*\)")

# Python 3.11.10 and later refuse odd address lists unless told not to; before, the option is unknown.
_LENIENT: dict[str, Any] = {"strict": False} if "strict" in signature(getaddresses).parameters else {}


class Head:
    """The header fields of one mail, by lower-cased name, each with all its raw values in order.

    `start` is the byte where the head begins (after a stray From_ line), `end` where the body does.
    `is_cut`: no end of the head was found within what is looked at, and nothing below it is read.
    """

    def __init__(self, raw: bytes) -> None:
        before = _BEFORE_HEAD.match(raw)
        self.start = before.end() if before else 0
        window = raw[self.start : self.start + MAX_HEAD]
        # Most heads end at the first empty line, which is found at once; only carriage returns make it a question.
        near = window.find(b"\n\n") + 2
        end = _HEAD_END.search(window, max(0, near - 2) if near > 1 and b"\r" not in window[:near] else 0)
        self.end = self.start + (end.end() if end else len(window))
        self.is_cut = end is None and len(raw) - self.start > MAX_HEAD
        self.fields = _fields(window[: end.start()] if end else window)
        if not self.fields:
            self.is_cut = False
            self.end = self.start

    def __bool__(self) -> bool:
        return bool(self.fields)

    def count(self, name: str) -> int:
        return len(self.fields.get(name, ()))

    def raw(self, name: str) -> str:
        """The first value of `name` as written, bytes turned to letters, white space as single spaces; or ""."""
        values = self.fields.get(name)
        return self._letters(values[0][:MAX_VALUE]) if values else ""

    def _letters(self, value: bytes) -> str:
        """Bytes beyond ASCII are against the rules in a head, and mostly UTF-8, else what the body is written in."""
        try:
            return one_line(value.decode("utf-8"))
        except UnicodeDecodeError:
            return one_line(decode(value, self.charset or "latin-1").text)

    @property
    def charset(self) -> str:
        """The charset that the Content-Type names, or ""."""
        return charset_in((self.fields.get("content-type") or [b""])[0][:MAX_VALUE].decode("latin-1"))

    def text(self, name: str) -> str:
        """The first value of `name` with RFC 2047 words decoded, on one line; or ""."""
        return decode_words(self.raw(name))

    def addresses(self, name: str) -> tuple[Address, ...]:
        """Every address under `name`, over all its values."""
        values = [self._letters(value[:MAX_VALUE]) for value in self.fields.get(name, ())[:20]]
        return _addresses(values)

    def ids(self, name: str) -> tuple[str, ...]:
        """The message ids under `name`, without brackets: the first few and the latest, where there are very many."""
        value = " ".join(self._letters(value[:MAX_VALUE]) for value in self.fields.get(name, ())[:20])
        ids = _ID.findall(value) or [word.strip("<>") for word in value.split() if "@" in word]
        return tuple(ids if len(ids) <= MAX_REFERENCES else ids[:10] + ids[10 - MAX_REFERENCES :])

    def message_id(self) -> str:
        """The one Message-ID without its brackets; "" where it is absent, empty or repeated."""
        if self.count("message-id") != 1:
            return ""
        value = self.raw("message-id")
        inside = _ID.search(value)
        return inside[1] if inside else value.strip("<> ")

    def labels(self) -> tuple[str, ...]:
        """Gmail's labels as a Takeout export writes them."""
        return split_labels(self.text("x-gmail-labels"))

    def list_id(self) -> str:
        value = self.text("list-id")
        inside = re.search(r"<([^<>]*)>\s*$", value)
        return (inside[1] if inside else value).strip()

    def is_automatic(self) -> bool:
        """Whether a machine says it wrote this (RFC 3834, and two older habits)."""
        if self.count("auto-submitted"):
            return not self.raw("auto-submitted").lower().startswith("no")
        return bool(self.count("x-autoreply")) or self.raw("precedence").lower() == "auto_reply"

    def sent_at(self) -> tuple[datetime | None, str]:
        """When it was sent, aware and in UTC, and what was odd about finding that out."""
        if moment := parse_date(self.raw("date")):
            return moment, ""
        problem = "unreadable date" if self.count("date") else "no date"
        received = self.raw("received").rpartition(";")[2]
        if moment := parse_date(received):
            return moment, f"{problem}, the day it was received is taken"
        return None, problem


def _fields(head: bytes) -> dict[str, list[bytes]]:
    """Lines that are neither a field nor the continuation of one belong to nothing and are passed over."""
    found: dict[str, list[list[bytes]]] = {}
    lines: list[bytes] | None = None
    for line in _LINE_END.split(head):
        if line[:1] in (b" ", b"\t"):
            if lines is not None:
                lines.append(line)
        elif match := _FIELD.match(line):
            lines = [match[2]]
            found.setdefault(match[1].decode("ascii").lower(), []).append(lines)
        else:
            lines = None
    return {name: [b" ".join(each) for each in values] for name, values in found.items()}


def charset_in(content_type: str) -> str:
    """The charset a Content-Type value names, or ""."""
    match = _CHARSET.search(content_type)
    return match[1] if match else ""


def decode_words(value: str) -> str:
    """`value` with its RFC 2047 words decoded; words in an unknown charset are guessed, broken ones stay as written."""
    if not _CHARSET_WORD.search(value):
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    parts: list[str] = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif charset is None:  # the words between, which decode_header gives back as escaped bytes
            parts.append(_unescape(piece))
        else:
            parts.append(decode(piece, charset).text)
    return one_line("".join(parts))


def _unescape(piece: bytes) -> str:
    try:
        return piece.decode("raw-unicode-escape")
    except UnicodeDecodeError:
        return piece.decode("latin-1")


def split_labels(value: str) -> tuple[str, ...]:
    """Labels between commas; a label that holds a comma stands in quotes."""
    labels: list[str] = []
    at = 0
    while at < len(value) and (match := _LABEL.match(value, at)) and match.end() > at:
        at = match.end()
        quoted = match[1]
        label = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else match[2].strip()
        if label:
            labels.append(label)
    return tuple(dict.fromkeys(labels))


def _addresses(values: list[str]) -> tuple[Address, ...]:
    if not values:
        return ()
    if len(values) == 1 and (plain := _PLAIN_ADDRESS.fullmatch(values[0])):
        return (Address(one_line(plain[1] or "").strip("' "), (plain[2] or plain[3]).lower()),)
    try:
        pairs = getaddresses(values, **_LENIENT)
    except (RecursionError, IndexError, ValueError, TypeError):
        pairs = []
    found = [
        Address(one_line(decode_words(name)).strip("'\" "), address.strip().lower())
        for name, address in pairs[:MAX_ADDRESSES]
        if name or address
    ]
    if not any("@" in each.address for each in found):
        found = [_named(value) for value in values if _ADDRESS.search(value)] or found
    return tuple(each for each in found if each.name or "@" in each.address)


def _named(value: str) -> Address:
    """The address somewhere in `value`, and what is written before it as the name."""
    match = _ADDRESS.search(value)
    assert match  # noqa: S101  asked before the call
    name = one_line(decode_words(value[: match.start()])).strip("<'\" ")
    return Address(name, match[0].lower())


def parse_date(value: str) -> datetime | None:
    """A mail's date as an aware moment in UTC; None where it cannot be read. Without a zone it is read as UTC."""
    plain = _COMMENT.sub(" ", value[:200]).strip()
    if not plain:
        return None
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            moment = read(plain)
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
            continue
    return None
