"""What must be true of every playbook, whoever wrote it (specification 6 and 10). One rule a function.

What a single file cannot say wrongly and still load (types, kinds, conditions that cannot be read) is caught
in `load`; conditions are looked at again here, because a playbook may also be built by hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from secondwind.playbooks.conditions import parse_condition
from secondwind.playbooks.load import PlaybookProblem
from secondwind.playbooks.playbook import Playbook, StepTemplate

_NEEDED_KINDS = ("skill", "motivation")
_LONG_TAIL_TOOLS = frozenset({"story.closing", "mailroom.archive"})
_LONG_TAIL_LETTERS = frozenset({"stay_in_touch"})


def check_playbook(
    playbook: Playbook,
    *,
    known_tools: frozenset[str],
    known_letters: frozenset[str],
    known_rows: frozenset[str] | None = None,
) -> tuple[PlaybookProblem, ...]:
    """Every rule the playbook breaks, in the order of the rules; empty when it is sound.

    `known_tools` are all planned tool keys, built or not; `known_letters` all kinds of letter. Rows are
    looked at when `known_rows` is given. Loads are held against limits where the playbook states them;
    `loads_by_day` tells them for any.
    """
    found = [
        *_unique_ids(playbook),
        *_conditions(playbook),
        *_tools(playbook, known_tools),
        *_letters(playbook, known_letters),
        *_after_exists(playbook),
        *_after_not_later(playbook),
        *_no_circles(playbook),
        *_both_kinds(playbook),
        *_article_order(playbook),
        *_loads(playbook),
        *_rows(playbook, known_rows),
    ]
    return tuple(PlaybookProblem(playbook.id, step, sentence) for step, sentence in found)


def loads_by_day(playbook: Playbook) -> Mapping[int, int]:
    """Minutes on each day from day 0 on, if every condition held."""
    loads: Counter[int] = Counter()
    for step in playbook.steps:
        if step.day >= 0:
            loads[step.day] += step.minutes
    return dict(sorted(loads.items()))


_Broken = Iterator[tuple[str, str]]


def _unique_ids(playbook: Playbook) -> _Broken:
    for id_, times in Counter(step.id for step in playbook.steps).items():
        if times > 1:
            yield id_, "Another step has the same id."


def _conditions(playbook: Playbook) -> _Broken:
    for step in playbook.steps:
        for problem in parse_condition(step.when)[1]:
            yield step.id, f"In when, at character {problem.column}: {problem.sentence}"


def _tools(playbook: Playbook, known: frozenset[str]) -> _Broken:
    for step in playbook.steps:
        if step.tool not in known:
            yield step.id, f"There is no tool {step.tool}."


def _letters(playbook: Playbook, known: frozenset[str]) -> _Broken:
    for step in playbook.steps:
        if step.letter and step.letter not in known:
            yield step.id, f"There is no letter {step.letter}."


def _after_exists(playbook: Playbook) -> _Broken:
    ids = {step.id for step in playbook.steps}
    for step in playbook.steps:
        for earlier in step.after:
            if earlier not in ids:
                yield step.id, f"It waits for {earlier}, which is not here."


def _after_not_later(playbook: Playbook) -> _Broken:
    days = {step.id: step.day for step in playbook.steps}
    for step in playbook.steps:
        for earlier in step.after:
            if days.get(earlier, step.day) > step.day:
                yield step.id, f"It waits for {earlier}, which comes on a later day."


def _no_circles(playbook: Playbook) -> _Broken:
    waits = {step.id: set(step.after) for step in playbook.steps}
    for step in playbook.steps:
        if step.id in _reached(step.id, waits):
            yield step.id, "It waits for itself, by way of others."


def _reached(start: str, waits: Mapping[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(waits[start])
    while ahead:
        id_ = ahead.pop()
        if id_ not in seen:
            seen.add(id_)
            ahead.extend(waits.get(id_, ()))
    return seen


def _both_kinds(playbook: Playbook) -> _Broken:
    # Programmes helped where skill and motivation were worked on together, and not with one alone.
    kinds = {step.kind for step in playbook.steps}
    for kind in _NEEDED_KINDS:
        if kind not in kinds:
            yield "", f"No step is a {kind} step."


def _article_order(playbook: Playbook) -> _Broken:
    first: dict[int, StepTemplate] = {}
    for step in playbook.steps:
        if step.seed_step > 0 and _is_ordered(step):
            held = first.setdefault(step.seed_step, step)
            if step.day < held.day:
                first[step.seed_step] = step
    ordered = [first[number] for number in sorted(first)]
    latest: StepTemplate | None = None
    for step in ordered:
        if latest is not None and step.day < latest.day:
            yield step.id, f"The article has it after {latest.id}, and here it begins on an earlier day."
        else:
            latest = step


def _is_ordered(step: StepTemplate) -> bool:
    tail = step.tool in _LONG_TAIL_TOOLS or step.letter in _LONG_TAIL_LETTERS
    return step.day >= 0 and not tail


def _loads(playbook: Playbook) -> _Broken:
    if not playbook.states_limits:
        return
    for day, minutes in loads_by_day(playbook).items():
        limit = playbook.limits.day0_minutes if day == 0 else playbook.limits.day_minutes
        if minutes > limit:
            yield "", f"Day {day} holds {minutes} minutes if every step applies; its limit is {limit}."


def _rows(playbook: Playbook, known: frozenset[str] | None) -> _Broken:
    for step in playbook.steps:
        for row in step.sources:
            if known is not None and row not in known:
                yield step.id, f"There is no row {row}."
