"""A letter unread in the mailbox is mentioned on Today, and told on request. A rest lets through what cannot wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from actions.invented import GOT, NO, NOW, TALK, about
from connected import connected, put, sync
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.record.mailboxes import letters_come
from secondwind.record.models import Mailbox, Plan
from secondwind.record.queries import applications

At = Callable[[datetime], datetime]
DAY = timedelta(days=1)


@pytest.fixture
def box(ring: Path, person: Person, dovecot: Dovecot) -> Mailbox:
    return connected(person, dovecot)


def test_an_unread_no_is_mentioned_without_what_is_in_it(
    inside: Client, person: Person, at: At, box: Mailbox, dovecot: Dovecot
) -> None:
    """No page tells it before the button is pressed; then the plan begins."""
    at(NOW)
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    put(dovecot, about(NO, "Northwind", at=NOW - DAY), flags="")
    sync(box)
    page = inside.get("/").content.decode()
    assert "A letter from <bdi>Northwind</bdi> has come." in page
    (application,) = applications(person)
    (come,) = letters_come(person, NOW)
    for where in (
        f"/applications/{application.pk}/",
        "/applications/",
        "/review/",
        "/imports/",
        f"/mail/{come.message.pk}/",
    ):
        assert "Unfortunately" not in inside.get(where, follow=True).content.decode()
    inside.post(f"/letters-come/{come.message.pk}/tell/")
    assert Plan.objects.of(person).get().began_at == NOW
    assert "has come" not in inside.get("/").content.decode()
    assert inside.post(f"/letters-come/{come.message.pk}/tell/").status_code == 404


def test_many_letters_are_told_together(
    inside: Client, person: Person, at: At, box: Mailbox, dovecot: Dovecot
) -> None:
    """Two are named, the others counted; told all at once, the latest alone begins a plan."""
    at(NOW)
    for days, name in enumerate(("Northwind", "Larkfield", "Quillmark", "Veltrane"), start=1):
        put(dovecot, about(NO, name, at=NOW - days * DAY), flags="")
    sync(box)
    page = inside.get("/").content.decode()
    assert page.count("A letter from") == 2
    assert "2 more letters have come." in page
    inside.post("/letters-come/tell/")
    assert applications(person).filter(stage="rejected").count() == 4
    assert [plan.application.employer for plan in Plan.objects.of(person)] == ["Northwind"]


def test_a_stranger_cannot_have_a_letter_told(inside: Client, at: At, ring: Path, dovecot: Dovecot) -> None:
    """Another person's letter is not there."""
    at(NOW)
    other = Person.objects.create(username="other")
    put(dovecot, about(NO, "Northwind", at=NOW - DAY), flags="")
    sync(connected(other, dovecot))
    (come,) = letters_come(other, NOW)
    assert inside.post(f"/letters-come/{come.message.pk}/tell/").status_code == 404
    assert letters_come(other, NOW)


def test_a_rest_lets_an_invitation_through_and_keeps_a_no(
    inside: Client, person: Person, at: At, box: Mailbox, dovecot: Dovecot
) -> None:
    """The page of the rest shows the one and is silent about the other."""
    at(NOW)
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    sync(box)
    later = at(NOW + timedelta(hours=2))
    put(dovecot, about(TALK, "Quillmark", at=NOW + timedelta(hours=1)))
    put(dovecot, about(NO, "Larkfield", at=NOW + timedelta(hours=1)))
    sync(box, later)
    page = inside.get("/").content.decode()
    assert "Came meanwhile" in page
    assert "Quillmark" in page
    assert "Larkfield" not in page
