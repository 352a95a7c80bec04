"""Decides what a mail says from its signs, and quotes the sentence it rests on.

A false no hurts a person and a missed one is found in review, so a no needs both: the mail as a whole must look
like one, and one sentence of it must say so. Where nothing is likely enough: unsure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondwind.mail.message import Message
from secondwind.reading.methods.v2.facts import find_facts
from secondwind.reading.methods.v2.model import model
from secondwind.reading.methods.v2.names import find_names
from secondwind.reading.methods.v2.passage import Passage, collapse, read_passage
from secondwind.reading.methods.v2.signs import Signs, Weighed, shares, weigh
from secondwind.reading.reading import Kind, Reading

NAME = "v2"
MOST_QUOTES = 2
SURE_ENOUGH = 0.40
"""The share from which a kind is told at all."""
NO_SURE_ENOUGH = 0.40
"""The share from which a no is told."""
NO_SAID = 0.02
"""The share a sentence must give to "no" for a mail to be one."""
QUOTE_FROM = 0.2

_SAID_OF: Mapping[Kind, tuple[str, ...]] = {
    Kind.REJECTION: ("no",),
    Kind.APPLICATION_RECEIVED: ("received",),
    Kind.INTERVIEW: ("interview",),
    Kind.ASSESSMENT: ("assessment",),
    Kind.OFFER: ("offer",),
    Kind.RECRUITER_OUTREACH: ("outreach",),
    Kind.JOB_ALERT: ("alert",),
    Kind.OTHER_JOB: ("hold", "own", "others", "if"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    confidence: float
    evidence: tuple[str, ...]


def judge(passage: Passage, message: Message, *, own: bool) -> Verdict:
    """What the mail says. `own`: the person wrote it, so it is never news."""
    trained = model()
    signs = weigh(passage, message, trained.sentences, trained.words)
    likely = dict(zip(map(Kind, trained.last.kinds), shares(trained.last.weigh(signs.row)), strict=True))
    kind = _of_their_own(likely) if own else max(likely, key=lambda one: likely[one])
    quotes = _quotes(kind, signs, message)
    confidence = max(likely[kind], 0.9) if own else likely[kind]
    if kind is Kind.NOT_JOB:
        return Verdict(kind, confidence, ())
    if not own and not _stands(kind, confidence, signs):
        return Verdict(Kind.UNSURE, confidence, quotes)
    return Verdict(kind, confidence, quotes) if quotes else Verdict(Kind.UNSURE, confidence, ())


def _of_their_own(likely: Mapping[Kind, float]) -> Kind:
    return Kind.NOT_JOB if likely[Kind.NOT_JOB] > 0.5 else Kind.OTHER_JOB


def _stands(kind: Kind, confidence: float, signs: Signs) -> bool:
    """Whether this is sure enough to be told."""
    if kind is Kind.REJECTION:
        said = max((one.says("no") for one in _spoken(signs)), default=0.0)
        return confidence >= NO_SURE_ENOUGH and said >= NO_SAID
    return confidence >= SURE_ENOUGH


def _spoken(signs: Signs) -> Sequence[Weighed]:
    return (*signs.sentences, *signs.forwarded, signs.subject)


def _quotes(kind: Kind, signs: Signs, message: Message) -> tuple[str, ...]:
    """The sentences that say it most, surest first; each stands in the subject or the text, white space aside."""
    said = _SAID_OF.get(kind, ())
    ranked = sorted(_spoken(signs), key=lambda one: -max((one.says(name) for name in said), default=0.0))
    told = [one.sentence.raw for one in ranked if one.sentence.raw][:1]
    told += [
        one.sentence.raw
        for one in ranked[1:MOST_QUOTES]
        if one.sentence.raw and max((one.says(name) for name in said), default=0.0) > 0.5
    ]
    subject, text = collapse(message.subject), collapse(message.text)
    return tuple(dict.fromkeys(quote for quote in told if quote in text or quote in subject))


def read(message: Message, *, own_addresses: frozenset[str] = frozenset()) -> Reading:
    """What the mail says, in nine languages. Addresses in lower case. Never raises; what cannot be quoted is unsure."""
    passage = read_passage(message.subject, message.text)
    own = message.sender.address in own_addresses
    verdict = judge(passage, message, own=own)
    if verdict.kind is Kind.NOT_JOB:
        return Reading(verdict.kind, verdict.confidence, (), NAME)
    names = find_names(message, passage, verdict.kind, model().names, own=own)
    facts = {} if own else find_facts(message, passage, verdict.kind, verdict.evidence)
    told = {"via": names.agency, "contact": names.contact, "location": names.location}
    facts.update({name: value for name, value in told.items() if value})
    return Reading(
        verdict.kind, verdict.confidence, verdict.evidence, NAME, names.employer, names.role, facts
    )
