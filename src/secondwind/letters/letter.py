"""Letters: the facts that go in, the draft that comes out, and what each kind of letter must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

Ask = Literal["advice", "lacked", "none"]
Must = Literal["thanks", "acceptance", "moment", "one_ask", "door_open"]

EARLY_STAGES = frozenset({"noticed", "applied"})
"""Stages at which nobody has met the person yet, so that nobody could answer an ask."""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What is known for one letter. Only `own_name` is needed; whatever is empty leaves its sentence out.

    `person` is the recipient's name as written. `stage` is one of the record's stages, the furthest one
    reached. `channel` says how the answer came: email, portal, phone, in_person or none. `via` is the
    agency's name where one stands between. `moment` and `learned` are the person's own words: a phrase
    ("your question about the night shift") or a short clause. `expected_by` is the day the employer
    named for an answer. `subject` is the subject of the mail that is answered. Dates are days in the
    person's own zone.
    """

    own_name: str
    person: str = ""
    employer: str = ""
    role: str = ""
    stage: str = ""
    channel: str = ""
    happened_on: date | None = None
    interviewed_on: date | None = None
    moment: str = ""
    learned: str = ""
    ask: Ask = "advice"
    keep_on_file: bool = True
    expected_by: date | None = None
    via: str = ""
    language: str = "en"
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter, written but not sent. `variant` counts from 0; `body` has ``\\n`` ends and no headers."""

    kind: str
    variant: int
    subject: str
    body: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind of letter. `words` is the range that reads well, whole body counted, both ends included.
    `must` names what the letter is to hold; rules look there for what to ask for."""

    key: str
    title: str
    words: tuple[int, int]
    must: frozenset[Must]


def _kind(key: str, title: str, low: int, high: int, *must: Must) -> tuple[str, LetterKind]:
    return key, LetterKind(key, title, (low, high), frozenset(must))


_REPLY: tuple[Must, ...] = ("thanks", "acceptance", "moment", "one_ask", "door_open")

KINDS: Mapping[str, LetterKind] = MappingProxyType(
    dict(
        [
            _kind("thanks_feedback", "Thanks, and one ask", 60, 140, *_REPLY),
            _kind("thanks_feedback_keep", "Thanks, one ask, and keep in touch", 60, 165, *_REPLY),
            _kind("ghost_nudge", "A question after silence", 35, 80, "one_ask"),
        ]
    )
)
"""The kinds that can be written now. Word ranges: the specification's table of messages, section 7."""

PLANNED = frozenset(
    {
        "interviewer_note",
        "feedback_thanks",
        "second_chance",
        "stay_in_touch",
        "linkedin_note",
        "mentor_outreach",
        "friend_outreach",
        "coach_enquiry",
        "recruiter_intro",
        "phone_cue",
    }
)
"""Kinds that playbooks may name and that cannot be written yet."""


def count_words(body: str) -> int:
    """Words as a person would count them in the whole body, greeting and name included."""
    return sum(1 for token in body.split() if any(letter.isalnum() for letter in token))
