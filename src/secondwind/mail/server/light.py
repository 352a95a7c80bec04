"""Light: a large mail as it is read, without what is attached to it.

Photographs and papers are most of a mailbox and are read by nobody here. The server says how a mail is built
(BODYSTRUCTURE), so that the rest can be asked for, and put together again as it stood, each attachment with its own
head and nothing in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .trouble import GARBLED

KEPT = 16_384
"""Bytes up to which a part is asked for whatever it is."""
GAIN = 65_536
"""Bytes of attachments from which on it is worth a further question."""
MOST_PARTS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a mail: `number` as the protocol counts ("1.2", "" for the mail itself)."""

    number: str
    is_kept: bool = True
    boundary: bytes = b""
    parts: tuple[Part, ...] = field(default=())
    left_out: int = 0

    def all(self) -> Iterator[Part]:
        yield self
        for part in self.parts:
            yield from part.all()


def light(structure: Sequence[Any]) -> Part | None:
    """The mail with what is to be left out marked; None where it is to be fetched whole."""
    try:
        whole = _part(structure, "")
    except GARBLED:
        return None
    every = list(whole.all())
    if len(every) > MOST_PARTS or sum(part.left_out for part in every) < GAIN:
        return None
    return whole


def _part(structure: Sequence[Any], number: str) -> Part:
    if isinstance(structure[0], list):
        boundary = _parameter(structure[2], b"boundary")
        if not boundary:
            raise ValueError
        inner = (
            _part(each, f"{number}.{count}" if number else str(count))
            for count, each in enumerate(structure[0], start=1)
        )
        return Part(number, boundary=boundary, parts=tuple(inner))
    kind, more, size = structure[0].lower(), structure[1].lower(), int(structure[6])
    is_kept = kind in (b"text", b"message") or more in (b"ics", b"calendar") or size <= KEPT
    return Part(number, is_kept, left_out=0 if is_kept else size)


def _parameter(parameters: Sequence[Any] | None, name: bytes) -> bytes:
    """A parameter of a part; they stand in a row, names and values by turns."""
    flat = parameters or ()
    for key, value in zip(flat[::2], flat[1::2], strict=False):
        if isinstance(key, bytes) and key.lower() == name and isinstance(value, bytes):
            return value
    return b""


def sections(mail: Part) -> list[str]:
    """What to ask for, as the protocol names it."""
    wanted = ["HEADER"]
    for part in mail.all():
        if part.number:
            wanted.append(f"{part.number}.MIME")
        if part.is_kept and not part.parts:
            wanted.append(part.number or "TEXT")
    return wanted


def put_together(mail: Part, given: Mapping[str, bytes]) -> bytes:
    """The mail's bytes from its sections. KeyError where one is missing."""
    return given["HEADER"] + _body(mail, given)


def _body(part: Part, given: Mapping[str, bytes]) -> bytes:
    if not part.parts:
        return given[part.number or "TEXT"] if part.is_kept else b""
    line = b"--" + part.boundary
    inner = b"".join(
        line + b"\r\n" + given[f"{each.number}.MIME"] + _body(each, given) + b"\r\n" for each in part.parts
    )
    return inner + line + b"--\r\n"
