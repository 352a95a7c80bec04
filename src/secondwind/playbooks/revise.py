"""All plans of a person together, at one moment: what is ready, what rests, and until when. Pure.

The order of thought: noes whose rests overlap share the longest (`_sharing_rests`); one plan leads and the
others keep to the small things (`_offered`); each offered step has a moment from which it may open, or a
reason to wait (`_hindrance`); of those that may open the day's limits let a few through (`_within_limits`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from secondwind.lib.days import local_day, next_free_day, nine_on
from secondwind.playbooks.draft import SETTLED, StepState
from secondwind.playbooks.playbook import Limits

__all__ = ["Outlook", "PlanNow", "Ready", "StepNow", "StepState", "Waiting", "date_of", "outlook"]

REST_TOOL = "rest.window"
SEARCH_FOLDERS = frozenset({"shelf", "applying", "skills", "practice"})
"""Folders of tools that are search itself; none of them opens while a rest lasts, whatever its day."""
LONG_TAIL_DAY = 14
"""From this day on a plan keeps its own small dates and no longer takes the lead from another."""
_SMALL_TOOLS = frozenset({"mailroom.fold", "feelings.checkin"})
_REPLY_TOOL = "reply.compose"
_REPLY_DAY = 1


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step as the record holds it. `template` is its id in the playbook, `after` names such ids.

    `not_before` is the date a person moved it to ("not today"). `done_on` is the date it was settled, where
    it is known: a personal step settles the same step of plans that had begun by then.
    """

    id: int
    template: str
    tool: str
    kind: str
    day: int
    minutes: int
    state: StepState
    after: tuple[str, ...]
    personal: bool = False
    not_before: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanNow:
    """A plan that is not closed, its steps in the order of the file.

    `began_at` and `rest_until` are aware moments, `zone` an IANA name, `furthest` the stage reached (0 to 4).
    Who ends a rest early sets `rest_until` of every resting plan to that moment: the rest is one. `brief`
    plans offer fold, check-in and reply alone. `paused_until` is the local date on which a pause ends.
    """

    id: int
    began_at: datetime
    rest_until: datetime
    zone: str
    furthest: int
    limits: Limits
    steps: tuple[StepNow, ...]
    brief: bool = False
    paused_until: date | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A step that may be done now; `day` is the date it was for."""

    plan: int
    step: int
    day: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that may not be done yet. `until` is in UTC, None where no moment is known.

    `reason` is "rest", "day", "after" (then `waits_for` names the templates), "limit" (minutes: until the
    next free morning; two ready at once: until one of them is settled), "pause", "not today" or "quiet day".
    """

    plan: int
    step: int
    until: datetime | None
    waits_for: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """One moment: `ready` with the one primary step first, `waiting` by when it opens, soonest first.

    `resting_until` is None outside a rest. `elapsed` are ids of rest steps whose window is over: the caller
    marks them done. Steps a plan keeps folded because another leads are in neither list.
    """

    resting_until: datetime | None
    ready: tuple[Ready, ...]
    waiting: tuple[Waiting, ...]
    elapsed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """What every question about a step needs to know besides the step."""

    now: datetime
    resting_until: datetime | None
    quiet_weekdays: frozenset[int]
    quiet_dates: Collection[date]
    settled_for_all: tuple[tuple[str, date | None], ...] = ()

    def free(self, day: date) -> date:
        return next_free_day(day, self.quiet_weekdays, self.quiet_dates)


@dataclass(frozen=True, slots=True)
class _Candidate:
    plan: PlanNow
    step: StepNow
    day: date
    place: tuple[int, ...]


def outlook(
    plans: Sequence[PlanNow],
    *,
    now: datetime,
    quiet_weekdays: frozenset[int] = frozenset(),
    quiet_dates: Collection[date] = frozenset(),
    minutes_done_today: int = 0,
) -> Outlook:
    """What is ready and what waits over all plans of a person that are not closed, at `now` (aware).

    `quiet_weekdays` count from Monday = 0; `minutes_done_today` are the minutes of steps done on the
    person's date. On a quiet day nothing opens once the rest is over; in the rest itself the small things
    of day 0 stay offered, for the person has that day written that the no came. A step opens at 9:00 of its
    date, those of day 1 when the rest ends. Undone steps of earlier days come first; those of day 0 come
    last once the rest is over, for they were offers for that evening. A step is never called late.
    """
    shared = _sharing_rests(plans)
    resting = max((plan.rest_until for plan in shared if plan.rest_until > now), default=None)
    moment = _Moment(now, resting, quiet_weekdays, quiet_dates, tuple(_settled_for_all(shared)))
    candidates = sorted(_candidates(shared, moment), key=lambda candidate: candidate.place)
    waiting: list[Waiting] = []
    free: list[_Candidate] = []
    for candidate in candidates:
        hindrance = _hindrance(candidate, moment)
        if hindrance is None:
            free.append(candidate)
        else:
            waiting.append(hindrance)
    ready, held = _within_limits(free, shared, moment, minutes_done_today)
    waiting = sorted([*held, *waiting], key=lambda wait: (wait.until is None, wait.until or now))
    return Outlook(resting, ready, tuple(waiting), tuple(_elapsed(shared, now)))


