# ruff: noqa: E501  (the commonest words of a language stand on one line)
"""Gives words their meaning whatever the language: "Stelle", "poste" and "vacancy" are all ROLE.

What is learned from mails in one language then holds in the others. The words stand in concepts.txt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "sv")
SHORTEST = 2
"""Letters of the shortest stem that stands for all its forms."""

_EVERYDAY: Mapping[str, frozenset[str]] = {
    # The commonest words that no two of the languages share much: they tell which language a mail is in.
    "en": frozenset(["the", "and", "to", "you", "your", "for", "we", "of", "our", "that", "with", "are", "this", "have", "be", "will", "at", "from", "was", "is", "us", "it"]),
    "de": frozenset(["der", "die", "das", "und", "sie", "wir", "ich", "ist", "nicht", "fur", "mit", "auf", "ein", "eine", "zu", "den", "dem", "ihre", "uns", "haben", "wird", "bei", "im", "vielen"]),
    "fr": frozenset(["le", "les", "et", "vous", "nous", "votre", "pour", "est", "des", "une", "que", "dans", "pas", "avec", "sur", "je", "notre", "au", "du", "ce", "cette", "bonjour"]),
    "es": frozenset(["el", "los", "y", "para", "por", "con", "su", "que", "una", "del", "tu", "nos", "en", "las", "hola", "le", "gracias", "esta", "no", "has", "hemos", "al"]),
    "pt": frozenset(["o", "os", "e", "para", "por", "com", "sua", "que", "uma", "do", "da", "no", "na", "seu", "voce", "ola", "os", "nao", "em", "ao", "dos", "foi", "mais", "obrigado"]),
    "it": frozenset(["il", "i", "e", "per", "con", "di", "che", "una", "la", "del", "della", "non", "le", "suo", "sua", "ci", "ti", "gentile", "abbiamo", "nel", "alla", "grazie", "sono"]),
    "nl": frozenset(["de", "het", "een", "en", "je", "we", "van", "voor", "met", "niet", "op", "is", "dat", "jouw", "u", "uw", "te", "aan", "ons", "hebben", "beste", "wij", "bij", "zijn"]),
    "pl": frozenset(["i", "w", "na", "z", "do", "nie", "sie", "za", "pan", "pani", "jest", "o", "dzien", "dobry", "oraz", "panstwa", "ze", "po", "od", "czy", "to", "dla", "dziekujemy"]),
    "sv": frozenset(["och", "att", "vi", "du", "for", "din", "det", "ar", "en", "som", "med", "inte", "till", "har", "av", "hej", "pa", "ditt", "oss", "kan", "den", "vill", "om", "tack"]),
}  # fmt: skip


def language_of(words: Iterable[str]) -> str:
    """The language most of the folded `words` belong to, by the commonest words of each; "en" where none speaks."""
    met = list(words)
    counts = {name: sum([word in everyday for word in met]) for name, everyday in _EVERYDAY.items()}
    return max(counts, key=lambda name: counts[name])


class Lexicon:
    """The concepts of one language's words."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._whole: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        for concept, entry in entries:
            table, word = (self._stems, entry[:-1]) if entry.endswith("*") else (self._whole, entry)
            table[word] = (*table.get(word, ()), concept)
        self._longest = max(map(len, self._stems), default=0)
        self._known: dict[str, tuple[str, ...]] = {}

    def concepts_of(self, word: str) -> tuple[str, ...]:
        """What a folded word means; () where it is not known. A word may mean two things."""
        known = self._known.get(word)
        if known is None:
            known = self._look_up(word)
            if len(self._known) < MOST_REMEMBERED:
                self._known[word] = known
        return known

    def _look_up(self, word: str) -> tuple[str, ...]:
        found = dict.fromkeys(self._whole.get(word, ()))
        for length in range(SHORTEST, min(len(word), self._longest) + 1):
            found.update(dict.fromkeys(self._stems.get(word[:length], ())))
        return tuple(found)


MOST_REMEMBERED = 20_000
"""Words whose meaning one lexicon keeps at hand."""


@lru_cache(maxsize=1)
def lexicons() -> dict[str, Lexicon]:
    """A lexicon for each language, from concepts.txt beside this file."""
    entries: dict[str, list[tuple[str, str]]] = {language: [] for language in LANGUAGES}
    concept = ""
    text = files(__package__).joinpath("concepts.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        language, _, words = line.partition(" ")
        if line.isupper():
            concept = line
        elif language in entries:
            entries[language] += [(concept, word) for word in words.split()]
    return {language: Lexicon(found) for language, found in entries.items()}
