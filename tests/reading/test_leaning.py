"""Leaning: what a person said of one mail, and how far it holds for the next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondwind.mail.message import Address, Message
from secondwind.reading.leaning import BECAUSE, LEANT_FROM, LESSON, SURE, Lesson, Lessons, lean, why_leant
from secondwind.reading.reading import Kind, Reading
from secondwind.reading.siblings import template_of

SAID_AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
NEWS = "There is news about your application, and we have gone another way with the role this time."
OTHER_WORDS = "Please send us the form that is still missing so that we can go on with your papers."
HR = "hr@northwind.example"


def mail(text: str = NEWS, sender: str = HR, subject: str = "Your application") -> Message:
    return Message("x", subject, Address("", sender), None, text)


def lesson(
    kind: Kind, read_as: Kind = Kind.UNSURE, *, of: Message | None = None, number: int = 7, day: int = 3
) -> Lesson:
    said_at = SAID_AT + timedelta(days=day - 3)
    of = of or mail()
    return Lesson(number, kind, read_as, said_at, date(2026, 11, day), "Ana Lindqvist", template_of(of))


def reading(
    kind: Kind, confidence: float = 0.5, evidence: tuple[str, ...] = ("we have gone another way",)
) -> Reading:
    return Reading(kind, confidence, evidence, "stand-in")


def test_the_same_template_is_believed_and_says_why() -> None:
    """An unsure mail of a template the person called a no is a no, and names the day and the sender."""
    found = lean(reading(Kind.UNSURE), mail(), Lessons.of([lesson(Kind.REJECTION)]))
    assert found.kind is Kind.REJECTION
    assert why_leant(found) == {
        LEANT_FROM: "unsure", LESSON: "7", BECAUSE: "You said so of a mail from Ana Lindqvist on 3 November.",
    }  # fmt: skip
    assert found.method == "stand-in"


@pytest.mark.parametrize("evidence", [(), ("words that stand nowhere in it",), ("  ",)])
def test_no_mail_becomes_a_no_without_words_for_it(evidence: tuple[str, ...]) -> None:
    """Of a mail without a sentence that says no the lesson makes unsure at most."""
    lessons = Lessons.of([lesson(Kind.REJECTION, Kind.OTHER_JOB)])
    assert lean(reading(Kind.OTHER_JOB, evidence=evidence), mail(), lessons).kind is Kind.UNSURE


@pytest.mark.parametrize("said", [kind for kind in Kind if kind not in {Kind.REJECTION, Kind.UNSURE}])
def test_a_sure_no_is_never_turned_away(said: Kind) -> None:
    """Whatever was said of its template, a sure no is looked at by the person, with the reason beside it."""
    found = lean(reading(Kind.REJECTION, 0.97), mail(), Lessons.of([lesson(said, Kind.REJECTION)]))
    assert found.kind is Kind.UNSURE
    assert found.facts[BECAUSE]


def test_the_sender_alone_makes_us_doubt() -> None:
    """Other words of the same address, misread as before: not sure becomes unsure, sure stays."""
    lessons = Lessons.of([lesson(Kind.OTHER_JOB, Kind.INTERVIEW)])
    other = mail(OTHER_WORDS)
    assert lean(reading(Kind.INTERVIEW, 0.6), other, lessons).kind is Kind.UNSURE
    assert lean(reading(Kind.INTERVIEW, SURE), other, lessons).kind is Kind.INTERVIEW
    assert lean(reading(Kind.ASSESSMENT, 0.6), other, lessons).kind is Kind.ASSESSMENT


def test_the_sender_alone_chooses_between_near_kinds() -> None:
    """A test taken for an invitation, by the same address: the near kind is taken, and never a no."""
    near = Lessons.of([lesson(Kind.ASSESSMENT, Kind.INTERVIEW)])
    assert lean(reading(Kind.INTERVIEW, 0.6), mail(OTHER_WORDS), near).kind is Kind.ASSESSMENT
    no = Lessons.of([lesson(Kind.REJECTION, Kind.APPLICATION_RECEIVED)])
    found = lean(reading(Kind.APPLICATION_RECEIVED, 0.6, ("send us the form",)), mail(OTHER_WORDS), no)
    assert found.kind is Kind.UNSURE


def test_a_shared_platform_is_no_sender() -> None:
    """Every employer writes from there: the address alone says nothing."""
    relay = "no-reply@us.greenhouse-mail.io"
    lessons = Lessons.of([lesson(Kind.OTHER_JOB, Kind.INTERVIEW, of=mail(sender=relay))])
    assert lean(reading(Kind.INTERVIEW, 0.6), mail(OTHER_WORDS, relay), lessons).kind is Kind.INTERVIEW


def test_the_latest_word_counts() -> None:
    """A template set right twice is what was said last; agreeing since ends the leaning."""
    early, late = lesson(Kind.OTHER_JOB, number=1), lesson(Kind.INTERVIEW, number=2, day=9)
    assert lean(reading(Kind.UNSURE), mail(), Lessons.of([late, early])).kind is Kind.INTERVIEW
    agreed = lesson(Kind.JOB_ALERT, Kind.JOB_ALERT, number=3, day=11)
    plain = reading(Kind.JOB_ALERT)
    assert lean(plain, mail(), Lessons.of([early, late, agreed])) is plain


def test_mail_that_was_there_before_does_not_lean() -> None:
    """What was read in before the lesson is the person's to move."""
    lessons = Lessons.of([lesson(Kind.REJECTION)])
    plain = reading(Kind.UNSURE)
    assert lean(plain, mail(), lessons, known_at=SAID_AT) is plain
    assert lean(plain, mail(), lessons, known_at=SAID_AT + timedelta(seconds=1)).kind is Kind.REJECTION


def test_nothing_said_changes_nothing() -> None:
    """Without lessons, or with those of strangers, the reading is the very one that came."""
    plain = reading(Kind.UNSURE)
    assert lean(plain, mail(), Lessons()) is plain
    stranger = lesson(Kind.REJECTION, of=mail(sender="hr@elsewhere.example"))
    assert lean(plain, mail(), Lessons.of([stranger])) is plain


kinds = st.sampled_from(list(Kind))
taught = st.lists(
    st.tuples(kinds, kinds, st.sampled_from([NEWS, OTHER_WORDS]), st.integers(1, 28)), max_size=6
).map(lambda rows: [lesson(k, r, of=mail(t), number=n, day=d) for n, (k, r, t, d) in enumerate(rows, 1)])


@given(taught, kinds, st.floats(0, 1), st.booleans(), st.randoms())
def test_it_holds_for_any_lessons_in_any_order(
    lessons: list[Lesson], kind: Kind, confidence: float, quoted: bool, dice: object
) -> None:
    """Order makes no difference, leaning twice is leaning once, no no without words, no sure no to anything but unsure,
    and whatever leant says on what."""
    plain = reading(kind, confidence, ("we have gone another way",) if quoted else ())
    found = lean(plain, mail(), Lessons.of(lessons))
    shuffled = list(lessons)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert lean(plain, mail(), Lessons.of(shuffled)) == found
    assert lean(found, mail(), Lessons.of(lessons)) == found
    assert (found is plain) or set(why_leant(found)) == {LEANT_FROM, LESSON, BECAUSE}
    if found.kind is Kind.REJECTION and kind is not Kind.REJECTION:
        assert quoted
    if kind is Kind.REJECTION and confidence >= SURE:
        assert found.kind in {Kind.REJECTION, Kind.UNSURE}
