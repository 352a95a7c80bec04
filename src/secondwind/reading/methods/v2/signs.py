"""Weighs a passage: what each sentence says, what the words of the whole say, whether they are words of a search for
work at all, how the mail is built, and, of an English mail, what the patterns of the first method say.

The same code makes the signs when the model is trained and when it reads, so the two cannot drift apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import repeat

from secondwind.mail.message import Message
from secondwind.reading.methods import v1
from secondwind.reading.methods.v2.concepts import lexicons
from secondwind.reading.methods.v2.lanes import Lanes
from secondwind.reading.methods.v2.passage import Passage, Sentence
from secondwind.reading.methods.v2.places import is_free_mail, is_relay
from secondwind.reading.methods.v2.words import (
    fold,
    head_features,
    sentence_features,
    topic_features,
    words_of,
)
from secondwind.reading.reading import Reading

KINDS = (
    "application_received", "rejection", "interview", "assessment", "offer",
    "recruiter_outreach", "job_alert", "other_job", "not_job",
)  # fmt: skip
SAID = (
    "no", "if", "received", "interview", "assessment", "offer", "outreach", "alert",
    "hold", "own", "others", "elsewhere", "advice", "plain",
)  # fmt: skip
"""What one sentence can say. `if`: a no or an invitation that hangs on a condition; `others`: somebody else's
application, or mail to one who hires; `elsewhere`: a no or an offer that is about no job."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One sentence and the probability (0..1) of each thing it can say, in the order of SAID."""

    sentence: Sentence
    said: tuple[float, ...]

    def says(self, name: str) -> float:
        return self.said[SAID.index(name)]


@dataclass(frozen=True, slots=True)
class Signs:
    """All that was weighed in one mail. `row` is what the last step of the model looks at.

    `topic`: by how much the words are of a search for work rather than of language in general (log odds).
    `patterns`: the first method's reading of an English mail, else None.
    """

    subject: Weighed
    sentences: tuple[Weighed, ...]
    forwarded: tuple[Weighed, ...]
    row: tuple[float, ...]
    topic: float = 0.0
    patterns: Reading | None = None


def shares(scores: list[float]) -> list[float]:
    """Scores as shares of one (softmax)."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    whole = sum(powers)
    return [power / whole for power in powers]


@dataclass(frozen=True, slots=True)
class Features:
    """What the models look at: one list for the subject, each sentence, each forwarded sentence; the mail's own, and
    its words by themselves."""

    subject: list[str]
    sentences: list[list[str]]
    forwarded: list[list[str]]
    mail: list[str]
    topic: list[str]


def features_of(passage: Passage, message: Message) -> Features:
    """The features of one mail.

    The mail's own are its sentences' together (of a bare forward the forwarded ones) and its head's.
    """
    lexicon = lexicons()[passage.language]
    sentences = [sentence_features(one.low, lexicon) for one in passage.sentences]
    forwarded = [sentence_features(one.low, lexicon) for one in passage.forwarded[:MOST_FORWARDED]]
    told = sentences if len(sentences) > BARE or not forwarded else forwarded
    mail = set(head_features(_sender_words(message), passage.subject.low, lexicon))
    mail.update(*told)
    words = words_of(f"{_sender_words(message)} {passage.subject.low}")
    for one in passage.sentences if told is sentences else passage.forwarded[:MOST_FORWARDED]:
        words += words_of(one.low)
    return Features(
        sentence_features(passage.subject.low, lexicon),
        sentences,
        forwarded,
        list(mail),
        topic_features(words, lexicon),
    )


MOST_FORWARDED = 20
BARE = 2
"""Own sentences above a forwarded mail, up to which the forwarded words speak for the whole."""


def _sender_words(message: Message) -> str:
    """The sender's name and the part before the @: "careers", "no reply", "talent team"."""
    return fold(f"{message.sender.name[:80]} {message.sender.address.partition('@')[0][:40]}")


APPLYING = 2.0
"""What a word like "Bewerbung" adds to the topic (log odds). In English an application may be a program."""
TOPIC_SCALE = 8.0
"""The log odds of the topic that count in full."""


def weigh(
    passage: Passage, message: Message, sentence_lanes: Lanes, word_lanes: Lanes, topic_lanes: Lanes
) -> Signs:
    """Everything about one mail that decides what it says."""
    features = features_of(passage, message)
    subject = _weigh(passage.subject, features.subject, sentence_lanes)
    sentences = tuple(map(_weigh, passage.sentences, features.sentences, repeat(sentence_lanes)))
    forwarded = tuple(map(_weigh, passage.forwarded, features.forwarded, repeat(sentence_lanes)))
    # The patterns of the first method are English: of other mail they say nothing.
    patterns = v1.read(message) if passage.language == "en" else None
    other, job = topic_lanes.weigh(features.topic)
    topic = job - other
    if passage.language != "en" and "APPLICATION" in features.topic:
        topic += APPLYING
    height = max(-1.0, min(1.0, topic / TOPIC_SCALE))
    row = (
        *subject.said,
        *_strongest(sentences),
        *_strongest_but_one(sentences),
        *_strongest(forwarded)[:6],
        *shares(word_lanes.weigh(features.mail)),
        *_build(passage, message),
        *_by_patterns(patterns),
        max(0.0, height),
        max(0.0, -height),
    )
    return Signs(subject, sentences, forwarded, row, topic, patterns)


def _weigh(sentence: Sentence, features: list[str], lanes: Lanes) -> Weighed:
    return Weighed(sentence, tuple(shares(lanes.weigh(features))))


def _strongest(weighed: tuple[Weighed, ...]) -> list[float]:
    """Of each thing, the share of the sentence that says it most."""
    if not weighed:
        return [0.0] * len(SAID)
    return [max(column) for column in zip(*[one.said for one in weighed], strict=True)]


def _strongest_but_one(weighed: tuple[Weighed, ...]) -> list[float]:
    if len(weighed) < 2:
        return [0.0] * len(SAID)
    return [sorted(column)[-2] for column in zip(*[one.said for one in weighed], strict=True)]


def _build(passage: Passage, message: Message) -> list[float]:
    """How the mail is built and who sent it, each 0..1."""
    domain = message.sender.domain
    return [
        float(passage.quoted),
        float(bool(passage.forwarded)),
        float(bool(message.list_id)),
        float(bool(message.calendars)),
        float(is_relay(domain)),
        float(is_free_mail(domain)),
        min(1.0, len(passage.sentences) / 30),
        float(len(passage.sentences) <= 2),
    ]


def _by_patterns(reading: Reading | None) -> list[float]:
    """How sure the first method is of each kind (0..1)."""
    return [reading.confidence if reading and reading.kind == kind else 0.0 for kind in KINDS]
