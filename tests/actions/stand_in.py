"""A method of reading that a test writes: what it says of a mail is looked up by a word in the mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from secondwind.actions import read_mail, reread_mail
from secondwind.mail.message import Message
from secondwind.reading.reading import Kind, Reading

Says = Mapping[str, Reading]


def saying(
    kind: Kind, employer: str | None = None, *evidence: str, confidence: float = 0.6, **facts: str
) -> Reading:
    return Reading(kind, confidence, evidence, "", employer, None, facts)


def method(name: str, says: Says) -> Callable[..., Reading]:
    """A method of that name: the first word of `says` that stands in subject or text decides; else not about a job."""

    def read(message: Message, *, own_addresses: frozenset[str] = frozenset()) -> Reading:
        said = next(
            (one for word, one in says.items() if word in message.subject or word in message.text),
            saying(Kind.NOT_JOB),
        )
        evidence = tuple(quote for quote in said.evidence if quote in message.text)
        return Reading(said.kind, said.confidence, evidence, name, said.employer, said.role, said.facts)

    return read


def put_in_force(monkeypatch: pytest.MonkeyPatch, name: str, says: Says) -> None:
    """From here on mail is read by that method, at import and when it is read again."""
    for room in (read_mail, reread_mail):
        monkeypatch.setattr(room, "read", method(name, says))
        monkeypatch.setattr(room, "CURRENT", name)
