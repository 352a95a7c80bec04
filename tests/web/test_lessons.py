"""What later readings lean to: told on the pages, forgotten one by one or all, and kept mail read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from actions.stand_in import put_in_force, saying
from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.actions.correct_reading import correct_kind
from secondwind.reading.reading import Kind
from secondwind.record.models import Correction, MailImport, Message
from secondwind.tools.registry import built
from secondwind.web import lessons

WORDS = (
    "Dear Sam,\n\nthere is news about the role {n}. We went another way this time, and keep your papers.\n"
)
SENDER = "Northwind <desk@northwind.example>"


@pytest.fixture(autouse=True)
def _now(at: Callable) -> None:
    at(MONDAY + timedelta(days=2))


@pytest.fixture
def leaning(person: Person) -> Message:
    """A mail set right on Monday, and one of its template that came on Tuesday and leant."""
    said = a_letter_from(
        person, None, kind="unsure", subject="News", text=WORDS.format(n=1), sender=SENDER, key="1"
    )
    correction = correct_kind(said, "rejection", built=built(), now=MONDAY)
    later = MailImport.objects.of(person).create(began_at=MONDAY + timedelta(days=1), state="kept")
    leant = {
        "leant_from": "unsure",
        "lesson": str(correction.pk),
        "because": "You said so of a mail from Northwind.",
    }
    row = a_letter_from(
        person, an_application(person, role="Buyer"), kind="rejection", subject="News", text=WORDS.format(n=2),
        sender=SENDER, key="2", evidence=("We went another way this time",), leant=leant, mail_import=later,
    )  # fmt: skip
    row.readings.update(kind="unsure", confidence=0.4)
    return row


def test_a_page_says_why_a_mail_is_read_so(inside: Client, leaning: Message) -> None:
    """On the mail and on its application: because one like it was corrected, and which."""
    page = inside.get(f"/mail/{leaning.pk}/").content.decode()
    assert "Read so because you corrected one like it. You said so of a mail from Northwind." in page
    assert (
        "because you corrected one like it"
        in inside.get(f"/applications/{leaning.application_id}/").content.decode()
    )


@pytest.mark.parametrize("which", ["all", "one"])
def test_lessons_are_forgotten_and_come_back(
    inside: Client, person: Person, leaning: Message, which: str
) -> None:
    """One button for all, one for each; the correction stays; what leant waits in the review; and back."""
    page = inside.get("/lessons/").content.decode()
    assert "You said it was a no" in page
    assert "1 later mail read so" in page
    correction = Correction.objects.of(person).get()
    inside.post("/lessons/forget/" if which == "all" else f"/lessons/{correction.pk}/forget/")
    leaning.refresh_from_db()
    correction.refresh_from_db()
    assert (leaning.kind, leaning.leant) == ("unsure", {})
    assert correction.undone_at is None
    assert correction.message.kind == "rejection"
    assert "Nothing yet" in inside.get("/lessons/").content.decode()
    inside.post("/lessons/remember/")
    leaning.refresh_from_db()
    assert leaning.kind == "rejection"
    assert leaning.leant["because"] == "You said so of a mail from Northwind on 16 November."


def test_the_review_says_why_and_where_to_forget(inside: Client, leaning: Message) -> None:
    """A mail a lesson made unsure waits there with its reason."""
    Message.objects.of(leaning.owner).filter(pk=leaning.pk).update(kind="unsure")
    page = inside.get("/review/").content.decode()
    assert "It is read so because you corrected one like it." in page
    assert "You said so of a mail from Northwind." in page


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}])
def test_kept_mail_is_read_again_in_stretches(
    inside: Client, person: Person, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    """Each press reads a stretch and says what is left; the part goes on by itself, the page by its button."""
    monkeypatch.setattr(lessons, "AT_ONCE", 2)
    for n in range(3):
        a_letter_from(person, None, kind="unsure", subject=f"News {n}", text=WORDS.format(n=n), key=str(n))
    put_in_force(
        monkeypatch, "v9", {"News": saying(Kind.REJECTION, "Northwind", "We went another way this time")}
    )
    assert "3 of 3 mails were read by an earlier method" in inside.get("/lessons/").content.decode()
    first = inside.post("/lessons/read-again/", headers=headers).content.decode()
    assert "1 mail still to read. 2 of the last 2 are read otherwise now." in " ".join(first.split())
    assert "load delay" in first
    last = inside.post("/lessons/read-again/", headers=headers).content.decode()
    assert "All of it is read." in last
    assert "load delay" not in last
    assert set(Message.objects.of(person).values_list("kind", flat=True)) == {"rejection"}
