"""A letter as bytes: a draft file for any mail program, a mail that leaves, a mailto link. Nothing is sent here.

A header can never be smuggled in: every value is put on one line before it is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.header import Header
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, quote
from urllib.parse import quote as percent

from secondwind.errors import SecondWindError
from secondwind.mail.message import Address

MAILTO_LIMIT = 2000
"""Characters a mailto link may have before some programs cut it. Windows hands links on with a limit of
2,083 (INTERNET_MAX_URL_LENGTH) and browsers there refuse a little earlier; elsewhere far more fits."""

_LONGEST_ID = 900
_DATE = re.compile(rb"(?m)^Date: [^\r\n]*")
_ID = re.compile(r"[!-~]+")
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")


def as_eml(
    *,
    sender: Address,
    to: Sequence[Address],
    subject: str,
    body: str,
    date: datetime,
    message_id: str,
    in_reply_to: str = "",
    references: Sequence[str] = (),
    cc: Sequence[Address] = (),
    unsent: bool = True,
) -> bytes:
    """The letter as the bytes of one .eml file with CRLF line ends; `unsent` marks a draft file (X-Unsent: 1).

    `date` is aware. Message ids come with or without brackets; those that are none (a digest that stood
    in for a missing header) are left out. `references` are the answered mail's own, oldest first;
    `in_reply_to` is added behind them where it is missing. The body is quoted-printable UTF-8.
    Raises SecondWindError where an address cannot be written in a header.
    """
    own = _ids([message_id])
    parent = _ids([in_reply_to])
    chain = _ids([*(id_ for id_ in references if _bare(id_) != _bare(in_reply_to)), in_reply_to])
    headers = {
        "From": _mailbox(sender),
        "To": ", ".join(_mailbox(address) for address in to),
        "Cc": ", ".join(_mailbox(address) for address in cc),
        "Subject": _words(subject),
        "Date": format_datetime(date),
        "Message-ID": " ".join(own),
        "In-Reply-To": " ".join(parent),
        "References": " ".join(chain),
        "X-Unsent": "1" if unsent else "",
    }
    letter = MIMEText(_plain(body), "plain", _charset())  # type: ignore[arg-type]
    for name, value in headers.items():
        if value:
            letter[name] = value
    out = io.BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=compat32.clone(linesep="\r\n")).flatten(letter)
    return out.getvalue()


def dated(raw: bytes, moment: datetime) -> bytes:
    """The same letter with the moment (aware) it leaves as its Date. `raw` is what `as_eml` made."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    written = b"Date: " + format_datetime(moment).encode("ascii")
    return _DATE.sub(written, head, count=1) + blank + body


def bare_address(address: str) -> str:
    """The address as it goes over the line to a mail server: ASCII, its domain in IDNA where needed.

    Raises SecondWindError where it cannot be written so.
    """
    return _spec(address)


def as_mailto(to: str, subject: str, body: str, in_reply_to: str = "") -> str:
    """A mailto link (RFC 6068) that opens the letter in the person's own mail program, whole.

    `to` is one address. Line ends become %0D%0A. Many programs pass over In-Reply-To: the draft file is
    the way that keeps a thread for certain. See `too_long`.
    Raises SecondWindError where `to` is no address.
    """
    fields = {
        "subject": _one_line(subject),
        "body": _plain(body).replace("\n", "\r\n"),
        "In-Reply-To": " ".join(_ids([in_reply_to])),
    }
    said = "&".join(f"{name}={percent(value, safe='')}" for name, value in fields.items() if value)
    address = percent(_spec(to), safe="@")
    return f"mailto:{address}?{said}" if said else f"mailto:{address}"


def too_long(link: str) -> bool:
    """Whether some mail programs would cut this link; then a copy or the draft file is the surer way."""
    return len(link) > MAILTO_LIMIT


def _charset() -> Charset:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return charset


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _plain(text: str) -> str:
    """Line ends as ``\\n``, no NUL bytes, lone surrogates replaced: text that can be encoded."""
    return _encodable(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def _one_line(text: str) -> str:
    """One line, whatever came in: every control character and line separator becomes a space."""
    printable = (letter if letter.isprintable() else " " for letter in _encodable(text))
    return " ".join("".join(printable).split())


def _words(text: str) -> str:
    """Header text as ASCII; what is not ASCII, or looks as if it were encoded already, is encoded."""
    line = _one_line(text)
    return line if line.isascii() and "=?" not in line else Header(line, "utf-8").encode(linesep="\n")


def _mailbox(address: Address) -> str:
    name, spec = _one_line(address.name), _spec(address.address)
    if not name:
        return spec
    shown = f'"{quote(name)}"' if name.isascii() and "=?" not in name else _words(name)
    return f"{shown} <{spec}>"


def _spec(address: str) -> str:
    """The bare address in ASCII, its domain in IDNA where needed."""
    local, _, domain = address.strip().rpartition("@")
    try:
        spec = f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
    except UnicodeError:
        spec = ""
    if not _ADDRESS.fullmatch(spec) or not spec.isprintable():
        raise SecondWindError(
            f"“{_one_line(address)}” cannot be written as a mail address.",
            "Copy the letter and send it by hand.",
        )
    return spec


def _bare(id_: str) -> str:
    return id_.strip().strip("<>")


def _ids(ids: Sequence[str]) -> list[str]:
    """Message ids in brackets, each once and in order; what could not stand in a header is left out."""
    bare = (_bare(id_) for id_ in ids)
    kept = [
        id_ for id_ in bare if _ID.fullmatch(id_) and len(id_) <= _LONGEST_ID and not set(id_) & set("<>")
    ]
    return [f"<{id_}>" for id_ in dict.fromkeys(kept) if not id_.startswith("sha256:")]
