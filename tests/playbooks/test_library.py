"""The words of the six playbooks: whole, in the program's voice, and plain about where each leaves ours."""

from __future__ import annotations

import re

import pytest

from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import Playbook, StepTemplate

PLAYBOOKS = list(shipped_playbooks().values())
FAITHFUL = [playbook for playbook in PLAYBOOKS if playbook.source != "all"]
STEPS = [pytest.param(step, id=f"{book.id}.{step.id}") for book in PLAYBOOKS for step in book.steps]
NEVER = re.compile(
    r"!|\b(should|just|only|at least|everything happens|streak|failed|behind|overdue|proud|well done)\b",
    re.I,
)
ARTICLES = (
    "the staffing agency article",
    "an occupational psychologist’s article",
    "a personal blog",
    "a career site",
    "another staffing agency",
)


def words(step: StepTemplate) -> str:
    return " ".join((step.title, step.text, step.why, step.done))


@pytest.mark.parametrize("step", STEPS)
def test_every_step_speaks_in_our_voice(step: StepTemplate) -> None:
    """A step has all its words, short ones, and none that cheers, blames or hurries."""
    assert all((step.title, step.text, step.why, step.done))
    assert not NEVER.search(words(step))
    assert not step.title.endswith(".")
    assert len(step.title) <= 60
    assert len(step.text) <= 200
    assert "'" not in words(step)


@pytest.mark.parametrize("step", STEPS)
def test_every_why_says_where_it_comes_from(step: StepTemplate) -> None:
    """On tap a person reads the reason and the article, by a neutral name, never a file's."""
    reason, _, origin = step.why.rpartition(" From ")
    assert reason.endswith(".")
    assert any(article in origin for article in ARTICLES)
    assert not re.search(r"\d{3}_|\.txt|S\d\.", words(step))


@pytest.mark.parametrize("playbook", FAITHFUL, ids=lambda playbook: playbook.id)
def test_a_faithful_playbook_says_where_it_leaves_ours(playbook: Playbook) -> None:
    """Its page names its departures, each a whole sentence in the same voice."""
    assert len(playbook.departures) >= 3
    for sentence in playbook.departures:
        assert sentence.endswith(".")
        assert not NEVER.search(sentence)


def test_the_day_0_of_momentum_says_that_roots_are_not_on_the_check_in() -> None:
    """The one playbook that asks for causes on day 0 says on which screen it never does."""
    departures = " ".join(shipped_playbooks()["six_steps_momentum"].departures)
    assert "never on the check-in’s screen" in departures


@pytest.mark.parametrize(
    ("id_", "personal"),
    [
        ("combined", {"feel", "return", "letter", "learn", "review", "week", "coach", "sources", "pace"}),
        ("six_steps_rested", {"return", "letter", "learn", "speak"}),
        ("six_steps_momentum", {"feel", "return", "tune"}),
        ("four_steps_personal", {"feel"}),
        ("ten_steps_recovery", {"skill", "rethink", "coach", "revise", "alerts", "recruit", "pace"}),
        ("three_ideas", {"notes", "onward"}),
    ],
)
def test_what_belongs_to_the_person_is_marked(id_: str, personal: set[str]) -> None:
    """Done once for every plan: the specified eight, their counterparts, and the check-in (one life, one day)."""
    assert {step.id for step in shipped_playbooks()[id_].steps if step.personal} == personal


def test_a_named_person_stands_only_where_somebody_is_written_to() -> None:
    """{person} is used by steps for letters, answers and people, so that it can always be filled."""
    using = {step.tool for book in PLAYBOOKS for step in book.steps if "{person}" in step.title + step.text}
    assert using <= {"reply.compose", "feedback.inbox", "contacts.people"}


def test_a_step_with_a_person_in_its_name_applies_only_where_there_is_one() -> None:
    """A title that names a person has a condition that makes sure of a person."""
    for book in PLAYBOOKS:
        for step in book.steps:
            if "{person}" in step.title:
                assert any(word in step.when for word in ("replyable", "ghosted", "feedback", "people_met"))
