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
        "ggmbh",
        "gbr",
        "eg",
        "lda",
        "ltda",
        "eurl",
        "sasu",
        "sprl",
        "bvba",
        "vof",
        "kft",
        "zrt",
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
        "karriere",
        "bewerbung",
        "bewerbungen",
        "bewerbermanagement",
        "personalabteilung",
        "personalwesen",
        "recrutement",
        "candidatures",
        "carrieres",
        "rh",
        "equipe",
        "empleo",
        "seleccion",
        "rrhh",
        "equipo",
        "recrutamento",
        "carreiras",
        "vagas",
        "selezione",
        "candidature",
        "werving",
        "vacatures",
        "culture",
        "talents",
        "talento",
        "talentos",
        "talenti",
        "ressources",
        "humaines",
        "recursos",
        "humanos",
        "risorse",
        "umane",
        "personeelszaken",
    ]
)
_AND = frozenset(["and", "und", "et", "y", "e", "en", "i", "och"])


@lru_cache(maxsize=20_000)
def employer_key(name: str) -> str:
    """The name as it is compared: lower case, no accents, punctuation, leading "the", legal form or "careers".

    "The Northwind Traders, Inc. Careers" -> "northwind traders". "" where nothing is left. A name that is made
    of such words alone ("Talent Co") keeps them.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ß", "ss")
    plain = re.sub(r"\b\w(?:\.\w)+\b\.?", lambda match: match.group().replace(".", ""), plain)
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


@lru_cache(maxsize=20_000)
def tight(key: str) -> str:
    """A key without spaces and without "and": "drive well" and "drivewell" are one, so is the label of its domain."""
    words = key.split()
    return "".join(word for word in words if word not in _AND) if len(words) > 2 else "".join(words)


def leading_partner(key: str) -> str:
    """The first name of a firm called after its partners ("tansley and crow" -> "tansley"), else ""."""
    words = key.split()
    at = next((place for place, word in enumerate(words) if word in {"and", "und", "et", "y"}), 0)
    return " ".join(words[:at]) if 0 < at < len(words) - 1 else ""


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
    "medior": "mid",
    "stagiaire": "intern",
    "stagiair": "intern",
    "praktikum": "intern",
    "praktikant": "intern",
    "praktikantin": "intern",
    "werkstudent": "working",
    "werkstudentin": "working",
    "becario": "intern",
    "becaria": "intern",
    "estagio": "intern",
    "estagiario": "intern",
    "estagiaria": "intern",
    "tirocinante": "intern",
    "leitung": "head",
    "leiter": "head",
    "leiterin": "head",
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
        "full",
        "part",
        "time",
        "vollzeit",
        "teilzeit",
        "cdi",
        "cdd",
        "stelle",
        "poste",
        "puesto",
        "vaga",
        "posto",
        "functie",
        "vacature",
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
    plain = _folded(role)
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
    # "Nurse" and "Nurse, Leeds" share one word alone, and all of one title is the head of the other.
    within = (words_a <= words_b or words_b <= words_a) and (
        len(words_a & words_b) >= 2 or not says_more(a, b)
    )
    if levels_a == levels_b:
        return Likeness.SAME if alike else Likeness.NEAR if within else Likeness.OTHER
    if levels_a and levels_b:
        return Likeness.OTHER
    return Likeness.STEP if alike or within else Likeness.OTHER


def same_role(a: str, b: str) -> bool:
    """Whether two titles mean one role: order, case, brackets and numbers aside; "Senior" makes another role."""
    return compare_roles(a, b) is Likeness.SAME


def role_tokens(role: str) -> tuple[str, ...]:
    """A title's own words in their order, brackets and what follows a dash or comma left out."""
    plain = re.sub(r"\([^)]*\)", " ", role)
    head = re.split(r"\s[-–—|/]\s|,\s", plain)[0] or plain
    return tuple(plain_words(head))


