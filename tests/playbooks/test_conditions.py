"""The small language of `when`: what it lets through, what it keeps out, and when it holds."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.playbooks.conditions import STAGES, VARIABLES, Condition, Facts, holds, parse_condition


def condition(text: str) -> Condition:
    parsed, problems = parse_condition(text)
    assert parsed is not None, problems
    return parsed


def test_facts_has_a_field_for_every_variable_and_no_other() -> None:
    """A condition can ask for whatever a plan knows, and for nothing else."""
    assert {field.name for field in fields(Facts)} == set(VARIABLES)


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("True", Facts(), True),
        ("False or employed", Facts(employed=True), True),
        ("stage >= interview", Facts(stage=STAGES["final"]), True),
        ("stage >= interview", Facts(stage=STAGES["screening"]), False),
        ("stage > noticed", Facts(stage=STAGES["applied"]), True),
        ("channel in [email, portal]", Facts(channel="portal"), True),
        ("channel not in [email, portal]", Facts(channel="phone"), True),
        ("replyable and channel != none", Facts(replyable=True, channel="none"), False),
        ("replyable and not ghosted", Facts(replyable=True), True),
        ("feedback == received", Facts(feedback="received"), True),
        ("skill_gap == none", Facts(), True),
        ("rejections_30d >= 5 or late_stage_noes >= 3", Facts(late_stage_noes=3), True),
        ("days_since_interview == 0", Facts(days_since_interview=0), True),
        ("days_since_interview == 0", Facts(), False),
        ("days_since_interview <= 5", Facts(), False),
    ],
)
def test_a_condition_holds_as_it_reads(text: str, facts: Facts, expected: bool) -> None:
    """Conditions hold as they read; a number that is not known compares to nothing."""
    assert holds(condition(text), facts) is expected


@pytest.mark.parametrize(
    ("text", "column", "part"),
    [
        ("", 1, "not a condition"),
        ("and stage", 1, "not a condition"),
        ("mood > 3", 1, "mood"),
        ("employed and mood", 14, "mood"),
        ("stage", 1, "compare it"),
        ("employed == True", 1, "not compared"),
        ("channel > email", 1, "no order"),
        ("channel == interview", 12, "never interview"),
        ("reason in email", 11, "list"),
        ("reason in []", 11, "list"),
        ("stage >= True", 10, "never True"),
        ("stage >= 2.5", 10, "never 2.5"),
        ("0 < stage < 3", 1, "One comparison"),
        ("3 < stage", 1, "begins with a name"),
        ("stage is interview", 1, "comparison"),
        ("stage + 1 > 2", 1, "begins with a name"),
        ("__import__('os').system('true')", 1, "made of"),
        ("[employed for employed in [1]]", 1, "made of"),
        ("(lambda: True)()", 1, "made of"),
        ("employed if anger else relief", 1, "made of"),
        ("x" * 401, 400, "400"),
    ],
)
def test_anything_else_is_a_problem_with_a_place(text: str, column: int, part: str) -> None:
    """What the language does not hold comes back as a problem that says where it stands."""
    parsed, problems = parse_condition(text)
    assert parsed is None
    assert len(problems) == 1
    assert problems[0].column == column
    assert part in problems[0].sentence


PIECES = [
    *VARIABLES,
    "interview",
    "email",
    "none",
    "and",
    "or",
    "not",
    "(",
    ")",
    "[",
    "]",
    ",",
    ">=",
    "==",
    "in",
    "3",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
def test_odd_text_never_raises_and_what_parses_can_be_asked(text: str) -> None:
    """Any text gives a condition or a problem, and every condition answers yes or no."""
    parsed, problems = parse_condition(text)
    assert (parsed is None) is bool(problems)
    if parsed is not None:
        assert holds(parsed, Facts()) in {True, False}
