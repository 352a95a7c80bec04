# ruff: noqa: E501  (a list of marks in nine languages stands on one line; broken up it cannot be read)
"""Decides which words of a mail its sender wrote now, and cuts them into sentences.

Quoted history, signatures and legal small print are left out before anything is judged; what was forwarded is
kept apart. Own line rules rather than a reply library: a frozen method may not change its mind because a
dependency did. Every pattern is tried on single lines of bounded length, so that no mail takes long.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from secondwind.reading.methods.v2.concepts import language_of
from secondwind.reading.methods.v2.words import fold, words_of

LONGEST_SENTENCE = 500
"""Characters. A longer run without punctuation (tables, tracking links) is cut, so that quotes stay short."""
MOST_CHARACTERS = 8_000
"""Characters of the body that are looked at. What decides a mail stands near its top."""
MOST_SENTENCES = 60
LONGEST_LINE = 300
"""Characters of a line in which a mark of quoting or forwarding is looked for."""

_WROTE = re.compile(
    r"^[\s>*]*(?:on|am|le|el|il|op|em|den|dnia|w dniu|il giorno|a|pon|wt|sr|czw|pt|o)\b.{5,200}?"
    r"\b(?:wrote|schrieb|a ecrit|escribio|ha scritto|scrisse|schreef|escreveu|napisal(?:a|\(a\))?|pisze|skrev)\b.{0,80}:\s*$"
    r"|^[\s>*]*[^\s].{3,120}(?:@\S{3,60}>?|\d\d[.:]\d\d)\s{0,3}(?:wrote|schrieb|a ecrit|escribio|ha scritto|schreef|escreveu|napisal(?:a|\(a\))?|skrev)\s?:\s*$"
)
_ORIGINAL = re.compile(
    r"^\s*(?:-{2,}|_{2,})\s*(?:original message|original appointment|urspr\w+ nachricht|message d'origine|message original|mensaje original|mensagem original"
    r"|messaggio originale|oorspronkelijk bericht|oryginalna wiadomosc|wiadomosc oryginalna|ursprungligt meddelande|reply above this line)"
)
_FORWARD = re.compile(
    r"^\s*(?:-{2,}\s*|>{0,3}\s*)(?:forwarded (?:message|by)|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten|message transfere"
    r"|debut du message (?:transfere|reexpedie)|mensaje reenviado|inicio del mensaje reenviado|mensagem (?:encaminhada|reencaminhada)|messaggio (?:inoltrato|inoltrata)"
    r"|inizio messaggio inoltrato|doorgestuurd bericht|begin doorgestuurd|wiadomosc przekazana|przekazana wiadomosc|vidarebefordrat (?:meddelande|brev))"
)
_HEADER = re.compile(
    r"^[\s>*]*(?:from|sent|date|to|cc|subject|reply-to|von|gesendet|datum|an|betreff|de|envoye|a|objet|enviado|fecha|para|asunto|data|assunto|da|inviato|oggetto"
    r"|van|verzonden|aan|onderwerp|od|wyslano|do|temat|fran|skickat|till|amne)\*?\s?:\*?\s"
)
_FROM = re.compile(r"^[\s>*]*(?:from|von|de|da|van|od|fran)\*?\s?:\*?\s{0,3}\S")
_SIGNATURE = re.compile(
    r"^\s*(?:sent from my \w+|get outlook for \w+|von meinem \w+ gesendet|gesendet von (?:meinem|outlook|mail)|envoye (?:de|depuis) mon \w+|enviado desde mi \w+"
    r"|enviado do meu \w+|inviato da(?:l mio)? \w+|verzonden vanaf mijn|verstuurd vanaf mijn|wyslane? z (?:mojego )?\w+|skickat fran min \w+|diese nachricht wurde von meinem)"
)
_SMALL_PRINT = re.compile(
    r"(?:this|the information (?:contained )?in this) (?:e-?mail|message|communication)[^.]{0,80}(?:confidential|privileged|intended (?:only |solely )?for|legally)"
    r"|^\s*(?:confidentiality notice|disclaimer|legal notice|avis de confidentialite|aviso legal|aviso de confidencial|vertraulichkeit)\b"
    r"|if you (?:are not the intended|have received this (?:e-?mail|message|communication) in error)"
    r"|(?:diese|die) (?:e-?mail|nachricht)[^.]{0,60}vertraulich|falls sie (?:diese|nicht der)[^.]{0,60}(?:irrtumlich|adressat|empfanger)"
    r"|(?:ce|cet) (?:message|e-?mail|courriel|courrier electronique)[^.]{0,80}confidentiel|este (?:mensaje|correo|e-?mail|mensagem)[^.]{0,80}confidencia"
    r"|questo messaggio[^.]{0,80}(?:riservat|confidenzial)|dit (?:bericht|e-?mailbericht)[^.]{0,80}vertrouwelijk|(?:ta|niniejsza) wiadomosc[^.]{0,80}poufn|detta (?:meddelande|e-?post)[^.]{0,80}(?:konfidentiel|sekretess)"
)
_END = re.compile(
    r"(?<=[.!?…])(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bDr\.)(?<!\bMrs\.)(?<!\bSt\.)(?<!\bSr\.)(?<!\bSra\.)(?<!\bJr\.)(?<!\bNo\.)(?<!\bNr\.)(?<!\bFr\.)(?<!\bHr\.)"
    r"(?<!\bInc\.)(?<!\bLtd\.)(?<!\bCo\.)(?<!\bCorp\.)(?<!e\.g\.)(?<!i\.e\.)(?<!z\.B\.)(?<!bzw\.)(?<!ca\.)(?<!\bul\.)(?<!\bds\.)(?<!Dipl\.)(?<!\bIng\.)(?<!\bgodz\.)(?<!\bkl\.)(?<!\bstr\.)(?<!\bStr\.)"
    r"[\"')\]”’»*]*\s+(?=[^\s,;])"
)
_BULLET = re.compile(r"\s*(?:[-*•·–|]|\d{1,2}[.)])\s")
_LABEL = re.compile(r"^[^.!?]{2,40}:\s?\S.{0,80}$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`raw` stands verbatim in the subject or text (white space collapsed); `low` is it folded for reading."""

    raw: str
    low: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What the sender wrote now: the subject, the body's sentences, and those below a forward mark.

    `quoted` says whether older mail was cut away; `language` is what most of it is written in ("de").
    """

    subject: Sentence
    sentences: tuple[Sentence, ...]
    forwarded: tuple[Sentence, ...]
    quoted: bool
    language: str


@dataclass(slots=True)
class _Lines:
    """A mail's lines sorted into the sender's own and the forwarded ones; "" stands for a break."""

    own: list[str]
    forwarded: list[str]
    quoted: bool = False


def collapse(text: str) -> str:
    """The text with every run of white space read as one space."""
    return " ".join(text.split())


def read_passage(subject: str, text: str) -> Passage:
    """Cut a mail into what its sender wrote now and what was forwarded. Never raises; empty text gives no sentences."""
    title = collapse(subject[: 2 * LONGEST_SENTENCE])[:LONGEST_SENTENCE].strip()
    lines = _sort_lines(text[:MOST_CHARACTERS].splitlines())
    head, own, forwarded = Sentence(title, fold(title)), _sentences(lines.own), _sentences(lines.forwarded)
    return Passage(head, own, forwarded, lines.quoted, _language((*(own or forwarded)[:8], head)))


def _language(sentences: tuple[Sentence, ...]) -> str:
    return language_of([word for one in sentences for word in words_of(one.low)])


def _sort_lines(lines: list[str]) -> _Lines:
    found = _Lines([], [])
    folded = [fold(line[:LONGEST_LINE]) for line in lines]
    for at, low in enumerate(folded):
        if _FORWARD.match(low):
            found.forwarded = _without_head(lines[at + 1 :], folded[at + 1 :])
            return found
        if low.startswith(">") or low.lstrip().startswith(">"):
            found.quoted = True
            found.own.append("")
        elif _attributes(folded, at):
            found.quoted = True
            if not _answered_between(folded, at):
                return found
            found.own.append("")
        elif _begins_quote(folded, at):
            found.quoted = True
            return found
        elif low.startswith("--") and low.strip() == "--":
            return found
        elif _SIGNATURE.match(low):
            found.own.append("")
        else:
            found.own.append(lines[at])
    return found


def _without_head(lines: list[str], folded: list[str]) -> list[str]:
    """A forwarded mail's lines without its header lines and quote marks."""
    return [line.lstrip("> ") for line, low in zip(lines, folded, strict=True) if not _HEADER.match(low)]


