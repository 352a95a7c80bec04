"""All plans together under a moved clock: what is ready on which day, and what waits for what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.lib.days import local_day, nine_on, rest_ends_at
from secondwind.playbooks.conditions import STAGES, Facts
from secondwind.playbooks.draft import draft_plan
from secondwind.playbooks.load import shipped_playbooks
from secondwind.playbooks.playbook import Limits
from secondwind.playbooks.revise import (
    SEARCH_FOLDERS,
    Outlook,
    PlanNow,
    StepNow,
    StepState,
    Waiting,
    date_of,
    outlook,
)

PLAYBOOKS = shipped_playbooks()
ALL_TOOLS = frozenset(step.tool for book in PLAYBOOKS.values() for step in book.steps)
ALL_LETTERS = frozenset(step.letter for book in PLAYBOOKS.values() for step in book.steps)
FIRST_TOOLS = frozenset(
    [
        "rest.window",
        "feelings.checkin",
        "mailroom.fold",
        "mailroom.archive",
        "reply.compose",
        "reply.ask",
        "lookback.debrief",
        "shelf.triage",
    ]
)
FIRST_LETTERS = frozenset({"thanks_feedback", "thanks_feedback_keep", "ghost_nudge"})
ZONE = "Europe/Berlin"
STAGE_NAMES = {number: name for name, number in STAGES.items()}
WRITTEN = Facts(stage=STAGES["interview"], channel="email", replyable=True)
HEAVY = Facts(
    stage=STAGES["final"],
    channel="email",
    replyable=True,
    anger=True,
    people_met=3,
    rejections_30d=6,
    feedback="received",
    inflow_low=True,
)
numbers = count(1)


def at(text: str, zone: str = ZONE) -> datetime:
    """A wall clock in the zone, "11-17 16:40" of 2026, in UTC."""
    return (
        datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}")
        .replace(tzinfo=ZoneInfo(zone))
        .astimezone(UTC)
    )


def plan(
    began: datetime,
    facts: Facts = WRITTEN,
    *,
    playbook: str = "combined",
    tools: frozenset[str] = FIRST_TOOLS,
    letters: frozenset[str] = FIRST_LETTERS,
    **more: object,
) -> PlanNow:
    book = PLAYBOOKS[playbook]
    steps = tuple(
        StepNow(
            id=next(numbers),
            template=step.template.id,
            tool=step.template.tool,
            kind=step.template.kind,
            day=step.template.day,
            minutes=step.template.minutes,
            state=step.state,
            after=step.template.after,
            personal=step.template.personal,
        )
        for step in draft_plan(book, facts, built_tools=tools, built_letters=letters)
    )
    rest = rest_ends_at(began, STAGE_NAMES[facts.stage], ZONE)
    made = PlanNow(next(numbers), began, rest, ZONE, max(facts.stage, 0), book.limits, steps)
    return replace(made, **more)  # type: ignore[arg-type]


@dataclass
class Life:
    """A person's open plans and what she did; the tests move the clock and read names."""

    plans: list[PlanNow]
    quiet: frozenset[int] = frozenset()
    minutes: int = 0

    def look(self, now: datetime) -> Outlook:
        return outlook(self.plans, now=now, quiet_weekdays=self.quiet, minutes_done_today=self.minutes)

    def name(self, step: int) -> str:
        return next(one.template for plan in self.plans for one in plan.steps if one.id == step)

    def ready(self, now: datetime) -> list[str]:
        return [self.name(ready.step) for ready in self.look(now).ready]

    def waits(self, now: datetime, name: str) -> Waiting:
        return next(wait for wait in self.look(now).waiting if self.name(wait.step) == name)

    def settle(self, name: str, state: StepState = StepState.DONE, plan: int = 0, **more: object) -> None:
        steps = self.plans[plan].steps
        changed = [replace(one, state=state, **more) if one.template == name else one for one in steps]  # type: ignore[arg-type]
        self.plans[plan] = replace(self.plans[plan], steps=tuple(changed))

    def finish(self, step: int, on: date) -> int:
        """Marks a step done by its id, as an action would, and gives its minutes."""
        for number, one in enumerate(self.plans):
            for held in one.steps:
                if held.id == step:
                    self.settle(held.template, plan=number, done_on=on)
                    return held.minutes
        raise KeyError(step)


