"""A mailbox through the door: dropped, looked through, kept, and taken back whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from secondwind.accounts.models import Person
from secondwind.actions.demo_search import write_mailbox
from secondwind.actions.read_mail import run_import
from secondwind.record.models import Application, MailImport, Message, PassedOver, Plan
from secondwind.record.queries import applications, open_plans
from secondwind.tools.registry import built

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
SAM = {"first_name": "Sam", "last_name": "Okafor", "address": "sam@okafor.example"}
HX = {"HX-Request": "true", "HX-Target": "look"}


@pytest.fixture(autouse=True)
def _apart(settings, tmp_path: Path, at: Callable) -> None:
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    at(NOW)


@pytest.fixture
def mailbox(tmp_path: Path) -> Path:
    return write_mailbox(tmp_path, NOW, SAM)


def read_waiting(person: Person) -> MailImport:
    """What the worker beside the server does."""
    return run_import(MailImport.objects.of(person).get(), built=built(), now=NOW)


@pytest.fixture
def found(inside: Client, person: Person, mailbox: Path) -> MailImport:
    """The invented mailbox, dropped and read, waiting for a look."""
    dropped = SimpleUploadedFile("All mail.mbox", mailbox.read_bytes())
    answer = inside.post("/mailbox/", {"files": [dropped]})
    assert answer.status_code == 302
    return read_waiting(person)


def test_dropped_looked_through_and_kept(inside: Client, person: Person, found: MailImport, settings) -> None:
    """Nothing counts before it is kept; then the list is full, and Today speaks of the latest no."""
    page = inside.get(f"/imports/{found.pk}/").content.decode()
    assert "Is this right?" in page
    assert "these 16 threads are applications" in page
    assert not applications(person).exists()
    assert "We found 16 applications in your mailbox" in inside.get("/help/").content.decode()
    assert inside.post(f"/imports/{found.pk}/keep/").headers["Location"] == "/"
    assert applications(person).count() == 16
    assert "Northwind" in inside.get("/").content.decode()
    assert not list((settings.DATA / "incoming").glob("*")), "the dropped copy is gone"


def test_the_unsure_wait_until_it_is_kept(inside: Client, person: Person, found: MailImport) -> None:
    """The number on the page is the number in the review once the import is kept; before, none of it is there."""
    Message.objects.of(person).filter(mail_import=found, kind="application_received").update(kind="unsure")
    page = inside.get(f"/imports/{found.pk}/").content.decode()
    said = re.search(r"(\d+) mails? we were not sure about waits?,? in the review once you keep these", page)
    assert said
    assert "Nothing to look at." in inside.get("/review/").content.decode()
    inside.post(f"/imports/{found.pk}/keep/")
    assert f"{said[1]} to look at" in inside.get("/review/").content.decode()


def test_the_notice_counts_what_is_still_there(inside: Client, person: Person, found: MailImport) -> None:
    """What was left out in the look is not counted in the notice elsewhere; the look itself has no notice."""
    one = found.applications.get(employer="Northwind")
    inside.post(f"/imports/{found.pk}/leave-out/{one.pk}/", {"from": found.pk})
    assert "We found 15 applications in your mailbox" in inside.get("/welcome/").content.decode()
    assert "applications in your mailbox" not in inside.get(f"/imports/{found.pk}/").content.decode()


def test_by_path(inside: Client, person: Person, mailbox: Path) -> None:
    """A path works like a drop, and the file stays as it was."""
    before = mailbox.read_bytes()
    assert inside.post("/mailbox/", {"path": f' "{mailbox}" '}).status_code == 302
    assert read_waiting(person).state == "found"
    assert mailbox.read_bytes() == before


@pytest.mark.parametrize("path", ["", "/nowhere/at/all.mbox"])
def test_a_path_that_is_none(inside: Client, person: Person, path: str) -> None:
    """The page comes back with a sentence, what was typed still stands, and nothing waits to be read."""
    answer = inside.post("/mailbox/", {"path": path})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert path in answer.content.decode()
    assert not MailImport.objects.of(person).exists()


def test_a_fix_comes_back_to_the_look(inside: Client, person: Person, found: MailImport) -> None:
    """A key sets one right and brings the next; the way back leads to the same page."""
    page = inside.get(f"/imports/{found.pk}/", headers=HX).content.decode()
    assert "<html" not in page
    for key in "yrixm":
        assert f'data-key="{key}"' in page, key
    letter = Message.objects.of(person).get(from_name="Ana Lindqvist")
    following = found.applications.get(employer="Fennimore Data").pk
    answer = inside.post(
        f"/mail/{letter.pk}/correct/", {"kind": "interview", "from": found.pk, "at": following}
    )
    assert answer.headers["Location"] == f"/imports/{found.pk}/?at={following}"
    assert found.applications.get(employer="Northwind").stage == "final"
    page = inside.get(answer.headers["Location"]).content.decode()
    assert f'id="found-{following}" aria-current="true"' in page
    inside.post(f"/mail/{letter.pk}/correct/", {"kind": "interview", "from": found.pk})
    back = inside.post(inside.session["undo"]["url"])
    assert back.headers["Location"] == f"/imports/{found.pk}/"


def test_the_kept_no_follows_the_fix(inside: Client, person: Person, found: MailImport) -> None:
    """Set right before keeping, the latest no is another one, and that one gets the plan."""
    letter = Message.objects.of(person).get(from_name="Ana Lindqvist")
    inside.post(f"/mail/{letter.pk}/correct/", {"kind": "other_job", "from": found.pk})
    inside.post(f"/imports/{found.pk}/keep/")
    assert open_plans(person).get().application.name == "Fennimore Data"


def test_left_out(inside: Client, person: Person, found: MailImport) -> None:
    """One that is not mine is left out of what is kept, and the way back brings it in again."""
    northwind = found.applications.get(employer="Northwind")
    inside.post(f"/imports/{found.pk}/leave-out/{northwind.pk}/", {"from": found.pk})
    assert "these 15 threads" in inside.get(f"/imports/{found.pk}/").content.decode()
    url = f"/corrections/{northwind.corrections.get().pk}/back/?from={found.pk}"
    assert inside.post(url).headers["Location"] == f"/imports/{found.pk}/"
    assert "these 16 threads" in inside.get(f"/imports/{found.pk}/").content.decode()


def test_taken_back_whole(inside: Client, person: Person, found: MailImport) -> None:
    """Undoing an import leaves no mail, no hash, no application and no plan; reading again finds all of it."""
    inside.post(f"/imports/{found.pk}/keep/")
    inside.post(f"/imports/{found.pk}/undo/")
    for model in (Application, Message, PassedOver, Plan):
        assert not model.objects.of(person).exists(), model
    assert "It is taken back" in inside.get(f"/imports/{found.pk}/").content.decode()


def test_progress_is_a_part(inside: Client, person: Person, mailbox: Path) -> None:
    """While it is read the page asks every second and gets the bar alone; at the end the whole page comes anew."""
    inside.post("/mailbox/", {"path": str(mailbox)})
    row = MailImport.objects.of(person).get()
    part = inside.get(
        f"/imports/{row.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"}
    ).content.decode()
    assert "<html" not in part
    assert 'hx-trigger="every 1s"' in part
    assert "This page stays usable" in inside.get("/help/").content.decode()
    read_waiting(person)
    done = inside.get(f"/imports/{row.pk}/", headers={"HX-Request": "true", "HX-Target": "progress"})
    assert done.headers["HX-Refresh"] == "true"
    whole = inside.get(f"/imports/{row.pk}/").content.decode()
    assert "Is this right?" in whole
    assert "every 1s" not in whole
    assert "applications in your mailbox" not in whole, "the page says itself what it is for"


def test_an_old_no_is_offered(inside: Client, person: Person, mailbox: Path, at: Callable) -> None:
    """Read two months later, the latest no opens no plan by itself: Today offers one."""
    later = at(NOW + timedelta(days=60))
    inside.post("/mailbox/", {"path": str(mailbox)})
    row = run_import(MailImport.objects.of(person).get(), built=built(), now=later)
    inside.post(f"/imports/{row.pk}/keep/")
    assert not open_plans(person).exists()
    assert "A plan for Northwind" in inside.get("/").content.decode()
    inside.post(f"/offers/{row.pk}/open/")
    assert open_plans(person).get().application.name == "Northwind"