def _attributes(folded: list[str], at: int) -> bool:
    """ "On Monday Ann wrote:", also where it is wrapped onto a second line."""
    low = folded[at]
    if len(low) < 8 or len(low) >= LONGEST_LINE:
        return False
    if low.rstrip().endswith(":"):
        return _WROTE.match(low) is not None
    following = folded[at + 1].strip() if at + 1 < len(folded) else ""
    wraps = len(low) < 160 and following.endswith(":") and len(following) < 120
    return wraps and _WROTE.match(f"{low} {following}") is not None


def _answered_between(folded: list[str], at: int) -> bool:
    """Whether what follows an attribution is quoted with marks, so that the sender's answer may stand below or between."""
    return any(later.lstrip().startswith(">") for later in folded[at + 1 : at + 5])


def _begins_quote(folded: list[str], at: int) -> bool:
    """Outlook's ways: a line of dashes with "Original Message", or a From line with two more header lines below."""
    low = folded[at]
    if _ORIGINAL.match(low):
        return True
    if not _FROM.match(low):
        return False
    return sum(_HEADER.match(line) is not None for line in folded[at + 1 : at + 6]) >= 2


def _joins(line: str, following: str) -> bool:
    """Whether a line break is only a wrap: the line is long, or goes on in lower case, and no bullet follows."""
    if not following.strip() or _BULLET.match(following):
        return False
    stripped = line.rstrip()
    if following.lstrip()[0].islower():
        return not stripped.endswith((".", "!", "?"))
    return len(stripped) >= 45 and not stripped.endswith((":", ".", "!", "?")) and not _LABEL.match(following)


def _paragraphs(lines: list[str]) -> list[str]:
    kept: list[str] = []
    current: list[str] = []
    for at, line in enumerate(lines):
        if line.strip():
            current.append(line)
            if at + 1 < len(lines) and _joins(line, lines[at + 1]):
                continue
        if current:
            kept.append(" ".join(current))
            current = []
    return kept


def _sentences(lines: list[str]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for paragraph in _paragraphs(lines):
        for piece in _END.split(paragraph):
            raw = collapse(piece)
            if not raw:
                continue
            for start in range(0, len(raw), LONGEST_SENTENCE):
                cut = raw[start : start + LONGEST_SENTENCE].strip()
                low = fold(cut)
                if not _SMALL_PRINT.search(low):
                    found.append(Sentence(cut, low))
        if len(found) > MOST_SENTENCES:
            break
    return tuple(found[:MOST_SENTENCES])