def test_the_first_four_days_of_the_usual_playbook() -> None:
    """Day 0 folds and feels, day 1 answers and files, day 2 looks back, day 3 returns."""
    life = Life([plan(at("11-17 15:00"))])
    evening = at("11-17 18:20")
    assert life.look(evening).resting_until == at("11-18 09:00")
    assert life.ready(evening) == ["fold", "feel"]
    assert life.waits(evening, "reply") == Waiting(
        life.plans[0].id,
        next(s.id for s in life.plans[0].steps if s.template == "reply"),
        at("11-18 09:00"),
        (),
        "rest",
    )
    assert life.waits(evening, "look").until == at("11-19 09:00")
    assert life.ready(at("11-17 09:00")) == ["fold", "feel"]
    life.settle("fold")
    life.settle("feel")
    assert life.ready(evening) == []
    assert life.ready(at("11-18 08:59")) == []
    morning = at("11-18 09:00")
    assert life.look(morning).resting_until is None
    assert life.ready(morning) == ["reply"]
    assert life.waits(morning, "archive").waits_for == ("reply",)
    life.settle("reply")
    assert life.ready(morning) == ["archive"]
    life.settle("archive")
    assert life.ready(morning) == []
    assert life.waits(morning, "look") == life.look(morning).waiting[0]
    assert life.ready(at("11-19 08:00")) == []
    assert life.ready(at("11-19 09:00")) == ["look"]
    life.settle("look")
    assert life.ready(at("11-20 09:00")) == ["return"]
    life.settle("return")
    assert life.look(at("12-20 09:00")).ready == ()
    assert life.look(at("12-20 09:00")).waiting == ()


def test_the_reply_is_first_on_day_1_even_when_the_evening_was_left_alone() -> None:
    """What day 0 offered gives way to the day's own steps; it is still there after them (row S0.2b)."""
    life = Life([plan(at("11-17 15:00"))])
    assert life.ready(at("11-18 09:00")) == ["reply", "fold"]
    life.settle("reply")
    assert life.ready(at("11-18 09:10")) == ["archive", "fold"]


def test_undone_steps_of_earlier_days_come_first() -> None:
    """On day 3 an undone reply still leads, then the look back; what waits for them waits."""
    life = Life([plan(at("11-17 15:00"))])
    third = at("11-20 09:00")
    assert life.ready(third) == ["reply", "look"]
    assert life.waits(third, "return").waits_for == ("reply", "look")
    assert [ready.day for ready in life.look(third).ready] == [date(2026, 11, 18), date(2026, 11, 19)]


@pytest.mark.parametrize("state", [StepState.SKIPPED, StepState.NOT_FOR_ME, StepState.IMPOSSIBLE])
def test_a_step_that_is_left_lets_others_begin(state: StepState) -> None:
    """Skipped, not-for-me and impossible free what waits for them."""
    life = Life([plan(at("11-17 15:00"))])
    for name in ("fold", "feel", "reply", "look"):
        life.settle(name, state)
    assert life.ready(at("11-20 09:00")) == ["archive", "return"]


def test_a_no_without_contact_is_put_away_and_named() -> None:
    """At applied, a brief plan offers the fold and the check-in and nothing else, ever."""
    life = Life([plan(at("11-17 15:00"), Facts(channel="email"), brief=True)])
    assert life.ready(at("11-17 18:00")) == ["fold", "feel"]
    life.settle("fold")
    assert life.ready(at("11-25 18:00")) == ["feel"]
    assert life.look(at("11-25 18:00")).waiting == ()


