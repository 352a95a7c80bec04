"""Whether two written names mean one employer or one role: the method's own measure, which never changes under it."""

from __future__ import annotations

import re
from functools import lru_cache

from secondwind.reading.methods.v2.trades import DESK, LEGAL
from secondwind.reading.methods.v2.words import fold

_BRACKETS = re.compile(r"\([^()]{0,80}\)")
_WORD = re.compile(r"c\+\+|c#|[^\W_]+")


@lru_cache(maxsize=20_000)
def _employer(name: str) -> str:
    words = _WORD.findall(re.sub(r"[.’']", "", fold(name)))
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and (words[-1] in LEGAL or words[-1] in DESK or words[-1] == "and"):
        words.pop()
    return "".join(words)


@lru_cache(maxsize=20_000)
def _role(title: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(_BRACKETS.sub(" ", fold(title))) if not word.isdigit())


def same_employer(a: str, b: str) -> bool:
    """Whether two names are one but for legal form, desk words, marks and spaces."""
    return bool(a and b) and _employer(a) == _employer(b)


def same_role(a: str, b: str) -> bool:
    """Whether two titles are made of the same words, what stands in brackets and numbers left out."""
    return bool(a and b) and _role(a) == _role(b)
