"""Today through the door: what it opens with, what it keeps quiet about, what a pause does to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import MailImport, Plan, Step

At = Callable[[datetime], datetime]
DAY = timedelta(days=1)
TUESDAY = MONDAY.replace(hour=10) + DAY


def test_three_answers_make_a_plan(inside: Client, person: Person, at: At) -> None:
    """Who, how far, how they told you: one page with three questions, one press, and a plan with its rest."""
    at(MONDAY)
    page = inside.get("/just-rejected/").content.decode()
    assert {name for name in ("employer", "stage", "channel") if f'name="{name}"' in page} == {
        "employer",
        "stage",
        "channel",
    }
    inside.post("/just-rejected/", {"employer": "Northwind", "stage": "interview", "channel": "phone"})
    plan = Plan.objects.of(person).get()
    assert (plan.application.name, plan.application.furthest, plan.channel) == (
        "Northwind",
        "interview",
        "phone",
    )
    assert plan.rest_until > MONDAY
    assert "Resting until" in inside.get("/").content.decode()


@pytest.mark.row("S2.3b")
def test_the_roles_a_no_has_not_touched_are_counted_and_hidden_at_none(
    inside: Client, person: Person, at: At
) -> None:
    """The morning after: two others talk, one only waits, one fell silent long ago. Two are named."""
    a_plan(person)
    at(TUESDAY)
    assert "Still live" not in inside.get("/").content.decode()
    an_application(person, "Halden Rail", passed=("applied", "interview"))
    an_application(person, "Osmere Foods", passed=("applied", "screening"))
    an_application(person, "Petrel Row", passed=("applied",))
    an_application(person, "Old Mill", passed=("applied", "interview"), now=MONDAY - 90 * DAY)
    page = inside.get("/").content.decode()
    assert "Two other roles are talking with you" in page
    assert "Halden Rail" in page
    assert "Petrel Row" not in page
    assert "Old Mill" not in page


@pytest.mark.row("S3.10g")
def test_a_pause_has_a_return_date_and_nothing_asks_before_it(inside: Client, person: Person, at: At) -> None:
    """Paused until Friday, Today asks for nothing on any day before; on Friday the next thing is there."""
    plan = a_plan(person)
    at(TUESDAY)
    assert "Answer Ana" in inside.get("/").content.decode()
    friday = (MONDAY + 4 * DAY).date()
    inside.post(f"/plans/{plan.pk}/pause/", {"until": friday.isoformat()})
    for days in (1, 2, 3):
        at(MONDAY.replace(hour=12) + days * DAY)
        page = inside.get("/").content.decode()
        assert "Nothing needs you today" in page
        assert "Ready now" not in page
    at(MONDAY.replace(hour=12) + 4 * DAY)
    assert "Ready now" in inside.get("/").content.decode()


def test_the_no_is_named_by_the_day_it_came(inside: Client, person: Person, at: At) -> None:
    """A no of Saturday that the person heard of here on Monday came on Saturday."""
    application = an_application(
        person, passed=("applied", "interview"), end="rejected", now=MONDAY - 2 * DAY
    )
    a_plan(person, application, now=MONDAY)
    at(TUESDAY)
    assert "Northwind said no on Saturday." in inside.get("/").content.decode()


def test_not_today_sets_a_step_aside_and_can_be_taken_back(inside: Client, person: Person, at: At) -> None:
    """The reply is gone from Today until tomorrow, and back at once after the undo."""
    a_plan(person)
    at(TUESDAY)
    reply = Step.objects.of(person).get(template="reply")
    inside.post(f"/steps/{reply.pk}/not-today/")
    page = inside.get("/").content.decode()
    assert "until tomorrow" in page
    assert f'href="/steps/{reply.pk}/reply/"' not in page
    inside.post(f"/steps/{reply.pk}/reopen/")
    assert "Answer Ana" in inside.get("/").content.decode()


def test_a_first_visit_goes_to_the_first_page(inside: Client, at: At) -> None:
    """With nothing in the record Today has nothing to say, and asks where the person starts from."""
    at(MONDAY)
    assert inside.get("/").headers["Location"] == "/welcome/"


def test_an_older_no_is_offered_and_can_be_left(inside: Client, person: Person, at: At) -> None:
    """The plan of a no over a month old waits for a word; left, it does not come back."""
    application = an_application(
        person, passed=("applied", "interview"), end="rejected", now=MONDAY - 60 * DAY
    )
    row = MailImport.objects.of(person).create(state="kept", began_at=MONDAY, offered=application)
    at(MONDAY)
    assert "A plan for Northwind" in inside.get("/").content.decode()
    inside.post(f"/offers/{row.pk}/leave/")
    assert "A plan for Northwind" not in inside.get("/").content.decode()
    row.offered = application
    row.save()
    inside.post(f"/offers/{row.pk}/open/")
    assert Plan.objects.of(person).get().application == application


def test_a_step_held_by_the_limit_alone_can_be_begun_from_the_plan(
    inside: Client, person: Person, at: At
) -> None:
    """Two are enough for a day; a third stands on the plan with a way in."""
    plan = a_plan(person)
    at(TUESDAY)
    reply, fold = (Step.objects.of(person).get(template=name) for name in ("reply", "fold"))
    feel = Step.objects.of(person).get(template="feel")
    page = inside.get(f"/plans/{plan.pk}/").content.decode()
    assert "Two are enough for a day" in page
    ways = [f"/steps/{reply.pk}/reply/", f'action="/steps/{fold.pk}/', f"/check-in/{feel.pk}/"]
    assert [way for way in ways if way not in page] == []
