"""A plan stands on a no. Where the no is taken back, plan and rest go with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client

from doors import MONDAY, an_application
from secondwind.accounts.models import Person
from secondwind.actions.finish_step import skip_step
from secondwind.actions.note_event import take_event_back
from secondwind.actions.note_no import close_as_silent, note_no, take_no_back
from secondwind.record.gates import gates_of
from secondwind.record.models import Application, Plan
from secondwind.record.queries import applications, resting_until
from secondwind.tools.registry import built
from secondwind.tools.reply.actions import open_letter


def test_a_silence_taken_back_takes_its_plan_and_rest(
    person: Person, inside: Client, at: Callable[[datetime], datetime]
) -> None:
    """The application is open again, nobody rests, and Today speaks of nothing."""
    application = an_application(person, passed=("applied", "interview"))
    close_as_silent(application, built=built(), now=MONDAY)
    silence = application.events.get(what="silent")
    take_event_back(silence, built=built(), now=MONDAY)
    application.refresh_from_db()
    assert application.stage == "interview"
    assert not Plan.objects.of(person).exists()
    assert resting_until(person, MONDAY) is None
    at(MONDAY)
    assert "has not answered" not in inside.get("/").content.decode()


def test_a_no_noted_by_mistake_leaves_nothing_on_the_list(person: Person) -> None:
    """The application that was noted for it alone goes out of sight, and so do plan and rest."""
    plan = note_no(person, "Mistake Ltd", stage="final", built=built(), now=MONDAY)
    take_no_back(plan, built=built(), now=MONDAY)
    assert not applications(person).exists()
    assert not Plan.objects.of(person).exists()


def test_a_plan_with_work_in_it_is_kept_and_comes_back_with_the_no(person: Person) -> None:
    """What the person did stays; the same no, told again, opens the same plan."""
    an_application(person, "Northwind", passed=("applied", "interview"))
    plan = note_no(person, "Northwind", stage="interview", built=built(), now=MONDAY)
    step = plan.steps.get(template="feel")
    skip_step(step, built=built(), now=MONDAY)
    take_no_back(plan, built=built(), now=MONDAY)
    assert Plan.objects.of(person).get().state == "closed"
    again = note_no(person, "Northwind", stage="interview", built=built(), now=MONDAY + timedelta(hours=1))
    again.refresh_from_db()
    assert (again.pk, again.state) == (plan.pk, "open")
    assert again.steps.get(template="feel").state == "skipped"


def test_how_far_it_went_is_told_without_a_day(person: Person) -> None:
    """The day of the no is not the day of the interview: the gate stands, undated."""
    note_no(person, "Falcon", stage="interview", channel="none", built=built(), now=MONDAY)
    application = Application.objects.of(person).get()
    assert application.stage == "silent"
    gate = next(gate for gate in gates_of(application) if gate.name == "Interview")
    assert gate.reached
    assert gate.day is None


def test_a_letter_begun_keeps_its_plan(person: Person) -> None:
    """A draft is the person's work: the plan it belongs to is closed with the no taken back, and not removed."""
    an_application(person, "Northwind", passed=("applied", "interview"))
    plan = note_no(person, "Northwind", stage="interview", built=built(), now=MONDAY)
    letter = open_letter(plan.steps.get(template="reply"), now=MONDAY)
    take_no_back(plan, built=built(), now=MONDAY)
    letter.refresh_from_db()
    assert letter.step is not None
    assert Plan.objects.of(person).get().state == "closed"
