"""The first page says what has been read, and a no written down by a slip can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import MailImport, Plan
from secondwind.record.queries import applications


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("", "Nothing has been read yet"),
        ("reading", "Your mailbox is being read"),
        ("found", "What we found in your mailbox waits for you to look it through"),
        ("kept", "Your mailbox has been read"),
        ("undone", "Nothing has been read yet"),
    ],
)
def test_the_first_page_knows_what_waits(inside: Client, person: Person, state: str, says: str) -> None:
    """One line tells how far the reading is; it does not deny what waits."""
    if state:
        MailImport.objects.of(person).create(began_at=MONDAY, state=state, paths=["/nowhere/x.mbox"])
    page = inside.get("/welcome/").content.decode()
    assert f'<p class="kicker">{says}</p>' in page


def test_a_no_is_taken_back(inside: Client, person: Person, at: Callable) -> None:
    """The way back is offered at once, and takes the no, its plan and its rest with it."""
    at(MONDAY)
    given = {"employer": "Redmire\u202e", "stage": "interview", "channel": "phone"}
    assert inside.post("/just-rejected/", given).status_code == 302
    assert applications(person).get().employer == "Redmire"
    undo = inside.session["undo"]
    assert undo["sentence"] == "Noted."
    assert inside.post(undo["url"]).status_code == 302
    assert not applications(person).exists()
    assert not Plan.objects.of(person).filter(state="open").exists()


def test_a_no_taken_back_leaves_what_was_there(inside: Client, person: Person, at: Callable) -> None:
    """An application that was open before the slip is open again, as far as it was."""
    at(MONDAY + timedelta(hours=1))
    row = an_application(person, "Halden Rail", passed=("applied", "screening"))
    inside.post("/just-rejected/", {"employer": "Halden Rail", "stage": "screening", "channel": "email"})
    row.refresh_from_db()
    assert row.stage == "rejected"
    inside.post(inside.session["undo"]["url"])
    row.refresh_from_db()
    assert (row.stage, row.not_mine) == ("screening", False)


def test_a_no_asks_in_place(inside: Client, person: Person, at: Callable) -> None:
    """A day that is none, or still to come, brings the three questions back with what was typed."""
    at(MONDAY)
    for on in ("2026-12-24", "0001-01-01", "then"):
        given = {"employer": "Redmire", "stage": "interview", "channel": "phone", "on": on}
        answer = inside.post("/just-rejected/", given)
        assert answer.status_code == 400
        assert 'value="Redmire"' in answer.content.decode()
    assert not applications(person).exists()
