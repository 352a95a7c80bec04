"""The list of applications: search, filter, order and pages, over five thousand rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.record.ledger import PAGE
from secondwind.record.models import Application

MANY = 5000
STAGES = ("applied", "rejected", "interview", "silent", "screening")


@pytest.fixture
def many(person: Person) -> Person:
    Application.objects.of(person).bulk_create(
        [
            Application(
                employer=f"Firm {n:04d}", employer_key=f"firm {n:04d}", role=f"Planner {n % 7}", noted_at=MONDAY,
                stage=STAGES[n % 5], furthest=("applied", "interview", "interview", "applied", "screening")[n % 5],
                opened_at=MONDAY - timedelta(days=n), last_at=MONDAY - timedelta(hours=n),
                ended_at=MONDAY - timedelta(hours=n) if STAGES[n % 5] in ("rejected", "silent") else None,
            )
            for n in range(MANY)
        ]
    )  # fmt: skip
    return person


def names(answer) -> list[str]:
    return re.findall(r"Firm \d{4}", answer.content.decode())


def test_the_first_page_is_bounded(inside: Client, many: Person, django_assert_max_num_queries) -> None:
    """Five thousand rows are counted by the database, sixty are shown, in a fixed number of questions."""
    with django_assert_max_num_queries(9):
        answer = inside.get("/applications/")
    assert f"{MANY} in all" in answer.content.decode()
    assert len(names(answer)) == PAGE


def test_searching_is_bounded_too(inside: Client, many: Person, django_assert_max_num_queries) -> None:
    """A word is looked for by the database, however many words there are."""
    with django_assert_max_num_queries(9):
        answer = inside.get("/applications/", {"q": "firm 0042 planner"}, headers={"HX-Request": "true"})
    assert names(answer) == ["Firm 0042"]


def test_pages_follow_each_other(inside: Client, many: Person) -> None:
    """Show more goes on where the page ended, and no row comes twice or is left out."""
    first = names(inside.get("/applications/", {"sort": "employer"}))
    more = names(
        inside.get("/applications/", {"sort": "employer", "from": PAGE}, headers={"HX-Request": "true"})
    )
    assert sorted(first + more) == [f"Firm {n:04d}" for n in range(2 * PAGE)]
    last = inside.get("/applications/", {"sort": "employer", "from": MANY - 20})
    assert len(names(last)) == 20
    assert "Show more" not in last.content.decode()


@pytest.mark.parametrize(
    ("asked", "stages"),
    [
        ({"show": "talking"}, {"interview", "screening"}),
        ({"show": "waiting"}, {"applied"}),
        ({"show": "ended"}, {"rejected", "silent"}),
        ({"stage": "screening"}, {"screening"}),
        ({"stage": "interview"}, {"interview", "rejected"}),
    ],
)
def test_filters(inside: Client, many: Person, asked: dict[str, str], stages: set[str]) -> None:
    """A filter shows its stages alone; a stage reached counts after a no too."""
    found = names(inside.get("/applications/", asked))
    assert len(found) == PAGE
    rows = Application.objects.of(many).filter(employer__in=found)
    assert {row.stage for row in rows} == stages


@pytest.mark.parametrize(
    ("sort", "first"),
    [("latest", "Firm 0000"), ("oldest", "Firm 4999"), ("employer", "Firm 0000"), ("nonsense", "Firm 0000")],
)
def test_orders(inside: Client, many: Person, sort: str, first: str) -> None:
    """Each order begins where it says, whatever the groups."""
    found = names(inside.get("/applications/", {"sort": sort}))
    assert first in found


def test_a_word_in_the_mail_is_found(inside: Client, person: Person) -> None:
    """The search looks into the mail of an application, and at the people of it."""
    row = an_application(person, passed=("applied",))
    an_application(person, "Halden Rail")
    a_letter_from(person, row, text="Dear Sam, the turnstile exercise was a joy.", evidence=())
    page = inside.get("/applications/", {"q": "turnstile"}).content.decode()
    assert "Northwind" in page
    assert "Halden" not in page


@pytest.mark.parametrize(
    "asked",
    [{"q": "%' OR 1=1"}, {"from": "-5"}, {"from": "9" * 30}, {"from": "²"}, {"show": "x", "stage": "y"}],
)
def test_odd_questions_get_a_page(inside: Client, many: Person, asked: dict[str, str]) -> None:
    """Whatever stands in the address, the answer is a page."""
    assert inside.get("/applications/", asked).status_code == 200
