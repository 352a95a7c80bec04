"""The body of a mail: its parts as a tree, and of these the words a person would read.

Two parsers make the same small tree. fast-mail-parser does nearly every mail, about eight times as fast; what it
refuses goes to the standard library's lenient one (compat32), and what neither follows is read as plain text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as StdlibMessage

from fast_mail_parser import ParseError, PyLazyMimePart, parse_email_tree

from secondwind.lib.html import html_to_text
from secondwind.lib.text import decode, one_line, trim

from .headers import Head, charset_in, decode_words

MAX_TEXT = 200_000
"""Characters of readable text kept of one mail: about forty pages, many times the longest personal mail."""
MAX_PART = 1_500_000
"""Bytes of one part that are decoded to letters: HTML holds few words among much markup."""
MAX_DECODED = 6_000_000
"""Bytes of all parts of one mail that are decoded to letters."""
MAX_PARTS = 2_000
MAX_DEPTH = 100
MAX_CALENDARS = 20
MAX_FAST_BOUNDARIES = 1_000
"""The fast parser goes down level by level on the machine's own stack, and some 30,000 levels end the program.
No level is without the word "boundary", so whatever holds it more often is left to the slow parser."""
MAX_SLOW = 8_000_000
"""Bytes that the slower parser is given."""
MAX_SLOW_WORK = 10_000_000
"""Lines times boundaries: the slower parser asks every open level about every line, and this takes it a second."""

TOO_LONG = f"long text, the first {MAX_TEXT // 1000} kB are read"
TOO_MUCH = f"much text, the first {MAX_DECODED // 1_000_000} MB are looked at"
TOO_MANY = f"very many parts, the first {MAX_PARTS} are read"
TOO_DEEP = f"deeply nested, {MAX_DEPTH} levels are read"
NO_TREE = "parts that cannot be told apart, read as plain text"

_CALENDAR = frozenset({"text/calendar", "application/ics"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_NOT_WORDS = frozenset(
    {"text/css", "text/javascript", "text/vcard", "text/x-vcard", "text/directory", "text/rtf"}
    | {"text/rfc822-headers", "text/x-amp-html", "text/csv"}
)
_LOOKS_LIKE_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<div|<table)\b", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_STUB_LENGTH = 400
# "This message is in HTML", "open it in your browser", in the languages it is mostly said in.
_STUB_WORDS = re.compile(r"\bhtml\b|browser|navigateur|navegador", re.IGNORECASE)


class Unreadable(Exception):  # noqa: N818  never leaves this file: the next way of reading is tried
    """This way of reading the parts does not work for this mail."""


@dataclass(slots=True)
class Part:
    """One node of a mail. `content` gives a leaf's bytes with the transfer encoding undone, or raises Unreadable."""

    content_type: str
    content: Callable[[], bytes] = bytes
    charset: str = ""
    is_attachment: bool = False
    children: list[Part] = field(default_factory=list)
    forwarded: str = ""
    """Of a mail within the mail: its sender, day and subject, as lines."""


@dataclass(slots=True)
class Body:
    """What reading the parts gathers. `parts` and `decoded` count what was looked at, so that it stays bounded."""

    text: str = ""
    calendars: tuple[str, ...] = ()
    problems: list[str] = field(default_factory=list)
    parts: int = 0
    decoded: int = 0

    def note(self, problem: str) -> None:
        if problem and problem not in self.problems:
            self.problems.append(problem)


def read_body(raw: bytes, head: Head) -> Body:
    """The readable body and the calendars of `raw`, a whole mail without a stray From_ line. Never raises."""
    raw = raw[: head.end - head.start] if head.is_cut else raw
    for grow in (_fast_tree, _slow_tree):
        body = Body()
        try:
            tree = grow(raw, body)
            body.calendars = tuple(_calendars(tree, body))
            body.text = _render(tree, body) or _render(tree, body, attachments=True)
        except Unreadable:
            continue
        return _cut(body)
    body = Body(problems=[NO_TREE])
    rest = raw[head.end - head.start :]
    body.text = _words(Part("text/plain", lambda: rest, head.charset), body)
    return _cut(body)


