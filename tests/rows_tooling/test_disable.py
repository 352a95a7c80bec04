"""Disabling a function: nobody who holds it may be missed, and what cannot be done is said."""

from __future__ import annotations

import functools
from types import ModuleType

import pytest

from rows.disable import CannotDisableError, disable, disable_in


def module_of(source: str) -> ModuleType:
    """A fresh module made from source."""
    module = ModuleType("invented")
    module.__dict__["functools"] = functools
    exec(source, module.__dict__)  # noqa: S102  # the sources stand in this file
    return module


def test_a_name_imported_elsewhere_is_hit():
    """`from x import f`, made before, finds the function doing nothing, whatever arguments it is given."""
    module = module_of("def shelve(role, *, why='pay'): return [role, why]")
    held_elsewhere = module.shelve
    disable_in(module, "shelve", "None")
    assert held_elsewhere("baker") is None
    assert held_elsewhere(1, 2, other=3) is None


def test_a_neutral_value_is_returned_fresh_each_time():
    """`-> []` gives an empty list of its own to every caller."""
    module = module_of("def ready(plan): return ['step']")
    disable_in(module, "ready", "[]")
    first = module.ready(1)
    first.append("mine")
    assert module.ready(1) == []


def test_below_a_decorator_the_real_function_is_swapped():
    """functools.wraps is followed, so that the decorated and the bare function both do nothing."""
    module = module_of(
        "def loud(f):\n"
        "    @functools.wraps(f)\n"
        "    def outer(*a, **k): return ('outer', f(*a, **k))\n"
        "    return outer\n"
        "@loud\n"
        "def send(letter): return 'sent'\n"
    )
    disable_in(module, "send", "None")
    assert module.send("letter") == ("outer", None)


def test_a_remembered_answer_does_not_outlive_the_swap():
    """A cached function forgets what it answered before it was disabled."""
    module = module_of("@functools.cache\ndef count(day): return 7")
    assert module.count(1) == 7
    disable_in(module, "count", "0")
    assert module.count(1) == 0


def test_methods_of_every_kind_can_be_named():
    """Class.method reaches plain, class and static methods."""
    module = module_of(
        "class Shelf:\n"
        "    def plain(self): return 1\n"
        "    @classmethod\n"
        "    def of(cls): return 1\n"
        "    @staticmethod\n"
        "    def size(): return 1\n"
    )
    for name in ("Shelf.plain", "Shelf.of", "Shelf.size"):
        disable_in(module, name, "None")
    shelf = module.Shelf()
    assert (shelf.plain(), shelf.of(), shelf.size()) == (None, None, None)


def test_a_closure_is_refused_with_a_sentence():
    """A closure's code cannot be swapped; the sentence says which names it holds."""
    module = module_of("def make(n):\n    def inner(): return n\n    return inner\nnine = make(9)")
    with pytest.raises(CannotDisableError, match=r"invented:nine is a closure \(it holds n from outside\)"):
        disable_in(module, "nine", "None")
    assert module.nine() == 9


@pytest.mark.parametrize(
    ("source", "name", "sentence"),
    [
        ("class Shelf: pass", "Shelf", "is a type, not a plain function"),
        ("half = functools.partial(print, 1)", "half", "is a partial, not a plain function"),
        ("x = 1", "y", "there is no y here"),
        ("async def f(): pass", "f", "is async"),
    ],
)
def test_what_is_no_function_is_refused_with_a_sentence(source, name, sentence):
    """Nothing is half disabled: a class, a partial, a missing name and a coroutine are each refused."""
    with pytest.raises(CannotDisableError, match=sentence):
        disable_in(module_of(source), name, "None")


def test_a_neutral_value_that_is_no_literal_is_refused():
    """rows.toml holds values, not code."""
    with pytest.raises(CannotDisableError, match="no literal value"):
        disable_in(module_of("def f(): return 1"), "f", "__import__('os')")


def test_a_module_that_is_not_there_is_refused():
    """A misspelt module is said, not passed over."""
    with pytest.raises(CannotDisableError, match="cannot be imported"):
        disable("no_such_room.anywhere:f")
