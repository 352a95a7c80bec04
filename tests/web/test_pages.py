"""Each page through the door: it answers, says what it is for, and shows its owner's rows to no one else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions.correct_application import disown
from secondwind.record.models import (
    Application,
    Correction,
    Event,
    Mailbox,
    MailedNote,
    MailImport,
    Message,
    Plan,
    Step,
)
from secondwind.web import urls as web_urls

HX = {"HX-Request": "true"}
HOSTILE = (
    "Dear Sam,\n\n<script>alert(1)</script> <img src=https://track.evil.example/p.gif onerror=alert(2)>\n"
    "<a href='javascript:alert(3)'>click</a> https://track.evil.example/open?id=7\n\n"
    "we will not be taking your application further"
)


@pytest.fixture
def rows(person: Person, at: Callable) -> dict[str, int]:
    """A small search of Sam's with one row of everything, and the ids its addresses ask for."""
    at(MONDAY + timedelta(hours=1))
    return everything(person)


def everything(owner: Person) -> dict[str, int]:
    plan = a_plan(owner)
    unsure = a_letter_from(
        owner,
        None,
        kind="unsure",
        sender="Desk <desk@redmire.example>",
        subject="Your file",
        evidence=(),
        key=f"u{owner.pk}",
    )
    other = an_application(owner, "Halden Rail", role="Network planner", passed=("applied", "interview"))
    found = MailImport.objects.of(owner).create(began_at=MONDAY, state="kept", paths=["/nowhere/x.mbox"])
    correction = disown(an_application(owner, "Elsewhere"), now=MONDAY)
    mailbox = Mailbox.objects.of(owner).create(
        address=f"{owner.username}@okafor.example",
        user=owner.username,
        imap_host="localhost",
        connected_at=MONDAY,
    )
    note = MailedNote.objects.of(owner).create(
        key=f"n{owner.pk}", says="note", words="they called", sent_at=MONDAY, noted_at=MONDAY
    )
    return {
        "mailbox_id": mailbox.pk,
        "note_id": note.pk,
        "application_id": other.pk,
        "plan_id": plan.pk,
        "step_id": plan.steps.filter(state="open").first().pk,
        "message_id": unsure.pk,
        "import_id": found.pk,
        "event_id": other.events.first().pk,
        "correction_id": correction.pk,
    }


PAGES = [
    ("/", "Northwind"),
    ("/welcome/", "Where are you starting from?"),
    ("/just-rejected/", "Who said no?"),
    ("/mailbox/", "Drop it here"),
    ("/imports/", "Each can be taken back whole"),
    ("/applications/", "Halden Rail"),
    ("/applications/add/", "The employer alone is enough"),
    ("/applications/{application_id}/", "What happened, and how we know"),
    ("/plans/{plan_id}/", "After <bdi>Northwind</bdi>"),
    ("/mail/{message_id}/", "Your file"),
    ("/imports/{import_id}/", "It is kept"),
    ("/review/", "Your file"),
    ("/help/", "People who answer right now"),
    ("/settings/", "Europe/London"),
]


@pytest.mark.parametrize(("address", "words"), PAGES)
def test_a_page_says_what_it_is_for(inside: Client, rows: dict[str, int], address: str, words: str) -> None:
    """Every page answers with its words, its policy, a neutral title, one heading and one filled button at most."""
    answer = inside.get(address.format(**rows))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Northwind" not in title
    assert "Halden" not in title
    assert page.count("<h1") == 1
    assert page.count('class="act"') <= 1


@pytest.mark.parametrize("address", ["/applications/", "/review/"])
def test_a_part_is_a_part(inside: Client, rows: dict[str, int], address: str) -> None:
    """Asked by HTMX these pages answer with the part alone, and say that the answer differs."""
    whole, part = inside.get(address), inside.get(address, headers=HX)
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert len(part.content) < len(whole.content)
    assert "HX-Request" in part.headers["Vary"]


def test_an_empty_search_begins_at_the_beginning(inside: Client) -> None:
    """With nothing in it Today leads to the first run, and lists say so in a sentence."""
    assert inside.get("/").headers["Location"] == "/welcome/"
    assert "No applications yet" in inside.get("/applications/").content.decode()
    assert "Nothing to look at" in inside.get("/review/").content.decode()
    assert "No mailbox has been read yet" in inside.get("/imports/").content.decode()


WORDS = {"kind": "move", "chosen": "yes"}
"""What stands for the words that some addresses ask for beside an id."""