def says_more(a: str, b: str) -> bool:
    """Whether two titles that are NEAR differ in their heads ("Night Shift Nurse", "Nurse") and not in a tail alone
    ("Nurse, Leeds")."""
    (words_a, _), (words_b, _) = (_role_words(" ".join(role_tokens(role))) for role in (a, b))
    return words_a != words_b


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("ß", "ss")


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case and without accents, signs left out."""
    return re.findall(r"[^\W_]+", _folded(text))


def stands_in(phrase: tuple[str, ...], words: list[str]) -> bool:
    """Whether the words of a role stand in `words` in a row, no level ("senior", "II") right beside them."""
    if not phrase:
        return False
    for at, word in enumerate(words):
        if word == phrase[0] and tuple(words[at : at + len(phrase)]) == phrase:
            beside = (*words[max(0, at - 1) : at], *words[at + len(phrase) : at + len(phrase) + 1])
            if not any(each in _LEVELS for each in beside):
                return True
    return False


_ANSWERED = re.compile(
    r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv|res|enc|antw|doorst|sv|vs|odp|pd|i|r)\s*(?:\[\d+\]|\(\d+\))?\s*:\s*)+",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"\[[^\[\]\d]{0,60}\d[^\[\]]{0,60}\]|\((?:ticket|case|ref)[^)]{0,60}\)|(?:ticket|case)?\s{0,3}#\s{0,3}\d+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b((?:R|JR|REQ|JOB|REF|ID|KZ|KENNZIFFER|REFERENZ|REFERENCE|REQUISITION|VACANCY|STELLEN-?ID|JOB-?ID)"
    r"[-_ .:#]{0,3}(?=[\w-]*\d{3})[A-Z]{0,3}-?\d[\d-]{2,11})\b",
    re.IGNORECASE,
)


def is_answer(subject: str) -> bool:
    """Whether a subject says that it answers or forwards ("Re:", "AW:", "Fwd:")."""
    return bool(_ANSWERED.match(subject))


@lru_cache(maxsize=8192)
def subject_stem(subject: str) -> str:
    """A subject as it is compared: lower case, without "Re:", "AW:", "Fwd:" and ticket numbers."""
    return " ".join(plain_words(_TICKET.sub(" ", _ANSWERED.sub("", subject))))


@lru_cache(maxsize=8192)
def requisition_numbers(text: str) -> frozenset[str]:
    """The numbers of postings that stand in a text ("R-57900", "Req. 2024-118"), digits alone."""
    found = {re.sub(r"\D", "", number) for number in _NUMBER.findall(text)}
    return frozenset(number for number in found if not re.fullmatch(r"(?:19|20)\d\d", number))


_DESK_ADDRESS = frozenset(
    ["noreply", "reply", "donotreply", "notification", "booking", "bookings", "info", "office", "kontakt", "contact",
     "contacto", "hello", "hallo", "hola", "bonjour", "mail", "mailer", "support", "service", "alert", "alerts",
     "news", "newsletter", "apply", "application", "applications", "candidate", "candidates", "personal", "people",
     "invite", "invites", "invitation", "calendar", "scheduling", "schedule", "meeting", "meetings", "system",
     "update", "updates", "empleos", "rrhh", "stellen", "ats", "workflow", "postmaster", "admin", "bounce", *_DESK],
)  # fmt: skip


def is_desk(address: str) -> bool:
    """Whether an address belongs to a desk or a machine ("jobs@", "no-reply@") and not to one person."""
    words = re.split(r"[^a-z]+", address.partition("@")[0].lower())
    return any(word in _DESK_ADDRESS for word in words)


def person_key(name: str) -> str:
    """The full name of a person as it is compared, what stands behind a bar, a comma or in brackets left out.

    "" where it is no full name (one word alone, or a desk).
    """
    words = plain_words(re.split(r"[|·(,@]| via | bei | chez | at ", name)[0])
    return " ".join(words) if 2 <= len(words) <= 4 and not any(word in _DESK for word in words) else ""


def names_in(display: str) -> list[str]:
    """The keys a sender's display name may hold: the whole, and its parts around a bar, a comma or brackets.

    A desk or a machine alone ("Hiring Team", "no-reply") is nobody, and the platform in "X via Y" is not the employer.
    """
    display = re.split(r"\svia\s", display, maxsplit=1)[0]
    parts = [display, *re.split(r"[|·(),@–—]| - | via | at | bei | chez ", display)]
    keys = dict.fromkeys(key for part in parts if (key := employer_key(part)))
    return [
        key for key in keys if not _DESK_ADDRESS.issuperset(word for word in key.split() if len(word) > 2)
    ]


@lru_cache(maxsize=8192)
def label_key(label: str) -> str:
    """The label of a domain (or the front of a relay's address) as it is compared with a tight employer key."""
    words = [word for word in re.split(r"[^a-z0-9]+", label.lower()) if word]
    while len(words) > 1 and (
        words[-1] in _DESK or words[-1] in _LEGAL or words[-1] in {"group", "mail", "online"}
    ):
        words.pop()
    return "".join(word for word in words if word not in _AND) if len(words) > 2 else "".join(words)
