"""What follows from a correction for other mail: those like it when the person agrees, later ones by leaning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.actions.correct_reading import (
    agree,
    correct_alike,
    correct_kind,
    move_message,
    undo_alike,
    undo_reading_correction,
)
from secondwind.actions.forget_lessons import forget_lessons, remember_lessons
from secondwind.actions.reread_mail import reread_mail
from secondwind.errors import SecondWindError
from secondwind.reading.reading import Kind
from secondwind.record.lessons import alike_to, lessons_of
from secondwind.record.models import Correction, Message, PassedOver, Reading
from secondwind.record.queries import unsure_messages
from secondwind.tools.registry import built

from .conftest import Reading as Import
from .dumps import canonical
from .invented import NOW, mail
from .stand_in import put_in_force, saying

DAY = timedelta(days=1)
SENDER = "Northwind <desk@northwind.example>"
WORDS = (
    "Dear Sam,\n\nthere is news about the role {role}. We went another way this time and keep your papers until "
    "the end of the year.\n\nThe desk\n"
)
ROLES = ("Planner", "Data clerk", "Buyer", "Driver")


def kept(
    person: Person, role: str, kind: str = "unsure", sender: str = SENDER, words: str = WORDS
) -> Message:
    """A kept mail of one template, about that role."""
    text = words.format(role=role)
    row = a_letter_from(
        person, None, sender=sender, kind=kind, subject=f"News about {role}", text=text,
        evidence=("We went another way this time",), key=f"{role}-{sender}",
        sent_at=MONDAY - len(role) * DAY,
    )  # fmt: skip
    row.readings.update(role=role, employer="Northwind")
    return row


def kinds(person: Person) -> dict[str, str]:
    return {row.subject.removeprefix("News about "): row.kind for row in Message.objects.of(person)}


def say(message: Message, kind: str = "rejection", now: datetime = MONDAY) -> Correction:
    return correct_kind(message, kind, built=built(), now=now)


def test_siblings_move_when_the_person_agrees_and_come_back_together(person: Person) -> None:
    """Three more like this: none moves by itself, those agreed on become corrections that know their origin."""
    first, *others = (kept(person, role) for role in ROLES)
    kept(person, "Cook", sender="Elsewhere <desk@elsewhere.example>")
    kept(
        person,
        "Clerk",
        words="Dear Sam,\n\nplease send the form for {role} that is missing, and two pictures.\n",
    )
    before = canonical(leave_out={"Correction", "Event"})
    correction = say(first)
    assert {row.pk for row in alike_to(correction)} == {row.pk for row in others}
    assert kinds(person)["Buyer"] == "unsure"
    made = correct_alike(correction, others[:2], built=built(), now=MONDAY)
    assert [one.came_from for one in made] == [correction, correction]
    assert kinds(person)["Data clerk"] == kinds(person)["Buyer"] == "rejection"
    assert [row.pk for row in alike_to(correction)] == [others[2].pk]
    undo_alike(correction, built=built(), now=MONDAY)
    assert kinds(person)["Planner"] == "rejection"
    assert kinds(person)["Data clerk"] == "unsure"
    correct_alike(correction, alike_to(correction), built=built(), now=MONDAY)
    assert kinds(person)["Driver"] == "rejection"
    undo_reading_correction(correction, built=built(), now=MONDAY)
    undo_reading_correction(correction, built=built(), now=MONDAY)
    assert set(kinds(person).values()) == {"unsure"}
    left = canonical(leave_out={"Correction", "Event"})
    assert left["Message"] == before["Message"]
    assert all(row["not_mine"] for row in left["Application"])


def test_a_mail_the_person_spoke_of_is_no_sibling(person: Person) -> None:
    """Left unsure or set right on its own, it is neither offered nor moved."""
    first, left, other = (kept(person, role) for role in ROLES[:3])
    agree(left, now=MONDAY)
    say(other, "interview")
    correction = say(first)
    assert alike_to(correction) == []
    assert correct_alike(correction, [left, other], built=built(), now=MONDAY) == []
    assert kinds(person) == {"Planner": "rejection", "Data clerk": "unsure", "Buyer": "interview"}


def test_a_correction_taken_back_moves_nothing_more(person: Person) -> None:
    """It offers no siblings, and agreeing to them comes too late."""
    first, other = kept(person, "Planner"), kept(person, "Buyer")
    correction = say(first)
    undo_reading_correction(correction, built=built(), now=MONDAY)
    correction.refresh_from_db()
    assert alike_to(correction) == []
    with pytest.raises(SecondWindError):
        correct_alike(correction, [other], built=built(), now=MONDAY)


def test_a_sibling_set_right_since_keeps_the_newer_word(person: Person) -> None:
    """Taking the origin back does not undo what was said of a sibling later; that taken back, it is as it was."""
    first, other = kept(person, "Planner"), kept(person, "Buyer")
    correction = say(first)
    correct_alike(correction, [other], built=built(), now=MONDAY)
    newer = say(Message.objects.of(person).get(pk=other.pk), "interview", MONDAY + DAY)
    undo_reading_correction(correction, built=built(), now=MONDAY + DAY)
    assert kinds(person) == {"Planner": "unsure", "Buyer": "interview"}
    undo_reading_correction(Correction.objects.of(person).get(pk=newer.pk), built=built(), now=MONDAY + DAY)
    assert kinds(person)["Buyer"] == "unsure"


def test_a_kind_taken_back_leaves_the_mail_where_the_person_put_it(person: Person) -> None:
    """Two words on one mail, what it is and where it belongs: taking the first back leaves the second."""
    letter, halden = kept(person, "Planner"), an_application(person, "Halden Rail")
    correction = say(letter)
    move_message(Message.objects.of(person).get(pk=letter.pk), halden, built=built(), now=MONDAY)
    undo_reading_correction(correction, built=built(), now=MONDAY)
    letter.refresh_from_db()
    assert (letter.kind, letter.application_id) == ("unsure", halden.pk)


def test_lessons_are_the_latest_standing_words_that_say_something(person: Person) -> None:
    """Left unsure, taken back, overtaken, forgotten or of one's own mail: none of these teaches."""
    rows = {role: kept(person, role) for role in ("Planner", "Buyer", "Driver", "Cook", "Clerk")}
    agree(rows["Planner"], now=MONDAY)
    undo_reading_correction(say(rows["Buyer"]), built=built(), now=MONDAY)
    say(rows["Driver"])
    kept_word = say(Message.objects.of(person).get(pk=rows["Driver"].pk), "interview", MONDAY + DAY)
    forget_lessons(person, one=say(rows["Cook"]), built=built(), now=MONDAY)
    Message.objects.of(person).filter(pk=rows["Clerk"].pk).update(is_mine=True)
    say(Message.objects.of(person).get(pk=rows["Clerk"].pk))
    found = lessons_of(person)
    assert [lesson.id for lesson in found.by_place["northwind.example"]] == [kept_word.pk]
    assert found.by_place["northwind.example"][0].kind is Kind.INTERVIEW


