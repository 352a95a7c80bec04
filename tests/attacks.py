"""Every pattern of some rooms, and for each the texts that are most likely to slow it down."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

# The parsed form of a pattern has no public door; it is used here alone, to know what a pattern repeats.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as grammar  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

_REPEATS = frozenset({codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT})
_FEW = 9
"""A repeat that goes no further costs little."""
_TELLING = "a A1.,-:@<>\"'()[]/=\n#|é"
_OF = {codes.CATEGORY_SPACE: str.isspace, codes.CATEGORY_DIGIT: str.isdigit, codes.CATEGORY_WORD: str.isalnum}
_NOT_OF = {
    codes.CATEGORY_NOT_SPACE: codes.CATEGORY_SPACE,
    codes.CATEGORY_NOT_DIGIT: codes.CATEGORY_DIGIT,
    codes.CATEGORY_NOT_WORD: codes.CATEGORY_WORD,
}
Unit = tuple[str, str]
"""What stands once at the beginning, and what is repeated after it."""
PLAIN: tuple[Unit, ...] = (("", "a"), ("", "a "), ("", " "), ("", "A "), ("", "1"))


# ---- patterns


def patterns(*rooms: ModuleType) -> dict[str, re.Pattern[Any]]:
    """Every pattern in these packages by where it stands: kept in a module's names, or written into a call."""
    found: dict[str, re.Pattern[Any]] = {}
    known: set[str | bytes] = set()
    for module in _modules(rooms):
        named = [
            pair
            for name, value in vars(module).items()
            for pair in _within(f"{_short(module)}.{name}", value)
        ]
        for name, pattern in (*named, *_in_calls(module)):
            if pattern.pattern not in known:
                known.add(pattern.pattern)
                found[name] = pattern
    return found


def _modules(rooms: tuple[ModuleType, ...]) -> Iterator[ModuleType]:
    for room in rooms:
        for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            yield importlib.import_module(one.name)


def _short(module: ModuleType) -> str:
    return module.__name__.removeprefix("secondwind.")


def _within(name: str, value: object) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _within(f"{name}[{key!r}]", one)
    elif isinstance(value, (list, tuple)) and len(value) < 1000:
        for number, one in enumerate(value):
            yield from _within(f"{name}[{number}]", one)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _within(f"{name}.{field.name}", getattr(value, field.name))


def _in_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """`re.sub("…", …)` and the like, where the pattern is written out in the call."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=way),
                args=[ast.Constant(value=str() | bytes() as written), *_],
            ) if way != "escape":
                yield f"{_short(module)} re.{way} {written!r}", re.compile(written)


# ---- texts


def attacks(pattern: re.Pattern[Any]) -> list[Unit]:
    """For each thing it repeats: that alone, after what must stand before it, and both again and again."""
    found: dict[Unit, None] = {}
    for before, body in _repeats(grammar.parse(pattern.pattern, pattern.flags)):
        for unit in (("", body), (before, body), ("", before + body), ("", before), ("", before + body * 50)):
            if unit[1]:
                found[unit] = None
    return [*found, *(unit for unit in PLAIN if unit not in found)]


def text_of(unit: Unit, length: int, pattern: re.Pattern[Any]) -> Any:
    """About that many letters of it, as the pattern takes them, with an end that fits nothing."""
    before, again = unit
    text = before + again * (length // len(again)) + "\0"
    return text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text


def _repeats(tree: Any, before: str = "") -> Iterator[Unit]:
    """Of each long repeat: a text for all that stands before it, and one for what it repeats."""
    for what, given in tree:
        if what in _REPEATS:
            if given[1] > _FEW:
                yield before, _text(given[2]) or "a"
            yield from _repeats(given[2], before)
        elif what is codes.BRANCH:
            for branch in given[1]:
                yield from _repeats(branch, before)
        elif what is codes.SUBPATTERN:
            yield from _repeats(given[3], before)
        elif what is codes.ATOMIC_GROUP:
            yield from _repeats(given, before)
        elif what in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _repeats(given[1], before)
        before += _piece(what, given)


def _text(tree: Any) -> str:
    return "".join(_piece(what, given) for what, given in tree)


def _piece(what: Any, given: Any) -> str:
    """A short text for one piece of a pattern; "" for what stands between letters."""
    if what in (codes.NOT_LITERAL, codes.ANY):
        return "b" if given == ord("a") else "a"
    if what in _REPEATS:
        return _text(given[2]) * given[0]
    ways: dict[Any, Callable[[Any], str]] = {
        codes.LITERAL: chr,
        codes.IN: _letter,
        codes.BRANCH: lambda branches: _text(branches[1][0]),
        codes.SUBPATTERN: lambda group: _text(group[3]),
        codes.ATOMIC_GROUP: _text,
    }
    return ways[what](given) if what in ways else ""


def _letter(members: Any) -> str:
    for letter in _TELLING:
        if _fits(members, letter):
            return letter
    for what, given in members:
        if what in (codes.LITERAL, codes.RANGE):
            return chr(given if what is codes.LITERAL else given[0])
    return "a"


def _fits(members: Any, letter: str) -> bool:
    is_negated = any(what is codes.NEGATE for what, _ in members)
    return is_negated != any(_is_in(what, given, letter) for what, given in members)


def _is_in(what: Any, given: Any, letter: str) -> bool:
    if what is codes.LITERAL:
        return ord(letter) == given
    if what is codes.RANGE:
        return given[0] <= ord(letter) <= given[1]
    if what is codes.CATEGORY:
        return _OF[given](letter) if given in _OF else not _OF[_NOT_OF[given]](letter)
    return False
