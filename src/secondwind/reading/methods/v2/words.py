# ruff: noqa: E501  (the words that open a condition stand on one line)
"""Turns a sentence into the features the models weigh: words, their stems, and stems that stand together.

One set of rules serves every language. Letters lose their accents, so that a mail whose encoding was damaged
and one typed in a hurry give the same words; a word's first five letters stand for its forms.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from secondwind.reading.methods.v2.concepts import Lexicon

STEM = 5
"""Letters of a word that stand for all its forms ("bewer" for Bewerbung, Bewerber, beworben)."""
MOST_WORDS = 70
"""Words of one sentence that are looked at; longer runs are tables and lists of links."""

MOST_CONCEPTS = 14

_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "ł": "l",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "’": "'",
        "‘": "'",
        "´": "'",
        "`": "'",
        "ʼ": "'",
    }
)
_WORD = re.compile(r"[a-z]+n't\b|[a-z]+|\d+")
_CLAUSE = re.compile(r"[,;:–—(]|\s-\s")
_IF = frozenset(
    # What opens a condition, in nine languages, as `fold` writes it.
    [
        "if",
        "unless",
        "should",
        "whether",
        "once",
        "when",
        "in",
        "case",
        "falls",
        "sollte",
        "sollten",
        "wenn",
        "sofern",
        "ob",
        "si",
        "cas",
        "lorsque",
        "quand",
        "sinon",
        "cuando",
        "caso",
        "siempre",
        "se",
        "quando",
        "qualora",
        "nel",
        "als",
        "indien",
        "mocht",
        "mochten",
        "wanneer",
        "jesli",
        "jezeli",
        "gdy",
        "gdyby",
        "przypadku",
        "jak",
        "om",
        "ifall",
        "nar",
        "skulle",
    ]
)


def fold(text: str) -> str:
    """`text` in lower case without accents; apostrophes straight."""
    low = text.lower()
    if low.isascii():
        return low
    letters = unicodedata.normalize("NFKD", low.translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(folded: str) -> list[str]:
    """The words of a folded text in order; every number is "0"."""
    return ["0" if word[0].isdigit() else word for word in _WORD.findall(folded)]


def stem(word: str) -> str:
    return word[:STEM]


def sentence_features(folded: str, lexicon: Lexicon) -> list[str]:
    """What stands in one folded sentence, each feature once.

    ``word`` a word; ``stem~`` its stem; ``a b`` two stems together; ``a _ b`` two with one between;
    ``?stem`` a stem in a clause that opens with a condition; ``^stem`` the first; ``??`` a question.
    """
    words = words_of(folded)[:MOST_WORDS]
    if not words:
        return []
    stems = [word[:STEM] for word in words]
    found = {*words, f"^{stems[0]}"}
    found.update([one + "~" for one in stems])
    found.update(map(" ".join, pairwise(stems)))
    found.update(map(" _ ".join, zip(stems, stems[2:], strict=False)))
    if folded.rstrip().endswith("?"):
        found.add("??")
    found.update(_meanings(words, lexicon))
    if not _IF.isdisjoint(words):
        found.update(_conditional(folded))
    return list(found)


def _meanings(words: list[str], lexicon: Lexicon) -> list[str]:
    """The concepts of the words: each alone (``NEG``), two in the order they stand (``NEG ROLE``, ``NEG>ROLE`` apart)."""
    chain = [concept for word in words for concept in lexicon.concepts_of(word)][:MOST_CONCEPTS]
    if not chain:
        return ["NOTHING"]
    found = [*chain, "^" + chain[0]]
    found.extend(map(" ".join, pairwise(chain)))
    found.extend([a + ">" + b for at, a in enumerate(chain) for b in chain[at + 1 :]])
    return found


def _conditional(folded: str) -> list[str]:
    """Stems of the clauses that begin with a condition."""
    found: list[str] = []
    for clause in _CLAUSE.split(folded):
        words = words_of(clause)[:MOST_WORDS]
        if not _IF.isdisjoint(words[:3]):
            found.extend(f"?{word[:STEM]}" for word in words)
    return found


def head_features(sender: str, subject: str, lexicon: Lexicon) -> list[str]:
    """What the head of a mail adds to its sentences, folded: ``f:`` words of the sender, ``s:`` stems and concepts of the subject."""
    title = words_of(subject)[:MOST_WORDS]
    found = {"f:" + word for word in words_of(sender)}
    found.update(["s:" + word[:STEM] for word in title])
    found.update(["s:" + concept for word in title for concept in lexicon.concepts_of(word)])
    return list(found)


MOST_OF_TOPIC = 600
"""Words of a mail by which its topic is told."""


def topic_features(words: list[str], lexicon: Lexicon) -> list[str]:
    """What single words say, in whatever order they stand: the word, its stem (``stem~``), what it means."""
    met = dict.fromkeys(words[:MOST_OF_TOPIC])
    found = {*met, *[word[:STEM] + "~" for word in met]}
    found.update([concept for word in met for concept in lexicon.concepts_of(word)])
    return list(found)
