"""Trains the finder of names from the facts that stand above each invented mail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from zlib import crc32

from secondwind.reading.methods.v2.candidates import Candidate, candidate_features, candidates_of
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.tagging import (
    Stretch,
    find_spans,
    here_features,
    key_of,
    look_around,
    stretch_features,
    stretches_of,
)
from secondwind.reading.reading import Kind
from training.examples import cut
from training.invented import Invented

FACTS = ("role", "employer", "agency", "contact", "location")
"""In the order they claim words: a role named after a firm keeps its own."""
FOLDS = 4
Named = tuple[list[str], str]
"""The features of one word or candidate, and its tag."""
_BESIDE = ("w-1=", "w+1=", "w-2=", "w+2=")


def tells_names(mail: Invented) -> bool:
    """Whether the facts above a mail can be taken as all it names: not of other mail that carries none."""
    if mail.kind in ("not_job", "job_alert"):
        return False
    return mail.kind != "other_job" or any(fact in mail.facts for fact in FACTS)


def is_own(mail: Invented) -> bool:
    return "own" in mail.tags


def tags_of(stretch: Stretch, mail: Invented) -> list[str]:
    """The tag of every token, by where the mail's facts stand in the stretch."""
    tags = [""] * len(stretch.tokens)
    low = stretch.text.lower()
    for fact in FACTS:
        for value in mail.facts.get(fact, "").split("\n"):
            for start, end in _places(low, value.strip().lower()):
                for at, token in enumerate(stretch.tokens):
                    if start <= token.start and token.end <= end and not tags[at]:
                        tags[at] = fact
    return tags


def _places(low: str, value: str) -> Iterator[tuple[int, int]]:
    """Where `value` stands in `low` as whole words."""
    at = low.find(value) if len(value) > 1 else -1
    while at >= 0:
        end = at + len(value)
        if not (at and low[at - 1].isalnum()) and not (end < len(low) and low[end].isalnum()):
            yield at, end
        at = low.find(value, end)


def common_words(mails: Sequence[Invented], fewest: int = 4) -> frozenset[str]:
    """``w=word`` for every word that stands in at least `fewest` of the mails; the others are mostly names."""
    counts: Counter[str] = Counter()
    for mail in mails:
        counts.update(
            {
                here_features(token.word)[0]
                for stretch in stretches_of(mail.message, cut(mail))
                for token in stretch.tokens
            }
        )
    return frozenset(word for word, count in counts.items() if count >= fewest)


def token_examples(mail: Invented, common: frozenset[str]) -> Iterator[Named]:
    """(features, tag) of every token of one mail, each with the true tag before it."""
    stretches = stretches_of(mail.message, cut(mail), own=is_own(mail))
    around = look_around(mail.message, stretches, own=is_own(mail))
    for stretch in stretches:
        last = ""
        for features, tag in zip(
            stretch_features(stretch, around, common), tags_of(stretch, mail), strict=True
        ):
            yield [one for one in features if _known(one, common)] + ["t=" + last], tag
            last = tag


def _known(feature: str, common: frozenset[str]) -> bool:
    """Whether a feature is kept: words that are rare say nothing about the next mail."""
    if feature.startswith("w="):
        return feature in common
    return not feature.startswith(_BESIDE) or "w" + feature[3:] in common


def candidates_in(mail: Invented, lanes: Lanes) -> tuple[list[Candidate], list[list[str]]]:
    """The candidates of one mail and their features, as the reader makes them."""
    own = is_own(mail)
    stretches = stretches_of(mail.message, cut(mail), own=own)
    around = look_around(mail.message, stretches, own=own)
    found = candidates_of(stretches, find_spans(stretches, around, lanes), mail.message, around, own=own)
    return found, candidate_features(found, mail.message, around, Kind(mail.kind), own=own)


def tag_of(candidate: Candidate, mail: Invented) -> str:
    """Which of the mail's facts a candidate is."""
    for fact in ("employer", "role", "agency", "contact", "location"):
        for value in mail.facts.get(fact, "").split("\n"):
            if value and key_of(value) == candidate.key:
                return fact
    return "employer" if _is_silent_house(candidate, mail) else ""


TOLD_OF_HOUSES = ("application_received", "rejection", "interview", "assessment", "offer")


def _is_silent_house(candidate: Candidate, mail: Invented) -> bool:
    """Whether this is the domain of a mail whose facts name nobody: who writes from an own house is the employer."""
    if "employer" in mail.facts or "agency" in mail.facts or mail.kind not in TOLD_OF_HOUSES:
        return False
    return "domain" in candidate.parts or "spelled" in candidate.parts


def name_examples(mails: Sequence[Invented], fit: Callable[[list[Named]], Lanes]) -> list[Named]:
    """What both steps learn from. The second learns from what the first finds in mails it has not seen."""
    telling = [mail for mail in mails if tells_names(mail)]
    common = common_words(telling)
    words = {mail.name: list(token_examples(mail, common)) for mail in telling}
    found: list[Named] = []
    for out in range(FOLDS):
        first = fit([one for mail in telling if _fold(mail) != out for one in words[mail.name]])
        for mail in telling:
            if _fold(mail) == out:
                candidates, features = candidates_in(mail, first)
                found += [(row, tag_of(one, mail)) for one, row in zip(candidates, features, strict=True)]
    return [one for rows in words.values() for one in rows] + found


def _fold(mail: Invented) -> int:
    return crc32(mail.name.encode()) % FOLDS
