"""Turn a function into one that does nothing, for everyone who already holds it by any name.

Replacing the attribute of a module would miss every `from x import f` made earlier. So the function
object stays and its code is swapped. Stands alone (standard library only, no neighbours): a child process
loads it by path, before anything else.
"""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.abc
import importlib.machinery
import inspect
import sys
from collections.abc import Sequence
from types import FunctionType, ModuleType

ENV = "ROWS_DISABLE"  # one "dotted.path:function -> neutral" a line; read by startup/sitecustomize.py


class CannotDisableError(Exception):
    """The target is no plain function; the message says why and what to name instead."""


def split(spec: str) -> tuple[str, str, str]:
    """("dotted.path", "function", "neutral") of "dotted.path:function -> neutral"; neutral is optional."""
    target, _, neutral = spec.partition(" -> ")
    module, colon, name = target.strip().partition(":")
    if not (module and colon and name):
        raise CannotDisableError(f'"{spec}" is not of the form dotted.path:function.')
    return module, name, neutral.strip() or "None"


def disable(spec: str) -> FunctionType:
    """Import the module of `spec`, make its function do nothing, and return that function."""
    module, name, neutral = split(spec)
    try:
        holder = importlib.import_module(module)
    except ImportError as error:
        raise CannotDisableError(f"{spec}: the module {module} cannot be imported ({error}).") from error
    return disable_in(holder, name, neutral)


def disable_in(module: ModuleType, name: str, neutral: str) -> FunctionType:
    """Make `name` (a function, or "Class.method") of `module` return `neutral` and do nothing else."""
    found: object = module
    for part in name.split("."):
        if not hasattr(found, part):
            raise CannotDisableError(f"{module.__name__}:{name}: there is no {part} here.")
        found = getattr(found, part)
    function = plain_function(found, f"{module.__name__}:{name}")
    empty = empty_function(neutral)
    function.__code__ = empty.__code__
    function.__defaults__ = empty.__defaults__
    function.__kwdefaults__ = None
    return function


def plain_function(found: object, spoken: str) -> FunctionType:
    """The function below `functools.wraps` decorators and bound methods, fit to have its code swapped."""
    while True:
        if isinstance(found, functools._lru_cache_wrapper):
            found.cache_clear()  # an answer remembered from before would outlive the swap
        inner = found.__func__ if inspect.ismethod(found) else getattr(found, "__wrapped__", None)
        if inner is None:
            break
        found = inner
    if not isinstance(found, FunctionType):
        kind = type(found).__name__
        raise CannotDisableError(
            f"{spoken} is a {kind}, not a plain function; name the function that does the work."
        )
    if found.__code__.co_freevars:
        names = ", ".join(found.__code__.co_freevars)
        raise CannotDisableError(
            f"{spoken} is a closure (it holds {names} from outside), so its code cannot be swapped; "
            "name a function at the top of a module, or a method without super()."
        )
    if inspect.iscoroutinefunction(found):
        raise CannotDisableError(f"{spoken} is async; name the plain function it awaits.")
    return found


def empty_function(neutral: str) -> FunctionType:
    """A function of any arguments that returns a fresh `neutral` each time. Only literals are taken."""
    try:
        ast.literal_eval(neutral)
    except (ValueError, SyntaxError) as error:
        raise CannotDisableError(
            f"{neutral} is no literal value; write None, False, 0, '', [], (), {{}}."
        ) from error
    names: dict[str, FunctionType] = {}
    exec(f"def nothing(*_args, **_kwargs): return {neutral}", names)  # noqa: S102  # a literal, checked above
    return names["nothing"]


class _OnImport(importlib.abc.MetaPathFinder):
    """Lets every other finder find, and disables the wanted functions as soon as their module has run."""

    def __init__(self, wanted: dict[str, list[tuple[str, str]]]) -> None:
        self.wanted = wanted

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in self.wanted:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next((s for f in others if (s := f.find_spec(fullname, path, target))), None)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def run_then_disable(module: ModuleType) -> None:
                run(module)
                for name, neutral in self.wanted[fullname]:
                    disable_in(module, name, neutral)

            spec.loader.exec_module = run_then_disable  # type: ignore[method-assign]
        return spec


def disable_on_import(specs: Sequence[str]) -> None:
    """Disable each spec at the moment its module is imported: for a process that has imported nothing yet."""
    wanted: dict[str, list[tuple[str, str]]] = {}
    for spec in specs:
        module, name, neutral = split(spec)
        wanted.setdefault(module, []).append((name, neutral))
    if wanted:
        sys.meta_path.insert(0, _OnImport(wanted))
