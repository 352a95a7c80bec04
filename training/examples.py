"""Turns invented mails and phrases into what the models learn from: what sentences say, and the kind of mails."""

from __future__ import annotations

from dataclasses import dataclass

from secondwind.reading.methods.v2.passage import Passage, Sentence, read_passage
from secondwind.reading.methods.v2.signs import KINDS
from secondwind.reading.methods.v2.words import fold
from training.invented import Invented

__all__ = ["KINDS", "MAY_SAY", "Example", "cut", "phrase_example", "sentences_of"]

SAID_BY_KIND = {
    "rejection": "no", "application_received": "received", "interview": "interview", "assessment": "assessment",
    "offer": "offer", "recruiter_outreach": "outreach", "job_alert": "alert",
}  # fmt: skip
ASIDE = 0.3
"""Weight of a sentence that nobody pointed at: it says mostly nothing, but nobody has said so."""


@dataclass(frozen=True)
class Example:
    """One sentence, folded, what it says ("" where nobody said), how much it counts, and the kind of its mail."""

    low: str
    said: str
    weight: float
    kind: str
    language: str


def cut(mail: Invented) -> Passage:
    return read_passage(mail.message.subject, mail.message.text)


def _pointed_at(sentence: Sentence, evidence: str) -> bool:
    return bool(evidence) and (
        sentence.raw in evidence or evidence in sentence.raw or _overlap(sentence.raw, evidence)
    )


def _overlap(a: str, b: str) -> bool:
    """Whether the end of one is the beginning of the other, over at least 20 characters."""
    return any(a.endswith(b[:n]) or b.endswith(a[:n]) for n in range(20, min(len(a), len(b))))


def _said(mail: Invented) -> str:
    if mail.kind in SAID_BY_KIND:
        return SAID_BY_KIND[mail.kind]
    tags = " ".join(mail.tags)
    if mail.kind == "other_job":
        if "own" in tags or "withdraw" in tags:
            return "own"
        if "hold" in tags or "delay" in tags or "still" in tags:
            return "hold"
        return "others" if "other" in tags or "employer" in tags or "friend" in tags else ""
    return "advice" if "newsletter" in tags else "elsewhere" if "elsewhere" in tags else ""


MAY_SAY = {
    "rejection": ("no", "plain", "if"), "application_received": ("received", "plain", "if"),
    "interview": ("interview", "plain", "if"), "assessment": ("assessment", "plain", "if", "interview"),
    "offer": ("offer", "plain", "if"), "recruiter_outreach": ("outreach", "plain", "if"),
    "job_alert": ("alert", "plain"), "other_job": ("own", "hold", "others", "plain", "if"),
    "not_job": ("elsewhere", "advice", "plain"),
}  # fmt: skip
"""What the other sentences of a mail of each kind can say."""


def sentences_of(mail: Invented) -> list[Example]:
    """The sentences of one mail: what was pointed at says the mail's kind, of the others `said` is empty."""
    passage = cut(mail)
    told = _said(mail)
    return [
        Example(one.low, told, 1.0, mail.kind, passage.language)
        if told and _pointed_at(one, mail.evidence)
        else Example(one.low, "", ASIDE, mail.kind, passage.language)
        for one in (*passage.sentences, *passage.forwarded)
    ]


def phrase_example(language: str, said: str, sentence: str) -> Example:
    return Example(fold(sentence), said, 1.0, "", language)
