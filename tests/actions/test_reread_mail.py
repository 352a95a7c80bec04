"""Reading kept mail again: a better method is taken up, and what the person said stays said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions import reread_mail as room
from secondwind.actions.correct_application import disown, merge
from secondwind.actions.correct_reading import agree, correct_kind, move_message, undo_reading_correction
from secondwind.actions.reread_mail import read_before, reread_mail
from secondwind.errors import NotNowError
from secondwind.reading.reading import Kind
from secondwind.record.models import Application, Message, PassedOver, Plan, Question, Reading
from secondwind.record.queries import applications
from secondwind.tools.registry import built

from .dumps import canonical, tables
from .stand_in import put_in_force, saying

DAY = timedelta(days=1)
LATER = MONDAY + timedelta(hours=2)
NO = saying(Kind.REJECTION, "Northwind", "we chose somebody else")
TALK = saying(Kind.INTERVIEW, "Northwind", "come and talk")


@pytest.fixture
def method(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a stand-in in force that says, by words in the mail, what each mail is."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return lambda says, name="v9": put_in_force(monkeypatch, name, says)


def again(person: Person, **more: object) -> room.Reread:
    return reread_mail(person, built=built(), now=LATER, **more)


def a_mail(
    person: Person, application: Application | None, word: str, kind: str, back: int = 0, **more: object
) -> Message:
    """A kept mail that holds that word; `back` days before the present."""
    return a_letter_from(
        person, application, kind=kind, subject=f"About {word}",
        text=f"Dear Sam, {word} it is, and we chose somebody else.",
        evidence=(word,), sent_at=MONDAY - back * DAY, **more,
    )  # fmt: skip


def test_a_better_reading_moves_kind_and_stage(person: Person, method: Callable) -> None:
    """What was taken for an invitation and is a no ends its application, with the old reading kept beside the new."""
    northwind = an_application(person, now=MONDAY - 5 * DAY)
    letter = a_mail(person, northwind, "plums", "interview")
    method({"plums": NO})
    done = again(person)
    letter.refresh_from_db()
    northwind.refresh_from_db()
    assert (done.read, done.moved, done.left) == (1, 1, 0)
    assert (letter.kind, northwind.stage) == ("rejection", "rejected")
    assert [row.method for row in letter.readings.all()] == ["v1", "v9"]


def test_a_no_that_was_none_takes_its_plan_with_it(person: Person, method: Callable) -> None:
    """The plan that stood on a misread no goes, as it does when the person sets it right."""
    plan = a_plan(person)
    letter = plan.application.messages.get(kind="rejection")
    method({"": TALK})
    again(person)
    letter.refresh_from_db()
    assert letter.kind == "interview"
    assert not Plan.objects.of(person).exists()


def test_what_the_person_said_stays(person: Person, method: Callable) -> None:
    """Corrected, agreed, moved, merged and disowned: a method that says otherwise of all of them moves none."""
    northwind, halden = an_application(person), an_application(person, "Halden Rail", role="Planner")
    corrected = a_mail(person, northwind, "plums", "rejection", 1)
    correct_kind(corrected, "interview", built=built(), now=MONDAY)
    agree(a_mail(person, northwind, "figs", "interview", 2), now=MONDAY)
    move_message(a_mail(person, northwind, "dates", "interview", 3), halden, built=built(), now=MONDAY)
    twin = an_application(person, "Northwind Ltd")
    a_mail(person, twin, "quince", "interview", 4)
    merge(twin, northwind, now=MONDAY)
    a_mail(person, disowned := an_application(person, "Elsewhere"), "medlar", "interview", 5)
    disown(disowned, now=MONDAY)
    before = canonical(leave_out={"Reading"})
    method({"": saying(Kind.REJECTION, "Somebody Else", "we chose somebody else", confidence=0.99)})
    assert again(person).moved == 0
    assert canonical(leave_out={"Reading"}) == before
    assert Reading.objects.of(person).filter(method="v9").count() == 5


def test_a_correction_taken_back_lets_the_mail_be_read_again(person: Person, method: Callable) -> None:
    """A word that was taken back speaks no more."""
    letter = a_mail(person, an_application(person), "plums", "unsure")
    undo_reading_correction(
        correct_kind(letter, "offer", built=built(), now=MONDAY), built=built(), now=MONDAY
    )
    method({"plums": NO})
    again(person)
    letter.refresh_from_db()
    assert letter.kind == "rejection"


def test_a_second_run_changes_nothing(person: Person, method: Callable) -> None:
    """Reading again is idempotent to the last row of every table."""
    northwind = an_application(person)
    for back, (word, kind) in enumerate([("plums", "interview"), ("figs", "unsure"), ("dates", "rejection")]):
        a_mail(person, northwind if back != 1 else None, word, kind, back)
    method({"plums": NO, "figs": TALK, "dates": saying(Kind.UNSURE)})
    assert again(person).moved == 3
    before = tables()
    assert again(person) == room.Reread(read=0, moved=0, left=0, let_go=0)
    assert tables() == before


def test_cut_off_anywhere_it_ends_the_same(
    person: Person, method: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In stretches of one or all at once, the record says the same at the end; stretches count what is left."""
    monkeypatch.setattr(room, "CHUNK", 1)
    a_search(person, [0, 1, 2, 3])
    method(WORDS)
    lefts = [again(person, most=1).left for _ in range(4)]
    in_stretches = canonical()
    everything_gone(person)
    a_search(person, [0, 1, 2, 3])
    again(person)
    assert lefts == [3, 2, 1, 0]
    assert canonical() == in_stretches


