"""Finds who and what a mail names: employer, role, agency, the person who signs, the place. None rather than wrong.

Two linear steps that share one table of weights: tagging finds what may be a name, and each candidate is then weighed
by all the places it stands in.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.candidates import Candidate, candidate_features, candidates_of
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.methods.v2.tagging import TAGS, find_spans, look_around, stretches_of
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


LEAST: Mapping[str, float] = {"employer": 0.0, "role": -0.2, "agency": 0.0, "contact": -0.3, "location": 0.0}
"""By how much a candidate's tag must lead over "no name" (log odds) to be told."""

SURE_PLACES = frozenset({"sent-to", "relayed"})
"""Where an application goes ("applying to", "envoyée à"), and beside a platform in the sender's name ("X via Y")."""
SURE_PLACE = 2.5
"""By how much less will do for an employer that is written in such a place (log odds)."""


def find_names(message: Message, passage: Passage, kind: Kind, lanes: Lanes, *, own: bool) -> Names:
    """Who and what the mail names. A mail about no job, or about many, names nobody."""
    if kind in (Kind.NOT_JOB, Kind.JOB_ALERT):
        return Names()
    stretches = stretches_of(message, passage, own=own)
    around = look_around(message, stretches, own=own)
    candidates = candidates_of(stretches, find_spans(stretches, around, lanes), message, around, own=own)
    features = candidate_features(candidates, message, around, kind, own=own)
    scores = [lanes.weigh(row) for row in features]
    return choose(candidates, scores)


def choose(
    candidates: Sequence[Candidate], scores: Sequence[Sequence[float]], least: Mapping[str, float] = LEAST
) -> Names:
    """For each tag the candidate that leads most over "no name", if by enough."""
    told: dict[str, str] = {}
    for at, tag in enumerate(TAGS[1:], 1):
        leads = [
            (row[at] - row[0], one)
            for one, row in zip(candidates, scores, strict=True)
            if row[at] >= max(row[1:])
        ]
        if not leads:
            continue
        _, best = max(leads, key=lambda pair: pair[0])
        kin = [math.exp(lead) for lead, one in leads if one.key in best.key or best.key in one.key]
        surer = SURE_PLACE if tag == "employer" and not SURE_PLACES.isdisjoint(best.parts) else 0.0
        if math.log(sum(kin)) > least[tag] - surer:
            told[tag] = best.text
    return Names(**told)
