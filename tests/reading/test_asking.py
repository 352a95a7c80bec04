"""Which mail is asked about first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secondwind.reading.asking import BAND, candidates, effect_of_asking
from secondwind.reading.reading import Kind

DRASTIC = [Kind.REJECTION, Kind.OFFER]
maybes = st.none() | st.sampled_from(list(Kind))


@given(st.floats(0, 1), st.sampled_from(DRASTIC), st.floats(0, 1), maybes, st.booleans())
def test_unsure_noes_and_offers_on_open_ones_then_questions_then_others(
    sure: float, drastic: Kind, other_sure: float, other: Kind | None, evidence: bool
) -> None:
    """Whatever the confidences: a likely no or offer about an open application, a question, then anything else."""
    first = effect_of_asking(sure, maybe=drastic, on_open=True)
    question = effect_of_asking(other_sure, maybe=other, has_evidence=evidence, asked=True)
    open_question = effect_of_asking(other_sure, maybe=other, on_open=True, asked=True)
    rest = effect_of_asking(other_sure, maybe=other, has_evidence=evidence)
    assert first > open_question > rest
    assert first > question > rest


def test_within_the_others_what_follows_counts() -> None:
    """A likely no comes before a likely invitation, that before a receipt, that before a list; words before none."""
    order = [Kind.REJECTION, Kind.INTERVIEW, Kind.APPLICATION_RECEIVED, Kind.JOB_ALERT]
    effects = [effect_of_asking(0.9, maybe=kind) for kind in order]
    assert effects == sorted(effects, reverse=True)
    assert effect_of_asking(0.4, has_evidence=True) > effect_of_asking(0.4)


@given(st.floats(0, 1), maybes, st.booleans())
def test_chances_are_chances(confidence: float, maybe: Kind | None, evidence: bool) -> None:
    """They are never below nothing nor more than one together, so that no band reaches into the next."""
    chances = candidates(confidence, maybe=maybe, has_evidence=evidence)
    assert all(chance >= 0 for chance in chances.values())
    assert sum(chances.values()) <= 1 + 1e-9
    assert 0 < effect_of_asking(confidence, maybe=maybe, has_evidence=evidence) < BAND
