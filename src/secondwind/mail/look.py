"""The cheap look: from the first bytes of a mail, whether it may be about a search for work and is to be read.

It errs to one side. What it passes over holds no word of such a search, or is mail to many with next to none of
them; everything short that one person wrote to another is read. Hyperscan looks for all the signs in one pass
over the bytes as they lie there. What lies there encoded is undone, for its text parts alone, and looked at again.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from binascii import Error as BadBase64
from binascii import a2b_base64, a2b_qp
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html.entities import codepoint2name

import hyperscan

from secondwind.lib.text import decode
from secondwind.mail.headers import charset_in
from secondwind.mail.signs import AUTOMATIC, DESKS, FIRM, PLAIN

WINDOW = 24_576
"""Bytes of a mail that are looked at: its head, and 16 KB or more of its body."""
BEYOND_STYLE = 16_384
"""Bytes at the end of the window in which a style sheet must have ended, so that there is text in it."""
SHORT = 900
"""Bytes of text that are too few to be sure of: such a mail is read whatever it says, unless it went to many."""
MIDDLING = 2_000
"""Bytes of text up to which one plain sign is enough."""
SHORT_NOTICE = 450
"""Bytes of text up to which a machine's own mail to one person is read whatever it says."""
SHORT_LIST = 6_000
"""Bytes, head and all, up to which one plain sign is enough in a mail to many that has little text."""
ENOUGH = 3
"""The weight from which a mail is read whoever it went to: a firm sign, or several plain ones."""
MAX_PARTS = 12

# What the look has to know of a mail beside its words; the numbers are Hyperscan's ids.
BASE64, QUOTED, WORDS, WIDE, LIST, ANSWER, CALENDAR, STYLE = range(8)
_DESK, _AUTOMATIC = 50, 51
_FIRST_FIRM = 100
_FIRST_PLAIN = 1_000

_MARKS = {
    BASE64: r"transfer-encoding:\s?base64",
    QUOTED: r"transfer-encoding:\s?quoted-printable",
    WORDS: r"=\?(?:utf-|iso-|windows-|us-|koi8|gb|big5|cp|euc|shift|ks_c|x-|ansi|ascii|mac|unknown|default|tis)",
    WIDE: r"charset\s?=\s?[\"']?(?:utf.?(?:16|32|7)|ucs|iso-10646|unicode|hz-|iso-2022|cp037|ibm037)",
    LIST: r"^list-(?:unsubscribe|id|post)|^feedback-id:|^x-campaign|^x-mailing-list|^precedence:\s?(?:bulk|list)",
    ANSWER: r"^in-reply-to:|^references:",
    CALENDAR: r"text/calendar|application/ics|begin:vcalendar",
    STYLE: r"<style",
}

_mine = threading.local()

