"""Playbook files to values and back. What a person can mend in a file is a problem with a place."""

from __future__ import annotations

import json
import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from secondwind.playbooks.conditions import parse_condition
from secondwind.playbooks.playbook import Limits, Playbook, StepTemplate

KINDS = frozenset({"care", "motivation", "skill", "social", "admin"})
PLACEHOLDERS = frozenset({"employer", "role", "person"})


@dataclass(frozen=True, slots=True)
class PlaybookProblem:
    """What is wrong with a playbook: `place` is the file or playbook, `step` the step's id ("" for none)."""

    place: str
    step: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}{', ' + self.step if self.step else ''}: {self.sentence}"


@lru_cache(maxsize=1)
def shipped_playbooks() -> Mapping[str, Playbook]:
    """The six playbooks that come with the program, by id. ValueError if one of them is broken."""
    found: dict[str, Playbook] = {}
    library = resources.files("secondwind.playbooks") / "library"
    for entry in sorted(library.iterdir(), key=lambda entry: entry.name):
        if not entry.name.endswith(".toml"):
            continue
        playbook, problems = load_playbook(entry.read_text(encoding="utf-8"), entry.name)
        if playbook is None:
            raise ValueError("; ".join(str(problem) for problem in problems))
        found[playbook.id] = playbook
    return MappingProxyType(found)


def load_playbook(text: str, place: str) -> tuple[Playbook | None, tuple[PlaybookProblem, ...]]:
    """The playbook in a TOML text, or None and every problem found. `place` names the file in problems.

    Keys are the fields of `Playbook`; `[limits]` those of `Limits`; each `[[step]]` those of `StepTemplate`.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as odd:
        return None, (PlaybookProblem(place, "", f"This is not TOML: {odd}."),)
    reader = _Reader(place)
    playbook = reader.playbook(table)
    return (None if reader.problems else playbook), tuple(reader.problems)


def text_of(playbook: Playbook) -> str:
    """The playbook as TOML, to be kept with a plan; loading it again gives an equal playbook."""
    lines = [f"{name} = {_toml(getattr(playbook, name))}" for name in _TOP]
    if playbook.states_limits:
        lines += ["", "[limits]", *_lines(playbook.limits)]
    for step in playbook.steps:
        lines += ["", "[[step]]", *_lines(step)]
    return "\n".join(lines) + "\n"


_TOP = ("id", "title", "summary", "source", "version", "departures")


def _lines(record: Limits | StepTemplate) -> list[str]:
    return [f"{field.name} = {_toml(getattr(record, field.name))}" for field in fields(record)]


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            # A JSON string is a TOML string but for one character, DEL, which TOML wants escaped.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case tuple():
            return "[" + ", ".join(_toml(part) for part in value) + "]"
    raise TypeError(f"a playbook holds no {type(value).__name__}")


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


_SHAPES: Mapping[str, tuple[str, Callable[[object], bool]]] = MappingProxyType(
    {
        "str": ("text", lambda value: isinstance(value, str)),
        "int": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
        "bool": ("true or false", lambda value: isinstance(value, bool)),
        "tuple[str, ...]": ("a list of texts", _is_words),
    }
)


class _Reader:
    """Reads one table of a file after the other and keeps what is wrong with them."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.problems: list[PlaybookProblem] = []

    def playbook(self, table: dict[str, object]) -> Playbook | None:
        steps = table.pop("step", [])
        limits = table.pop("limits", None)
        known = [field for field in fields(Playbook) if field.name in _TOP]
        top = self._values(table, known, "")
        read = self._steps(steps)
        held = self._limits(limits) if limits is not None else Limits()
        if self.problems:
            return None
        return Playbook(**top, steps=read, limits=held, states_limits=limits is not None)  # type: ignore[arg-type]

    def _limits(self, table: object) -> Limits:
        if not isinstance(table, dict):
            self._add("", "The limits are a table.")
            return Limits()
        values = self._values(table, list(fields(Limits)), "")
        for name, value in values.items():
            if isinstance(value, int) and value < 1:
                self._add("", f"{name} is 1 or more.")
        return Limits(**values)  # type: ignore[arg-type]

    def _steps(self, tables: object) -> tuple[StepTemplate, ...]:
        if not isinstance(tables, list) or not tables or not all(isinstance(part, dict) for part in tables):
            self._add("", "A playbook has steps, each a table of its own.")
            return ()
        read = [self._step(table, number) for number, table in enumerate(tables, start=1)]
        return tuple(step for step in read if step is not None)

    def _step(self, table: dict[str, object], number: int) -> StepTemplate | None:
        named = table.get("id")
        name = named if isinstance(named, str) and named else f"step {number}"
        before = len(self.problems)
        values = self._values(table, list(fields(StepTemplate)), name)
        if len(self.problems) > before:
            return None
        step = StepTemplate(**values)  # type: ignore[arg-type]
        self._look_at(step, name)
        return step

    def _look_at(self, step: StepTemplate, name: str) -> None:
        if step.kind not in KINDS:
            self._add(name, f"The kind is one of {', '.join(sorted(KINDS))}.")
        if step.minutes < 0:
            self._add(name, "Minutes are 0 or more.")
        for field in ("id", "tool", "title"):
            if not getattr(step, field).strip():
                self._add(name, f"The {field} is empty.")
        for problem in parse_condition(step.when)[1]:
            self._add(name, f"In when, at character {problem.column}: {problem.sentence}")
        for field in ("title", "text"):
            self._placeholders(getattr(step, field), field, name)

    def _placeholders(self, text: str, field: str, name: str) -> None:
        try:
            used = {part[1] for part in string.Formatter().parse(text) if part[1] is not None}
        except ValueError:
            self._add(name, f"A brace in the {field} does not close.")
            return
        for odd in sorted(used - PLACEHOLDERS):
            self._add(name, f"Nothing stands for {{{odd}}} in the {field}.")

    def _values(self, table: dict[str, object], known: list[Field[object]], step: str) -> dict[str, object]:
        values: dict[str, object] = {}
        for odd in sorted(set(table) - {field.name for field in known}):
            self._add(step, f"The key {odd} is not known.")
        for field in known:
            if field.name not in table:
                if field.default is MISSING:
                    self._add(step, f"The key {field.name} is missing.")
                continue
            value = table[field.name]
            words, fits = _SHAPES[str(field.type)]
            if not fits(value):
                self._add(step, f"{field.name} is {words}.")
            values[field.name] = tuple(value) if isinstance(value, list) else value
        return values

    def _add(self, step: str, sentence: str) -> None:
        self.problems.append(PlaybookProblem(self.place, step, sentence))