def _cut(body: Body) -> Body:
    if len(body.text) > MAX_TEXT:
        body.text = body.text[:MAX_TEXT].rstrip()
        body.note(TOO_LONG)
    return body


# From bytes to parts, twice


def _fast_tree(raw: bytes, body: Body) -> Part:
    # Each has an equals sign, of which a mail holds few even with a large file in it; counting them costs nothing.
    if raw.count(b"=") > MAX_FAST_BOUNDARIES and raw.lower().count(b"boundary") > MAX_FAST_BOUNDARIES:
        raise Unreadable
    try:
        root = parse_email_tree(raw, mode="lazy")
    except (ParseError, ValueError, RecursionError) as refused:
        raise Unreadable from refused
    tree = _from_fast(root, body, 0)
    if tree.content_type.startswith("multipart/") and not tree.children:
        raise Unreadable
    return tree


def _from_fast(node: PyLazyMimePart, body: Body, depth: int) -> Part:
    body.parts += 1
    part = Part(
        content_type=node.content_type.lower(),
        content=lambda: _fast_content(node),
        charset=charset_in(_value(node.headers, "content-type")),
        is_attachment=(node.disposition or "").lower() == "attachment",
    )
    for child in node.children:
        if not _may_descend(body, depth):
            break
        part.children.append(_from_fast(child, body, depth + 1))
        if node.is_message:
            part.forwarded = _forwarded(child.headers)
    return part


def _fast_content(node: PyLazyMimePart) -> bytes:
    try:
        return node.content or b""
    except ParseError as refused:
        raise Unreadable from refused


def _slow_tree(raw: bytes, body: Body) -> Part:
    if len(raw) > MAX_SLOW:
        body.note(f"odd and large, the first {MAX_SLOW // 1_000_000} MB are looked at")
    raw = raw[:MAX_SLOW]
    if raw.count(b"\n") * raw.lower().count(b"boundary") > MAX_SLOW_WORK:
        raise Unreadable
    try:
        return _from_slow(message_from_bytes(raw), body, 0)
    except Unreadable:
        raise
    except (
        Exception
    ) as refused:  # hostile input finds new errors in the parser; there is one more way to read it
        raise Unreadable from refused


def _from_slow(node: StdlibMessage, body: Body, depth: int) -> Part:
    body.parts += 1
    content_type = node.get_content_type().lower()
    part = Part(
        content_type=content_type,
        content=lambda: _slow_content(node),
        charset=charset_in(str(node.get("content-type", ""))),
        is_attachment=str(node.get("content-disposition", "")).lower().lstrip().startswith("attachment"),
    )
    payload = node.get_payload()
    if not isinstance(payload, list):
        return part
    for child in payload:
        assert isinstance(child, StdlibMessage)  # noqa: S101  what a list payload holds, which its type leaves open
        if not _may_descend(body, depth):
            break
        part.children.append(_from_slow(child, body, depth + 1))
        if content_type == "message/rfc822":
            part.forwarded = _forwarded({name: [str(value)] for name, value in child.items()})
    return part


def _slow_content(node: StdlibMessage) -> bytes:
    try:
        payload = node.get_payload(decode=True)
    except Exception:  # broken transfer encodings: the letters as they stand are better than none
        payload = str(node.get_payload()).encode("utf-8", "replace")
    return payload if isinstance(payload, bytes) else b""


def _may_descend(body: Body, depth: int) -> bool:
    if body.parts >= MAX_PARTS:
        body.note(TOO_MANY)
        return False
    if depth >= MAX_DEPTH:
        body.note(TOO_DEEP)
        return False
    return True


