"""The invented search: read through the real pipeline, and what a visitor finds in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from secondwind.accounts.models import Person
from secondwind.actions.demo_search import fill_with_demo, write_mailbox
from secondwind.record.models import Contact, MailImport, Message, PassedOver, Question
from secondwind.record.queries import applications, open_plans, unsure_messages
from secondwind.tools.registry import built

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
EXPECTED = {
    ("Northwind", "Operations analyst"): ("rejected", "final"),
    ("Halden Rail", "Network planner"): ("final", "final"),
    ("Brightwater Trust", "Data and reporting lead"): ("interview", "interview"),
    ("Osmere Foods", "Demand planner"): ("screening", "screening"),
    ("Tarnhow Instruments", "Operations analyst"): ("applied", "applied"),
    ("Ashgill Energy", "Scheduling analyst"): ("applied", "applied"),
    ("Petrel Row", "Supply analyst"): ("applied", "applied"),
    ("Sallow Street Clinic", "Rota planner"): ("applied", "applied"),
    ("Wharfside Books", "Inventory planner"): ("applied", "applied"),
    ("Wharfside Books", "Returns analyst"): ("applied", "applied"),
    ("Fennimore Data", "Planning analyst"): ("rejected", "applied"),
    ("Corrin Freight", "Transport planner"): ("rejected", "applied"),
    ("Longacre Dairies", "Logistics analyst"): ("rejected", "screening"),
    ("Elverstone College", "Timetable planner"): ("rejected", "screening"),
    ("Hobthrush Homes", "Data officer"): ("rejected", "interview"),
    ("Marsh & Tilling", "Demand analyst"): ("silent", "interview"),
}


@pytest.fixture
def filled(tmp_path: Path, person: Person) -> Person:
    person.first_name = person.last_name = ""
    person.own_addresses = []
    person.save()
    fill_with_demo(person, tmp_path, built=built(), now=NOW)
    return Person.objects.get(pk=person.pk)


def test_every_application_stands_where_its_mail_says(filled: Person) -> None:
    """Sixteen applications come out of the mail, each at its stage and with the gates it passed."""
    found = {(row.employer, row.role): (row.stage, row.furthest) for row in applications(filled)}
    assert found == EXPECTED


def test_one_plan_is_open_and_it_is_northwinds(filled: Person) -> None:
    """The latest no alone has a plan, begun the evening before; the older ones are history."""
    plan = open_plans(filled).get()
    assert plan.application.name == "Northwind"
    assert plan.began_at == datetime(2026, 11, 17, 18, 20, tzinfo=UTC)
    reading = plan.application.messages.get(kind="rejection").readings.get()
    assert "forecasting" in reading.facts["reason"]


def test_some_mail_is_left_to_the_person(filled: Person) -> None:
    """One mail is unsure, and one could be about either of two roles; both wait in the review."""
    waiting = list(unsure_messages(filled))
    assert {message.from_address.partition("@")[2] for message in waiting} == {
        "redmire.example",
        "wharfsidebooks.example",
    }
    question = Question.objects.of(filled).get()
    assert (question.asks, len(question.options)) == ("which_application", 2)


def test_nothing_went_wrong_and_nothing_else_was_kept(filled: Person) -> None:
    """No mail is a problem; newsletter, shop and family leave a hash and no word."""
    counts = MailImport.objects.of(filled).get().counts
    assert (counts["problems"], counts["plans"]) == (0, 1)
    assert PassedOver.objects.of(filled).count() == counts["readings"]["not_job"] == 3
    kept = " ".join(Message.objects.of(filled).values_list("text", flat=True))
    assert "kettle" not in kept
    assert "tickets" not in kept


def test_what_sam_wrote_is_in_its_thread(filled: Person) -> None:
    """Sam's own replies are kept as Sam's, on the timeline of the application they belong to."""
    mine = Message.objects.of(filled).filter(is_mine=True)
    assert mine.count() == 5
    assert all(message.application and message.events.get().what == "wrote" for message in mine)


def test_people_and_notes_are_there(filled: Person) -> None:
    """The people in the room are known, with what Sam remembers of Ana, and the talk has its note."""
    people = Contact.objects.of(filled).filter(application__employer="Northwind")
    assert people.get(name="Ana Lindqvist").moment == "the 14,000 pallets"
    assert people.filter(part="in_the_room").count() == 2
    notes = applications(filled).get(employer="Northwind").events.filter(what="note")
    assert any("14,000 pallets" in event.detail["words"] for event in notes)


def test_every_page_opens(filled: Person, at, client: Client) -> None:
    """The pages a visitor clicks through answer, and Today speaks of Northwind."""
    at(NOW)
    client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    client.force_login(filled)
    assert b"Northwind" in client.get("/").content
    for row in applications(filled):
        assert client.get(f"/applications/{row.pk}/").status_code == 200
    assert client.get(f"/plans/{open_plans(filled).get().pk}/").status_code == 200
    assert client.get("/review/").status_code == 200


def test_names_are_invented(tmp_path: Path) -> None:
    """Every address of the demo ends in .example, which nobody can own."""
    path = write_mailbox(
        tmp_path,
        NOW.astimezone(LONDON),
        {"first_name": "Sam", "last_name": "Okafor", "address": "sam@x.example"},
    )
    demo = files("secondwind.actions") / "demo"
    words = path.read_text() + "".join(
        one.read_text() for one in demo.iterdir() if one.name.endswith(".toml")
    )
    domains = re.findall(r"@([\w.-]+)", words)
    assert len(domains) > 90
    assert {domain.rpartition(".")[2].rstrip(">") for domain in domains} == {"example"}
    assert "{+" not in path.read_text()