_HEAD_END = re.compile(rb"\r?\n\r?\n|\r\r(?!\n)")
_FIELD_START = re.compile(rb"\s{0,1000}(?:>?From [^\r\n]{0,1000}[\r\n]{1,2})?[!-9;-~]{1,200}[ \t]*:")
_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?((?<=\")[^\"]{1,200}|[^\s;\"]{1,200})")
_WIDE_CHARSETS = (
    *("utf-16", "utf16", "utf_16", "utf-32", "utf-7", "ucs", "unicode", "iso-10646", "iso-2022", "hz"),
    *("cp037", "ibm037"),
)
_ENCODED_WORD = re.compile(rb"=\?([\w.:*-]{2,40})\?([bBqQ])\?([^?\s]*(?: [^?\s]+)*)\?=(?:\s+(?==\?))?")
_BETWEEN_TAGS = re.compile(rb"(?<=>)[^<>\s][^<>]*")
_LETTER = re.compile(r"[^\x00-\x7f]")
_OR_BARE = re.compile(r"\[\w([^\x00-\x7f])\]")


class Look:
    """The signs, ready to be looked for. Not for two threads at once: Hyperscan's scratch space is in it.

    Making one takes about a fifth of a second; `ready_look` keeps one for each thread.
    """

    def __init__(self) -> None:
        rows = [(number, pattern.encode()) for number, pattern in _MARKS.items()]
        rows += [(_FIRST_FIRM + place, _in_bytes(sign)) for place, sign in enumerate(FIRM)]
        rows += [(_FIRST_PLAIN + place, _in_bytes(sign)) for place, sign in enumerate(PLAIN)]
        self._signs = _compiled(rows)
        self._senders = _compiled(
            [(_DESK, "|".join(DESKS).encode()), (_AUTOMATIC, "|".join(AUTOMATIC).encode())]
        )
        self._scan: Callable[..., object] = self._signs.scan
        self._scan_senders: Callable[..., object] = self._senders.scan
        self._hits: list[int] = []
        self._note_hit = _noter(self._hits, self._hits)
        self._found: list[int] = []
        self._encodings: list[int] = []
        """Where a transfer encoding ends that is named in the mail looked at last."""
        self._note = _noter(self._found, self._encodings)
        self.is_answer = False
        """Whether the mail looked at last says that it answers another."""
        self.is_list = False
        """Whether the mail looked at last went to many."""

    def is_worth_reading(self, beginning: bytes) -> bool:
        """Whether a mail may be about a search for work. `beginning`: its first WINDOW bytes.

        True also for what does not begin as a mail does, so that the reading says what is wrong with it.
        """
        found = self._found
        found.clear()
        self._encodings.clear()
        self._scan(beginning, match_event_handler=self._note)
        self.is_answer = ANSWER in found
        self.is_list = LIST in found
        weight = _weight(found)
        if weight >= ENOUGH or CALENDAR in found or not _FIELD_START.match(beginning):
            return True
        if BASE64 in found or QUOTED in found or WORDS in found or WIDE in found or b"\0" in beginning:
            self._look_below(beginning)
            weight = _weight(set(found))
        if self.is_list and not weight and len(beginning) > SHORT_LIST:
            return False
        self._hits.clear()
        self._scan_senders(senders_line(beginning), match_event_handler=self._note_hit)
        if _DESK in self._hits:
            weight += 2
        return weight >= ENOUGH or self._says_too_little(beginning, weight)

    def _look_below(self, beginning: bytes) -> None:
        """Look at what lies encoded in the mail as well."""
        found = self._found
        plain = [_ENCODED_WORD.sub(_word, titles(beginning))] if WORDS in found else []
        if WIDE in found or b"\0" in beginning:
            plain += [text for text, encoded in texts(beginning) if encoded]
        else:
            plain += filter(None, (text_at(beginning, end) for end in self._encodings[:MAX_PARTS]))
        if plain:
            self._encodings.clear()
            self._scan(b"\n\n".join(plain), match_event_handler=self._note)

    def _says_too_little(self, beginning: bytes, weight: int) -> bool:
        """Whether there is too little text to pass it over on: the more it says, the more signs are wanted."""
        is_whole = len(beginning) < WINDOW
        if is_whole:
            beginning = beginning.rstrip(b"\r\n")
        if self.is_list or _AUTOMATIC in self._hits:
            limit = SHORT if weight else 0 if self.is_list else SHORT_NOTICE
            return limit > 0 and len(beginning) <= SHORT_LIST and _seen(beginning, limit) <= limit
        if weight > 1 or (is_whole and len(beginning) - _head_end(beginning) <= SHORT):
            return True
        if STYLE in self._found and not is_whole and b"</style" not in beginning[-BEYOND_STYLE:].lower():
            return True  # what a person would read stands behind the style sheet; nobody can tell from here how far
        limit = MIDDLING if weight else SHORT
        return _seen(beginning, limit) <= limit


def ready_look() -> Look:
    """This thread's Look, made when it is first asked for."""
    if not hasattr(_mine, "look"):
        _mine.look = Look()
    look: Look = _mine.look
    return look


def _compiled(rows: list[tuple[int, bytes]]) -> hyperscan.Database:
    flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_MULTILINE
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        ids=[number for number, _ in rows],
        expressions=[pattern for _, pattern in rows],
        # Every place that names an encoding is wanted, of all else whether it is there.
        flags=[flags & ~hyperscan.HS_FLAG_SINGLEMATCH if number <= QUOTED else flags for number, _ in rows],
    )
    return database


