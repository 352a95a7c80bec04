"""When a step applies: a small closed language over the facts of one application and one search.

Parsed once, at the edge, by Python's own grammar; only and/or/not, comparisons, `in` a list, whole numbers,
True and False, the names in `VARIABLES` and the words those may take are let through.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

STAGES: Mapping[str, int] = MappingProxyType(
    {"noticed": -1, "applied": 0, "screening": 1, "interview": 2, "final": 3, "offer": 4}
)
CHANNELS = frozenset({"email", "portal", "phone", "in_person", "none"})
FEEDBACK = frozenset({"none", "asked", "received", "declined", "unanswered"})
REASONS = frozenset({"unknown", "told", "seen", "guessed"})
SKILL_GAPS = frozenset({"none", "known"})

_FLAG: frozenset[str] = frozenset({"flag"})
_NUMBER: frozenset[str] = frozenset({"number"})
VARIABLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "stage": _NUMBER,
        "channel": CHANNELS,
        "replyable": _FLAG,
        "ghosted": _FLAG,
        "decided": _FLAG,
        "employed": _FLAG,
        "bombed": _FLAG,
        "anger": _FLAG,
        "relief": _FLAG,
        "interview_booked": _FLAG,
        "waiting_only": _FLAG,
        "rejections_30d": _NUMBER,
        "rejections_since_review": _NUMBER,
        "late_stage_noes": _NUMBER,
        "live_roles": _NUMBER,
        "people_met": _NUMBER,
        "days_since_interview": _NUMBER,
        "feedback": FEEDBACK,
        "reason": REASONS,
        "skill_gap": SKILL_GAPS,
        "inflow_low": _FLAG,
    }
)
"""Every variable with what it holds: {"flag"}, {"number"}, or the words it may take."""

LONGEST = 400


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a plan is drafted or revised; one field for each of `VARIABLES`.

    `stage` is a number of `STAGES`; `channel`, `feedback`, `reason`, `skill_gap` are words of the sets above;
    `days_since_interview` counts days and is None where there was no interview. `skill_gap` is "known" when a
    gap has been named.
    """

    stage: int = 0
    channel: str = "none"
    replyable: bool = False
    ghosted: bool = False
    decided: bool = True
    employed: bool = False
    bombed: bool = False
    anger: bool = False
    relief: bool = False
    interview_booked: bool = False
    waiting_only: bool = False
    rejections_30d: int = 0
    rejections_since_review: int = 0
    late_stage_noes: int = 0
    live_roles: int = 0
    people_met: int = 0
    days_since_interview: int | None = None
    feedback: str = "none"
    reason: str = "unknown"
    skill_gap: str = "none"
    inflow_low: bool = False


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """What cannot be read in a condition; `column` counts its characters from 1."""

    sentence: str
    column: int


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was let through: its text, and its tree, which nobody else needs to look into."""

    text: str
    root: _Node


@dataclass(frozen=True, slots=True)
class _Fixed:
    value: bool


@dataclass(frozen=True, slots=True)
class _Flag:
    variable: str


@dataclass(frozen=True, slots=True)
class _Not:
    part: _Node


@dataclass(frozen=True, slots=True)
class _Joined:
    every: bool
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    variable: str
    sign: str
    values: tuple[int | str, ...]


_Node = _Fixed | _Flag | _Not | _Joined | _Compared

_SIGNS: Mapping[type[ast.cmpop], str] = MappingProxyType(
    {
        ast.Eq: "==",
        ast.NotEq: "!=",
        ast.Lt: "<",
        ast.LtE: "<=",
        ast.Gt: ">",
        ast.GtE: ">=",
        ast.In: "in",
        ast.NotIn: "not in",
    }
)


class _UnreadableError(Exception):
    """Inside this file: parsing stops here; the edge turns it into a ConditionProblem."""

    def __init__(self, sentence: str, node: ast.AST) -> None:
        super().__init__(sentence)
        self.problem = ConditionProblem(sentence, getattr(node, "col_offset", 0) + 1)


@lru_cache(maxsize=512)
def parse_condition(text: str) -> tuple[Condition | None, tuple[ConditionProblem, ...]]:
    """The condition in `text`, or None and what stands in its way. Never raises."""
    if len(text) > LONGEST:
        return None, (ConditionProblem(f"A condition has {LONGEST} characters or fewer.", LONGEST),)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        return Condition(text, _node(tree)), ()
    except _UnreadableError as unreadable:
        return None, (unreadable.problem,)
    except SyntaxError as odd:
        return None, (ConditionProblem("This is not a condition.", odd.offset or 1),)
    except (ValueError, MemoryError, RecursionError):
        return None, (ConditionProblem("This is not a condition.", 1),)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether it is so. A comparison with a number that is not known (None) is never so."""
    return _holds(condition.root, facts)


