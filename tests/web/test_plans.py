"""The plan's page: it asks in place, and says what it cannot do yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_plan
from secondwind.accounts.models import Person
from secondwind.record.models import Plan


@pytest.fixture
def plan(person: Person, at: Callable) -> Plan:
    at(MONDAY + timedelta(hours=1))
    return a_plan(person)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", "Which day do you want to come back on?"),
        ("soon", "Which day do you want to come back on?"),
        ("2026-11-16", "A pause ends on a day to come."),
        ("1926-11-16", "Which day do you want to come back on?"),
        ("2027-05-16", "A pause lasts half a year at most."),
    ],
)
def test_a_pause_asks_in_place(inside: Client, plan: Plan, typed: str, asked: str) -> None:
    """A date no pause can end on brings the plan back with what was typed, the reason, and the fold open."""
    answer = inside.post(f"/plans/{plan.pk}/pause/", {"until": typed})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert asked in page
    assert "After <bdi>Northwind</bdi>" in page
    assert '<details class="why" open><summary>Pause it' in page
    field = page[page.index('name="until"') :]
    field = field[: field.index(">")]
    assert "autofocus" in field
    assert f'value="{typed}"' in field
    plan.refresh_from_db()
    assert plan.paused_until is None


@pytest.mark.parametrize(("typed", "held"), [("2026-11-17", True), ("2027-05-15", True)])
def test_the_first_and_the_last_day_hold(inside: Client, plan: Plan, typed: str, held: bool) -> None:
    """Tomorrow and the day half a year on are days a pause may end on, and the field says so to the browser."""
    page = inside.get(f"/plans/{plan.pk}/").content.decode()
    assert 'min="2026-11-17"' in page
    assert 'max="2027-05-15"' in page
    assert inside.post(f"/plans/{plan.pk}/pause/", {"until": typed}).status_code == 302
    plan.refresh_from_db()
    assert (str(plan.paused_until) == typed) == held


def test_a_playbook_mostly_not_here_says_so(inside: Client, plan: Plan) -> None:
    """Beside its name stands how many steps are here; where that is half or fewer, above the days as well."""
    plan.steps.filter(reason="not here yet").update(reason="")
    assert "so far" not in inside.get(f"/plans/{plan.pk}/").content.decode()
    steps = list(plan.steps.order_by("position").values_list("pk", flat=True))
    for missing, times in ((1, 1), (len(steps) - 2, 2)):
        plan.steps.filter(pk__in=steps[:missing]).update(state="impossible", reason="not here yet")
        page = inside.get(f"/plans/{plan.pk}/").content.decode()
        assert page.count(f"{len(steps) - missing} of its {len(steps)} steps are here so far.") == times


def test_closed_is_called_closed(inside: Client, plan: Plan) -> None:
    """A plan that is closed says so in that word, with the way to open it again."""
    inside.post(f"/plans/{plan.pk}/close/")
    page = inside.get(f"/plans/{plan.pk}/").content.decode()
    assert "This plan is closed." in page
    assert "Open it again" in page
    assert "plan is folded" not in page
    assert "old it away" not in page
