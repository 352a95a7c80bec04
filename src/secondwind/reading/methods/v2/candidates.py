# ruff: noqa: E501  (one family of words in nine languages stands on one line; broken up it cannot be read)
"""Gathers what may be a name of a mail, and describes each by all the places it stands in.

Candidates are the runs of one tag, parts of the sender's name, the domain's word, and what is set apart in writing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from secondwind.mail.message import Address, Message
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.passage import collapse
from secondwind.reading.methods.v2.places import is_relay_name, registrable
from secondwind.reading.methods.v2.tagging import (
    DULL_LEADS,
    LONGEST_NAME,
    MOST_TOKENS,
    SURE_WITHIN,
    Around,
    Meanings,
    Span,
    Stretch,
    Tagged,
    Token,
    Word,
    key_of,
    loosened,
    other_side,
    tokens_of,
)
from secondwind.reading.methods.v2.trades import DESK, JOINING, LEADING_OVER


@dataclass(slots=True)
class Candidate:
    """One name as it may be told, and all the ways it was met. `parts`: as what of the mail it was set apart."""

    text: str
    key: str
    words: list[Word]
    spans: list[Span] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    sums: dict[str, float] = field(default_factory=dict)


MOST_CANDIDATES = 90


_SPLIT = re.compile(
    r"\s*[|•·()\[\]:;/–—@]\s*|\s+-\s+|,\s+|\s+(?:at|@|via|bei|chez|from|von|presso|hos|pour|för|voor|per)\s+",
    re.IGNORECASE,
)
_MARKS = " \t\"'’‘“”„«»,.;:!?-–—|/·•*@"


def candidates_of(
    tagged: Sequence[Tagged], message: Message, around: Around, *, own: bool = False
) -> list[Candidate]:
    """What may be a name: runs of the first step, parts of the sender's name, the domain's word, what is set apart in
    writing, words with capitals, and the words around one that heads a title."""
    found: dict[str, Candidate] = {}
    person = frozenset[str]() if own else greeted(tagged)

    def met(text: str) -> Candidate | None:
        key = key_of(text)
        if len(key) < 2 or len(text) > LONGEST_NAME or "@" in text or is_relay_name(key):
            return None
        if key not in found:
            words = [token.word for token in tokens_of(text)]
            if len(found) >= MOST_CANDIDATES or _names_no_one(words, person):
                return None
            found[key] = Candidate(text, key, words)
        return found[key]

    def met_as(place: str, text: str) -> None:
        candidate = met(text)
        if candidate is not None and place not in candidate.parts:
            candidate.parts.append(place)

    for one in tagged:
        for span in one.spans:
            for part in _pieces(span):
                candidate = met(_cleaned(part))
                if candidate is not None and part not in candidate.spans:
                    candidate.spans.append(part)
                    candidate.sums[span.tag] = candidate.sums.get(span.tag, 0.0) + span.surety
    for place, text in _sender_parts(other_side(message, own=own)):
        met_as(place, text)
    for place, text in _written_parts([one.stretch for one in tagged]):
        met_as(place, text)
    if around.house == "own":
        _add_domain(met, [one.stretch for one in tagged], message, around, own=own)
    meanings = lexicons()[around.language].concepts_of
    for one in tagged:
        for place, text in (*_slots(one.stretch, meanings), *_windows(one), *_capitals(one)):
            met_as(place, text)
    return list(found.values())


GREETING = 6
"""Words in which a mail greets whom it is for."""


def greeted(tagged: Sequence[Tagged]) -> frozenset[str]:
    """The words with capitals before the first comma of the text, if it comes soon: "Dear Ms Lowe,"."""
    for one in tagged:
        if one.stretch.place == "top":
            words = [token.word for token in one.stretch.tokens[:GREETING]]
            end = next((at for at, word in enumerate(words) if word.shape in (",", "!", ":", "-", "–")), None)
            return (
                frozenset(word.low for word in words[1:end] if len(word.shape) == 2) if end else frozenset()
            )
    return frozenset()


LONGEST_PERSON = 3
_CONTRACTED = ("'ve", "'re", "'ll", "'m", "n't")


def _names_no_one(words: Sequence[Word], person: frozenset[str]) -> bool:
    """Whether this is whom the mail is for ("Hi Sam," and "Sam Field"), or begins with "We've"."""
    return (words[0].low in person and len(words) <= LONGEST_PERSON) or words[0].low.endswith(_CONTRACTED)


MOST_SLOTS = 4
"""Words for a role in one stretch beside which its title is looked for."""
LONGEST_SLOT = 9
_POINTING = frozenset(["the", "our", "a", "an", "your", "this"])
_WHERE = frozenset(
    [
        "at",
        "with",
        "here",
        "bei",
        "beim",
        "im",
        "in",
        "chez",
        "en",
        "au",
        "aux",
        "presso",
        "nel",
        "nella",
        "na",
        "no",
        "em",
        "bij",
        "w",
        "we",
        "hos",
        "på",
        "pa",
        "dla",
        "through",
        "via",
        "within",
    ]
)
_PAUSES = frozenset(",()[]–—")


def _slots(stretch: Stretch, meanings: Meanings) -> Iterator[tuple[str, str]]:
    """What stands where a title stands: "the … position", "poste de …", "Stelle als …", "Role: …"."""
    tokens, text = stretch.tokens, stretch.text
    words = [token.word for token in tokens]
    named = [at for at, word in enumerate(words) if len(word.shape) < 3 and "ROLE" in meanings(word.low)]
    for at in named[:MOST_SLOTS]:
        for start in range(at - 1, max(-1, at - 1 - LONGEST_SLOT), -1):
            if words[start].shape in _STOPS:
                break
            if words[start].low in _POINTING:
                if start + 1 < at:
                    yield "slot-before", text[tokens[start + 1].start : tokens[at - 1].end].strip(_MARKS)
                break
        begin = at + 1
        while begin < min(len(words), at + 4) and (_joins(words[begin]) or words[begin].shape in _OPENING):
            begin += 1
        end = begin
        while end < min(len(words), begin + LONGEST_SLOT) and not _ends_slot(words[end]):
            end += 1
        if begin < end and (at + 1 < begin or _has_capital(words[begin])):
            yield "slot-behind", text[tokens[begin].start : tokens[end - 1].end].strip(_MARKS)


_OPENING = frozenset(":\"“„«'‘")


def _ends_slot(word: Word) -> bool:
    return word.shape in _STOPS or word.shape in _PAUSES or (word.shape == "x" and word.low in _WHERE)


MOST_WINDOWS = 5
"""Titles that are tried around one word that heads one."""
MOST_HEADS = 4
"""Heads of titles in one stretch that are looked at."""
STAYS = 2.0
"""About how much likelier a word is part of a name that has begun (log odds)."""
_STOPS = frozenset('.!?;:|"“”„«»•·…')


def _windows(one: Tagged) -> Iterator[tuple[str, str]]:
    """The words around each head of a title, likeliest first: where a title begins and ends is hard to tell."""
    tokens, leads = one.stretch.tokens, one.leads
    heads = [at for at, token in enumerate(tokens) if "R" in token.word.marks][:MOST_HEADS]
    for at in heads:
        starts, ends = _reach(one, at, -1, 3), _reach(one, at, 1, 6)
        tried = sorted(
            (
                (sum([lead[1] + STAYS for lead in leads[start : end + 1]]), start, end)
                for start in starts
                for end in ends
            ),
            reverse=True,
        )
        for _, start, end in tried[:MOST_WINDOWS]:
            yield "window", one.stretch.text[tokens[start].start : tokens[end].end].strip(_MARKS)


def _reach(one: Tagged, at: int, step: int, most: int) -> list[int]:
    """Where a title around token `at` may begin or end: at words of some weight, `most` words off."""
    tokens, leads, found = one.stretch.tokens, one.leads, [at]
    for place in range(at + step, at + step * (most + 1), step):
        if not 0 <= place < len(tokens) or tokens[place].word.shape in _STOPS or leads[place] is DULL_LEADS:
            break
        word = tokens[place].word
        if (word.shape == "0" or len(word.shape) == 2 or word.shape == "x") and not _joins(word):
            found.append(place)
    return found


def _joins(word: Word) -> bool:
    """Whether this is a small word that only leads over to the next."""
    return word.shape == "x" and word.low.strip("'") in LEADING_OVER


LONGEST_RUN = 10
_INSIDE = frozenset("&+.'’-")


def _capitals(one: Tagged) -> Iterator[tuple[str, str]]:
    """Runs of words written with capitals, the joining words between them included; and such runs cut in two."""
    tokens, text = one.stretch.tokens, one.stretch.text
    at = 0
    while at < len(tokens):
        if not _has_capital(tokens[at].word):
            at += 1
            continue
        end, joins = at, []
        place = at + 1
        while place < len(tokens) and place < at + LONGEST_RUN:
            word = tokens[place].word
            if _has_capital(word) or word.shape == "0":
                end = place
            elif word.low.strip("'") in JOINING or word.shape in _INSIDE:
                joins.append(place)
            else:
                break
            place += 1
        if end > at and end + 1 < len(tokens) and tokens[end + 1].word.shape == ":":
            end -= 1  # "Sons Position: ...": the word before a colon begins the next line of a table
        if any(lead is not DULL_LEADS for lead in one.leads[at : end + 1]):
            yield "run", text[tokens[at].start : tokens[end].end].strip(_MARKS)
            if end > at and one.stretch.place != "from":
                start, last = _without_desk(tokens, at, end)
                if (start, last) != (at, end):
                    yield "run-desk", text[tokens[start].start : tokens[last].end].strip(_MARKS)
                yield "run-less", text[tokens[at + 1].start : tokens[end].end].strip(_MARKS)
                yield "run-short", text[tokens[at].start : tokens[end - 1].end].strip(_MARKS)
            for join in joins[:2]:
                if at < join < end:
                    yield "run-before", text[tokens[at].start : tokens[join - 1].end].strip(_MARKS)
                    yield "run-behind", text[tokens[join + 1].start : tokens[end].end].strip(_MARKS)
        at = end + 1


def _has_capital(word: Word) -> bool:
    return len(word.shape) == 2 or word.shape == "X"


MOST_PIECES = 8
_ARTICLES = frozenset(
    (
        "the",
        "la",
        "le",
        "les",
        "l'",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "i",
        "de",
        "het",
        "der",
        "die",
        "das",
        "o",
        "os",
        "as",
    )
)
_BREAKS = frozenset("–—-:|/,;·•(")


def _pieces(span: Span) -> list[Span]:
    """The run, and of a role with marks in it also what stands before and behind each."""
    tokens, first, last = span.stretch.tokens, span.first, span.last
    found, inner = [], -SURE_WITHIN
    for at, over in span.ends:
        found.append(span._replace(last=at - 1, cut="end", over=over, inner=inner))
        inner = max(inner, over)
    found.insert(0, span._replace(inner=inner))
    if span.tag != "role":
        if first and tokens[first - 1].word.low in _ARTICLES and tokens[first - 1].word.shape == "Xx":
            found.insert(1, span._replace(first=first - 1, cut="article"))
        return found[:MOST_PIECES]
    for at in range(first + 1, last):
        if tokens[at].word.shape in _BREAKS:
            found += [span._replace(last=at - 1, cut="end"), span._replace(first=at + 1, cut="start")]
    head = next((at for at in range(first, last + 1) if "R" in tokens[at].word.marks), first)
    if head > first:
        found += [one._replace(first=head, cut="head") for one in found if one.first < head <= one.last]
    return found[:MOST_PIECES]


def _cleaned(span: Span) -> str:
    """A run's text without marks at its ends; an employer's or agency's without desk words."""
    tokens = span.stretch.tokens
    first, last = span.first, span.last
    if span.tag in ("employer", "agency"):
        first, last = _without_desk(tokens, first, last)
    if span.tag == "role":
        while last > first and (tokens[last].word.shape in ("(/)", "(") or _joins(tokens[last].word)):
            last -= 1
        while first < last and _joins(tokens[first].word):
            first += 1
    text = span.stretch.text[tokens[first].start : tokens[last].end].strip(_MARKS)
    if text.count("(") != text.count(")"):
        text = text.strip("()").strip(_MARKS)
    return text


