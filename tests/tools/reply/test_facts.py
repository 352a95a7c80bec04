"""What is known for a letter: here, the day of the talk, which only the person can say."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.actions.note_event import note_event, take_event_back
from secondwind.actions.note_no import note_no
from secondwind.record.models import Application
from secondwind.tools.registry import built
from secondwind.tools.reply.facts import day_of_the_talk, letter_facts
from secondwind.tools.reply.models import Letter

TALK = MONDAY - timedelta(days=5)


def noted(application: Application, what: str, *, days_ago: int = 5, told_days_ago: int = 0):
    return note_event(
        application,
        what,
        happened_at=MONDAY - timedelta(days=days_ago),
        built=built(),
        now=MONDAY - timedelta(days=told_days_ago),
    )


def test_a_mail_about_a_talk_does_not_say_when_it_was(person: Person) -> None:
    """An invitation carries its own day: no day is known, and none is in the letter."""
    application = an_application(person, now=MONDAY - timedelta(days=20))
    a_letter_from(person, application, kind="interview", sent_at=TALK, key="visit")
    a_letter_from(person, application, key="no")
    assert application.furthest == "interview"
    assert day_of_the_talk(application, person.zone) is None


def test_a_no_after_a_talk_does_not_say_when_the_talk_was(person: Person) -> None:
    """A no noted by hand "after the interview" carries the day of the no."""
    plan = note_no(person, "Northwind", stage="interview", channel="phone", built=built(), now=MONDAY)
    assert plan.application.furthest == "interview"
    assert day_of_the_talk(plan.application, person.zone) is None


@pytest.mark.parametrize("what", ["interview", "final", "screening"])
def test_the_person_knows_the_day_of_the_talk(person: Person, what: str) -> None:
    """A talk the person noted has its day, in their zone; taken back, it has none."""
    application = an_application(person, now=MONDAY - timedelta(days=20))
    event = noted(application, what)
    assert day_of_the_talk(application, person.zone) == date(2026, 11, 11)
    take_event_back(event, built=built(), now=MONDAY)
    assert day_of_the_talk(application, person.zone) is None


def test_the_last_talk_is_thanked_for_and_a_first_call_gives_way(person: Person) -> None:
    """Of several talks the last one gives the day; a call does not, once an interview came after it."""
    application = an_application(person, now=MONDAY - timedelta(days=20))
    noted(application, "screening", days_ago=9)
    a_letter_from(person, application, kind="interview", sent_at=TALK, key="visit")
    application.refresh_from_db()
    assert day_of_the_talk(application, person.zone) is None
    noted(application, "final", days_ago=2)
    noted(application, "interview", days_ago=4)
    assert day_of_the_talk(application, person.zone) == date(2026, 11, 14)


def test_a_talk_still_to_come_may_be_moved(person: Person) -> None:
    """Noted ahead of its day, a talk is a plan: its day is not thanked for."""
    application = an_application(person, now=MONDAY - timedelta(days=20))
    noted(application, "interview", days_ago=2, told_days_ago=6)
    assert day_of_the_talk(application, person.zone) is None


def test_the_letter_names_the_day_when_it_is_known_and_none_else(person: Person) -> None:
    """The facts of a letter hold the day the person gave, and nothing where a mail alone told of a talk."""
    application = an_application(person, now=MONDAY - timedelta(days=20))
    a_letter_from(person, application, kind="interview", sent_at=TALK, key="visit")
    letter = Letter(owner=person, application=application, kind="thanks_feedback", ask="none")
    assert letter_facts(letter).interviewed_on is None
    noted(application, "interview", days_ago=3)
    assert letter_facts(letter).interviewed_on == date(2026, 11, 13)
