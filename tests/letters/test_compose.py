"""Drafts: nothing made up, nothing left open, and each kind holds what it must."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.errors import SecondWindError
from secondwind.letters.compose import compose, languages, registers
from secondwind.letters.letter import KINDS, PLANNED, LetterFacts, count_words

FULL = LetterFacts(
    own_name="Sam Okafor",
    person="Ana Lindqvist",
    employer="Northwind",
    role="Operations analyst",
    stage="interview",
    channel="email",
    happened_on=date(2026, 11, 17),
    interviewed_on=date(2026, 11, 3),
    moment="Your question about the night shift.",
    learned="to ask for the limits first",
    expected_by=date(2026, 11, 12),
    subject="Operations analyst, your visit",
)
REPLIES = ("thanks_feedback", "thanks_feedback_keep")

_word = st.sampled_from(["pallets", "dock", "night", "shift", "planning", "line", "cold", "store", "route"])


def _phrase(low: int, high: int) -> st.SearchStrategy[str]:
    return st.lists(_word, min_size=low, max_size=high).map(" ".join)


_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_common = {
    "own_name": st.sampled_from(["Sam Okafor", "Jo Brandt", "Åsa"]),
    "channel": st.sampled_from(["", "email", "portal", "phone", "in_person"]),
    "stage": st.sampled_from(["interview", "final", "offer"]),
    "ask": st.sampled_from(["advice", "lacked"]),
    "via": st.sampled_from(["", "Harbour Talent"]),
    "keep_on_file": st.booleans(),
}
full_facts = st.builds(
    LetterFacts,
    **_common,
    person=st.sampled_from(["Ana Lindqvist", "Dr. Mbeki", "Lindqvist, Ana", "Wei"]),
    employer=_phrase(1, 3),
    role=st.sampled_from(
        ["Planner", "Senior operations analyst", "Head of cold store planning", "Trainee role"]
    ),
    happened_on=_days,
    interviewed_on=_days,
    expected_by=_days,
    moment=_phrase(4, 15),
    learned=_phrase(3, 12),
    subject=st.sampled_from(["", "Your visit", "RE: AW: Your visit"]),
)
_maybe_day = st.none() | _days
any_facts = st.builds(
    LetterFacts,
    **{**_common, "stage": st.sampled_from(["", "noticed", "applied", "screening", "interview", "offer"])},
    person=st.text(max_size=20),
    employer=st.text(max_size=20),
    role=st.text(max_size=20),
    happened_on=_maybe_day,
    interviewed_on=_maybe_day,
    expected_by=_maybe_day,
    moment=st.text(max_size=60),
    learned=st.text(max_size=60),
    subject=st.text(max_size=40),
)
kinds = st.sampled_from(sorted(KINDS))


def _sentences(body: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", body.partition("\n\n")[2])


@given(kinds, full_facts, st.integers(0, 2))
def test_full_facts_read_at_the_right_length(kind, facts, variant):
    """With every fact known, every variant of every kind keeps to its range of words."""
    low, high = KINDS[kind].words
    assert low <= count_words(compose(kind, facts, variant).body) <= high


@given(kinds, full_facts, st.integers(0, 2))
def test_one_ask_and_thanks_early(kind, facts, variant):
    """A letter holds exactly one question, and thanks in its first two sentences."""
    body = compose(kind, facts, variant).body
    assert body.count("?") == 1
    assert any("thank" in sentence.lower() for sentence in _sentences(body)[:2])


@given(st.sampled_from(REPLIES), full_facts, st.integers(0, 2))
def test_a_reply_accepts_and_leaves_the_door_open(kind, facts, variant):
    """Every reply to a no takes the decision as it is, names the moment and leaves a door open."""
    body = compose(kind, facts, variant).body
    assert re.search(r"\b(accept|respect) (the|their) decision", body)
    assert re.search(r"glad to hear|stay in touch", body)
    assert facts.moment in body
    assert facts.learned in body


@given(kinds, any_facts, st.integers(0, 9))
def test_nothing_is_left_open(kind, facts, variant):
    """Whatever is missing or odd, what no fact put there is no slot and no "None", and lines stay lines."""
    draft = compose(kind, facts, variant)
    known = " ".join([facts.person, facts.employer, facts.role, facts.moment, facts.learned, facts.subject])
    for text in (draft.subject, draft.body):
        assert text.strip()
        for sign in ("{", "}", "None", "[", "]"):
            assert text.count(sign) <= 2 * known.count(sign)
        assert "  " not in text
    assert "\r" not in draft.body
    assert "\n" not in draft.subject


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("variant", [0, 1, 2])
def test_without_any_facts_no_slot_and_no_month(kind, variant):
    """A name alone gives a whole letter without a slot, a date, a role or an employer."""
    draft = compose(kind, LetterFacts("Sam Okafor"), variant)
    assert not re.search(r"[{}\[\]]|None|  |\d", draft.body + draft.subject)
    assert draft.body.endswith("\nSam Okafor")
    assert "interview" not in draft.body


@pytest.mark.parametrize("variant", [0, 1, 2])
@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ("moment", "night shift"),
        ("learned", "limits first"),
        ("employer", "Northwind"),
        ("role", "Operations"),
    ],
)
def test_a_missing_fact_takes_its_sentence_with_it(variant, fact, words):
    """Each fact stands in the letter when known, and leaves no trace when it is not."""
    assert words in compose("thanks_feedback", FULL, variant).body
    assert words not in compose("thanks_feedback", replace(FULL, **{fact: ""}), variant).body


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("variant", [0, 1, 2])
@pytest.mark.parametrize("via", ["", "Harbour Talent"])
def test_a_talk_whose_day_is_not_known_is_thanked_for_without_one(kind, variant, via):
    """Thanks for the talk stay where its day is not known, with no day; an agency arranged it, and says so."""
    facts = replace(FULL, happened_on=None, expected_by=None, via=via)
    body = compose(kind, replace(facts, interviewed_on=None), variant).body
    assert "November" not in body
    if kind not in REPLIES or variant != 2:
        assert re.search(r"conversation|talk\b|interview|meet the people", body)
        assert "3 November" in compose(kind, facts, variant).body
    if via:
        assert "conversation" not in body


@pytest.mark.parametrize("kind", REPLIES)
@pytest.mark.parametrize("variant", [0, 1, 2])
def test_a_no_by_phone_or_agency_says_so(kind, variant):
    """Thanks for a call name the call, thanks to an agency name what it passed on."""
    by_phone = compose(kind, replace(FULL, channel="phone"), variant).body
    assert re.search(r"\bcall|\bphone", by_phone)
    by_agency = compose(kind, replace(FULL, via="Harbour Talent"), variant).body
    assert re.search(r"passing on|bringing me", by_agency)
    assert "their decision" in by_agency
    assert "at Northwind opens" not in by_agency


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_the_ask_is_the_one_chosen(variant):
    """Advice and what was lacking are two different asks; none leaves no question; nor does an early no."""
    advice = compose("thanks_feedback", FULL, variant).body
    lacked = compose("thanks_feedback", replace(FULL, ask="lacked"), variant).body
    assert re.search(r"advise|help me most", advice)
    assert re.search(r"lack|missing", lacked)
    assert "?" not in compose("thanks_feedback", replace(FULL, ask="none"), variant).body
    early = replace(FULL, stage="applied", interviewed_on=None)
    assert "?" not in compose("thanks_feedback", early, variant).body


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_keeping_on_file_is_one_more_sentence(variant):
    """Only the keep kind offers to stay on file, and only where the person wants it."""
    assert "on file" in compose("thanks_feedback_keep", FULL, variant).body
    assert "on file" not in compose("thanks_feedback", FULL, variant).body
    assert "on file" not in compose("thanks_feedback_keep", replace(FULL, keep_on_file=False), variant).body


def test_a_nudge_thanks_for_no_decision():
    """A question after silence never speaks of a decision, and names the day they had given."""
    for variant in range(3):
        body = compose("ghost_nudge", FULL, variant).body
        assert "12 November" in body
        assert not re.search(r"accept|sorry|letting me know", body)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Your visit", "Re: Your visit"),
        ("Re: Your visit", "Re: Your visit"),
        ("AW: RE:  Your\n visit", "Re: Your visit"),
        ("Recap: your visit", "Re: Recap: your visit"),
    ],
)
def test_the_subject_answers_the_one_before(before, after):
    """An answer carries one Re: and the original subject on one line."""
    assert compose("thanks_feedback", replace(FULL, subject=before)).subject == after


@pytest.mark.parametrize(
    ("person", "greeting"),
    [
        ("Ana Lindqvist", "Dear Ana,"),
        ("Lindqvist, Ana", "Dear Ana,"),
        ("Dr. Ana Lindqvist", "Dear Dr. Ana Lindqvist,"),
        ("J. Lindqvist", "Dear J. Lindqvist,"),
        ("", "Hello,"),
    ],
)
def test_the_greeting_uses_the_name_that_is_known(person, greeting):
    """First names where they are known, whole names behind a title or an initial, none where none is."""
    assert compose("thanks_feedback", replace(FULL, person=person)).body.startswith(greeting + "\n")


def test_variants_wrap_and_differ():
    """There are three registers for each kind, all different, and counting on begins again."""
    for kind in KINDS:
        assert registers(kind) == ("plain", "warm", "brief")
        assert len({compose(kind, FULL, number).body for number in range(3)}) == 3
        assert compose(kind, FULL, 4) == compose(kind, FULL, 1)


def test_letters_keep_to_the_house_words():
    """No shipped sentence cheers, pleads or uses a word the house leaves out."""
    banned = re.compile(
        r"!|\b(just|only|at least|should|failed|unfortunately|dream|amazing|honou?red)\b", re.IGNORECASE
    )
    for kind in KINDS:
        for number in range(3):
            for facts in (
                FULL,
                LetterFacts("Sam"),
                replace(FULL, via="Harbour", channel="phone", ask="lacked"),
            ):
                assert not banned.search(compose(kind, facts, number).body)


def test_unknown_kinds_and_languages_say_so():
    """A kind that is planned, one that is unknown and a language without a folder are told apart."""
    assert languages() == ("en",)
    for kind in (*PLANNED, "poem"):
        with pytest.raises(SecondWindError):
            compose(kind, FULL)
    with pytest.raises(SecondWindError, match="Here so far: en"):
        compose("thanks_feedback", replace(FULL, language="../en"))
