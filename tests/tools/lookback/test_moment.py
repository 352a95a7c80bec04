"""The moment to mention in the reply, from whichever day it was written on."""

from __future__ import annotations

from doors import MONDAY, an_application
from secondwind.accounts.models import Person
from secondwind.actions.start_plan import start_plan
from secondwind.tools.lookback.actions import begin_debrief, save_debrief
from secondwind.tools.registry import built


def test_a_moment_from_the_interview_day_reaches_the_plan_that_begins_later(person: Person) -> None:
    """What was noted before the no is there when the reply is written."""
    application = an_application(person, passed=("applied", "interview"))
    debrief = begin_debrief(application, None, now=MONDAY)
    save_debrief(debrief, {}, moment="the loading plan", built=built(), now=MONDAY)
    save_debrief(debrief, {}, moment="the night shift", built=built(), now=MONDAY)

    plan = start_plan(application, channel="email", built=built(), now=MONDAY)

    assert plan.facts["moments"] == ["the night shift"]
