"""Drafting, revising and swapping: what a plan begins with, and what changes when life does."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.playbooks.conditions import STAGES, Facts
from secondwind.playbooks.draft import (
    DOES_NOT_APPLY,
    NOT_HERE_YET,
    SETTLED,
    Change,
    DraftStep,
    StepState,
    draft_plan,
    offers,
    redraft,
    swap,
)
from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import Playbook

PLAYBOOKS = shipped_playbooks()
COMBINED = PLAYBOOKS["combined"]
TOOLS = frozenset(step.tool for book in PLAYBOOKS.values() for step in book.steps)
LETTERS = frozenset(step.letter for book in PLAYBOOKS.values() for step in book.steps)
INTERVIEW = Facts(stage=STAGES["interview"], channel="email", replyable=True, people_met=2)
EVERYTHING = Facts(
    stage=STAGES["final"],
    channel="email",
    replyable=True,
    ghosted=True,
    anger=True,
    relief=True,
    people_met=3,
    rejections_30d=6,
    late_stage_noes=3,
    feedback="received",
    inflow_low=True,
    waiting_only=True,
)


def drafted(playbook: Playbook, facts: Facts, tools: frozenset[str] = TOOLS) -> dict[str, DraftStep]:
    steps = draft_plan(playbook, facts, built_tools=tools, built_letters=LETTERS)
    return {step.template.id: step for step in steps}


def swapped(
    old: str, states: dict[str, StepState], new: str, facts: Facts = INTERVIEW
) -> dict[str, StepState]:
    steps = swap(PLAYBOOKS[old], states, PLAYBOOKS[new], facts, built_tools=TOOLS, built_letters=LETTERS)
    return {step.template.id: step.state for step in steps}


def states_of(playbook: Playbook, facts: Facts, **more: StepState) -> dict[str, StepState]:
    return {id_: step.state for id_, step in drafted(playbook, facts).items()} | more


def test_a_draft_opens_what_applies_and_is_here() -> None:
    """A step opens when its condition holds and its tool and letter are built; else it says why not."""
    steps = drafted(COMBINED, INTERVIEW, TOOLS - {"contacts.support"})
    assert steps["reply"].state is StepState.OPEN
    assert (steps["someone"].state, steps["someone"].reason) == (StepState.IMPOSSIBLE, NOT_HERE_YET)
    assert (steps["nudge"].state, steps["nudge"].reason) == (StepState.IMPOSSIBLE, DOES_NOT_APPLY)
    without = draft_plan(
        COMBINED, INTERVIEW, built_tools=TOOLS, built_letters=LETTERS - {"thanks_feedback_keep"}
    )
    assert {step.template.id: step.reason for step in without}["reply"] == NOT_HERE_YET


def test_what_comes_before_an_outcome_is_an_offer_and_no_step() -> None:
    """Steps with day < 0 are in no plan; an open application is offered those that apply."""
    assert not {"plan_no", "jot", "second", "practise"} & set(drafted(COMBINED, EVERYTHING))
    facts = Facts(stage=2, decided=False, bombed=True, days_since_interview=3, interview_booked=True)
    found = offers(COMBINED, facts, built_tools=TOOLS, built_letters=LETTERS)
    assert [step.id for step in found] == ["plan_no", "second"]
    decided = Facts(stage=2, decided=True, bombed=True, days_since_interview=3)
    assert offers(COMBINED, decided, built_tools=TOOLS, built_letters=LETTERS) == ()
    assert offers(COMBINED, facts, built_tools=frozenset(), built_letters=LETTERS) == ()


def test_a_silent_end_has_a_nudge_and_no_reply() -> None:
    """The ghost variant asks once and answers nothing, for nothing was said (row S0.0a)."""
    steps = drafted(COMBINED, Facts(stage=2, ghosted=True, replyable=True))
    assert steps["nudge"].state is StepState.OPEN
    assert steps["reply"].state is StepState.IMPOSSIBLE
    assert drafted(COMBINED, Facts(stage=0, ghosted=True))["nudge"].state is StepState.IMPOSSIBLE


def test_later_facts_open_and_close_what_is_untouched() -> None:
    """Anger named at the check-in opens its step; a step that stops to apply goes, unless it was begun."""
    states = states_of(COMBINED, INTERVIEW)
    angry = Facts(stage=2, channel="email", replyable=True, people_met=2, anger=True, reason="told")
    changes = redraft(COMBINED, angry, states, built_tools=TOOLS, built_letters=LETTERS)
    assert changes == (
        Change("anger", StepState.IMPOSSIBLE, StepState.OPEN),
        Change("mentor", StepState.OPEN, StepState.IMPOSSIBLE, DOES_NOT_APPLY),
    )
    begun = redraft(
        COMBINED, angry, states, built_tools=TOOLS, built_letters=LETTERS, touched=frozenset({"mentor"})
    )
    assert [change.step for change in begun] == ["anger"]


def test_a_tool_built_later_opens_steps_of_plans_already_begun() -> None:
    """What was not here yet opens when it is."""
    few = frozenset({"rest.window", "feelings.checkin"})
    states = {id_: step.state for id_, step in drafted(COMBINED, INTERVIEW, few).items()}
    changes = redraft(COMBINED, INTERVIEW, states, built_tools=few | {"mailroom.fold"}, built_letters=LETTERS)
    assert changes == (Change("fold", StepState.IMPOSSIBLE, StepState.OPEN),)


@given(st.data(), st.builds(Facts, stage=st.integers(0, 4), anger=st.booleans(), replyable=st.booleans()))
def test_what_a_person_settled_never_changes(data: st.DataObject, facts: Facts) -> None:
    """Done, skipped and not-for-me stay whatever becomes known; nothing is done or skipped by redrafting."""
    ids = [step.id for step in COMBINED.steps if step.day >= 0]
    states = {id_: data.draw(st.sampled_from(StepState)) for id_ in ids}
    for change in redraft(COMBINED, facts, states, built_tools=TOOLS, built_letters=LETTERS):
        assert states[change.step] not in SETTLED
        assert change.now not in SETTLED
        assert change.now is not change.was


def test_redrafting_twice_changes_nothing_more() -> None:
    """A plan that follows its facts has nothing to change."""
    states = states_of(COMBINED, EVERYTHING)
    assert redraft(COMBINED, EVERYTHING, states, built_tools=TOOLS, built_letters=LETTERS) == ()


REPLIES = {
    "combined": "reply",
    "six_steps_rested": "reply",
    "six_steps_momentum": "gracious",
    "four_steps_personal": "followup",
    "ten_steps_recovery": "thank",
}


@pytest.mark.parametrize(("old", "new"), list(product(REPLIES, REPLIES)))
@pytest.mark.parametrize("state", sorted(SETTLED))
def test_nobody_is_asked_to_answer_the_same_letter_twice(old: str, new: str, state: StepState) -> None:
    """A reply that was sent or declined under one playbook is not asked for by any other."""
    assert swapped(old, {REPLIES[old]: state}, new)[REPLIES[new]] is state


@pytest.mark.parametrize(
    ("old", "done", "new", "settled"),
    [
        ("combined", "reply", "six_steps_rested", {"reply", "feedback"}),
        ("combined", "look", "six_steps_rested", {"review"}),
        ("combined", "rest", "six_steps_rested", {"rest"}),
        ("combined", "return", "six_steps_momentum", {"return"}),
        ("combined", "return", "ten_steps_recovery", set()),
        ("combined", "sort", "ten_steps_recovery", {"reframe"}),
        ("combined", "learn", "six_steps_rested", {"learn", "speak"}),
        ("combined", "look", "three_ideas", set()),
        ("six_steps_rested", "learn", "combined", {"learn"}),
        ("six_steps_rested", "speak", "combined", set()),
        ("six_steps_rested", "feedback", "combined", set()),
        ("six_steps_rested", "feedback", "ten_steps_recovery", {"ask"}),
        ("six_steps_momentum", "connect", "combined", {"others"}),
        ("six_steps_momentum", "connect", "ten_steps_recovery", set()),
        ("four_steps_personal", "followup", "ten_steps_recovery", {"thank", "ask"}),
        ("ten_steps_recovery", "touch", "three_ideas", set()),
        ("ten_steps_recovery", "alerts", "combined", {"sources"}),
        ("ten_steps_recovery", "alerts", "three_ideas", set()),
        ("three_ideas", "onward", "combined", {"return"}),
    ],
)
def test_what_was_done_stays_done_and_nothing_else(old: str, done: str, new: str, settled: set[str]) -> None:
    """A finished step settles its counterparts in the new playbook, and no step that is another act."""
    states = swapped(old, {done: StepState.DONE}, new)
    assert {id_ for id_, state in states.items() if state is StepState.DONE} == settled


@given(
    st.sampled_from(sorted(PLAYBOOKS)),
    st.sampled_from(sorted(PLAYBOOKS)),
    st.data(),
    st.sampled_from([INTERVIEW, EVERYTHING]),
)
def test_nothing_undone_is_called_done(old: str, new: str, data: st.DataObject, facts: Facts) -> None:
    """Over all pairs: a step is done after a swap if the old plan had done something in that folder."""
    steps = [step for step in PLAYBOOKS[old].steps if step.day >= 0]
    states = {step.id: data.draw(st.sampled_from([StepState.OPEN, StepState.DONE])) for step in steps}
    folders = {step.tool.partition(".")[0] for step in steps if states[step.id] is StepState.DONE}
    fresh = drafted(PLAYBOOKS[new], facts)
    for id_, state in swapped(old, states, new, facts).items():
        if state is StepState.DONE:
            assert fresh[id_].template.tool.partition(".")[0] in folders
        else:
            assert state is fresh[id_].state


@given(st.sampled_from(sorted(PLAYBOOKS)), st.data())
def test_a_swap_to_the_same_playbook_keeps_everything(id_: str, data: st.DataObject) -> None:
    """Another version of the same playbook takes every settled step over by its name."""
    ids = [step.id for step in PLAYBOOKS[id_].steps if step.day >= 0]
    states = {step: data.draw(st.sampled_from([StepState.OPEN, *sorted(SETTLED)])) for step in ids}
    after = swapped(id_, states, id_)
    assert {step: after[step] for step in ids if states[step] in SETTLED} == {
        step: state for step, state in states.items() if state in SETTLED
    }
