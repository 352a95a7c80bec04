"""Setting right: each kind of correction is one click, outranks the reading, and can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import Application, Message, Question
from secondwind.record.queries import applications, unsure_messages


@pytest.fixture
def northwind(person: Person, at: Callable) -> Application:
    at(MONDAY + timedelta(hours=1))
    row = an_application(person, passed=("applied", "interview"), now=MONDAY - timedelta(days=3))
    a_letter_from(person, row)
    row.refresh_from_db()
    return row


def take_back(inside: Client) -> None:
    """Press the way back that the last page offered."""
    assert inside.post(inside.session["undo"]["url"]).status_code == 302


def letter_of(row: Application) -> Message:
    return row.messages.get(kind="rejection")


def test_wrong_kind(inside: Client, northwind: Application) -> None:
    """A no that was an invitation reopens the application; taking it back ends it again."""
    letter = letter_of(northwind)
    inside.post(f"/mail/{letter.pk}/correct/", {"kind": "interview"})
    northwind.refresh_from_db()
    assert (northwind.stage, northwind.ended_at) == ("interview", None)
    assert "as you said" in inside.get(f"/applications/{northwind.pk}/").content.decode()
    inside.post(f"/corrections/{letter.corrections.get().pk}/back/")
    northwind.refresh_from_db()
    letter.refresh_from_db()
    assert (northwind.stage, letter.kind) == ("rejected", "rejection")


def test_nothing_about_the_search(inside: Client, northwind: Application) -> None:
    """A mail that is nothing about the search leaves its application, and comes back to it."""
    letter = letter_of(northwind)
    inside.post(f"/mail/{letter.pk}/correct/", {"kind": "not_job"})
    letter.refresh_from_db()
    assert letter.application is None
    take_back(inside)
    letter.refresh_from_db()
    assert letter.application_id == northwind.pk


def test_wrong_application(inside: Client, person: Person, northwind: Application) -> None:
    """The no goes to the other role, which ends; the first is open again; and back."""
    other = an_application(person, role="Stock analyst", passed=("applied",), now=MONDAY - timedelta(days=5))
    letter = letter_of(northwind)
    inside.post(f"/mail/{letter.pk}/correct/", {"into": other.pk})
    northwind.refresh_from_db()
    other.refresh_from_db()
    assert (northwind.stage, other.stage) == ("interview", "rejected")
    take_back(inside)
    northwind.refresh_from_db()
    other.refresh_from_db()
    assert (northwind.stage, other.stage) == ("rejected", "applied")


def test_split(inside: Client, person: Person, northwind: Application) -> None:
    """A mail about an application of its own opens one; taken back, that one is out of sight."""
    letter = letter_of(northwind)
    inside.post(f"/mail/{letter.pk}/correct/", {"split": "1"})
    assert applications(person).count() == 2
    northwind.refresh_from_db()
    assert northwind.stage == "interview"
    take_back(inside)
    northwind.refresh_from_db()
    assert northwind.stage == "rejected"
    assert applications(person).count() == 1


def test_not_mine(inside: Client, person: Person, northwind: Application) -> None:
    """Not mine is out of the list with one click, and in it again with another."""
    inside.post(f"/applications/{northwind.pk}/not-mine/")
    assert "Northwind" not in inside.get("/applications/?q=north").content.decode()
    correction = northwind.corrections.get()
    inside.post(f"/corrections/{correction.pk}/back/")
    assert applications(person).filter(pk=northwind.pk).exists()


def test_merge(inside: Client, person: Person, northwind: Application) -> None:
    """Two rows become one with the mail of both, and part again as they were."""
    other = an_application(
        person, "Northwind Ltd", passed=("applied", "screening"), now=MONDAY - timedelta(days=9)
    )
    page = inside.get(f"/applications/{other.pk}/").content.decode()
    assert f'name="into" value="{northwind.pk}"' in page
    inside.post(f"/applications/{northwind.pk}/merge/", {"into": other.pk})
    other.refresh_from_db()
    assert (other.stage, other.messages.count(), applications(person).count()) == ("rejected", 1, 1)
    assert inside.get(f"/applications/{northwind.pk}/").status_code == 200
    inside.post(f"/corrections/{northwind.corrections.get().pk}/back/")
    other.refresh_from_db()
    northwind.refresh_from_db()
    assert (other.stage, northwind.stage, northwind.messages.count()) == ("screening", "rejected", 1)


def test_reopened(inside: Client, person: Person, northwind: Application) -> None:
    """A mail after the end asks; the answer opens the application again, and can be taken back."""
    moment = MONDAY + timedelta(minutes=30)
    words = "Dear Sam, one more talk?"
    late = a_letter_from(
        person, None, kind="interview", subject="A talk?", text=words, sent_at=moment, evidence=(words,)
    )
    Question.objects.of(person).create(message=late, asks="reopened_or_new", options=[northwind.pk])
    assert "Is it open again?" in inside.get("/review/").content.decode()
    inside.post(f"/review/{late.pk}/", {"answer": f"reopened:{northwind.pk}"})
    northwind.refresh_from_db()
    assert northwind.stage == "interview"
    assert not unsure_messages(person).exists()
    way_back = re.search(
        r'action="(/corrections/\d+/back/\?from=review)"', inside.get("/review/").content.decode()
    )
    assert way_back
    inside.post(way_back[1])
    northwind.refresh_from_db()
    assert northwind.stage == "rejected"
    assert unsure_messages(person).count() == 1


def test_review_answers_and_brings_the_next(inside: Client, person: Person, at: Callable) -> None:
    """An answer by HTMX brings the next mail with a way back; the last one says there is nothing left."""
    at(MONDAY)
    mails = [
        a_letter_from(person, None, kind="unsure", subject=f"File {n}", key=f"k{n}", evidence=())
        for n in range(2)
    ]
    headers = {"HX-Request": "true"}
    first = inside.post(f"/review/{mails[0].pk}/", {"answer": "unsure"}, headers=headers).content.decode()
    assert "File 1" in first
    assert 'data-key="u z"' in first
    second = inside.post(f"/review/{mails[1].pk}/", {"answer": "not_job"}, headers=headers).content.decode()
    assert "Nothing to look at" in second
    correction = mails[1].corrections.get()
    again = inside.post(f"/corrections/{correction.pk}/back/?from=review", headers=headers, follow=True)
    assert "File 1" in again.content.decode()


def test_an_answer_nobody_knows_changes_nothing(inside: Client, northwind: Application) -> None:
    """A kind that is none is refused in a sentence."""
    answer = inside.post(f"/mail/{letter_of(northwind).pk}/correct/", {"kind": "maybe"})
    assert answer.status_code == 400
    assert "is no kind of mail we know" in answer.content.decode()
    assert letter_of(northwind).kind == "rejection"


def test_a_fact_noted_by_hand_and_taken_back(inside: Client, person: Person, at: Callable) -> None:
    """A talk added by hand moves the stage; taken back, it counts for nothing."""
    at(MONDAY)
    row = an_application(person, "Halden Rail", now=MONDAY - timedelta(days=7))
    inside.post(
        f"/applications/{row.pk}/events/", {"what": "interview", "on": "2026-11-14", "words": "two planners"}
    )
    row.refresh_from_db()
    assert row.stage == "interview"
    assert "two planners" in inside.get(f"/applications/{row.pk}/").content.decode()
    event = row.events.get(what="interview")
    inside.post(f"/events/{event.pk}/back/")
    row.refresh_from_db()
    assert row.stage == "applied"
