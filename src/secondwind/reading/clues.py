"""Decides whether two names mean the same employer or role, and says why a mail may belong to an application."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz, process

NEAR = 92.0
"""rapidfuzz ratio (0..100) from which two employer keys are one slip apart. Only for keys of 6 letters or more."""


@dataclass(frozen=True, slots=True)
class Clue:
    """`name` is the kind of clue, `words` a short sentence for a person, `application` whom it points at."""

    name: str
    words: str
    application: int | None


_LEGAL = frozenset(
    [
        "inc",
        "incorporated",
        "ltd",
        "limited",
        "llc",
        "llp",
        "lp",
        "plc",
        "co",
        "corp",
        "corporation",
        "company",
        "companies",
        "gmbh",
        "mbh",
        "ag",
        "se",
        "kg",
        "kgaa",
        "ug",
        "ohg",
        "ev",
        "sa",
        "sas",
        "sarl",
        "spa",
        "srl",
        "bv",
        "nv",
        "ab",
        "as",
        "asa",
        "aps",
        "oy",
        "oyj",
        "pty",
        "pte",
        "kk",
        "sl",
        "slu",
        "sro",
        "zoo",
        "holding",
        "holdings",
    ]
)
_DESK = frozenset(
    [
        "careers",
        "career",
        "recruiting",
        "recruitment",
        "recruiter",
        "recruiters",
        "talent",
        "acquisition",
        "hiring",
        "hr",
        "jobs",
        "job",
        "team",
        "people",
        "human",
        "resources",
        "workday",
        "notifications",
    ]
)


@lru_cache(maxsize=20_000)
def employer_key(name: str) -> str:
    """The name as it is compared: lower case, no accents, punctuation, leading "the", legal form or "careers".

    "The Northwind Traders, Inc. Careers" -> "northwind traders". "" where nothing is left. A name that is made
    of such words alone ("Talent Co") keeps them.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ß", "ss")
    plain = re.sub(r"\b(?:\w\.){2,}", lambda match: match.group().replace(".", ""), plain)
    words = re.findall(
        r"[^\W_]+", re.sub(r"[’'](?=\w)|\.(?=com\b|io\b|ai\b|de\b)", "", plain.replace("&", " and "))
    )
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] in _DESK or kept[-1] == "and"):
        kept.pop()
    return " ".join(kept)


def same_employer_key(a: str, b: str) -> bool:
    """Whether two keys mean one employer: equal, equal but for spaces, or one typing slip apart. Never by substring."""
    if not a or not b:
        return False
    if a == b or a.replace(" ", "") == b.replace(" ", ""):
        return True
    if min(len(a), len(b)) < 6 or a[0] != b[0] or re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return False
    return len(a.split()) == len(b.split()) and fuzz.ratio(a, b, score_cutoff=NEAR) >= NEAR


def near_employer_keys(key: str, others: Iterable[str]) -> list[str]:
    """Those of `others` equal to `key` or one typing slip from it. Compared in one go: the list may be long.

    Keys equal but for spaces are left to the caller, who finds them without comparing.
    """
    if len(key) < 6:
        return [other for other in others if other == key]
    near = process.extract(key, list(others), scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
    return sorted(other for other, _, _ in near if same_employer_key(key, other))


_LEVELS = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "1": "1",
    "2": "2",
    "3": "3",
    "4": "4",
    "senior": "senior",
    "sr": "senior",
    "snr": "senior",
    "junior": "junior",
    "jr": "junior",
    "jnr": "junior",
    "lead": "lead",
    "principal": "principal",
    "staff": "staff",
    "intern": "intern",
    "internship": "intern",
    "graduate": "graduate",
    "trainee": "trainee",
    "head": "head",
    "director": "director",
    "vp": "vp",
    "chief": "chief",
    "associate": "associate",
    "entry": "entry",
    "mid": "mid",
    "working": "working",
}
_SAME_WORDS = {
    "eng": "engineer",
    "engr": "engineer",
    "swe": "software engineer",
    "dev": "developer",
    "mgr": "manager",
    "frontend": "front end",
    "backend": "back end",
    "fullstack": "full stack",
    "sw": "software",
    "qa": "quality assurance",
    "ml": "machine learning",
}
_FILLER = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "for",
        "and",
        "in",
        "at",
        "to",
        "m",
        "f",
        "d",
        "w",
        "x",
        "h",
        "all",
        "genders",
        "gn",
        "div",
        "remote",
        "hybrid",
        "onsite",
        "level",
        "role",
        "position",
        "job",
    ]
)


class Likeness(StrEnum):
    """How two role titles compare: SAME; NEAR (one says more: a place, a team); STEP (apart by seniority); OTHER."""

    SAME = "same"
    NEAR = "near"
    STEP = "step"
    OTHER = "other"


@lru_cache(maxsize=20_000)
def _role_words(role: str) -> tuple[frozenset[str], frozenset[str]]:
    """A title's words and its levels ("senior", "2")."""
    plain = unicodedata.normalize("NFKC", role.casefold())
    plain = re.sub(r"\([^)]*\)|\b(?:req|ref|job|id)\W{0,2}\d+\b|\b[a-z]{0,3}-?\d{4,}\b", " ", plain)
    words: list[str] = []
    for word in re.findall(r"c\+\+|c#|\.net|[^\W_]+", plain):
        words.extend(_SAME_WORDS.get(word, word).split())
    levels = frozenset(_LEVELS[word] for word in words if word in _LEVELS)
    return frozenset(word for word in words if word not in _LEVELS and word not in _FILLER), levels


def compare_roles(a: str, b: str) -> Likeness:
    """SAME, NEAR, STEP or OTHER; OTHER where either is empty."""
    (words_a, levels_a), (words_b, levels_b) = _role_words(a), _role_words(b)
    if not words_a or not words_b:
        return Likeness.OTHER
    alike = (
        words_a == words_b
        or fuzz.token_sort_ratio(" ".join(sorted(words_a)), " ".join(sorted(words_b))) >= 94
    )
    within = len(words_a & words_b) >= 2 and (words_a <= words_b or words_b <= words_a)
    if levels_a == levels_b:
        return Likeness.SAME if alike else Likeness.NEAR if within else Likeness.OTHER
    if levels_a and levels_b:
        return Likeness.OTHER
    return Likeness.STEP if alike or within else Likeness.OTHER


def same_role(a: str, b: str) -> bool:
    """Whether two titles mean one role: order, case, brackets and numbers aside; "Senior" makes another role."""
    return compare_roles(a, b) is Likeness.SAME
