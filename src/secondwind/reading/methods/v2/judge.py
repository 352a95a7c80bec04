"""Decides what a mail says from its signs, and quotes the sentence it rests on.

A false no hurts a person and a missed one is found in review, so a no needs more than one witness: the mail as a whole
must look like one, one sentence of it must say so, and its words must be of a search for work, as "unfortunately" is
in all sorts of mail. Where the patterns of the first method are sure, they are witness enough. Where nothing is likely
enough: unsure, with what it may be.
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
NO_SURE_ENOUGH = 0.50
"""The share from which a no is told."""
SURE_AGAINST_DOUBT = ((2.0, 0.85), (2.5, 0.5))
"""Of mail that the patterns of the first method take to be about no job: by how much its words must be of a search for
work (log odds), and the share from which it is told then."""
PATTERNS_SURE = 0.8
"""From here on what the patterns of the first method say is told without asking whether the words are of a search."""
TOPIC = 0.0
"""By how much the words must be of a search for work for a mail to be about one (log odds)."""
TOPIC_OF_NEWS = 0.5
"""The same for what moves an application. All of these were chosen on the open halves of the exams and half of a public
corpus of ordinary mail, where no more than one false no in a thousand mails was let through (docs/reading.md)."""
TOPIC_OF_OWN = 1.5
"""The same for what the person wrote: two words to a neighbour have no topic, and none is about a search."""
NEWS = frozenset({Kind.REJECTION, Kind.INTERVIEW, Kind.ASSESSMENT, Kind.OFFER})
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
    """`maybe`: of an unsure mail, the kind it is likeliest to be. `patterns`: as in Signs."""

    kind: Kind
    confidence: float
    evidence: tuple[str, ...]
    patterns: Reading | None = None
    maybe: Kind | None = None


def judge(passage: Passage, message: Message, *, own: bool) -> Verdict:
    """What the mail says. `own`: the person wrote it, so it is never news."""
    trained = model()
    signs = weigh(passage, message, trained.sentences, trained.words, trained.topic)
    likely = dict(zip(map(Kind, trained.last.kinds), shares(trained.last.weigh(signs.row)), strict=True))
    if own:
        return _of_their_own(likely, signs, message)
    kind = max(likely, key=lambda one: likely[one])
    if kind is Kind.NOT_JOB or _is_ordinary(kind, likely[kind], signs, message):
        return Verdict(Kind.NOT_JOB, max(likely[Kind.NOT_JOB], 0.5), ())
    quotes = _quotes(kind, signs, message)
    if not quotes or not _stands(kind, likely[kind], signs):
        return Verdict(Kind.UNSURE, likely[kind], quotes, signs.patterns, maybe=kind)
    return Verdict(kind, likely[kind], quotes, signs.patterns)


def _of_their_own(likely: Mapping[Kind, float], signs: Signs, message: Message) -> Verdict:
    kind = Kind.NOT_JOB if likely[Kind.NOT_JOB] > 0.5 or signs.topic < TOPIC_OF_OWN else Kind.OTHER_JOB
    quotes = () if kind is Kind.NOT_JOB else _quotes(kind, signs, message)
    return Verdict(kind if quotes else Kind.NOT_JOB, max(likely[kind], 0.9), quotes)


def _is_vouched_for(kind: Kind, signs: Signs) -> bool:
    """Whether the patterns of the first method say the same, and surely."""
    return bool(signs.patterns and signs.patterns.kind is kind and signs.patterns.confidence >= PATTERNS_SURE)


def _is_ordinary(kind: Kind, confidence: float, signs: Signs, message: Message) -> bool:
    """Whether this is rather mail about anything else, which sounds like one about a search for work."""
    if _is_vouched_for(kind, signs):
        return False
    if message.list_id and kind in NEWS:
        return True  # what goes to a list tells nobody of their own application
    doubted = signs.patterns is not None and signs.patterns.kind is Kind.NOT_JOB
    if doubted:
        return not any(signs.topic >= topic and confidence >= share for topic, share in SURE_AGAINST_DOUBT)
    return signs.topic < TOPIC


def _stands(kind: Kind, confidence: float, signs: Signs) -> bool:
    """Whether this is sure enough to be told."""
    if kind in NEWS and signs.topic < TOPIC_OF_NEWS and not _is_vouched_for(kind, signs):
        return False
    if kind is Kind.REJECTION:
        said = max((one.says("no") for one in _spoken(signs)), default=0.0)
        return confidence >= NO_SURE_ENOUGH and (said >= NO_SAID or _is_vouched_for(kind, signs))
    return confidence >= SURE_ENOUGH


def _spoken(signs: Signs) -> Sequence[Weighed]:
    return (*signs.sentences, *signs.forwarded, signs.subject)


def _quotes(kind: Kind, signs: Signs, message: Message) -> tuple[str, ...]:
    """The sentences that say it most, surest first; each stands in the subject or the text, white space aside.

    Where the patterns of the first method say the same of an English mail, what they point at.
    """
    if signs.patterns and signs.patterns.kind is kind and signs.patterns.evidence:
        return signs.patterns.evidence
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
    if verdict.patterns and verdict.patterns.kind is verdict.kind:
        facts = {**verdict.patterns.facts, **facts}
    if verdict.maybe:
        facts["maybe"] = verdict.maybe.value
    # On plain English letters the first method names fewer employers, and hardly ever a wrong one.
    employer = (verdict.patterns.employer if verdict.patterns else None) or names.employer
    return Reading(verdict.kind, verdict.confidence, verdict.evidence, NAME, employer, names.role, facts)