def _node(tree: ast.expr) -> _Node:
    match tree:
        case ast.Constant(value=bool() as value):
            return _Fixed(value)
        case ast.Name(id=name):
            return _flag(name, tree)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _Not(_node(operand))
        case ast.BoolOp(op=op, values=values):
            return _Joined(isinstance(op, ast.And), tuple(_node(value) for value in values))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparison(left, op, right)
        case ast.Compare():
            raise _UnreadableError("One comparison at a time; join them with and.", tree)
    raise _UnreadableError("A condition is made of and, or, not, comparisons and known names.", tree)


def _flag(name: str, tree: ast.expr) -> _Flag:
    if name not in VARIABLES:
        raise _UnreadableError(f"Nothing is known by the name {name}.", tree)
    if VARIABLES[name] is not _FLAG:
        raise _UnreadableError(f"{name} is not true or false; compare it with something.", tree)
    return _Flag(name)


def _comparison(left: ast.expr, op: ast.cmpop, right: ast.expr) -> _Compared:
    if not isinstance(left, ast.Name):
        raise _UnreadableError("A comparison begins with a name.", left)
    if left.id not in VARIABLES:
        raise _UnreadableError(f"Nothing is known by the name {left.id}.", left)
    sign = _SIGNS.get(type(op))
    if sign is None:
        raise _UnreadableError("This comparison is not known here.", left)
    domain = VARIABLES[left.id]
    if domain is _FLAG:
        raise _UnreadableError(f"{left.id} is true or false and is not compared.", left)
    if domain is not _NUMBER and sign in {"<", "<=", ">", ">="}:
        raise _UnreadableError(f"{left.id} is a word; words have no order.", left)
    return _Compared(left.id, sign, _values(left.id, sign, right))


def _values(variable: str, sign: str, right: ast.expr) -> tuple[int | str, ...]:
    if sign not in {"in", "not in"}:
        return (_value(variable, right),)
    if not isinstance(right, ast.List | ast.Tuple) or not right.elts:
        raise _UnreadableError("After in comes a list.", right)
    return tuple(_value(variable, element) for element in right.elts)


def _value(variable: str, tree: ast.expr) -> int | str:
    domain = VARIABLES[variable]
    match tree:
        case ast.Constant(value=int() as number) if domain is _NUMBER and not isinstance(number, bool):
            return number
        case ast.Name(id=name) if variable == "stage" and name in STAGES:
            return STAGES[name]
        case ast.Name(id=name) if domain is not _NUMBER and name in domain:
            return name
    raise _UnreadableError(f"{variable} is never {ast.unparse(tree)}.", tree)


def _holds(node: _Node, facts: Facts) -> bool:
    match node:
        case _Fixed(value):
            return value
        case _Flag(variable):
            return bool(getattr(facts, variable))
        case _Not(part):
            return not _holds(part, facts)
        case _Joined(every, parts):
            return (all if every else any)(_holds(part, facts) for part in parts)
        case _Compared(variable, sign, values):
            return _compares(getattr(facts, variable), sign, values)


def _compares(fact: int | str | None, sign: str, values: tuple[int | str, ...]) -> bool:
    if fact is None:
        return False
    if sign in {"==", "in"}:
        return fact in values
    if sign in {"!=", "not in"}:
        return fact not in values
    assert isinstance(fact, int)  # noqa: S101  # the parser lets order stand between numbers alone
    (bound,) = values
    assert isinstance(bound, int)  # noqa: S101
    return {"<": fact < bound, "<=": fact <= bound, ">": fact > bound, ">=": fact >= bound}[sign]