def written(role: str, number: int) -> object:
    """The same template as it arrives in a mailbox."""
    return mail(
        WORDS.format(role=role), subject=f"News about {role}", sender=SENDER, at=NOW - number * DAY,
        id_=f"{number}@northwind.example",
    )  # fmt: skip


@pytest.fixture
def unsure_of_news(monkeypatch: pytest.MonkeyPatch) -> Callable[[Kind], None]:
    """A stand-in that takes news for a given kind, and every job mail for its employer's."""

    def take_for(kind: Kind, name: str = "v9") -> None:
        says = saying(kind, "Northwind", "We went another way this time", confidence=0.5)
        put_in_force(monkeypatch, name, {"news about": says})

    return take_for


def test_later_mail_of_the_template_is_read_as_said(
    seeker: Person, reading: Import, unsure_of_news: Callable
) -> None:
    """The next import leans and says so; the reading beside it stays what the method said; what was here stays."""
    unsure_of_news(Kind.UNSURE)
    reading([written("Planner", 9), written("Buyer", 8)], "first.mbox", now=NOW)
    correction = say(Message.objects.of(seeker).get(subject__endswith="Planner"), now=NOW)
    reading([written("Driver", 2)], "second.mbox", now=NOW + DAY)
    later = Message.objects.of(seeker).get(subject__endswith="Driver")
    assert kinds(seeker) == {"Planner": "rejection", "Buyer": "unsure", "Driver": "rejection"}
    assert later.leant == {
        "leant_from": "unsure", "lesson": str(correction.pk),
        "because": "You said so of a mail from Northwind on 16 November.",
    }  # fmt: skip
    assert later.readings.get().kind == "unsure"
    assert later.application.stage == "rejected"
    reread_mail(seeker, built=built(), now=NOW + DAY)
    unsure_of_news(Kind.UNSURE, "v10")
    assert reread_mail(seeker, built=built(), now=NOW + 2 * DAY).moved == 0
    assert kinds(seeker) == {"Planner": "rejection", "Buyer": "unsure", "Driver": "rejection"}