def senders_line(beginning: bytes) -> bytes:
    """The field that names the sender, as it is written; a long one is cut off."""
    at = beginning.find(b"\nFrom:") + 1
    if not at and not beginning.startswith(b"From:"):
        at = (b"\n" + beginning[: _head_end(beginning)].lower()).find(b"\nfrom:")
        if at < 0:
            return b""
    end = beginning.find(b"\n", at)
    while 0 <= end < at + 300 and beginning[end + 1 : end + 2] in (b" ", b"\t"):
        end = beginning.find(b"\n", end + 1)
    return beginning[at : min(end, at + 400) if end >= 0 else at + 400]


def _noter(found: list[int], places: list[int]) -> Callable[..., None]:
    """What Hyperscan calls for each sign: `found` gets its number, `places` where an encoding is named."""

    def note(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
        if number <= QUOTED:
            places.append(end)
        if number > QUOTED or number not in found:
            found.append(number)

    return note


def _weight(found: Iterable[int]) -> int:
    """A firm sign counts three, a plain one one. (A sender that hires counts two.)"""
    weight = 0
    for number in found:
        if number >= _FIRST_PLAIN:
            weight += 1
        elif number >= _FIRST_FIRM:
            weight += 3
    return weight


# ---- what lies encoded


def titles(beginning: bytes) -> bytes:
    """The lines of the head that say who writes and about what."""
    subject = beginning.find(b"\nSubject:") + 1
    if not subject:
        return beginning[: _head_end(beginning)]
    end = beginning.find(b"\n", subject)
    while end >= 0 and beginning[end + 1 : end + 2] in (b" ", b"\t"):
        end = beginning.find(b"\n", end + 1)
    return senders_line(beginning) + b"\n" + (beginning[subject:end] if end >= 0 else beginning[subject:])


def text_at(beginning: bytes, end: int) -> bytes:
    """The text of the part in whose head a transfer encoding is named up to byte `end`; b"" if it is no text."""
    ends = b"\r\n\r\n" if beginning.find(b"\r\n", end, end + 80) >= 0 else b"\n\n"
    body = beginning.find(ends, end) + len(ends)
    if body < len(ends):
        return b""
    head = beginning[max(beginning.rfind(ends, 0, end), beginning.rfind(b"\n--", 0, end), 0) : body].lower()
    kind = head.find(b"\ncontent-type:")
    if kind >= 0 and not head[kind + 14 : kind + 40].strip().startswith(b"text/"):
        return b""
    until = beginning.find(b"\n--", body)
    text = beginning[body : until if until >= 0 else len(beginning)]
    raw = from_base64(text) if beginning[end - 1 : end] in b"4" else a2b_qp(text)
    return raw.replace(b"\0", b"") if b"\0" in raw else raw


def texts(beginning: bytes) -> Iterator[tuple[bytes, bool]]:
    """The text parts in the beginning of a mail, decoded, and whether they were encoded. Cut off where it is."""
    waiting = [beginning]
    for _ in range(MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        end = _head_end(part)
        head, body = part[:end].replace(b"\r", b""), part[end:]
        low = b"\n" + head.lower()
        kind = _field(low, b"content-type")
        if kind.startswith(b"multipart/") and (boundary := _BOUNDARY.search(kind)):
            # The value is lower-cased by now, and a boundary's case counts.
            at = head.lower().index(kind[boundary.start(1) : boundary.end(1)])
            inner = body.split(b"--" + head[at : at + len(boundary[1])])[1 : MAX_PARTS + 1]
            waiting.extend(each.lstrip(b"\r\n") for each in reversed(inner) if each[:2] != b"--")
        elif kind.startswith(b"message/rfc822"):
            waiting.append(body.lstrip(b"\r\n"))
        elif kind.startswith((b"text/", b"multipart/")) or b"/" not in kind:
            yield _undone(low, body, kind)


def _head_end(part: bytes) -> int:
    """Where the body begins; a part may have no head at all."""
    if part[:1] in (b"\n", b"\r"):
        return 0
    line = part.find(b"\n")
    end = part.find(b"\r\n\r\n") + 4 if line > 0 and part[line - 1] == 13 else part.find(b"\n\n") + 2
    if end > 4 or (end > 2 and part[line - 1] != 13):
        return end
    odd = _HEAD_END.search(part)
    return odd.end() if odd else len(part)


def _field(low: bytes, name: bytes) -> bytes:
    """The value of a field in a head in lower case, folded lines and all; or b""."""
    at = low.find(b"\n" + name + b":")
    if at < 0:
        return b""
    at = end = at + len(name) + 2
    while (end := low.find(b"\n", end)) >= 0 and low[end + 1 : end + 2] in (b" ", b"\t"):
        end += 1
    return low[at : end if end >= 0 else len(low)].strip()


def _undone(low: bytes, body: bytes, kind: bytes) -> tuple[bytes, bool]:
    """A part's bytes without their transfer encoding, and whether they had one."""
    encoding = _field(low, b"content-transfer-encoding")
    if encoding.startswith(b"base64"):
        body = from_base64(body)
    elif encoding.startswith(b"quoted-printable"):
        body = a2b_qp(body)
    encoded = encoding.startswith((b"base64", b"quoted-printable"))
    if b"charset" in kind:
        charset = charset_in(kind.decode("latin-1"))
        if charset.startswith(_WIDE_CHARSETS):
            return decode(body[: len(body) // 4 * 4], charset).text.encode(), True
    if b"\0" in body:
        return body.replace(b"\0", b""), True  # two bytes a letter, and nobody said so
    return body, encoded


def from_base64(body: bytes) -> bytes:
    """As much of `body` as can be decoded; it may be cut off anywhere."""
    try:
        return a2b_base64(
            body[: body.rfind(b"\n") + 1] or body
        )  # whole lines, as nearly every program writes them
    except BadBase64:
        letters = body.translate(None, b"\r\n\t ")
    try:
        return a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    except BadBase64:
        return b""


def _word(word: re.Match[bytes]) -> bytes:
    """An encoded word of a head, as UTF-8 where its charset needs more than one byte a letter."""
    raw = from_base64(word[3]) if word[2] in b"bB" else a2b_qp(word[3], header=True)
    charset = word[1].decode("ascii").lower()
    return decode(raw, charset).text.encode() if charset.startswith(("utf-16", "utf-7", "iso-2022")) else raw


def _seen(beginning: bytes, limit: int) -> int:
    """About how many bytes of text a person would see, of the text part with the least; more than `limit` is enough."""
    lengths = [
        _seen_of_html(text, limit) if b"</" in text or b"<br" in text else len(text)
        for text, _ in texts(beginning)
    ]
    return min(filter(None, lengths), default=0)


def _seen_of_html(text: bytes, limit: int) -> int:
    at = max(text.rfind(b"</style"), text.rfind(b"</STYLE"), text.rfind(b"</head"), 0)
    length = 0
    for between in _BETWEEN_TAGS.finditer(text, at):
        length += between.end() - between.start()
        if length > limit:
            break
    return length


# ---- signs as patterns over bytes


def _in_bytes(sign: str) -> bytes:
    """A sign as a pattern over bytes in whatever charset and encoding."""
    sign = sign.replace(" ", r"\s\s?")
    return _LETTER.sub(lambda letter: _forms(letter[0]), _OR_BARE.sub(r"\1", sign)).encode("ascii")


@cache
def _forms(letter: str) -> str:
    """A letter beyond ASCII in every way it is written in a mail, as one group of a pattern."""
    forms: set[str] = set()
    for each in {letter, letter.upper()}:
        for charset in ("utf-8", "cp1252", "cp1250", "iso8859-2", "iso8859-15", "mac_roman"):
            try:
                raw = each.encode(charset)
            except UnicodeEncodeError:
                continue
            forms.add("".join(f"\\x{byte:02x}" for byte in raw))
            forms.add("".join(f"={byte:02X}" for byte in raw))
        forms.add(f"&#{ord(each)};")
        if name := codepoint2name.get(ord(each)):
            forms.add(f"&{name};")
    bare = {"ł": "l"}.get(letter) or unicodedata.normalize("NFD", letter)[0]
    if bare.isascii():
        forms.add(bare)
    return f"(?:{'|'.join(sorted(forms))})"
