# ruff: noqa: E501  (one family of phrases stands on one line; broken up it cannot be read)
"""Decides which words of a mail were written by its sender now, and cuts them into sentences.

Quoted history, signatures and legal small print are left out before anything is judged. Own line rules
rather than a reply library: a frozen method may not change its mind because a dependency did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_SENTENCE = 600
"""Characters. A longer run without punctuation (tables, tracking links) is cut, so that quotes stay short."""
MOST_CHARACTERS = 20_000
"""Characters of the body that are looked at. What decides a mail stands near its top."""

_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
    }
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f")
)
_WROTE = re.compile(
    r"^\s*(?:>\s*)?(?:on|am|le|el|il|op|em|den)\b.{5,160}?\b(?:wrote|schrieb|écrit|escribió|scritto|schreef|escreveu)\b.{0,80}:\s*$",
    re.IGNORECASE,
)
_WROTE_INLINE = re.compile(
    r"\bOn (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d)[^\n]{6,140}? wrote:"
)
_CUT = re.compile(
    r"^\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)\s*-{2,}"
    r"|_{5,}\s*$|-{5,}\s*reply above)",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^\s*(?:-{2,}\s*forwarded (?:message|by).*|begin forwarded message:?|-{2,}\s*weitergeleitete nachricht.*)",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\s*\*?(?:from|sent|date|to|cc|subject|von|gesendet|an|betreff|de|envoyé|objet)\*?\s*:\*?\s",
    re.IGNORECASE,
)
_FROM = re.compile(r"^\s*\*?(?:from|von|de)\*?\s*:\*?\s\S", re.IGNORECASE)
_SIGNATURE = re.compile(r"^--\s?$|^\s*sent from my \w+|^\s*get outlook for \w+", re.IGNORECASE)
_SMALL_PRINT = re.compile(
    r"(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication)[^.]{0,80}"
    r"(?:confidential|privileged|intended (?:only |solely )?for|legally)"
    r"|^\s*(?:confidentiality notice|disclaimer|legal notice)\b"
    r"|if you (?:are not the intended|have received this (?:e-?mail|message|communication) in error)",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bSr\.)(?<!\bJr\.)(?<!\bNo\.)"
    r"(?<!\bInc\.)(?<!\bLtd\.)(?<!\bCo\.)(?<!\bCorp\.)(?<!e\.g\.)(?<!i\.e\.)[\"')\]”’*]*\s+(?=[^\sa-z,;])"
)
_BULLET = re.compile(r"\s*(?:[-*•·–]|\d{1,2}[.)])\s")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`raw` stands verbatim in the subject or text (white space collapsed); `low` is it lower-cased, quotes straight."""

    raw: str
    low: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What the sender wrote now. `subject` first, then the body's sentences; `forwarded` is what stands below a
    forward mark; `quoted` says whether older mail was cut away; `low` is subject and body lower-cased, as one string.
    """

    subject: Sentence
    sentences: tuple[Sentence, ...]
    forwarded: tuple[Sentence, ...]
    quoted: bool
    low: str


def collapse(text: str) -> str:
    """The text with every run of white space read as one space."""
    return " ".join(text.split())


def lowered(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_STRAIGHT).lower()


def _header_block(lines: list[str], at: int) -> bool:
    """Outlook's quoted head: a From line with two more header lines close below."""
    return (
        bool(_FROM.match(lines[at]))
        and sum(bool(_HEADER.match(line)) for line in lines[at + 1 : at + 6]) >= 2
    )


def _parts(text: str) -> tuple[list[str], list[str], bool]:
    """The sender's own lines, the forwarded lines, and whether older mail was left out. "" stands for a break."""
    lines = text.splitlines()
    own: list[str] = []
    quoted = False
    for at, line in enumerate(lines):
        if _FORWARD.match(line):
            return own, lines[at + 1 :], quoted
        if line.lstrip().startswith(">"):
            quoted = True
            own.append("")
        elif _attribution(lines, at):
            quoted = True
            if not any(later.lstrip().startswith(">") for later in lines[at + 1 : at + 5]):
                return own, [], True
            own.append("")
        elif (
            _CUT.match(line) and at + 1 < len(lines) and any(_HEADER.match(x) for x in lines[at + 1 : at + 4])
        ) or _header_block(lines, at):
            return own, [], True
        elif _SIGNATURE.match(line):
            own.append("")
            if line.startswith("--"):
                return own, [], quoted
        else:
            own.append(line)
    return own, [], quoted


def _attribution(lines: list[str], at: int) -> bool:
    """ "On Monday Ann wrote:", also where it is wrapped onto a second line."""
    line = lines[at]
    if not line.strip() or len(line) > 240:
        return False
    if _WROTE.match(line):
        return True
    return (
        at + 1 < len(lines)
        and len(line) < 120
        and bool(_WROTE.match(f"{line} {lines[at + 1].strip()}"))
        and "wrote" not in line
    )


def _joins(line: str, following: str) -> bool:
    """Whether a line break is only a wrap: the line is long, or goes on in lower case, and no bullet follows."""
    if not following.strip() or _BULLET.match(following):
        return False
    stripped = line.rstrip()
    first = following.lstrip()[0]
    if first.islower():
        return not stripped.endswith((".", "!", "?"))
    return len(stripped) >= 45 and not stripped.endswith((":",))


def _paragraphs(lines: list[str]) -> list[str]:
    kept: list[str] = []
    current: list[str] = []
    for at, line in enumerate(lines):
        if not line.strip():
            if current:
                kept.append(" ".join(current))
            current = []
            continue
        current.append(line)
        if at + 1 < len(lines) and not _joins(line, lines[at + 1]):
            kept.append(" ".join(current))
            current = []
    if current:
        kept.append(" ".join(current))
    return kept


def _sentences(lines: list[str]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for paragraph in _paragraphs(lines):
        for piece in _END.split(paragraph):
            raw = collapse(piece)
            if not raw:
                continue
            if _SMALL_PRINT.search(raw):
                continue
            for start in range(0, len(raw), LONGEST_SENTENCE):
                cut = raw[start : start + LONGEST_SENTENCE].strip()
                found.append(Sentence(cut, lowered(cut)))
    return tuple(found)


def read_passage(subject: str, text: str) -> Passage:
    """Cut a mail into what its sender wrote now and what was forwarded. Never raises; empty text gives no sentences."""
    body = text[:MOST_CHARACTERS]
    inline = _WROTE_INLINE.search(body)
    quoted = False
    if inline and inline.start() > 0 and not body[inline.end() : inline.end() + 3].strip().startswith(">"):
        ahead = body[: inline.start()]
        if ahead.strip():
            body, quoted = ahead, True
    own, forwarded, cut = _parts(body)
    title = collapse(subject[: 2 * LONGEST_SENTENCE])[:LONGEST_SENTENCE].strip()
    sentences = _sentences(own)
    head = Sentence(title, lowered(title))
    low = " \n ".join([head.low, *(sentence.low for sentence in sentences)])
    return Passage(head, sentences, _sentences(forwarded), quoted or cut, low)
