"""Finds the facts of a mail whose kind is known: when, by when, where to press, why, how far, form or not."""

from __future__ import annotations

from collections.abc import Sequence

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.forms import form_of
from secondwind.reading.methods.v2.links import link_of
from secondwind.reading.methods.v2.passage import Passage
from secondwind.reading.methods.v2.stages import stage_of
from secondwind.reading.methods.v2.whens import deadline_of, when_of
from secondwind.reading.methods.v2.whys import reason_of
from secondwind.reading.reading import Kind

_ASKS_AN_ANSWER = frozenset(
    {Kind.ASSESSMENT, Kind.OFFER, Kind.INTERVIEW, Kind.APPLICATION_RECEIVED, Kind.OTHER_JOB}
)

_HAS_A_LINK = _ASKS_AN_ANSWER | {Kind.REJECTION}


def find_facts(message: Message, passage: Passage, kind: Kind, evidence: Sequence[str]) -> dict[str, str]:
    """What a mail of `kind` tells; keys left out where nothing is known. Never raises.

    `evidence` are the sentences the kind rests on. Keys: ``when`` (interviews: ISO 8601 a line, the zone in
    brackets or as an offset), ``deadline`` (likewise, one), ``link`` (verbatim), ``reason`` (verbatim from the body,
    white space as one space), ``stage`` (applied screening interview final offer), ``form`` ("form" or "personal").
    """
    found: dict[str, str] = {}
    if kind is Kind.INTERVIEW:
        found["when"] = when_of(message, passage)
    if kind in _ASKS_AN_ANSWER:
        found["deadline"] = deadline_of(message, passage, kind)
    if kind in _HAS_A_LINK:
        found["link"] = link_of(message, passage, kind)
    if kind is Kind.REJECTION:
        found["reason"] = reason_of(passage, evidence)
        found["form"] = form_of(message, passage)
    found["stage"] = stage_of(passage, kind)
    return {name: value for name, value in found.items() if value}
