"""An application's page: what is added is asked about in place, and names stay what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import Application
from secondwind.record.queries import applications

LONG = "x" * 20_000


@pytest.fixture
def halden(person: Person, at: Callable) -> Application:
    at(MONDAY + timedelta(hours=1))
    return an_application(person, "Halden Rail", passed=("applied", "interview"))


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"on": ""}, "Which day was it?"),
        ({"on": "31.11.2026"}, "Which day was it?"),
        ({"on": "0001-01-01"}, "Which day was it?"),
        ({"on": "9999-12-31"}, "Which day was it?"),
        ({"on": "2026-12-24"}, "That day is still to come."),
        ({"what": "dance"}, "Which of these was it?"),
        ({"words": LONG + "y"}, "longer than 20,000 characters"),
    ],
)
def test_adding_asks_in_place(inside: Client, halden: Application, given: dict, asked: str) -> None:
    """What cannot be noted brings the page back with the reason, and every word that was typed."""
    before = halden.events.count()
    whole = {"what": "note", "on": "2026-11-12", "words": "They laughed at my pun.", **given}
    answer = inside.post(f"/applications/{halden.pk}/events/", whole)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert asked in page
    assert whole["words"] in page
    assert (f'value="{whole["on"]}"' in page) or not whole["on"]
    assert page.count(" autofocus") == 1
    assert halden.events.count() == before


def test_a_long_note_is_kept_whole(inside: Client, halden: Application) -> None:
    """20,000 characters are kept to the last one, and no browser is told to cut a paste."""
    inside.post(f"/applications/{halden.pk}/events/", {"what": "note", "on": "2026-11-12", "words": LONG})
    assert halden.events.get(what="note").detail["words"] == LONG
    assert "maxlength" not in inside.get(f"/applications/{halden.pk}/").content.decode()


def test_the_first_action_is_to_add(inside: Client, halden: Application) -> None:
    """An open application leads with what happened; the silence stands below, with what it does."""
    page = inside.get(f"/applications/{halden.pk}/").content.decode()
    assert '<a class="act" href="#add">Add what happened</a>' in page
    assert page.index("Set it right") < page.index("Call the silence an answer")
    assert "close it as a silence" in page


def test_a_plan_takes_the_silence_off_the_page(inside: Client, person: Person, at: Callable) -> None:
    """Where a no came there is no silence to call, and the plan is the filled button."""
    at(MONDAY + timedelta(hours=1))
    page = inside.get(f"/applications/{a_plan(person).application_id}/").content.decode()
    assert "Call the silence" not in page
    assert page.count('class="act"') == 1


def test_names_do_not_turn_the_page_around(inside: Client, person: Person, at: Callable) -> None:
    """Marks that turn the direction are taken out of what is typed, and names stand apart in their line."""
    at(MONDAY)
    given = {"employer": "Red\u202emire\u2066 ", "role": "Clerk\u2069", "via": "agency",
             "via_name": "\u202aDesk", "on": "2026-11-12"}  # fmt: skip
    inside.post("/applications/add/", given)
    row = applications(person).get()
    assert (row.employer, row.role, row.via_name) == ("Redmire", "Clerk", "Desk")
    assert "<bdi>Redmire</bdi>" in inside.get("/applications/").content.decode()
    assert '<h1 id="page"><bdi>Redmire</bdi></h1>' in inside.get(f"/applications/{row.pk}/").content.decode()


def test_adding_one_asks_in_place(inside: Client, person: Person, at: Callable) -> None:
    """An application without a day, or on a day to come, comes back with its words."""
    at(MONDAY)
    for on in ("", "2026-12-24", "0001-01-01"):
        answer = inside.post("/applications/add/", {"employer": "Redmire", "on": on})
        assert answer.status_code == 400, on
        assert 'value="Redmire"' in answer.content.decode()
    assert not applications(person).exists()


def test_the_quiet_rooms_are_in_reach(inside: Client, halden: Application) -> None:
    """The list and the help lead to the rooms that have no door of their own."""
    for address in ("/applications/", "/help/"):
        page = inside.get(address).content.decode()
        for room in ("/put-away/", "/review/", "/imports/", "/settings/"):
            assert f'href="{room}"' in page, (address, room)


def test_corrections_are_told_apart(inside: Client, person: Person, at: Callable) -> None:
    """Two mails on one page have two ways to set them right, each named after its event."""
    at(MONDAY + timedelta(hours=1))
    row = an_application(person, passed=("applied",), now=MONDAY - timedelta(days=9))
    a_letter_from(person, row, kind="interview", subject="A talk", sent_at=MONDAY - timedelta(days=3))
    a_letter_from(person, row)
    page = inside.get(f"/applications/{row.pk}/").content.decode()
    ways = re.findall(r'role="group" aria-labelledby="(\S+) (\S+)"', page)
    assert len(ways) == 4
    assert len(set(ways)) == len(ways)
    for both in ways:
        assert all(page.count(f'id="{one}"') == 1 for one in both)
