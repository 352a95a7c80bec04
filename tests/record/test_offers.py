"""Steps before the outcome: offered on an open application, never drafted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from doors import MONDAY, an_application
from secondwind.accounts.models import Person
from secondwind.actions.note_event import note_event
from secondwind.record.models import Plan, Step
from secondwind.record.offers import offers_today
from secondwind.tools.registry import built

EVENING = MONDAY.replace(hour=19)


def held_an_interview(person: Person) -> int:
    application = an_application(person, "Halden Rail", passed=("applied", "screening"))
    note_event(application, "interview", happened_at=MONDAY, built=built(), now=MONDAY)
    return int(application.pk)


def test_on_the_day_of_an_interview_the_look_back_is_offered(
    person: Person, inside: Client, at: Callable[[datetime], datetime]
) -> None:
    """Today offers it that day, on the application itself; no plan and no step exist."""
    pk = held_an_interview(person)
    at(EVENING)
    page = inside.get("/").content.decode()
    assert "Jot down the interview" in page
    assert f"/applications/{pk}/look-back/" in page
    assert not Plan.objects.of(person).exists()
    assert not Step.objects.of(person).exists()


def test_the_offer_goes_with_the_day_and_with_being_taken_up(
    person: Person, inside: Client, at: Callable[[datetime], datetime]
) -> None:
    """Tomorrow it is gone; and so it is once three answers are written."""
    pk = held_an_interview(person)
    assert offers_today(person, built(), EVENING)
    assert not offers_today(person, built(), EVENING + timedelta(days=1))
    at(EVENING)
    words = {"keep": "The dock story", "improve": "Forecasts", "stumped": "Budget", "worry": "", "doubt": ""}
    inside.post(f"/applications/{pk}/look-back/", {**words, "moment": "", "do": "save"})
    assert not offers_today(person, built(), EVENING)


def test_an_invitation_by_mail_is_not_an_interview_held(person: Person) -> None:
    """The day a mail came says nothing of the day the talk is; nothing is offered on it."""
    an_application(person, passed=("applied", "interview"))
    assert not offers_today(person, built(), MONDAY)
