"""The checker: every rule is broken in turn and seen; the shipped playbooks break none."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from secondwind.playbooks.check import check_playbook, loads_by_day
from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import Limits, Playbook, StepTemplate

ROWS = tomllib.loads((Path(__file__).parent / "rows.toml").read_text(encoding="utf-8"))
TOOLS = frozenset(
    [
        "rest.window",
        "rest.comfort",
        "rest.if_no",
        "rest.pace",
        "story.facts",
        "story.sort",
        "story.cause",
        "story.closing",
        "reply.compose",
        "reply.ask",
        "lookback.debrief",
        "lookback.process",
        "practice.say",
        "shelf.triage",
        "shelf.if_then",
        "shelf.live",
        "applying.letter",
        "applying.documents",
        "skills.sprint",
        "feelings.checkin",
        "feelings.roots",
        "feelings.friend",
        "feelings.unsendable",
        "feedback.inbox",
        "contacts.people",
        "contacts.support",
        "contacts.watch",
        "review.week",
        "review.approach",
        "review.notes",
        "mailroom.fold",
        "mailroom.archive",
    ]
)
LETTERS = frozenset(
    [
        "thanks_feedback",
        "thanks_feedback_keep",
        "ghost_nudge",
        "second_chance",
        "linkedin_note",
        "stay_in_touch",
        "mentor_outreach",
        "coach_enquiry",
        "recruiter_intro",
    ]
)
ARTICLES = {
    "S0": "six_steps_rested",
    "S1": "six_steps_momentum",
    "S2": "four_steps_personal",
    "S3": "ten_steps_recovery",
    "S4": "three_ideas",
}


def template(id_: str, day: int, **more: object) -> StepTemplate:
    usual: dict[str, object] = {"kind": "care", "minutes": 5, "tool": "rest.comfort", "text": "", "why": ""}
    return StepTemplate(id=id_, day=day, title=id_, done="", **(usual | more))  # type: ignore[arg-type]


SOUND = Playbook(
    id="sound",
    title="Sound",
    summary="",
    source="a notebook",
    version=1,
    steps=(
        template("before", -1, seed_step=3),
        template("calm", 0, seed_step=1),
        template("write", 1, seed_step=2, kind="social", tool="reply.compose", letter="thanks_feedback"),
        template("file", 2, seed_step=1, tool="mailroom.archive", after=("write",)),
        template("learn", 3, seed_step=3, kind="skill", tool="skills.sprint", minutes=45),
        template("go", 4, seed_step=4, kind="motivation", tool="shelf.triage", after=("learn", "file")),
        template("touch", 42, seed_step=2, tool="contacts.people", letter="stay_in_touch"),
        template("close", 50, seed_step=2, tool="story.closing"),
    ),
    limits=Limits(),
    states_limits=True,
)


def told(playbook: Playbook, rows: frozenset[str] | None = None) -> list[tuple[str, str]]:
    found = check_playbook(playbook, known_tools=TOOLS, known_letters=LETTERS, known_rows=rows)
    assert all(problem.place == playbook.id for problem in found)
    return [(problem.step, problem.sentence) for problem in found]


def changed(id_: str, **more: object) -> Playbook:
    steps = [replace(step, **more) if step.id == id_ else step for step in SOUND.steps]  # type: ignore[arg-type]
    return replace(SOUND, steps=tuple(steps))


def test_a_sound_playbook_has_no_problem() -> None:
    """The playbook the other tests break is whole, the long tail and steps before the outcome included."""
    assert told(SOUND, frozenset()) == []


@pytest.mark.parametrize(
    ("broken", "step", "part"),
    [
        (changed("calm", when="mood > 3"), "calm", "mood"),
        (changed("calm", tool="rest.nap"), "calm", "no tool rest.nap"),
        (changed("write", letter="ode"), "write", "no letter ode"),
        (changed("calm", id="write"), "write", "same id"),
        (changed("file", after=("post",)), "file", "post, which is not here"),
        (changed("write", after=("learn",)), "write", "later day"),
        (changed("learn", kind="care"), "", "skill"),
        (changed("go", kind="care"), "", "motivation"),
        (changed("learn", day=0, minutes=1), "learn", "earlier day"),
        (changed("calm", minutes=16), "", "Day 0 holds 16 minutes"),
        (changed("learn", minutes=46), "", "Day 3 holds 46 minutes"),
        (changed("calm", sources=("S9.1",)), "calm", "no row S9.1"),
    ],
)
def test_each_rule_is_seen_when_it_is_broken(broken: Playbook, step: str, part: str) -> None:
    """One broken rule gives one problem, at the step that breaks it."""
    found = told(broken, frozenset(ROWS["all_rows"]))
    assert [place for place, _ in found] == [step]
    assert part in found[0][1]


def test_a_circle_is_seen_at_each_of_its_steps() -> None:
    """Steps that wait for each other would never open; each is named, and one that waits outside is not."""
    steps = (
        template("a", 1, after=("b",), kind="skill"),
        template("b", 1, after=("a",), kind="motivation"),
        template("c", 1, after=("a",)),
        template("d", 1, after=("d",)),
    )
    found = told(replace(SOUND, steps=steps))
    assert [step for step, _ in found] == ["a", "b", "d"]


def test_loads_without_stated_limits_are_told_and_not_held_against_it() -> None:
    """A playbook that is faithful to an article may be heavy on a day; its loads can still be read."""
    heavy = replace(changed("learn", minutes=90), states_limits=False)
    assert told(heavy) == []
    assert loads_by_day(heavy) == {0: 5, 1: 5, 2: 5, 3: 90, 4: 5, 42: 5, 50: 5}


@pytest.mark.parametrize("id_", sorted(ROWS["playbooks"]))
def test_the_shipped_playbooks_are_sound(id_: str) -> None:
    """All six keep every rule, and name rows of the specification alone."""
    assert told(shipped_playbooks()[id_], frozenset(ROWS["all_rows"])) == []


def test_the_usual_playbook_has_the_loads_it_was_made_with() -> None:
    """The load of each day of the combined playbook, if every condition held, is the specified one."""
    loads = loads_by_day(shipped_playbooks()["combined"])
    assert [loads[day] for day in range(6)] == [14, 30, 41, 35, 40, 45]


@pytest.mark.parametrize("id_", sorted(ROWS["playbooks"]))
def test_every_step_carries_the_rows_it_was_given(id_: str) -> None:
    """Each shipped step rests on the rows of the specification, no more and no fewer."""
    steps = shipped_playbooks()[id_].steps
    assert {step.id: list(step.sources) for step in steps} == ROWS["playbooks"][id_]


def test_every_row_of_a_playbook_is_in_its_article_and_in_the_usual_one() -> None:
    """All 89 rows that a playbook carries stand in their own article's playbook and in the combined one."""
    carried = ROWS["carried_by_a_playbook"]
    assert len(carried) == 89
    held = {
        id_: {row for step in playbook.steps for row in step.sources}
        for id_, playbook in shipped_playbooks().items()
    }
    assert [row for row in carried if row not in held["combined"]] == []
    assert [row for row in carried if row not in held[ARTICLES[row[:2]]]] == []
