"""Decides how far a new reading leans to what the person said of an earlier mail, and says which one that was.

Small on purpose, so that it can be told in a sentence: the same template is believed, the same sender makes us doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from secondwind.mail.message import Message
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.relays import is_free_mail, is_relay, registrable
from secondwind.reading.siblings import Template, same_template, template_of

SURE = 0.9
"""The confidence from which a reading is not doubted for its sender's sake, and a no is never turned away."""
TAUGHT = 0.8
"""The confidence of a kind taken from one mail of the same template."""
DOUBTED = 0.4
NEAR = (
    frozenset({Kind.APPLICATION_RECEIVED, Kind.OTHER_JOB}),
    frozenset({Kind.INTERVIEW, Kind.ASSESSMENT}),
    frozenset({Kind.RECRUITER_OUTREACH, Kind.JOB_ALERT}),
    frozenset({Kind.RECRUITER_OUTREACH, Kind.OTHER_JOB}),
    frozenset({Kind.JOB_ALERT, Kind.OTHER_JOB}),
)
"""Kinds so near that the sender alone may decide between them. A no is near nothing."""
LEANT_FROM, LESSON, BECAUSE = "leant_from", "lesson", "because"
"""The facts a reading that leant carries: the kind it had, the correction it leans on, and the words for it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """One standing correction of a mail's kind. `said_on` is the day in the person's zone; `read_as` is what we
    had taken the mail for, `kind` what the person said it was (the same where the person agreed)."""

    id: int
    kind: Kind
    read_as: Kind
    said_at: datetime
    said_on: date
    sender: str
    template: Template

    @property
    def words(self) -> str:
        return f"You said so of a mail from {self.sender} on {self.said_on.day} {self.said_on:%B}."


@dataclass(slots=True)
class Lessons:
    """Lessons by sender, so that most mail is compared with none. The order they are given in makes no difference."""

    by_place: dict[str, list[Lesson]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, lessons: Iterable[Lesson]) -> Lessons:
        made = cls()
        for lesson in sorted(lessons, key=lambda one: (one.said_at, one.id), reverse=True):
            for place in {lesson.template.address, lesson.template.domain} - {""}:
                made.by_place[place].append(lesson)
        return made

    def __len__(self) -> int:
        return len({lesson.id for kept in self.by_place.values() for lesson in kept})

    def from_sender(self, message: Message) -> list[Lesson]:
        """Lessons of the same address or house, the latest first, each once."""
        address, domain = message.sender.address, message.sender.domain
        places = [address] if not domain or is_free_mail(domain) else [address, registrable(domain)]
        found = {lesson.id: lesson for place in places for lesson in self.by_place.get(place, ())}
        return sorted(found.values(), key=lambda one: (one.said_at, one.id), reverse=True)


def lean(
    reading: Reading, message: Message, lessons: Lessons, *, known_at: datetime | None = None
) -> Reading:
    """The reading, or one that leans on a lesson and says so in its facts (`leant_from`, `lesson`, `because`).

    Of a mail of the same template the latest lesson's kind is believed; of the same address alone a reading that
    repeats the mistake and is not sure becomes a near kind or unsure. A sure no becomes unsure at most, and no mail
    becomes a no that has no words for it. `known_at`: when the mail came in; lessons taught since are left out, for
    mail that was there already is the person's to move. A reading that leant does not lean again.
    """
    if LESSON in reading.facts:
        return reading
    near = [
        lesson for lesson in lessons.from_sender(message) if known_at is None or lesson.said_at < known_at
    ]
    if not near:
        return reading
    template = template_of(message, names_in(reading))
    alike = next((lesson for lesson in near if same_template(lesson.template, template)), None)
    if alike is not None:
        return _leant(reading, alike, _believed(reading, message, alike))
    misled = next((lesson for lesson in near if _misled(lesson, reading, message)), None)
    return _leant(reading, misled, _doubted(reading, misled)) if misled else reading


def names_in(reading: Reading) -> tuple[str, ...]:
    """What a reading found that differs from one mail of a template to the next."""
    facts = reading.facts
    found = (reading.employer, reading.role, facts.get("via"), facts.get("contact"))
    return tuple(name for name in found if name)


def _misled(lesson: Lesson, reading: Reading, message: Message) -> bool:
    """The same sender, and taken for the same as the mail that was set right. A shared platform is nobody."""
    return (
        lesson.template.address == message.sender.address
        and lesson.read_as is reading.kind
        and not is_relay(message.sender.domain)
    )


def _believed(reading: Reading, message: Message, lesson: Lesson) -> Kind:
    if reading.kind is Kind.REJECTION and reading.confidence >= SURE:
        return reading.kind if lesson.kind is Kind.REJECTION else Kind.UNSURE
    if lesson.kind is Kind.REJECTION and not _has_words_for_it(reading, message):
        return Kind.UNSURE
    return lesson.kind


def _doubted(reading: Reading, lesson: Lesson) -> Kind:
    if reading.confidence >= SURE or reading.kind is lesson.kind or reading.kind is Kind.UNSURE:
        return reading.kind
    return lesson.kind if {reading.kind, lesson.kind} in NEAR else Kind.UNSURE


def _has_words_for_it(reading: Reading, message: Message) -> bool:
    text = " ".join(f"{message.subject} {message.text}".split())
    return any(quote.strip() and " ".join(quote.split()) in text for quote in reading.evidence)


def _leant(reading: Reading, lesson: Lesson, kind: Kind) -> Reading:
    if kind is reading.kind:
        return reading
    facts = {
        **reading.facts,
        LEANT_FROM: reading.kind.value,
        LESSON: str(lesson.id),
        BECAUSE: lesson.words,
    }
    confidence = DOUBTED if kind is Kind.UNSURE else TAUGHT
    return replace(reading, kind=kind, confidence=confidence, facts=facts)


def why_leant(reading: Reading) -> dict[str, str]:
    """The part of a reading's facts that tells what it leant on; empty where it leans on nothing."""
    return {name: reading.facts[name] for name in (LEANT_FROM, LESSON, BECAUSE) if name in reading.facts}
