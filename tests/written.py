"""One text, written as a mail in each of the ways that mail is written: charsets, encodings, HTML, folded heads."""

from __future__ import annotations

import base64
import html
import quopri
from dataclasses import dataclass
from email.header import Header
from email.utils import parseaddr
from html.entities import codepoint2name


@dataclass(frozen=True)
class Form:
    """`encoding` is 8bit, quoted-printable or base64; `folded` breaks every field that can be broken."""

    charset: str = "utf-8"
    encoding: str = "8bit"
    is_html: bool = False
    entities: bool = False
    folded: bool = False
    crlf: bool = False
    alternative: bool = False


FORMS = {
    "8bit": Form(),
    "quoted-printable": Form(encoding="quoted-printable"),
    "base64": Form(encoding="base64"),
    "latin-1": Form("iso-8859-1"),
    "latin-2": Form("iso-8859-2", "quoted-printable"),
    "windows-1252": Form("windows-1252"),
    "windows-1250": Form("windows-1250", "quoted-printable"),
    "latin-9, base64": Form("iso-8859-15", "base64"),
    "utf-16": Form("utf-16"),
    "utf-16, base64": Form("utf-16-le", "base64"),
    "utf-7": Form("utf-7"),
    "html": Form(is_html=True),
    "html, quoted-printable": Form("windows-1252", "quoted-printable", is_html=True),
    "html, base64": Form(encoding="base64", is_html=True),
    "html, entities": Form("us-ascii", is_html=True, entities=True),
    "folded": Form(encoding="base64", folded=True),
    "folded, crlf": Form("iso-8859-1", "quoted-printable", folded=True, crlf=True),
    "alternative": Form(encoding="base64", alternative=True),
}
ROUTE = (
    "from out7.relay.invented (out7.relay.invented [192.0.2.7]) by mx1.home.invented (Postfix) with ESMTPS id 4Vq7\n"
    " for <sam@okafor.example>; Wed, 02 Sep 2026 10:00:01 +0000 (UTC)"
)
STYLE = "<style>p{margin:0 0 12px;position:relative} .c{background-position:0 0;font-family:Arial}</style>"


def written(
    sender: str, subject: str, text: str, form: Form, *, fields: tuple[tuple[str, str], ...] = ()
) -> bytes:
    """The bytes of one mail. What a charset cannot hold becomes a question mark, as programs do it."""
    name, address = parseaddr(sender)
    lines = [
        *(("Received", ROUTE) for _ in range(3)),
        ("From", f"{_words(name, form)} <{address or sender}>".strip()),
        ("To", "sam@okafor.example"),
        ("Subject", _words(subject, form)),
        ("Date", "Wed, 02 Sep 2026 10:00:00 +0000"),
        ("MIME-Version", "1.0"),
        *fields,
    ]
    head = "".join(f"{key}: {value}\n" for key, value in lines).encode("ascii", "replace")
    whole = head + (_alternative(text, form) if form.alternative else part(text, form))
    return whole.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") if form.crlf else whole


def part(text: str, form: Form) -> bytes:
    """The fields and the body of one text part."""
    content = as_html(text, entities=form.entities) if form.is_html else text
    raw = content.encode(form.charset, "replace")
    if form.encoding == "base64":
        raw = base64.encodebytes(raw)
    elif form.encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    kind = "text/html" if form.is_html else "text/plain"
    fold = "\n\t" if form.folded else " "
    fields = (
        f"Content-Type: {kind};{fold}charset={form.charset}\nContent-Transfer-Encoding: {form.encoding}\n\n"
    )
    return fields.encode() + raw


def as_html(text: str, *, entities: bool = False) -> str:
    paragraphs = "".join(f'<p class="c">{html.escape(line)}</p>\n' for line in text.split("\n") if line)
    page = f"<html><head>{STYLE}</head><body>\n{paragraphs}</body></html>\n"
    return "".join(map(_entity, page)) if entities else page


def _alternative(text: str, form: Form) -> bytes:
    plain, page = part(text, form), part(text, Form(form.charset, form.encoding, is_html=True))
    line = b"\n--=_Part-7a\n"
    kind = b'Content-Type: multipart/alternative; boundary="=_Part-7a"\n'
    return kind + line + plain + line + page + b"\n--=_Part-7a--\n"


def _entity(letter: str) -> str:
    if letter.isascii():
        return letter
    name = codepoint2name.get(ord(letter))
    return f"&{name};" if name else f"&#{ord(letter)};"


def _words(value: str, form: Form) -> str:
    if value.isascii() and not form.folded:
        return value
    charset = "utf-8" if form.charset.startswith(("utf", "us")) else form.charset
    try:
        value.encode(charset)
    except UnicodeEncodeError:
        charset = "utf-8"
    return Header(value, charset, maxlinelen=30 if form.folded else 75).encode()