def test_a_kill_in_the_middle_of_a_stretch_leaves_none_half_read(
    person: Person, method: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a stretch did is undone with it, and the next run ends at the same record."""
    a_search(person, [0, 1, 2, 3])
    method(WORDS)
    whole, calls = room.move_to, []

    def dies_on_the_second(*args: object, **more: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        whole(*args, **more)

    before = tables()
    monkeypatch.setattr(room, "move_to", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        again(person)
    assert tables() == before
    assert again(person).read == 4


WORDS = {
    "plums": saying(Kind.APPLICATION_RECEIVED, "Northwind", "plums"),
    "figs": TALK,
    "dates": NO,
    "quince": saying(Kind.OFFER, "Halden Rail", "quince"),
}


def a_search(person: Person, order: list[int]) -> None:
    """Four unsure mails without an application, stored in that order."""
    for place in order:
        sender = (
            "Kit Halden <kit@haldenrail.example>"
            if place == 3
            else "Ana Lindqvist <ana.lindqvist@northwind.example>"
        )
        a_mail(person, None, list(WORDS)[place], "unsure", 9 - place, key=f"k{place}", sender=sender)


def everything_gone(person: Person) -> None:
    for model in (Message, Application, Plan):
        model.objects.of(person).delete()


def test_the_order_mail_was_stored_in_makes_no_difference(person: Person, method: Callable) -> None:
    """Mails are taken up in the order they were sent: two applications, the first with its receipt, talk and no."""
    method(WORDS)
    found = []
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        a_search(person, order)
        again(person)
        found.append(canonical())
        assert sorted(applications(person).values_list("employer", "stage", "furthest")) == [
            ("Halden Rail", "offer", "offer"), ("Northwind", "rejected", "interview"),
        ]  # fmt: skip
        everything_gone(person)
    assert found[0] == found[1] == found[2]


def test_a_better_name_renames_what_mail_had_named(person: Person, method: Callable) -> None:
    """An application the old method named wrongly gets its name, once; one noted by hand keeps its own."""
    misnamed = an_application(person, "Hiring Desk", role="")
    a_mail(person, misnamed, "plums", "application_received")
    by_hand = an_application(person, "Halden Rail", by_hand=True)
    a_mail(person, by_hand, "figs", "application_received", 1)
    method(
        {
            "plums": saying(Kind.APPLICATION_RECEIVED, "Northwind"),
            "figs": saying(Kind.APPLICATION_RECEIVED, "Ostrea"),
        }
    )
    again(person)
    misnamed.refresh_from_db()
    by_hand.refresh_from_db()
    assert (misnamed.employer, misnamed.employer_key) == ("Northwind", "northwind")
    assert by_hand.employer == "Halden Rail"
    assert sorted(applications(person).values_list("employer", flat=True)) == [
        "Halden Rail",
        "Northwind",
        "Ostrea",
    ]


def test_mail_of_two_employers_in_one_application_parts(person: Person, method: Callable) -> None:
    """The first mail confirms the name, the second says another one: it leaves for an application of its own."""
    northwind = an_application(person, role="")
    a_mail(person, northwind, "plums", "application_received", 2)
    stray = a_mail(person, northwind, "figs", "rejection", 1, sender="Ostrea <jobs@ostrea.example>")
    method(
        {
            "plums": saying(Kind.APPLICATION_RECEIVED, "Northwind"),
            "figs": saying(Kind.REJECTION, "Ostrea", "figs"),
        }
    )
    again(person)
    stray.refresh_from_db()
    northwind.refresh_from_db()
    assert (stray.application.employer, stray.application.stage) == ("Ostrea", "rejected")
    assert northwind.stage == "applied"


def test_a_question_goes_once_the_mail_has_its_place(person: Person, method: Callable) -> None:
    """A mail nobody could place, read with its employer now, is on it, and nothing is asked of it any more."""
    halden = an_application(person, "Halden Rail", now=MONDAY - 9 * DAY)
    letter = a_mail(person, None, "plums", "interview")
    Question.objects.of(person).create(message=letter, asks="which_application", options=[])
    method({"plums": saying(Kind.INTERVIEW, "Halden Rail", "plums")})
    again(person)
    letter.refresh_from_db()
    assert letter.application_id == halden.pk
    assert not Question.objects.of(person).exists()


def test_mail_of_ones_own_is_never_news(person: Person, method: Callable) -> None:
    """An own answer keeps its place and kind, whatever the method makes of it."""
    own = a_mail(person, an_application(person), "plums", "other_job", is_mine=True)
    method({"plums": NO})
    assert again(person).moved == 0
    own.refresh_from_db()
    assert own.kind == "other_job"


def test_what_was_passed_over_is_let_go_for_the_next_import(person: Person, method: Callable) -> None:
    """Hashes of an earlier method go, so that importing again reads that mail; those of this one stay."""
    for name, by in (("a" * 64, "v1"), ("b" * 64, "v9")):
        PassedOver.objects.of(person).create(hashed_id=name, method=by)
    method({})
    assert again(person).let_go == 1
    assert PassedOver.objects.of(person).get().method == "v9"


def test_one_reads_at_a_time(person: Person, method: Callable) -> None:
    """While a mailbox is being read, reading again waits and says so."""
    a_mail(person, None, "plums", "unsure")
    method({"plums": NO})
    with room.one_at_a_time(), pytest.raises(NotNowError):
        again(person)
    assert read_before(person).count() == 1