def test_silence_is_asked_once_and_never_answered() -> None:
    """The ghost variant has the nudge on day 1 and no reply."""
    life = Life([plan(at("11-17 15:00"), Facts(stage=2, ghosted=True, replyable=True))])
    assert life.ready(at("11-17 16:00")) == ["feel"]
    life.settle("feel")
    assert life.ready(at("11-18 09:00")) == ["nudge"]


def test_a_no_by_phone_has_no_mail_to_fold() -> None:
    """By phone the evening has the check-in alone; the letter waits for the morning."""
    life = Life([plan(at("11-17 15:00"), Facts(stage=3, channel="phone", replyable=True))])
    assert life.ready(at("11-17 16:00")) == ["feel"]
    assert life.ready(at("11-18 09:00")) == ["feel"]
    assert life.ready(at("11-19 09:00")) == ["reply", "feel"]


def test_three_noes_in_one_day_are_one_rest_and_one_life() -> None:
    """They rest as long as the longest; the furthest leads, the others offer fold, check-in and reply."""
    first = plan(at("11-17 09:30"), Facts(channel="email", replyable=True))
    final = plan(at("11-17 11:00"), Facts(stage=3, channel="email", replyable=True))
    last = plan(at("11-17 15:00"))
    life = Life([first, final, last])
    morning_after = at("11-18 10:00")
    look = life.look(morning_after)
    assert look.resting_until == at("11-19 09:00")
    assert [ready.plan for ready in look.ready] == [final.id, final.id]
    assert all(wait.until == at("11-19 09:00") for wait in look.waiting if life.name(wait.step) == "reply")
    for number in range(3):
        life.settle("fold", plan=number)
        life.settle("feel", plan=number)
    assert life.look(at("11-18 23:00")).ready == ()
    day_1 = at("11-19 09:00")
    assert [(one.plan, life.name(one.step)) for one in life.look(day_1).ready] == [
        (final.id, "reply"),
        (last.id, "reply"),
    ]
    assert len(life.look(day_1).elapsed) == 3
    offered = {(wait.plan, life.name(wait.step)) for wait in life.look(day_1).waiting}
    assert {name for one, name in offered if one != final.id} == {"reply"}


def test_the_next_plan_leads_when_the_first_has_its_main_work_done() -> None:
    """Whoever led hands on once nothing but the long tail is left; what was done once is not asked again."""
    final = plan(
        at("11-17 11:00"), Facts(stage=3, channel="email", replyable=True, people_met=2), tools=ALL_TOOLS
    )
    other = plan(at("11-17 15:00"))
    life = Life([final, other])
    for step in final.steps:
        if step.day < 14 and step.state is StepState.OPEN:
            life.settle(step.template, done_on=date(2026, 11, 22))
    later = at("11-23 09:00")
    assert life.ready(later) == ["reply", "look"]
    for name in ("fold", "feel", "reply", "archive", "look"):
        life.settle(name, plan=1)
    assert "return" not in life.ready(later)
    assert [life.name(wait.step) for wait in life.look(later).waiting] == ["pace", "close"]


def test_a_new_no_weeks_later_has_a_return_of_its_own() -> None:
    """What the person settled before a plan began does not settle it there; without a date it does."""
    old = plan(at("10-01 11:00"), Facts(stage=3, channel="email", people_met=1), tools=ALL_TOOLS)
    new = plan(at("11-17 15:00"))
    for settled_on, expected in ((date(2026, 10, 5), ["return"]), (date(2026, 11, 20), []), (None, [])):
        life = Life([old, new])
        for step in old.steps:
            life.settle(step.template, done_on=settled_on)
        for name in ("fold", "feel", "reply", "archive", "look"):
            life.settle(name, plan=1)
        assert life.ready(at("11-20 09:00")) == expected


