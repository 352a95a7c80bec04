"""Rows and their owners: forgetting to say whose is impossible, not careless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.errors import NotYoursError
from secondwind.record import queries
from secondwind.record.models import Application, Contact, Event, Message, Step, UnownedQueryError

pytestmark = pytest.mark.django_db

UNOWNED: dict[str, Callable[[], Any]] = {
    "all": lambda: list(Application.objects.all()),
    "filter": lambda: list(Application.objects.filter(employer="Northwind")),
    "get": lambda: Application.objects.get(employer="Northwind"),
    "first": Application.objects.first,
    "slice": lambda: Application.objects.all()[0],
    "values": lambda: list(Application.objects.values_list("pk")),
    "in_bulk": Application.objects.in_bulk,
    "count": Application.objects.count,
    "exists": Application.objects.exists,
    "aggregate": lambda: Application.objects.aggregate(n=Count("pk")),
    "annotate": lambda: list(Application.objects.annotate(n=Count("events"))),
    "update": lambda: Application.objects.update(employer=""),
    "filtered update": lambda: Application.objects.filter(pk=1).update(employer=""),
    "delete": lambda: Application.objects.all().delete(),
    "iterator": lambda: list(Application.objects.iterator()),
    "explain": lambda: Application.objects.all().explain(),
    "bulk_create": lambda: Application.objects.bulk_create([Application(employer="x", noted_at=MONDAY)]),
    "create": lambda: Application.objects.create(employer="x", noted_at=MONDAY),
    "get_or_create": lambda: Application.objects.get_or_create(employer="x"),
    "bool": lambda: bool(Application.objects.all()),
    "raw": lambda: list(Application.objects.raw("SELECT * FROM record_application")),
    "dates": lambda: list(Application.objects.dates("noted_at", "day")),
}


@pytest.mark.parametrize("name", UNOWNED)
def test_a_query_without_an_owner_raises(name: str, person: Person) -> None:
    """However a query is evaluated, it raises unless it went through an owner."""
    an_application(person)
    with pytest.raises(UnownedQueryError):
        UNOWNED[name]()


def test_an_unowned_sub_query_raises_wherever_it_stands(person: Person) -> None:
    """A query inside another one needs an owner of its own: in a filter, an Exists, a Subquery, a union."""
    an_application(person)
    mine = Application.objects.of(person)
    inner = Message.objects.filter(kind="rejection")
    tries: list[Callable[[], Any]] = [
        lambda: list(mine.filter(pk__in=inner.values("application"))),
        lambda: list(mine.exclude(pk__in=inner.values("application"))),
        lambda: list(mine.filter(earlier__in=Application.objects.filter(employer="x"))),
        lambda: list(mine.annotate(n=Exists(inner.filter(application=OuterRef("pk"))))),
        lambda: list(mine.annotate(n=Subquery(inner.values("pk")[:1]))),
        lambda: list(mine.union(Application.objects.all())),
        lambda: list(mine | Application.objects.all()),
        lambda: mine.filter(pk__in=inner.values("application")).count(),
        lambda: mine.filter(pk__in=inner.values("application")).update(role=""),
    ]
    for one in tries:
        with pytest.raises(UnownedQueryError):
            one()


def test_two_owners_cannot_be_joined_in_one_query(person: Person) -> None:
    """`of(one) | of(other)` and their union raise instead of showing both."""
    other = Person.objects.create(username="other")
    with pytest.raises(UnownedQueryError):
        list(Application.objects.of(person) | Application.objects.of(other))
    with pytest.raises(UnownedQueryError):
        list(Application.objects.of(person).union(Application.objects.of(other)))


def test_rows_reached_from_a_row_in_hand_need_no_owner(person: Person) -> None:
    """Related managers, prefetches and negated joins work from an owned row on, and say nothing of others' rows."""
    plan = a_plan(person)
    application = plan.application
    a_letter_from(person, application, kind="interview", text="Come and see us.")
    assert application.events.count() > 0
    assert application.messages.filter(kind="interview").exists()
    assert plan.steps.exclude(state="done").count() == Step.objects.of(person).count()
    rows = Application.objects.of(person).prefetch_related(
        "events", Prefetch("messages", queryset=Message.objects.filter(kind="interview"))
    )
    (row,) = rows
    assert len(row.messages.all()) == 1
    assert len(row.events.all()) == application.events.count()
    assert list(Application.objects.of(person).exclude(events__what="offer")) == [application]
    assert list(Application.objects.of(person).exclude(events__what="interview")) == []
    assert list(Application.objects.none()) == []


def test_a_person_cannot_reach_the_rows_of_another(person: Person) -> None:
    """Every way to one row by its number answers with "nothing here" for a stranger, and their lists are empty."""
    stranger = Person.objects.create(username="stranger", zone="UTC")
    plan = a_plan(person)
    message = plan.application.messages.get()
    step = plan.steps.first()
    assert step is not None
    for ask, key in (
        (queries.application_of, plan.application_id), (queries.plan_of, plan.pk),
        (queries.step_of, step.pk), (queries.message_of, message.pk),
    ):  # fmt: skip
        assert ask(person, key).pk == key
        with pytest.raises(NotYoursError):
            ask(stranger, key)
    assert not queries.applications(stranger).exists()
    assert not Application.objects.of(stranger).filter(pk=plan.application_id).update(employer="x")
    assert Event.objects.of(stranger).delete()[0] == 0
    assert Message.objects.of(stranger).count() == 0


def test_a_row_is_made_for_its_owner_and_for_nobody_else(person: Person) -> None:
    """What is created through a person is theirs, and may not point at a row of somebody else's."""
    stranger = Person.objects.create(username="stranger")
    application = an_application(person)
    with pytest.raises(UnownedQueryError):
        Application.objects.of(person).create(owner=stranger, employer="x", noted_at=MONDAY)
    with pytest.raises(UnownedQueryError):
        Contact.objects.of(stranger).create(application=application, name="Ana", noted_at=MONDAY)
    with pytest.raises(UnownedQueryError):
        Contact.objects.of(stranger).bulk_create(
            [Contact(application=application, name="Ana", noted_at=MONDAY)]
        )
    (made,) = Application.objects.of(person).bulk_create([Application(employer="y", noted_at=MONDAY)])
    assert made.owner_id == person.pk
