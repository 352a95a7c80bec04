"""Fixtures for tests that go through a door: a person, a client that is inside, a clock that can be moved.

Import what you need: ``from doors import at, inside, person  # noqa: F401``, or rely on conftest, which loads this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.actions.start_plan import start_plan
from secondwind.reading.clues import employer_key
from secondwind.record.models import Application, Message, Plan, Reading
from secondwind.record.timeline import append
from secondwind.tools.registry import built

MONDAY = datetime(2026, 11, 16, 16, 40, tzinfo=UTC)
"""The moment most stories begin: Monday 16 November 2026, 16:40 in London."""


@pytest.fixture
def person(db: object) -> Person:
    """Sam Okafor, in London, with a mail address of their own."""
    return Person.objects.create(
        username="sam", first_name="Sam", last_name="Okafor", zone="Europe/London", country="GB",
        own_addresses=["sam@okafor.example"],
    )  # fmt: skip


@pytest.fixture
def inside(person: Person) -> Client:
    """A browser that came in through its link, as far as the server can tell."""
    client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    client.force_login(person)
    return client


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """Stop the clock at a moment: every door then reads exactly that. It does not count as moved."""

    def stop(moment: datetime) -> datetime:
        moment = moment.astimezone(UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return stop


def an_application(
    person: Person,
    employer: str = "Northwind",
    *,
    role: str = "Operations analyst",
    passed: tuple[str, ...] = ("applied",),
    end: str = "",
    now: datetime = MONDAY,
    **more: Any,
) -> Application:
    """An application that passed those gates, a week apart, the last event at `now`."""
    application = Application.objects.of(person).create(
        employer=employer, employer_key=employer_key(employer), role=role, noted_at=now, **more
    )
    steps = [*passed, *([end] if end else [])]
    for back, what in zip(range(len(steps) - 1, -1, -1), steps, strict=True):
        append(application, what, happened_at=now - timedelta(days=7 * back), now=now)
    return application


def a_letter_from(
    person: Person,
    application: Application | None,
    *,
    sender: str = "Ana Lindqvist <ana.lindqvist@northwind.example>",
    kind: str = "rejection",
    subject: str = "Operations analyst, your visit",
    text: str = "Dear Sam,\n\nAfter a long discussion we have decided to go ahead with another candidate.\n\nAna",
    evidence: tuple[str, ...] = ("we have decided to go ahead with another candidate",),
    sent_at: datetime = MONDAY,
    **more: Any,
) -> Message:
    """A kept message with its reading, on that application's timeline when it says something happened."""
    name, _, address = sender.rpartition("<")
    key = more.pop("key", hashlib.sha256(f"{sender}{subject}{text}{sent_at}".encode()).hexdigest()[:24])
    message = Message.objects.of(person).create(
        key=key, fingerprint=key, application=application, subject=subject, text=text, kind=kind,
        from_name=name.strip(), from_address=address.rstrip("> ").lower(), sent_at=sent_at, settled=True,
        addressed={"to": [["Sam Okafor", "sam@okafor.example"]], "cc": [], "reply_to": []}, **more,
    )  # fmt: skip
    Reading.objects.of(person).create(
        message=message, method="v1", kind=kind, confidence=0.97, evidence=list(evidence),
        employer=application.employer if application else "", role=application.role if application else "",
    )  # fmt: skip
    what = {"rejection": "rejected", "interview": "interview", "application_received": "acknowledged"}.get(
        kind
    )
    if application is not None and what:
        append(application, what, happened_at=sent_at, now=sent_at, message=message)
    return message


def a_plan(
    person: Person, application: Application | None = None, *, now: datetime = MONDAY, **more: Any
) -> Plan:
    """A plan begun at `now`, by default after an interview at Northwind and Ana's letter."""
    if application is None:
        application = an_application(
            person, passed=("applied", "screening", "interview"), now=now - timedelta(days=3)
        )
        a_letter_from(person, application, sent_at=now)
    return start_plan(application, channel=more.pop("channel", "email"), built=built(), now=now, **more)
