"""Decides which mail is worth asking about first: the one whose answer is likely to change most."""

from __future__ import annotations

from secondwind.reading.reading import Kind

FOLLOWS: dict[Kind, float] = {
    Kind.REJECTION: 8,
    Kind.OFFER: 8,
    Kind.INTERVIEW: 4,
    Kind.ASSESSMENT: 3,
    Kind.APPLICATION_RECEIVED: 2,
}
"""How much follows from a kind: a no ends an application and may open a plan, an offer moves it furthest, an
invitation moves a stage, a receipt opens one. Every other kind (1) is noted or put away."""
DRASTIC = frozenset({Kind.REJECTION, Kind.OFFER})
OPEN_TWICE = 2.0
"""What an answer about an application still open counts for: days are planned around it."""
BAND = 100.0
"""More than any expected effect, so that the bands stay apart: 8 x 2 is the most one can reach."""
WITH_WORDS = {Kind.REJECTION: 0.45, Kind.APPLICATION_RECEIVED: 0.2, Kind.INTERVIEW: 0.15, Kind.OFFER: 0.05}
"""What a mail may be whose reading quotes something and names no candidate; what is left to 1 is anything else.
The reader holds a no back whenever something speaks against it, so a no is the likeliest."""
WITHOUT_WORDS = {Kind.APPLICATION_RECEIVED: 0.15, Kind.REJECTION: 0.1}


def candidates(confidence: float, *, maybe: Kind | None, has_evidence: bool) -> dict[Kind, float]:
    """The chances (0..1, together at most 1) of what an unsure mail may be, "anything else" left out.

    `maybe` is the kind the method held back, where it says so: it gets the method's `confidence`, or a half where
    that is less, and the others share what is left.
    """
    usual = WITH_WORDS if has_evidence else WITHOUT_WORDS
    if maybe is None or maybe is Kind.UNSURE:
        return dict(usual)
    chance = min(1.0, max(confidence, 0.5))
    rest = {kind: share * (1 - chance) for kind, share in usual.items() if kind is not maybe}
    return {maybe: chance, **rest}


def effect_of_asking(
    confidence: float,
    *,
    maybe: Kind | None = None,
    has_evidence: bool = False,
    on_open: bool = False,
    asked: bool = False,
) -> float:
    """What an answer is expected to change: the higher, the sooner it is asked.

        effect = 100 * band + (2 if about an open application else 1) * sum over kinds of chance * what follows

    band 2: an unsure mail that may well be a no or an offer (chances of a third and more together), about an open
    application; band 1: a question the record put (which application, open again?); band 0: any other. `confidence`
    is the reading's, 0..1.
    """
    chances = candidates(confidence, maybe=maybe, has_evidence=has_evidence)
    drastic = sum(chance for kind, chance in chances.items() if kind in DRASTIC)
    band = 1 if asked else 2 if on_open and drastic >= 1 / 3 else 0
    left = 1.0 - sum(chances.values())
    expected = left + sum(chance * FOLLOWS.get(kind, 1.0) for kind, chance in chances.items())
    return BAND * band + expected * (OPEN_TWICE if on_open else 1.0)