def _with_ids() -> list[tuple[str, list[str]]]:
    """The names of the web door's addresses that ask for an id."""
    found = []
    for included in web_urls.urlpatterns:
        for one in included.url_patterns:
            names = list(one.pattern.converters)
            if any(name.endswith("_id") for name in names):
                found.append((one.name, names))
    return found


@pytest.mark.parametrize(("name", "asked"), _with_ids())
def test_nobody_reaches_a_strangers_rows(
    inside: Client, person: Person, at: Callable, name: str, asked: list[str]
) -> None:
    """Another person's ids answer "not found", or nothing at all, and change nothing of theirs."""
    at(MONDAY + timedelta(hours=1))
    bob = Person.objects.create(username="bob", zone="Europe/London")
    ids = everything(bob)
    before = _state(bob)
    address = reverse(name, args=[ids.get(one) or WORDS[one] for one in asked])
    answer = inside.get(address)
    if answer.status_code == 405:
        answer = inside.post(
            address, {"kind": "rejection", "what": "note", "on": "2026-11-16", "until": "2026-12-24"}
        )
    nothing = answer.status_code == 302 and answer.headers["Location"] == "/"
    assert answer.status_code == 404 or (nothing and name in {"open-offer", "leave-offer"})
    assert _state(bob) == before
    assert "Halden Rail" not in answer.content.decode()


def _state(owner: Person) -> list[object]:
    models = (Application, Message, Plan, Step, Event, Correction, MailImport)
    return [list(model.objects.of(owner).order_by("pk").values()) for model in models]


def test_hostile_mail_is_words(inside: Client, person: Person, at: Callable) -> None:
    """A script, an image and a link in a mail are shown as the words they are, on every page that shows them."""
    at(MONDAY)
    row = an_application(person, "Evil <b>Corp</b>", passed=("applied", "interview"))
    evidence = (
        "<img src=https://track.evil.example/p.gif onerror=alert(2)>",
        "we will not be taking your application further",
    )
    message = a_letter_from(
        person,
        row,
        text=HOSTILE,
        evidence=evidence,
        subject="<script>s</script>",
        sender='"<i>x" <a@evil.example>',
    )
    unsure = a_letter_from(
        person, None, kind="unsure", text=HOSTILE, evidence=evidence, subject="<script>s</script>", key="h2"
    )
    for address in (
        f"/mail/{message.pk}/",
        f"/mail/{unsure.pk}/",
        f"/applications/{row.pk}/",
        "/review/",
        "/applications/",
    ):
        page = inside.get(address).content.decode()
        lowered = page.lower()
        assert "<script>" not in lowered, address
        assert "<img" not in lowered, address
        assert "<b>corp" not in lowered, address
        assert "javascript:" not in lowered.replace("&#x27;javascript:", ""), address
        assert not [url for url in _loaded(page) if url.startswith(("http", "//"))], address
    assert "&lt;script&gt;alert(1)" in inside.get(f"/mail/{message.pk}/").content.decode()


def _loaded(page: str) -> list[str]:
    """What stands in src, href, action and the like."""
    from html.parser import HTMLParser  # noqa: PLC0415

    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(
                value or ""
                for name, value in attrs
                if name in {"src", "href", "action", "srcset", "poster", "data"}
            )

    Links().feed(page)
    return found


def test_settings_are_kept_and_taken_back(inside: Client, person: Person) -> None:
    """A changed setting is kept, and the way back brings the old one."""
    given = {"letter_name": "Sam O.", "own_addresses": "sam@okafor.example", "zone": "Asia/Tokyo", "country": "jp",
             "quiet_weekdays": ["6"], "playbook": "three_ideas"}  # fmt: skip
    assert inside.post("/settings/", given).status_code == 302
    kept = Person.objects.get(pk=person.pk)
    assert (kept.zone, kept.country, kept.quiet_weekdays, kept.letter_name) == (
        "Asia/Tokyo",
        "JP",
        [6],
        "Sam O.",
    )
    inside.post(inside.session["undo"]["url"])
    back = Person.objects.get(pk=person.pk)
    assert (back.zone, back.country, back.quiet_weekdays, back.letter_name) == ("Europe/London", "GB", [], "")


@pytest.mark.parametrize(
    ("name", "value"), [("zone", "Leeds"), ("country", "Wales"), ("own_addresses", "sam"), ("playbook", "x")]
)
def test_settings_ask_again(inside: Client, person: Person, name: str, value: str) -> None:
    """What cannot be kept is asked for again, in words, and nothing is changed."""
    given = {"zone": "Asia/Tokyo", "playbook": "combined", "own_addresses": "", "country": "", name: value}
    answer = inside.post("/settings/", given)
    assert answer.status_code == 400
    assert Person.objects.get(pk=person.pk).zone == "Europe/London"
