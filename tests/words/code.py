"""What Python code says to a person: the literals handed to places known to speak.

To make a new place known, add one line to SPEAKING (a call's name, or the end of its dotted name) or to
SPEAKING_KEYWORDS (a keyword that speaks whoever is called). Children of a speaking error speak by themselves.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .said import BREAK, HOLE, Said


@dataclass(frozen=True, slots=True)
class Mouth:
    """Which arguments of a call a person sees: places from 0, and keywords."""

    places: tuple[int, ...] = (0,)
    keywords: tuple[str, ...] = ("message", "text")


ERROR = Mouth((0, 1), ("sentence", "hint"))
SPEAKING = {
    "SecondWindError": ERROR,
    "click.echo": Mouth(),
    "click.secho": Mouth(),
    "click.confirm": Mouth(),
    "click.prompt": Mouth(),
    "click.style": Mouth(),
    "click.option": Mouth((), ("help", "prompt")),
    "ClickException": Mouth(),
    "UsageError": Mouth(),
    "BadParameter": Mouth(),
    "console.print": Mouth(),
    "command": Mouth((), ("help", "short_help", "epilog")),
    "group": Mouth((), ("help", "short_help", "epilog")),
    "messages.add_message": Mouth((2,)),
    **{f"messages.{level}": Mouth((1,)) for level in ("debug", "info", "success", "warning", "error")},
    "Http404": Mouth(),
    "HttpResponse": Mouth((0,), ("content",)),
    "HttpResponseBadRequest": Mouth((0,), ("content",)),
    "HttpResponseForbidden": Mouth((0,), ("content",)),
}
SPEAKING_KEYWORDS = {"sentence", "hint", "help_text", "label", "placeholder", "error_messages"}
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}


def speaking_errors(sources: Iterable[str]) -> dict[str, Mouth]:
    """Every class that comes, through however many parents, from a speaking error."""
    parents = {
        node.name: {_dotted(base).rpartition(".")[2] for base in node.bases}
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    }
    known = {"SecondWindError"}
    while grown := {name for name, bases in parents.items() if bases & known and name not in known}:
        known |= grown
    return dict.fromkeys(known, ERROR)


def said_in_code(path: str, source: str, errors: dict[str, Mouth] | None = None) -> list[Said]:
    """The literals in speaking places, and the docstrings that are the help text of a command."""
    tree = ast.parse(source)
    named = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    mouths = {**SPEAKING, **(errors or {})}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for argument in _heard(node, mouths):
                found += _texts(argument, named)
        elif isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            found += _help_text(node)
    unique = {(place.lineno, place.col_offset): (place, text) for place, text in found}
    return [
        Said(path, place.lineno, place.end_lineno or place.lineno, text.replace("\n\n", f"\n{BREAK}\n"))
        for place, text in unique.values()
    ]


def _heard(call: ast.Call, mouths: dict[str, Mouth]) -> Iterator[ast.expr]:
    """The arguments of a call that a person sees."""
    name = _dotted(call.func)
    mouth = next(
        (m for known, m in mouths.items() if name == known or name.endswith(f".{known}")), Mouth((), ())
    )
    for place in mouth.places:
        if place < len(call.args):
            yield call.args[place]
    for keyword in call.keywords:
        if keyword.arg in mouth.keywords or keyword.arg in SPEAKING_KEYWORDS:
            yield keyword.value


def _texts(node: ast.AST, named: dict[str, ast.expr]) -> Iterator[tuple[ast.expr, str]]:
    """Each text an expression may become, with the expression it stands in."""
    match node:
        case ast.Constant(value=str(text)):
            yield node, text
        case ast.JoinedStr(values=parts):
            yield node, "".join(p.value if isinstance(p, ast.Constant) else HOLE for p in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            for _, first in list(_texts(left, named)) or [(left, HOLE)]:
                for _, second in list(_texts(right, named)) or [(right, HOLE)]:
                    yield node, first + second
        case ast.Name(id=name) if name in named:
            yield from _texts(named[name], {})
    for inner in _speaking_parts(node):
        yield from _texts(inner, named)


def _speaking_parts(node: ast.AST) -> list[ast.expr]:
    """The expressions inside one that may become the text, or a part of it worth hearing alone."""
    parts: list[ast.expr] = []
    match node:
        case ast.JoinedStr(values=pieces):
            holes = [piece.value for piece in pieces if isinstance(piece, ast.FormattedValue)]
            parts = [hole for hole in holes if isinstance(hole, ast.IfExp)]
        case ast.BinOp(op=ast.Mod(), left=only):
            parts = [only]
        case ast.IfExp(body=body, orelse=orelse):
            parts = [body, orelse]
        case ast.BoolOp(values=parts) | ast.Dict(values=parts):
            pass
        case ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.Call(func=ast.Attribute(value=receiver, attr="format")):
            parts = [receiver]
        case ast.Call(func=func, args=args) if _dotted(func).rpartition(".")[2] in TRANSLATORS:
            parts = args
    return parts


def _dotted(node: ast.expr) -> str:
    """ "click.echo" of the expression click.echo; a call or subscript in between is passed through."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{_dotted(value)}.{attr}".lstrip(".")
        case ast.Call(func=func):
            return _dotted(func)
    return ""


def _is_command(decorator: ast.expr) -> bool:
    return _dotted(decorator).rpartition(".")[2] in ("command", "group")


def _help_text(node: ast.FunctionDef) -> Iterator[tuple[ast.expr, str]]:
    """A command's docstring up to a form feed is what --help prints."""
    match node.body[0]:
        case ast.Expr(value=ast.Constant(value=str(text)) as place):
            yield place, text.partition("\f")[0]
