"""Playbook files: what they say, what is wrong with them, and that a kept text gives the same again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.playbooks.load import KINDS, load_playbook, shipped_playbooks, text_of
from secondwind.playbooks.playbook import Limits, Playbook, StepTemplate

SMALL = """
id = "small"
title = "A small one"
summary = "Two steps."
source = "a notebook"
version = 3

[limits]
day_minutes = 30

[[step]]
id = "walk"
day = 1
kind = "care"
minutes = 20
tool = "rest.comfort"
title = "Walk past {employer}"
text = "Around the block."
why = "Air helps."
done = "Walked."
when = "stage >= interview"
after = ["sleep"]
sources = ["S2.2b"]
personal = true
"""


def test_a_file_says_what_it_says() -> None:
    """Every key of the file arrives; what is left out takes its usual value."""
    playbook, problems = load_playbook(SMALL, "small.toml")
    assert problems == ()
    assert playbook is not None
    assert (playbook.id, playbook.version, playbook.departures) == ("small", 3, ())
    assert playbook.limits == Limits(15, 30, 2)
    assert playbook.states_limits
    step = playbook.step("walk")
    assert step.after == ("sleep",)
    assert (step.letter, step.seed_step, step.personal) == ("", 0, True)


@pytest.mark.parametrize(
    ("old", "new", "step", "part"),
    [
        ('id = "small"', "id = ", "", "not TOML"),
        ("version = 3\n", "", "", "version is missing"),
        ("version = 3", 'version = "3"', "", "whole number"),
        ("version = 3", "version = true", "", "whole number"),
        ("version = 3", "version = 3\ncolour = 1", "", "colour is not known"),
        ("day_minutes = 30", "day_minutes = 0", "", "1 or more"),
        ("day_minutes = 30", "hours = 3", "", "hours is not known"),
        ('kind = "care"', 'kind = "work"', "walk", "kind"),
        ("minutes = 20", "minutes = -1", "walk", "0 or more"),
        ('after = ["sleep"]', 'after = "sleep"', "walk", "list of texts"),
        ('after = ["sleep"]', "after = [1]", "walk", "list of texts"),
        ("personal = true", "personal = 1", "walk", "true or false"),
        ("stage >= interview", "stage >= lunch", "walk", "character 10"),
        ("{employer}", "{salary}", "walk", "salary"),
        ("{employer}", "{employer", "walk", "brace"),
        ('tool = "rest.comfort"', 'tool = " "', "walk", "tool is empty"),
        ('id = "walk"\n', "", "step 1", "id is missing"),
        ("[[step]]", "[step]", "", "has steps"),
    ],
)
def test_a_fault_has_a_place(old: str, new: str, step: str, part: str) -> None:
    """Each fault of a file comes back as a problem that names the file and the step, and no playbook."""
    assert old in SMALL
    playbook, problems = load_playbook(SMALL.replace(old, new), "small.toml")
    assert playbook is None
    assert [(problem.place, problem.step) for problem in problems] == [("small.toml", step)]
    assert part in str(problems[0])


def test_all_faults_are_told_at_once() -> None:
    """A person who mends a file sees everything that is wrong with it."""
    broken = SMALL.replace('"care"', '"work"').replace("20", "-2").replace('why = "Air helps."\n', "")
    problems = load_playbook(broken, "small.toml")[1]
    assert [problem.sentence for problem in problems] == ["The key why is missing."]
    broken = SMALL.replace('"care"', '"work"').replace("20", "-2")
    assert len(load_playbook(broken, "small.toml")[1]) == 2


@pytest.mark.parametrize("id_", sorted(shipped_playbooks()))
def test_a_kept_text_gives_the_same_playbook(id_: str) -> None:
    """A plan that keeps the text of a shipped playbook keeps all of it."""
    playbook = shipped_playbooks()[id_]
    assert load_playbook(text_of(playbook), "kept") == (playbook, ())


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), max_size=20)
FILLED = WORDS.filter(str.strip)
STEPS = st.builds(
    StepTemplate,
    id=FILLED,
    day=st.integers(-3, 60),
    kind=st.sampled_from(sorted(KINDS)),
    minutes=st.integers(0, 90),
    tool=FILLED,
    title=FILLED,
    text=WORDS,
    why=WORDS,
    done=WORDS,
    when=st.sampled_from(["True", "anger and stage >= final"]),
    after=st.lists(WORDS, max_size=2).map(tuple),
    letter=WORDS,
    sources=st.lists(WORDS, max_size=2).map(tuple),
    seed_step=st.integers(0, 10),
    dated_by_article=st.booleans(),
    personal=st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(STEPS, min_size=1, max_size=3).map(tuple), WORDS, st.lists(WORDS, max_size=2).map(tuple))
def test_any_playbook_survives_its_text(
    steps: tuple[StepTemplate, ...], words: str, departures: tuple[str, ...]
) -> None:
    """Whatever characters a person types, the kept text loads to the same playbook."""
    playbook = Playbook("own", words, words, words, 1, steps, Limits(5, 6, 1), departures, states_limits=True)
    assert load_playbook(text_of(playbook), "kept") == (playbook, ())