def test_a_personal_step_is_open_in_one_plan_at_a_time() -> None:
    """Two plans in their long tail offer the pace once."""
    tail = frozenset({"rest.pace"})
    life = Life([plan(at("11-01 15:00"), tools=tail), plan(at("11-02 15:00"), tools=tail)])
    assert life.ready(at("11-25 09:00")) == ["pace"]
    assert life.look(at("11-25 09:00")).waiting == ()


def test_of_equals_the_newer_plan_leads() -> None:
    """Two noes at the same stage: the newer one has the whole week, the older one its reply."""
    life = Life([plan(at("11-10 15:00")), plan(at("11-11 15:00"))])
    for number in (0, 1):
        for name in ("fold", "feel", "reply"):
            life.settle(name, plan=number)
    ready = life.look(at("11-20 09:00")).ready
    assert [(one.plan, life.name(one.step)) for one in ready] == [
        (life.plans[1].id, "archive"),
        (life.plans[1].id, "look"),
    ]


def test_a_paused_plan_hands_the_lead_on() -> None:
    """While the furthest plan is paused the next one goes on, and takes what belongs to the person."""
    far = plan(at("11-10 15:00"), Facts(stage=3, channel="email"), paused_until=date(2026, 12, 24))
    life = Life([plan(at("11-10 16:00")), far])
    for name in ("fold", "feel", "reply", "archive"):
        life.settle(name)
    assert life.ready(at("11-20 09:00")) == ["look"]
    life.settle("look")
    assert [(one.plan, life.name(one.step)) for one in life.look(at("11-20 09:00")).ready] == [
        (life.plans[0].id, "return")
    ]
    tail = frozenset({"rest.pace"})
    slow = plan(at("11-03 15:00"), tools=tail, paused_until=date(2026, 12, 24))
    assert Life([plan(at("11-02 15:00"), tools=tail), slow]).ready(at("11-25 09:00")) == ["pace"]


def test_the_long_tail_of_an_older_plan_goes_on_beside_the_lead() -> None:
    """Closing an older plan comes on its own day, while another plan leads."""
    old = plan(at("10-20 15:00"), tools=frozenset({"rest.window", "story.closing"}))
    life = Life([old, plan(at("11-17 15:00"), Facts(stage=2, channel="phone"))])
    life.settle("feel", plan=1)
    assert life.ready(at("11-20 09:00")) == ["close", "look"]


def test_letters_of_later_days_are_not_the_reply() -> None:
    """A plan that does not lead answers its no; it writes to no mentor meanwhile."""
    lead = plan(at("11-10 15:00"), Facts(stage=3, channel="phone"))
    other = plan(at("11-10 16:00"), tools=FIRST_TOOLS, letters=ALL_LETTERS)
    assert next(step for step in other.steps if step.template == "mentor").state is StepState.OPEN
    life = Life([lead, other])
    look = life.look(at("11-20 09:00"))
    names = {life.name(one.step) for one in (*look.ready, *look.waiting) if one.plan == other.id}
    assert names == {"fold", "reply"}, (
        "the check-in belongs to the person and stands with the plan that leads"
    )


@pytest.mark.parametrize(
    "step", [{"tool": "shelf.live", "after": ()}, {"tool": "story.facts", "after": ("rest",)}]
)
def test_no_search_and_nothing_after_the_rest_opens_in_it(step: dict[str, str]) -> None:
    """Even a step of day 0 waits for the rest to end where it is search or comes after the rest."""
    made = plan(at("11-17 15:00"))
    rest = next(one for one in made.steps if one.tool == "rest.window")
    early = StepNow(1, "early", step["tool"], "care", 0, 3, StepState.OPEN, step["after"])  # type: ignore[arg-type]
    life = Life([replace(made, steps=(rest, early))])
    assert life.waits(at("11-17 18:00"), "early").reason == "rest"
    assert life.ready(at("11-18 09:00")) == ["early"]