def test_forgetting_gives_the_reading_back_and_leaves_the_word(
    seeker: Person, reading: Import, unsure_of_news: Callable
) -> None:
    """Forgotten, what leant is unsure again and nothing later leans; remembered, it leans as before."""
    unsure_of_news(Kind.UNSURE)
    reading([written("Planner", 9)], "first.mbox", now=NOW)
    say(Message.objects.of(seeker).get(), now=NOW)
    reading([written("Driver", 2)], "second.mbox", now=NOW + DAY)
    leaning = canonical(leave_out={"Event", "Application", "MailImport", "SourceMark", "MailProblem"})
    forgotten = forget_lessons(seeker, built=built(), now=NOW + DAY)
    assert kinds(seeker) == {"Planner": "rejection", "Driver": "unsure"}
    assert Message.objects.of(seeker).get(subject__endswith="Driver").leant == {}
    assert [row.subject for row in unsure_messages(seeker)] == ["News about Driver"]
    reading([written("Cook", 1)], "third.mbox", now=NOW + DAY)
    assert kinds(seeker)["Cook"] == "unsure"
    Message.objects.of(seeker).filter(subject__endswith="Cook").delete()
    remember_lessons(seeker, forgotten, built=built(), now=NOW + 2 * DAY)
    assert kinds(seeker) == {"Planner": "rejection", "Driver": "rejection"}
    left = canonical(leave_out={"Event", "Application", "MailImport", "SourceMark", "MailProblem"})
    assert left["Correction"] == leaning["Correction"]
    assert len(left["Message"]) == len(leaning["Message"])


def test_a_word_taken_back_teaches_no_more(seeker: Person, reading: Import, unsure_of_news: Callable) -> None:
    """What leant on a correction follows when it is taken back."""
    unsure_of_news(Kind.UNSURE)
    reading([written("Planner", 9)], "first.mbox", now=NOW)
    correction = say(Message.objects.of(seeker).get(), now=NOW)
    reading([written("Driver", 2)], "second.mbox", now=NOW + DAY)
    undo_reading_correction(correction, built=built(), now=NOW + DAY)
    assert kinds(seeker) == {"Planner": "unsure", "Driver": "unsure"}


def test_what_leans_to_nothing_about_the_search_is_kept_and_told(
    seeker: Person, reading: Import, unsure_of_news: Callable
) -> None:
    """Mail the person's word puts away is no hash: it can be looked at, and forgetting brings it back."""
    unsure_of_news(Kind.OTHER_JOB)
    reading([written("Planner", 9)], "first.mbox", now=NOW)
    say(Message.objects.of(seeker).get(), "not_job", now=NOW)
    reading([written("Driver", 2)], "second.mbox", now=NOW + DAY)
    assert kinds(seeker) == {"Planner": "not_job", "Driver": "not_job"}
    assert not PassedOver.objects.of(seeker).exists()
    forget_lessons(seeker, built=built(), now=NOW + DAY)
    assert kinds(seeker) == {"Planner": "not_job", "Driver": "other_job"}


def test_readings_are_never_edited(seeker: Person, reading: Import, unsure_of_news: Callable) -> None:
    """Whatever is said, agreed, forgotten and remembered, each reading stays what its method said."""
    unsure_of_news(Kind.UNSURE)
    reading([written("Planner", 9), written("Buyer", 8)], "first.mbox", now=NOW)
    before = list(Reading.objects.of(seeker).order_by("pk").values())
    correction = say(Message.objects.of(seeker).get(subject__endswith="Planner"), now=NOW)
    correct_alike(correction, alike_to(correction), built=built(), now=NOW)
    remember_lessons(seeker, forget_lessons(seeker, built=built(), now=NOW), built=built(), now=NOW)
    assert list(Reading.objects.of(seeker).order_by("pk").values()) == before
