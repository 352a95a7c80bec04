"""Finds who and what a mail names: employer, role, agency, the person who signs, the place. None rather than wrong.

Two linear steps that share one table of weights: tagging finds what may be a name, and all that may be names of one
mail are then weighed against each other and against naming nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.alike import same_employer, same_role
from secondwind.reading.methods.v2.candidates import Candidate, candidates_of
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.methods.v2.ranking import rank_features
from secondwind.reading.methods.v2.signs import shares
from secondwind.reading.methods.v2.tagging import TAGS, look_around, stretches_of, tag_stretches
from secondwind.reading.reading import Kind

__all__ = ["LEAST", "TAGS", "Names", "choose", "find_names"]


@dataclass(frozen=True, slots=True)
class Names:
    """Each as it is written in the mail, white space and desk words aside; None where it is not named surely enough."""

    employer: str | None = None
    role: str | None = None
    agency: str | None = None
    contact: str | None = None
    location: str | None = None


LEAST: Mapping[str, float] = {"employer": 0.35, "role": 0.35, "agency": 0.4, "contact": 0.4, "location": 0.4}
"""The share from which a name is told. All ways to write one name share what they have."""
LEAST_SHARE = 0.03
MOST_COMPARED = 6
"""Candidates of at least such a share, likeliest first, that are held against each other for being one name."""


def find_names(message: Message, passage: Passage, kind: Kind, lanes: Lanes, *, own: bool) -> Names:
    """Who and what the mail names. A mail about no job, or about many, names nobody."""
    if kind in (Kind.NOT_JOB, Kind.JOB_ALERT):
        return Names()
    stretches = stretches_of(message, passage, own=own)
    around = look_around(message, stretches, passage.language, own=own)
    tagged = tag_stretches(stretches, around, lanes)
    candidates = candidates_of(tagged, message, around, own=own)
    lexicon = lexicons()[passage.language]
    candidates, nobody, rows = rank_features(candidates, tagged, around, kind, lexicon, own=own)
    return choose(candidates, lanes.weigh(nobody), [lanes.weigh(row) for row in rows])


def choose(
    candidates: Sequence[Candidate],
    nobody: Sequence[float],
    scores: Sequence[Sequence[float]],
    least: Mapping[str, float] = LEAST,
) -> Names:
    """For each tag the name with the greatest share, if great enough; one name for one tag.

    A tag's shares and that of nobody make one.
    """
    ranked: list[tuple[float, str, str]] = []
    for at, tag in enumerate(TAGS[1:], 1):
        share = shares([nobody[at], *[row[at] for row in scores]])[1:]
        likely = [pair for pair in zip(share, candidates, strict=True) if pair[0] > LEAST_SHARE]
        likeliest = sorted(likely, key=lambda pair: -pair[0])[:MOST_COMPARED]
        for _, one in likeliest:
            together = sum([part for part, other in likeliest if _are_one(tag, one.text, other.text)])
            ranked.append((together, tag, one.text))
    told: dict[str, str] = {}
    for share_of_all, tag, text in sorted(ranked, key=lambda one: -one[0]):
        if share_of_all >= least[tag] and tag not in told and text not in told.values():
            told[tag] = text
    return Names(**told)


def _are_one(tag: str, a: str, b: str) -> bool:
    """Whether two ways to write a name mean one."""
    if a == b:
        return True
    if tag == "role":
        return same_role(a, b)
    return tag in ("employer", "agency") and same_employer(a, b)
