"""A long search asks the record no more questions a page than a short one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.letters.letter import KINDS
from secondwind.record.models import Contact, Plan, Step
from secondwind.tools.reply.actions import open_letter
from secondwind.tools.shelf.actions import add_posting

NOW = MONDAY + timedelta(hours=1)


def more(person: Person, first: int, last: int) -> None:
    """Noes first to last: each with its application, plan, contact and mails, and a role on the shelf."""
    for number in range(first, last):
        employer = f"Firm {number} Ltd"
        application = an_application(person, employer, passed=("applied", "interview"))
        for nth in range(5):
            a_letter_from(
                person, application, key=f"{number}-{nth}", subject=f"Mail {nth}",
                kind="rejection" if nth == 4 else "other", place="folded" if nth % 2 else "archived",
            )  # fmt: skip
        a_plan(person, application)
        Contact.objects.of(person).create(application=application, name=f"Kim {number}", noted_at=NOW)
        add_posting(person, {"title": f"Role {number}", "employer": employer}, now=NOW)


def paths(person: Person) -> dict[str, str]:
    plan = Plan.objects.of(person).order_by("pk").first()
    steps = Step.objects.of(person).filter(plan=plan).select_related("plan__application", "owner")
    letter = open_letter(steps.filter(letter__in=KINDS).first(), now=NOW)
    step = {row.tool: row.pk for row in steps}
    return {
        "rest": reverse("rest"),
        "check-in": reverse("check-in"),
        "letter": reverse("letter", args=[letter.pk]),
        "put-away": reverse("put-away"),
        "archive": reverse("archive", args=[step["mailroom.archive"]]),
        "look-back": reverse("look-back", args=[step["lookback.debrief"]]),
        "shelf": reverse("shelf"),
        "shelf-step": reverse("shelf-step", args=[step["shelf.triage"]]),
    }


def test_a_long_search_asks_no_more_questions_a_page(inside: Client, person: Person, at: Callable) -> None:
    """With 40 plans, 200 mails and 40 roles a page of a tool asks as often as with two."""
    at(NOW)
    more(person, 0, 2)
    short = {name: _asked(inside, path) for name, path in paths(person).items()}
    more(person, 2, 40)
    long = {name: _asked(inside, path) for name, path in paths(person).items()}
    grown = {name: count - short[name] for name, count in long.items()}
    assert {name: more for name, more in grown.items() if more > 0} == {}


def _asked(client: Client, path: str) -> int:
    client.get(path)  # what opening a page for the first time begins is not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)