def test_what_does_not_fit_an_evening_waits_for_the_morning() -> None:
    """In a long rest the next morning has its own minutes; before the rest ends quiet days do not count."""
    made = plan(at("11-20 20:00"), Facts(stage=3, channel="email"))
    life = Life([made], quiet=frozenset({5, 6}), minutes=14)
    assert life.ready(at("11-20 21:00")) == ["fold"]
    assert life.waits(at("11-20 21:00"), "feel").until == at("11-21 09:00")


def test_a_new_no_lets_older_plans_rest_too() -> None:
    """While a new rest lasts no step of an older plan opens, and its own days stay where they were."""
    life = Life([plan(at("11-10 15:00")), plan(at("11-17 15:00"), Facts(channel="email"))])
    for name in ("fold", "feel"):
        life.settle(name)
        life.settle(name, plan=1)
    assert Life(life.plans[:1]).ready(at("11-17 14:00")) == ["reply", "look"]
    assert life.ready(at("11-17 16:00")) == []
    assert life.waits(at("11-17 16:00"), "look").reason == "rest"
    assert [one.day for one in life.look(at("11-18 09:00")).ready] == [date(2026, 11, 11), date(2026, 11, 12)]


def test_quiet_days_move_what_was_for_them() -> None:
    """With quiet weekends a rest that ends on Saturday is followed by Monday, and Saturday has nothing."""
    life = Life([plan(at("11-20 15:00"))], quiet=frozenset({5, 6}))
    assert life.ready(at("11-20 18:00")) == ["fold", "feel"]
    saturday = at("11-21 10:00")
    assert life.ready(saturday) == []
    assert life.look(saturday).resting_until is None
    assert life.waits(saturday, "reply").until == at("11-23 09:00")
    assert life.waits(saturday, "feel").reason == "quiet day"
    assert life.ready(at("11-23 09:00")) == ["reply", "look"]
    assert date_of(life.plans[0], 1, {5, 6}) == date(2026, 11, 23)
    assert [date_of(life.plans[0], day) for day in (-1, 0, 1, 2)] == [
        date(2026, 11, 20),
        date(2026, 11, 20),
        date(2026, 11, 21),
        date(2026, 11, 22),
    ]


def test_the_small_things_of_a_rest_stay_on_a_quiet_day() -> None:
    """A long rest over a quiet Saturday still offers what the evening offered."""
    life = Life([plan(at("11-20 20:00"), Facts(stage=3, channel="email"))], quiet=frozenset({5, 6}))
    assert life.look(at("11-21 12:00")).resting_until == at("11-22 09:00")
    assert life.ready(at("11-21 12:00")) == ["fold", "feel"]


def test_a_pause_holds_everything_until_its_date() -> None:
    """A pause silences a plan until 9:00 of the date it ends, and says so."""
    life = Life([plan(at("11-17 15:00"), paused_until=date(2026, 11, 30))])
    assert life.ready(at("11-29 23:59")) == []
    waiting = life.look(at("11-20 12:00")).waiting
    assert {(wait.reason, wait.until) for wait in waiting} == {("pause", at("11-30 09:00"))}
    assert life.ready(at("11-30 09:00")) == ["reply", "look"]


def test_not_today_means_another_step_may_come() -> None:
    """A step moved to another date makes room; on its date it is back in its place."""
    life = Life([plan(at("11-17 15:00"))])
    life.settle("reply", StepState.OPEN, not_before=date(2026, 11, 20))
    assert life.ready(at("11-19 09:00")) == ["look", "fold"]
    wait = life.waits(at("11-19 09:00"), "reply")
    assert (wait.reason, wait.until) == ("not today", at("11-20 09:00"))
    assert life.ready(at("11-20 09:00")) == ["reply", "look"]


