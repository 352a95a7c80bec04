"""Steps: finished once, put off, taken back; plans paused, closed, swapped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doors import MONDAY, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions.end_rest import end_rest, take_rest_back
from secondwind.actions.finish_step import decline_step, finish_step, put_off_step, reopen_step, skip_step
from secondwind.actions.note_no import note_no
from secondwind.actions.pause_plan import close_plan, open_plan_again, pause_plan
from secondwind.actions.redraft_plans import open_full_plan, swap_playbook
from secondwind.record.models import Plan, Step
from secondwind.record.today import today_of
from secondwind.tools.registry import built

pytestmark = pytest.mark.django_db
EVENING = MONDAY + timedelta(hours=1)
DAY_1 = MONDAY + timedelta(days=1, hours=2)
BUILT = built()


def _step(plan: Plan, tool: str) -> Step:
    return plan.steps.get(tool=tool)


def _ready(person: Person, now: object) -> list[str]:
    return [step.row.tool for step in today_of(person, now).ready]  # type: ignore[arg-type]


def test_a_step_is_finished_once(person: Person) -> None:
    """The second finishing of a step answers False and changes neither its moment nor its result."""
    step = _step(a_plan(person), "mailroom.fold")
    twin = Step.objects.of(person).get(pk=step.pk)
    assert finish_step(step, result={"folded": 1}, built=BUILT, now=EVENING)
    assert not finish_step(twin, result={"folded": 2}, built=BUILT, now=DAY_1)
    assert not skip_step(twin, built=BUILT, now=DAY_1)
    kept = Step.objects.of(person).get(pk=step.pk)
    assert (kept.state, kept.result, kept.resolved_at) == ("done", {"folded": 1}, EVENING)


def test_a_finished_step_opens_again(person: Person) -> None:
    """Taken back, a step is offered again, without what it had said."""
    step = _step(a_plan(person), "mailroom.fold")
    finish_step(step, result={"folded": 1}, built=BUILT, now=EVENING)
    assert "mailroom.fold" not in _ready(person, EVENING)
    reopen_step(step, built=BUILT, now=EVENING)
    kept = Step.objects.of(person).get(pk=step.pk)
    assert (kept.state, kept.result, kept.resolved_at) == ("open", {}, None)
    assert "mailroom.fold" in _ready(person, EVENING)


def test_not_today_comes_again_on_its_day(person: Person) -> None:
    """A step put off is not ready before that day and ready from then on; declining resolves it for good."""
    plan = a_plan(person)
    step = _step(plan, "mailroom.fold")
    put_off_step(step, until=date(2026, 11, 18))
    assert "mailroom.fold" not in _ready(person, EVENING)
    assert step.pk in {one.row.pk for one in today_of(person, EVENING).waiting}
    put_off_step(step, until=date(2026, 11, 16))
    assert "mailroom.fold" in _ready(person, EVENING)
    assert decline_step(step, built=BUILT, now=EVENING)
    assert "mailroom.fold" not in _ready(person, EVENING)


def test_a_pause_rests_the_plan_until_its_day(person: Person) -> None:
    """While paused nothing of the plan is ready; on the day, or when carried on by hand, it is again."""
    plan = a_plan(person)
    pause_plan(plan, date(2026, 11, 20))
    assert _ready(person, DAY_1) == []
    assert _ready(person, MONDAY + timedelta(days=4)) != []
    pause_plan(plan, None)
    assert _ready(person, DAY_1) != []


def test_a_closed_plan_is_silent_and_opens_again_as_it_was(person: Person) -> None:
    """Closing leaves every step as it is and shows none; opening brings them back."""
    plan = a_plan(person)
    before = list(plan.steps.values_list("pk", "state"))
    shown = _ready(person, DAY_1)
    close_plan(plan, now=EVENING)
    assert _ready(person, DAY_1) == []
    assert today_of(person, EVENING).resting_until is None
    open_plan_again(plan)
    assert _ready(person, DAY_1) == shown
    assert list(plan.steps.values_list("pk", "state")) == before


def test_a_swap_and_back_asks_for_nothing_twice(person: Person) -> None:
    """Through another playbook and back, what was done stays done, with its moment, its result and its row."""
    plan = a_plan(person)
    fold, check_in = _step(plan, "mailroom.fold"), _step(plan, "feelings.checkin")
    finish_step(fold, result={"folded": 1}, built=BUILT, now=EVENING)
    finish_step(check_in, result={"check_in": 7}, built=BUILT, now=EVENING)
    skip_step(_step(plan, "lookback.debrief"), built=BUILT, now=DAY_1)
    before = {
        row.template: (row.pk, row.state, row.result, row.resolved_at)
        for row in plan.steps.filter(state__in=["done", "skipped"])
    }
    text = plan.playbook_text
    for playbook in (
        "three_ideas",
        "six_steps_rested",
        "ten_steps_recovery",
        "four_steps_personal",
        "combined",
    ):
        swap_playbook(plan, playbook, built=BUILT, now=DAY_1)
        plan = Plan.objects.of(person).get()
        settled = {row.pk for row in plan.steps.filter(state__in=["done", "skipped"])}
        assert {pk for pk, *_ in before.values()} <= settled
        assert not plan.steps.filter(tool="mailroom.fold", state="open").exists()
    after = {row.template: (row.pk, row.state, row.result, row.resolved_at) for row in plan.steps.all()}
    assert before.items() <= after.items()
    assert (plan.playbook_id, plan.playbook_text) == ("combined", text)
    assert {row.template for row in plan.steps.filter(state="open")}.isdisjoint(before)


def test_a_swap_keeps_the_rest(person: Person) -> None:
    """Changing the playbook neither ends nor lengthens the rest that runs."""
    plan = a_plan(person)
    until = plan.rest_until
    swap_playbook(plan, "three_ideas", built=BUILT, now=EVENING)
    assert today_of(person, EVENING).resting_until == until


def test_a_no_without_any_contact_is_a_brief_plan_until_the_full_one_is_wanted(person: Person) -> None:
    """At `applied`, with nobody behind it, the fold and the check-in are offered; the rest on request."""
    plan = note_no(person, "Northwind", channel="portal", built=BUILT, now=MONDAY)
    assert plan.brief
    late = MONDAY + timedelta(days=6)
    shown = {one.row.tool for view in (today_of(person, late),) for one in (*view.ready, *view.waiting)}
    assert shown <= {"mailroom.fold", "feelings.checkin", "reply.compose"}
    open_full_plan(plan)
    view = today_of(person, late)
    assert {one.row.tool for one in (*view.ready, *view.waiting)} > shown


def test_a_rest_ended_by_hand_can_be_taken_back(person: Person) -> None:
    """One press ends the rest all plans share; its undo restores the very same moment."""
    plan = a_plan(person)
    other = a_plan(person, an_application(person, "Larkfield", end="rejected"), now=EVENING)
    ids = end_rest(person, now=EVENING)
    assert sorted(ids) == sorted([plan.pk, other.pk])
    assert today_of(person, EVENING).resting_until is None
    take_rest_back(person, ids)
    assert today_of(person, EVENING).resting_until == max(plan.rest_until, other.rest_until)
