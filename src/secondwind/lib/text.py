"""Text as it came, made safe to keep: bytes decoded whatever they claim to be, strays taken out."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from resiliparse.parse.encoding import detect_encoding

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u200b\u2060\ufeff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n|[\r\x0c\x85\u2028\u2029]")
# Joiners mean something inside a word or an emoji; a row of them set apart by spaces is a filler.
_JOINER_ROW = re.compile(r"(?:[\u200c\u200d][^\S\n]*){2,}|(?<=\s)[\u200c\u200d]+(?=\s|$)")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")

# Codecs Python would accept as a text charset and that either run without bound or read code, not letters.
_NOT_FOR_MAIL = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"})
# Mail says the left and means the right: the right holds everything the left does, and the letters people sent.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
    "big5": "big5hkscs",
}
_ALIASES = {
    "utf8mb4": "utf-8",
    "utf-8-mac": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "windows-874": "cp874",
    "ansi": "cp1252",
}
_SAMPLE = 65_536


class Decoded(NamedTuple):
    """`text` decoded as well as it can be; `problem` says what was odd, empty where nothing was."""

    text: str
    problem: str


def decode(raw: bytes, charset: str = "") -> Decoded:
    """`raw` as text, trying the charset it claims, then UTF-8, then a guess. Never raises."""
    claimed = _codec(charset)
    if charset and not claimed:
        return Decoded(_guess(raw), "unknown charset")
    for name in (claimed, "utf-8"):
        if name and (text := _strictly(raw, name)) is not None:
            return Decoded(text, "" if claimed in ("", "ascii", name) else "wrong charset")
    if claimed == "utf-8" and (text := _mostly_utf8(raw)):
        return Decoded(text, "bytes outside their charset")
    if claimed in _WIDER:
        return Decoded(raw.decode(_WIDER[claimed], "replace"), "")
    if claimed and not claimed.startswith("utf"):
        return Decoded(raw.decode(claimed, "replace"), "bytes outside their charset")
    return Decoded(_guess(raw), "wrong charset" if claimed else "no charset")


def clean(text: str) -> str:
    """`text` with newlines as ``\\n`` and without NUL, other control characters, fillers or lone surrogates."""
    if text.isascii() and text.isprintable():
        return text  # nearly every header, and this is asked some ten times a mail
    lines = text.replace("\r\n", "\n")
    # All that is taken out below is unprintable, but for one mark that joins letters: most texts hold none of it.
    if lines.replace("\n", "").replace("\t", "").isprintable() and "\u034f" not in lines:
        return lines
    text = _SURROGATE.sub("\ufffd", _NEWLINE.sub("\n", text))
    return _JOINER_ROW.sub(" ", _CONTROL.sub("", text))


def tidy(text: str) -> str:
    """`text` cleaned for reading: one space between words, or one tab where a tab stood, few blank lines."""
    lines = (
        _SPACES.sub(_space_or_tab, line).strip() if "\t" in line else " ".join(line.split())
        for line in clean(text).split("\n")
    )
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def trim(text: str) -> str:
    """`text` cleaned with its layout kept: indentation stays, spaces at the ends of lines and many blank lines go."""
    lines = (line.rstrip() for line in clean(text).replace("\xa0", " ").split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def _space_or_tab(spaces: re.Match[str]) -> str:
    return "\t" if "\t" in spaces[0] else " "


def one_line(text: str) -> str:
    """`text` cleaned and on one line, every run of white space as one space, nothing turning its direction."""
    return " ".join(without_turns(clean(text)).split())


def without_turns(text: str) -> str:
    """`text` without the marks that embed, override or isolate a direction (U+202A-202E, U+2066-2069).

    Nobody sees them, and they make words read other than they are kept. Letters keep their own direction.
    """
    return _TURNING.sub("", text)


def _codec(charset: str) -> str:
    """Python's own name of a charset that is safe to decode mail with, or ""."""
    label = charset.strip().strip("\"'").lower()
    label = label.partition("*")[0]  # RFC 2231 allows a language after the charset
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
        b" \0\0\0".decode(name, "replace")  # the codecs that do not make text refuse here
    except (LookupError, ValueError):
        return ""
    return "" if name in _NOT_FOR_MAIL else name


def _strictly(raw: bytes, name: str) -> str | None:
    if name == "iso8859-1" or (name.startswith("utf-16") and b"\0" not in raw):
        # Claimed by habit. Latin-1 fits any bytes, so UTF-8 is asked first; UTF-16 without a NUL is no such thing.
        return raw.decode("ascii") if raw.isascii() else None
    try:
        return raw.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _mostly_utf8(raw: bytes) -> str:
    """`raw` as UTF-8 with a few broken places marked; "" where more is broken than whole."""
    text = raw.decode("utf-8", "replace")
    beyond = len(text) - len(raw.decode("ascii", "ignore"))
    return text if text.count("\ufffd") * 2 <= beyond else ""


def _guess(raw: bytes) -> str:
    if (text := _strictly(raw, "utf-8")) is not None:
        return text
    try:
        name = detect_encoding(raw[:_SAMPLE], html5_compatible=False) or "cp1252"
        return raw.decode(_codec(name) or "cp1252", "replace")
    except (UnicodeError, LookupError, ValueError):
        return raw.decode("cp1252", "replace")