def test_the_minutes_of_a_day_hold_over_all_plans() -> None:
    """A step that no longer fits waits for the next free morning; a long one may stand alone."""
    day_4 = at("11-21 09:00")
    life = Life([plan(at("11-17 15:00"))])
    life.minutes = 30
    assert life.ready(day_4) == ["reply", "fold"]
    assert life.waits(day_4, "look") == replace(
        life.waits(day_4, "look"), reason="limit", until=at("11-22 09:00")
    )
    strict = replace(life.plans[0], limits=Limits(15, 9, 2))
    assert Life([strict]).ready(day_4) == ["reply"]
    assert Life([strict], minutes=1).ready(day_4) == ["fold", "feel"]


def test_a_rest_that_was_ended_early_is_over() -> None:
    """Who ends the rest sets its end; the morning's steps are there at once, and so is their day."""
    life = Life([plan(at("11-17 15:00"), rest_until=at("11-17 19:00"))])
    assert life.look(at("11-17 18:59")).resting_until == at("11-17 19:00")
    assert life.ready(at("11-17 19:00"))[0] == "reply"
    assert life.look(at("11-17 19:00")).elapsed == (life.plans[0].steps[2].id,)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles", "Asia/Tokyo"])
def test_travel_never_shortens_a_rest(zone: str) -> None:
    """In another zone the same moment ends the rest, whatever its clock says."""
    home = plan(at("11-17 15:00"))
    away = Life([replace(home, zone=zone)])
    end = at("11-18 09:00")
    assert away.look(end - timedelta(minutes=1)).resting_until == end
    assert "reply" not in away.ready(end - timedelta(minutes=1))
    assert "reply" in away.ready(end)


def test_nothing_waits_for_a_step_that_is_not_in_the_plan() -> None:
    """A dependency that was left out or swapped away holds nothing up."""
    step = StepNow(1, "alone", "story.facts", "motivation", 1, 3, StepState.OPEN, ("gone",))
    life = Life([replace(plan(at("11-17 15:00")), steps=(step,))])
    assert life.ready(at("11-18 09:00")) == ["alone"]


def test_no_plans_need_nothing() -> None:
    """An empty life has nothing ready and nothing waiting."""
    assert outlook([], now=at("11-17 15:00")) == Outlook(None, (), (), ())


FACTS = st.builds(
    Facts,
    stage=st.integers(0, 4),
    channel=st.sampled_from(["email", "portal", "phone", "none"]),
    replyable=st.booleans(),
    ghosted=st.booleans(),
    anger=st.booleans(),
    relief=st.booleans(),
    people_met=st.integers(0, 3),
    rejections_30d=st.sampled_from([0, 6]),
    feedback=st.sampled_from(["none", "received"]),
    inflow_low=st.booleans(),
)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    plans = []
    for _ in range(draw(st.integers(1, 3))):
        began = at("10-20 08:00") + timedelta(minutes=draw(st.integers(0, 60 * 24 * 9)))
        made = plan(began, draw(FACTS), playbook=draw(st.sampled_from(sorted(PLAYBOOKS))), tools=ALL_TOOLS,
                    letters=ALL_LETTERS, brief=draw(st.booleans()))  # fmt: skip
        plans.append(made)
    return Life(plans, quiet=draw(st.sampled_from([frozenset(), frozenset({5, 6}), frozenset({0, 2, 4})])))


def moments(life: Life, days: int) -> Iterator[datetime]:
    first = local_day(min(plan.began_at for plan in life.plans), ZONE)
    for offset in range(days):
        morning = nine_on(first + timedelta(days=offset), ZONE)
        yield from (morning, morning + timedelta(hours=11))