def _without_desk(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The bounds without desk words and marks at both ends; unchanged where nothing else is left."""
    start, end = first, last
    while start <= end and _is_desk(tokens[start].word):
        start += 1
    while end >= start and _is_desk(tokens[end].word):
        end -= 1
    return (start, end) if start <= end else (first, last)


def _is_desk(word: Word) -> bool:
    return (
        word.low in DESK
        or not word.low[0].isalnum()
        or (word.shape == "x" and word.low.strip("'") in JOINING)
    )


_REPLY = re.compile(
    r"^(?:\s*(?:re|aw|wg|fwd?|tr|rv|enc|res|r|i|antw|odp|pd|sv|vb|vs)\s?(?:\[\d+\])?:)+\s*", re.IGNORECASE
)
_APPLIED = re.compile(
    r"^(?:(?:your|ihre|deine|votre|ta|su|tu|sua|uw|je|twoja|pani|pana|din|the|die|la|le|de) )?(?:job |online)?(?:application|applying|bewerbung|bewerbungen|candidature|postulation|candidatura"
    r"|solicitud|postulaci[oó]n|inscri[cpç]\w+|sollicitatie|vacature|aplikacja|kandydatura|zg[lł]oszenie|rekrutacja|ans[oö]kan|interview|entretien|entrevista|colloquio|gesprek|rozmowa|intervju|cv|stelle|poste"
    r"|puesto|vaga|posizione|functie|stanowisko|tj[aä]nst(?:en)?|offer|angebot|offre|oferta|offerta|aanbod|erbjudande|role|position|job|opening|post|vorstellungsgespr[aä]ch|einladung|ablehnung|zusage|absage|recrutement|concours)\b"
    r"(?:[ :–-]+(?:for|as|to|of|als|zur|zum|um|f[uü]r|auf|au poste|pour|en tant que|para|como|para el puesto|per|come|voor|na stanowisko|na|till|som|på|the|die|den|der|role|position|post|stelle|poste|d[eo'’]|di|du|da)\b['’]?)*[ :–-]*",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"^\W{0,3}(?:(?P<role>(?:job |position |role )?(?:title|position|role|job|vacancy|post)|stelle|stellenbezeichnung|funktion|poste|emploi|offre|intitul[eé](?: du poste)?|puesto|vacante|plaza|cargo|vaga|fun[cç][aã]o"
    r"|posizione|ruolo|mansione|profilo|functie|vacature|stanowisko|og[lł]oszenie|oferta|tj[aä]nst|roll|befattning)"
    r"|(?P<employer>company|employer|organi[sz]ation|firma|unternehmen|arbeitgeber|entreprise|employeur|soci[eé]t[eé]|empresa|empleador|azienda|datore|bedrijf|werkgever|organisatie|pracodawca|f[oö]retag|arbetsgivare)"
    r"|(?P<location>location|place|site|ort|standort|dienstort|einsatzort|lieu|ville|lugar|ubicaci[oó]n|local|luogo|sede|plaats|locatie|standplaats|miejsce|lokalizacja|placering))"
    r"\s?(?:[:|=]|\.{3,}|\s-\s)\s*(?P<name>\S.{1,80})$",
    re.IGNORECASE,
)
_IN_QUOTES = re.compile(r"[\"„“”«‘']\s?([^\W\d_][^\"„“”«»’']{2,60}?)\s?[\"“”»’']")
_SENT_TO = re.compile(
    r"\b(?i:appl(?:ied|y|ying|ications?)|interest(?:ed)?|submi\w+|candidatur\w*|postul\w+|envoyée?|enviad[ao]|inviat[ao]|bewerbung\w*|beworben|interesse|gesendet|sollicit\w*|verzonden|interés|intérêt|inter[eê]s\w*"
    r"|aplikac\w+|kandydat\w+|wysłan\w+|ansök\w*|skicka\w+|interview|intervju|entretien|entrevista|colloquio|careers?|jobs?|role|position|stelle|poste|puesto|vaga|posizione|functie|stanowisk\w+|tjänst\w*|join\w*|team"
    r"|recruit\w*|hir\w+)\W{1,2}(?i:(?:to|at|in|with|joining|à|chez|bei|an|auprès de|a|en|na|no|em|para|presso|naar|bij|voor|do|w|dla|till|hos|på) )(?i:(?:the|la|le|les|der|die|das|firmy|firmie|working at|joining|empresa) )?"
    r"([A-ZÀ-ÞŁŚŻ0-9][\w&'’.-]*(?: (?:(?:&|of|and|de|du|des|der|van|und|et|y|by|del|i|do|da) )?[A-ZÀ-ÞŁŚŻ0-9][\w&'’.-]*){0,5})"
)
_SEPARATOR = re.compile(r"\s[–—|/-]\s|[:;|,(\[\])]|\s[–—-]|/\s")
MOST_WORDS_OF_PART = 8


def _written_parts(stretches: Sequence[Stretch]) -> Iterator[tuple[str, str]]:
    """(where, text) of what is set apart in writing: pieces of the subject, values in tables, words in quotes."""
    for place, text, tokens in stretches:
        if place == "from":
            continue
        if place in ("subject", "top"):
            for sent in _SENT_TO.finditer(text):
                yield "sent-to", sent[1].strip(_MARKS)
        if place == "subject":
            yield from _subject_parts(text)
            continue
        if len(text) < 120 and len(tokens) < 20 and (match := _LABELLED.match(text)):
            yield "label-" + _group(match), match["name"].strip(_MARKS)
        if len(tokens) < MOST_TOKENS and not _QUOTE_MARKS.isdisjoint(text):
            for match in _IN_QUOTES.finditer(text[:500]):
                if match[1].count(" ") < MOST_WORDS_OF_PART:
                    yield "quoted", match[1].strip(_MARKS)
        yield from _headed(text, tokens)


_QUOTE_MARKS = frozenset('"„“”«»‘')


def _group(match: re.Match[str]) -> str:
    return next(name for name in ("role", "employer", "location") if match[name] is not None)


def _subject_parts(text: str) -> Iterator[tuple[str, str]]:
    bare = _REPLY.sub("", text)[:200]
    pieces = [piece for piece in _SEPARATOR.split(bare) if piece and piece.strip()]
    for at, piece in enumerate(pieces[:6]):
        cut = _APPLIED.sub("", piece.strip(), count=1).strip(_MARKS)
        if cut and cut.count(" ") < MOST_WORDS_OF_PART:
            where = "whole" if len(pieces) == 1 else "first" if at == 0 else "later"
            yield f"subject-{where}" + ("-cut" if len(cut) < len(piece.strip(_MARKS)) else ""), cut


def _headed(text: str, tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Words that head a title, each with the words written with capitals before and behind it."""
    for at in [at for at, token in enumerate(tokens) if "R" in token.word.marks]:
        start = end = at
        while start > 1 and len(tokens[start - 1].word.shape) == 2 and start > at - 4:
            start -= 1
        while end + 1 < len(tokens) and len(tokens[end + 1].word.shape) == 2 and end < at + 3:
            end += 1
        yield "headed", text[tokens[start].start : tokens[end].end]


def _sender_parts(sender: Address) -> list[tuple[str, str]]:
    """(what of the sender it is, text): the name as a whole and its parts, without desk words."""
    name = collapse(sender.name[:LONGEST_NAME])
    if not name:
        return []
    found = []
    pieces = [piece for piece in _SPLIT.split(name) if piece]
    relayed = len(pieces) > 1 and any(is_relay_name(key_of(piece)) for piece in pieces[:4])
    for at, piece in enumerate(pieces[:4]):
        tokens = tokens_of(piece)
        if not tokens:
            continue
        start, end = _without_desk(tokens, 0, len(tokens) - 1)
        cut = start > 0 or end < len(tokens) - 1
        if start == 0 and end == len(tokens) - 1 and all(_is_desk(token.word) for token in tokens):
            continue
        place = ("whole" if len(pieces) == 1 else "first" if at == 0 else "later") + ("-desk" if cut else "")
        if relayed:
            found.append(("relayed", piece[tokens[start].start : tokens[end].end].strip(_MARKS)))
        found.append((place, piece[tokens[start].start : tokens[end].end].strip(_MARKS)))
        if end - start >= 2:
            found.append((place + "-less", piece[tokens[start + 1].start : tokens[end].end].strip(_MARKS)))
    return found


def _add_domain(
    met: Callable[[str], Candidate | None],
    stretches: Sequence[Stretch],
    message: Message,
    around: Around,
    *,
    own: bool,
) -> None:
    """The domain's word as it is written somewhere in the mail, else as it stands in the address."""
    domain = around.domain
    if len(domain) < 3:
        return
    for stretch in stretches:
        for text in _spelled_out(stretch, domain):
            candidate = met(text)
            if candidate is not None and "spelled" not in candidate.parts:
                candidate.parts.append("spelled")
    candidate = met(registrable(other_side(message, own=own).domain).partition(".")[0])
    if candidate is not None:
        candidate.parts.append("domain")


def _spelled_out(stretch: Stretch, domain: str) -> Iterator[str]:
    """Runs of words that, written together, are the domain's word ("Brunnhof Logistik" for brunnhoflogistik)."""
    tokens, begin = stretch.tokens, domain[:2]
    for at in [at for at, token in enumerate(tokens) if token.word.low[:2] == begin]:
        token = tokens[at]
        if len(token.word.shape) != 2:
            continue
        joined, last = loosened(key_of(token.word.text)), at
        while joined != domain and domain.startswith(joined) and last + 1 < len(tokens) and last < at + 6:
            last += 1
            joined += loosened(key_of(tokens[last].word.text))
        if joined == domain:
            yield stretch.text[token.start : tokens[last].end]