def _forwarded(headers: Mapping[str, list[str]]) -> str:
    lines = (
        (name, one_line(decode_words(_value(headers, name)[:500]))) for name in ("From", "Date", "Subject")
    )
    return "\n".join(f"{name}: {value}" for name, value in lines if value)


def _value(headers: Mapping[str, list[str]], wanted: str) -> str:
    """The first value of a header, its name in any case; or ""."""
    for name, values in headers.items():
        if name.lower() == wanted.lower() and values:
            return values[0]
    return ""


# From parts to words


def _render(part: Part, body: Body, *, attachments: bool = False) -> str:
    """The words of a part and all below it. Attached files are left out unless asked for."""
    if part.content_type == "multipart/alternative":
        return _best(part, body, attachments)
    if part.children:
        texts = [part.forwarded] if part.forwarded else []
        for child in part.children:
            texts.append(_render(child, body, attachments=attachments))
            if sum(map(len, texts)) > MAX_TEXT:
                break
        return "\n\n".join(filter(None, texts))
    if part.is_attachment and not attachments:
        return ""
    return _words(part, body) if _holds_words(part) else ""


def _holds_words(part: Part) -> bool:
    if part.content_type in _CALENDAR or part.content_type in _NOT_WORDS:
        return False
    return part.content_type in _HTML or part.content_type.partition("/")[0] in ("text", "multipart", "")


def _best(part: Part, body: Body, attachments: bool) -> str:
    """Of several forms of one text the plain one, unless it is empty or a stub. HTML is turned only where needed."""
    forms: dict[bool, list[Part]] = {True: [], False: []}
    for child in part.children:
        forms[_is_html(child)].append(child)
    plain = next(filter(None, (_render(each, body, attachments=attachments) for each in forms[False])), "")
    own_words = _LINK.sub("", plain).strip()
    if len(own_words) >= _STUB_LENGTH:
        return plain
    html = next(filter(None, (_render(each, body, attachments=attachments) for each in forms[True])), "")
    stub = not own_words or _STUB_WORDS.search(plain) or len(html) > 1.5 * len(own_words) + 40
    return html if html and stub else plain


def _is_html(part: Part) -> bool:
    """Whether the words below a part stand in HTML alone."""
    kinds = {leaf.content_type for leaf in _leaves(part) if not leaf.is_attachment}
    return bool(kinds & _HTML) and "text/plain" not in kinds


def _leaves(part: Part) -> list[Part]:
    if not part.children:
        return [part]
    return [leaf for child in part.children for leaf in _leaves(child)]


def _words(part: Part, body: Body) -> str:
    """A leaf's letters, HTML turned to text."""
    raw = _take(part, body)
    is_html = part.content_type in _HTML
    charset = part.charset
    if is_html and not charset and (meta := _META_CHARSET.search(raw[:4000])):
        charset = meta[1].decode("ascii", "ignore")
    decoded = decode(raw, charset)
    body.note(decoded.problem)
    if is_html or _LOOKS_LIKE_HTML.match(decoded.text[:2000]):
        return html_to_text(decoded.text)[: MAX_TEXT + 1]
    return trim(decoded.text[: MAX_TEXT * 2])[: MAX_TEXT + 1]


def _take(part: Part, body: Body) -> bytes:
    """A leaf's bytes, as many as this mail may still have looked at."""
    if body.decoded >= MAX_DECODED:
        body.note(TOO_MUCH)
        return b""
    raw = part.content()
    if len(raw) > MAX_PART:
        body.note(TOO_LONG)
        raw = raw[:MAX_PART]
    body.decoded += len(raw)
    return raw


def _calendars(tree: Part, body: Body) -> list[str]:
    found = [leaf for leaf in _leaves(tree) if leaf.content_type in _CALENDAR][:MAX_CALENDARS]
    return list(
        dict.fromkeys(trim(decode(_take(leaf, body), leaf.charset or "utf-8").text) for leaf in found)
    )