def date_of(
    plan: PlanNow,
    day: int,
    quiet_weekdays: Collection[int] = (),
    quiet_dates: Collection[date] = (),
) -> date:
    """The local date of a day of the plan, counted by its own rest (`outlook` counts by the shared one).

    Day 0 and earlier is the date the plan began, day 1 the date its rest ends, day N that date + (N - 1);
    from day 1 on moved past quiet days.
    """
    if day <= 0:
        return local_day(plan.began_at, plan.zone)
    first = local_day(plan.rest_until, plan.zone)
    return next_free_day(first + timedelta(days=day - 1), quiet_weekdays, quiet_dates)


def _sharing_rests(plans: Sequence[PlanNow]) -> list[PlanNow]:
    """The plans, in the order they began, with `rest_until` moved to the end of the rest they share."""
    ordered = sorted(plans, key=lambda plan: (plan.began_at, plan.id))
    groups: list[list[PlanNow]] = []
    for plan in ordered:
        overlaps = groups and plan.began_at < max(other.rest_until for other in groups[-1])
        if overlaps:
            groups[-1].append(plan)
        else:
            groups.append([plan])
    return [
        replace(plan, rest_until=max(other.rest_until for other in group))
        for group in groups
        for plan in group
    ]


def _settled_for_all(plans: Sequence[PlanNow]) -> Iterator[tuple[str, date | None]]:
    for plan in plans:
        for step in plan.steps:
            if step.personal and step.state in SETTLED:
                yield step.template, step.done_on


def _is_resolved(step: StepNow, plan: PlanNow, moment: _Moment) -> bool:
    if step.state is not StepState.OPEN:
        return True
    if step.tool == REST_TOOL:
        return plan.rest_until <= moment.now
    return step.personal and any(
        template == step.template and (done_on is None or local_day(plan.began_at, plan.zone) <= done_on)
        for template, done_on in moment.settled_for_all
    )


def _elapsed(plans: Sequence[PlanNow], now: datetime) -> Iterator[int]:
    for plan in plans:
        for step in plan.steps:
            if step.tool == REST_TOOL and step.state is StepState.OPEN and plan.rest_until <= now:
                yield step.id


def _candidates(plans: Sequence[PlanNow], moment: _Moment) -> Iterator[_Candidate]:
    lead = _lead(plans, moment)
    taken: set[str] = set()
    # The lead first, then the newer: who comes first holds a personal step, and nobody else offers it.
    for number, plan in sorted(
        enumerate(plans), key=lambda pair: (pair[1] is not lead, _is_paused(pair[1], moment.now), -pair[0])
    ):
        offered = [
            (index, step)
            for index, step in enumerate(plan.steps)
            if step.day >= 0
            and step.tool != REST_TOOL
            and not _is_resolved(step, plan, moment)
            and not (step.personal and step.template in taken)
            and _is_offered(step, plan, leads=lead is None or plan is lead)
        ]
        taken.update(step.template for _, step in offered if step.personal)
        for index, step in offered:
            day = date_of(plan, step.day, moment.quiet_weekdays, moment.quiet_dates)
            place = _place(step, plan, day, moment, leads=plan is lead)
            yield _Candidate(plan, step, day, (*place, -number, step.day, index))


def _lead(plans: Sequence[PlanNow], moment: _Moment) -> PlanNow | None:
    """The plan that went furthest, of those with main work to do; of equals the newer one."""
    able = [
        plan
        for plan in plans
        if not plan.brief
        and not _is_paused(plan, moment.now)
        and any(
            0 <= step.day < LONG_TAIL_DAY and step.tool != REST_TOOL and not _is_resolved(step, plan, moment)
            for step in plan.steps
        )
    ]
    return max(able, key=lambda plan: (plan.furthest, plan.began_at, plan.id), default=None)


def _is_offered(step: StepNow, plan: PlanNow, *, leads: bool) -> bool:
    if step.tool in _SMALL_TOOLS or _is_reply(step):
        return True
    if plan.brief:
        return False
    return leads or (step.day >= LONG_TAIL_DAY and not step.personal)


def _is_reply(step: StepNow) -> bool:
    # Letters of later days go to mentors, coaches and recruiters; those of day 1 answer the no.
    return step.tool == _REPLY_TOOL and step.day <= _REPLY_DAY and not step.personal