def rules_hold(life: Life, now: datetime, look: Outlook) -> None:
    steps = {step.id: (step, plan) for plan in life.plans for step in plan.steps}
    ready = [steps[one.step] for one in look.ready]
    assert len(ready) <= 2
    assert len({one.step for one in look.ready} | {one.step for one in look.waiting}) == len(
        look.ready
    ) + len(look.waiting)
    room = 15 if look.resting_until else 45
    assert (
        sum(step.minutes for step, _ in ready) + life.minutes <= room
        or (len(ready) == 1 and not life.minutes)
        or not ready
    )
    for step, plan_ in ready:
        assert step.state is StepState.OPEN
        assert step.tool != "rest.window"
        assert not plan_.brief or step.tool in {"mailroom.fold", "feelings.checkin", "reply.compose"}
        held = {one.template: one for one in plan_.steps}
        open_before = [name for name in step.after if name in held and held[name].state is StepState.OPEN]
        assert all(held[name].tool == "rest.window" or held[name].personal for name in open_before)
        if look.resting_until:
            assert step.day <= 0
            assert step.tool.partition(".")[0] not in SEARCH_FOLDERS
    personal = [step.template for step, _ in ready if step.personal]
    assert len(personal) == len(set(personal))
    for wait in look.waiting:
        assert wait.until is None or wait.until > now
        assert wait.reason in {"rest", "day", "after", "limit", "pause", "not today", "quiet day"}


@settings(max_examples=100, deadline=None)
@given(lives(), st.data())
def test_the_rules_hold_on_every_day_whatever_is_done(life: Life, data: st.DataObject) -> None:
    """Never more than two, never over the minutes, no search in a rest, nothing before what it waits for."""
    for now in moments(life, 24):
        known = Life([plan for plan in life.plans if plan.began_at <= now], life.quiet)
        look = known.look(now)
        rules_hold(known, now, look)
        if look.ready and data.draw(st.booleans()):
            step = data.draw(st.sampled_from(look.ready)).step
            life.finish(step, local_day(now, ZONE))


@settings(max_examples=100, deadline=None)
@given(lives())
def test_doing_what_is_ready_ends_every_plan(life: Life) -> None:
    """Who does the ready steps in order has every plan resolved in the end; nothing is left stuck."""
    life.plans = [replace(plan, brief=False) for plan in life.plans]
    for now in moments(life, 75):
        today = local_day(now, ZONE)
        if now == nine_on(today, ZONE):
            life.minutes = 0
        known = Life([plan for plan in life.plans if plan.began_at <= now], life.quiet, life.minutes)
        while (look := known.look(now)).ready or look.elapsed:
            rules_hold(known, now, look)
            for step in [*look.elapsed, *[one.step for one in look.ready[:1]]]:
                known.minutes += life.finish(step, today)
            life.minutes = known.minutes
            known.plans = [plan for plan in life.plans if plan.began_at <= now]
    look = life.look(now)
    assert (look.ready, look.waiting, look.elapsed) == ((), (), ())
    settled = {
        step.template
        for plan in life.plans
        for step in plan.steps
        if step.personal and step.state is StepState.DONE
    }
    left = open_steps(life.plans)
    assert [step.template for step in left if not (step.personal and step.template in settled)] == []


def open_steps(plans: Sequence[PlanNow]) -> list[StepNow]:
    return [step for plan in plans for step in plan.steps if step.state is StepState.OPEN]


def test_the_heaviest_plan_alone_ends_in_sixty_days() -> None:
    """Every condition of the usual playbook together: sixty days resolve all of it, and each day has room."""
    life = Life([plan(at("11-02 15:00"), HEAVY, tools=ALL_TOOLS, letters=ALL_LETTERS)])
    done: list[str] = []
    for now in moments(life, 60):
        if now == nine_on(local_day(now, ZONE), ZONE):
            life.minutes = 0
        while now >= life.plans[0].began_at and (look := life.look(now)).ready:
            rules_hold(life, now, look)
            done.append(life.name(look.ready[0].step))
            life.minutes += life.finish(look.ready[0].step, local_day(now, ZONE))
    assert [step.template for step in open_steps(life.plans)] == ["rest"]
    assert done[:4] == ["fold", "feel", "someone", "anger"]
    assert done.index("reply") < done.index("archive") < done.index("return") < done.index("letter")
