"""Decides whether two mails are of one template: the same sentences, but for names and numbers.

Two measures, because two things follow from them. `same_template` is exact: every sentence of either mail stands in
the other one, so that what a person said of one may be believed of the other. `are_siblings` is loose: enough of the
words are shared that a person may want to look at both together; nothing follows until the person agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Indel

from secondwind.mail.message import Message
from secondwind.reading.relays import is_free_mail, registrable

ALIKE = 0.7
"""The share of words in common sentences (0..1) from which two mails of one sender are siblings."""
ALIKE_BY_SUBJECT = 0.5
"""The same where their subjects are equal but for names and numbers."""
NEAR_SENTENCE = 0.66
"""The share of words two sentences have in common, in order, from which the loose measure counts them as one."""
SUBSTANCE = 8
"""Words a template needs: fewer are a greeting, and every greeting is like every other."""
NOUNS_STAND_TALL = 0.2
"""The share of capital words inside sentences from which a language writes its nouns so, and they are no names."""
LONGEST = 6000
"""Characters of a mail that are compared; what comes after is quotation and law."""
ENDED_LINE = 58
"""A line shorter than this was ended by its writer and not by a mail program."""
MASK = "·"

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A mail without its names and numbers. `sentences` are in lower case, each mask one `·`; `domain` is the
    registrable one, empty for free mail, whose addresses are people and not senders of templates."""

    address: str
    domain: str
    subject: Words
    sentences: frozenset[Words]

    @property
    def substance(self) -> int:
        return sum(_weight(sentence) for sentence in self.sentences)


def template_of(message: Message, names: Iterable[str] = ()) -> Template:
    """The template of a message. `names` are those its reading found (employer, role): they are masked wherever
    they stand, also in small letters."""
    lines = list(_sentences(message.text[:LONGEST]))
    tall = _nouns_stand_tall(lines)
    phrases = [tuple(_words(name.casefold())) for name in names if name]
    masked = (_masked(line, phrases, tall) for line in lines)
    subject = _masked(_words(message.subject), phrases, tall)
    domain = message.sender.domain
    return Template(
        address=message.sender.address,
        domain="" if not domain or is_free_mail(domain) else registrable(domain),
        subject=subject,
        sentences=frozenset(words for words in masked if _weight(words)),
    )


def same_sender(one: Template, other: Template) -> bool:
    """The same address, or another one of the same house."""
    return bool(one.address and one.address == other.address) or bool(
        one.domain and one.domain == other.domain
    )


def same_template(one: Template, other: Template) -> bool:
    """Whether every sentence of each stands in the other, and the subject too, but for names and numbers."""
    return (
        one.sentences == other.sentences
        and one.subject == other.subject
        and one.substance >= SUBSTANCE
        and same_sender(one, other)
    )


def likeness(one: Template, other: Template) -> float:
    """The share (0..1) of the words that stand in sentences both mails have; the smaller of the two shares."""
    return min(_share(one, other), _share(other, one))


def are_siblings(one: Template, other: Template) -> bool:
    """Whether a person who set one right may want to look at the other: the same sender, and much the same words."""
    if not same_sender(one, other):
        return False
    enough = ALIKE_BY_SUBJECT if one.subject and one.subject == other.subject else ALIKE
    return likeness(one, other) >= enough


def _share(one: Template, other: Template) -> float:
    whole = one.substance
    if not whole:
        return 0.0
    found = sum(_weight(words) for words in one.sentences if _stands_in(words, other.sentences))
    return found / whole


def _stands_in(words: Words, sentences: frozenset[Words]) -> bool:
    return words in sentences or any(
        Indel.normalized_similarity(words, other, score_cutoff=NEAR_SENTENCE) for other in sentences
    )


def _weight(words: Words) -> int:
    return sum(word != MASK for word in words)


def _sentences(text: str) -> Iterator[list[str]]:
    """Each sentence as its words. Lines of quoted history are left out; a short line ends a sentence."""
    flowing = ""
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped.startswith(">"):
            continue
        flowing = f"{flowing} {stripped}"
        if len(stripped) < ENDED_LINE:
            yield from _split(flowing)
            flowing = ""
    yield from _split(flowing)


def _split(flowing: str) -> Iterator[list[str]]:
    for sentence in _SENTENCE_END.split(flowing.strip()):
        words = _words(sentence)
        if words:
            yield words


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub(" 0 ", text))


def _nouns_stand_tall(lines: list[list[str]]) -> bool:
    inner = [word for line in lines if len(line) > 3 for word in line[1:]]
    return sum(word[0].isupper() for word in inner) > NOUNS_STAND_TALL * len(inner)


def _masked(words: list[str], phrases: list[Words], tall: bool) -> Words:
    """Names, numbers and the given phrases as one mask each. A line of capital words alone is a name."""
    low = [word.casefold() for word in words]
    hidden = [any(letter.isdigit() for letter in word) for word in words]
    if not tall:
        first = 0 if all(word[0].isupper() or word[0].isdigit() for word in words) else 1
        for place, word in enumerate(words[first:], start=first):
            hidden[place] = hidden[place] or (word[0].isupper() and word != "I")
    for phrase in phrases:
        for place in range(len(low) - len(phrase) + 1):
            if phrase and tuple(low[place : place + len(phrase)]) == phrase:
                hidden[place : place + len(phrase)] = [True] * len(phrase)
    marked = [MASK if hide else word for word, hide in zip(low, hidden, strict=True)]
    return tuple(word for word, run in groupby(marked) for _ in ([word] if word == MASK else run))