def _place(step: StepNow, plan: PlanNow, day: date, moment: _Moment, *, leads: bool) -> tuple[int, ...]:
    if moment.resting_until is not None and plan.rest_until > moment.now:
        return (0, 0, int(not leads))
    left_from_day_0 = int(step.day <= 0)
    return (1, left_from_day_0, day.toordinal(), int(not leads))


def _is_paused(plan: PlanNow, now: datetime) -> bool:
    return plan.paused_until is not None and local_day(now, plan.zone) < plan.paused_until


def _opens_at(candidate: _Candidate, moment: _Moment) -> datetime:
    plan, step = candidate.plan, candidate.step
    if step.day <= 0:
        # A clock moved to the morning of day 0 stands before the plan began; it sees day 0 all the same.
        return min(plan.began_at, moment.now)
    if candidate.day == local_day(plan.rest_until, plan.zone):
        return plan.rest_until
    return nine_on(candidate.day, plan.zone)


def _hindrance(candidate: _Candidate, moment: _Moment) -> Waiting | None:
    """Why the step waits, leaving the day's limits aside; None when nothing but they stand before it."""
    return next(_hindrances(candidate, moment), None)


def _hindrances(candidate: _Candidate, moment: _Moment) -> Iterator[Waiting]:
    plan, step, now, resting = candidate.plan, candidate.step, moment.now, moment.resting_until
    today = local_day(now, plan.zone)
    opens = _opens_at(candidate, moment)
    if plan.paused_until is not None and _is_paused(plan, now):
        yield _waiting(candidate, "pause", nine_on(plan.paused_until, plan.zone))
    unresolved = tuple(_unresolved(step, plan, moment))
    if unresolved:
        yield _waiting(candidate, "after", opens if opens > now else None, unresolved)
    if step.not_before is not None and today < step.not_before:
        yield _waiting(candidate, "not today", max(opens, nine_on(step.not_before, plan.zone)))
    if opens > now:
        until = max(opens, resting or opens)
        yield _waiting(candidate, "rest" if until == resting else "day", until)
    if resting is not None and _rests(step, plan):
        yield _waiting(candidate, "rest", resting)
    if resting is None and moment.free(today) != today:
        yield _waiting(candidate, "quiet day", nine_on(moment.free(today), plan.zone))


def _rests(step: StepNow, plan: PlanNow) -> bool:
    rest = {other.template for other in plan.steps if other.tool == REST_TOOL}
    is_search = step.tool.partition(".")[0] in SEARCH_FOLDERS
    return step.day > 0 or is_search or not rest.isdisjoint(step.after)


def _unresolved(step: StepNow, plan: PlanNow, moment: _Moment) -> Iterator[str]:
    # A rest that lasts is no dependency to name: its own moment says so, and it ends by itself.
    for other in plan.steps:
        if other.template in step.after and other.tool != REST_TOOL and not _is_resolved(other, plan, moment):
            yield other.template


def _waiting(
    candidate: _Candidate, reason: str, until: datetime | None, waits_for: tuple[str, ...] = ()
) -> Waiting:
    return Waiting(candidate.plan.id, candidate.step.id, until, waits_for, reason)


def _within_limits(
    free: Sequence[_Candidate], plans: Sequence[PlanNow], moment: _Moment, minutes_done: int
) -> tuple[tuple[Ready, ...], list[Waiting]]:
    """Those the day has room for, in order, and the others as waiting. The strictest limits hold for all."""
    if not free:
        return (), []
    at_once = min(plan.limits.ready_at_once for plan in plans)
    in_rest = moment.resting_until is not None
    room = min(plan.limits.day0_minutes if in_rest else plan.limits.day_minutes for plan in plans)
    left = room - minutes_done
    ready: list[Ready] = []
    held: list[Waiting] = []
    for candidate in free:
        minutes = candidate.step.minutes
        alone = not ready and minutes_done == 0
        if len(ready) >= at_once:
            held.append(_waiting(candidate, "limit", None))
        elif minutes <= left or alone:
            ready.append(Ready(candidate.plan.id, candidate.step.id, candidate.day))
            left -= minutes
        else:
            held.append(_waiting(candidate, "limit", _next_morning(candidate, moment)))
    return tuple(ready), held


def _next_morning(candidate: _Candidate, moment: _Moment) -> datetime:
    zone = candidate.plan.zone
    tomorrow = local_day(moment.now, zone) + timedelta(days=1)
    still_resting = moment.resting_until is not None and nine_on(tomorrow, zone) < moment.resting_until
    return nine_on(tomorrow if still_resting else moment.free(tomorrow), zone)
