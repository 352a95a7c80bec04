"""Stages follow from events, in whatever order they were learnt."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from doors import MONDAY, an_application
from secondwind.accounts.models import Person
from secondwind.actions.rebuild import rebuild
from secondwind.record.models import Application
from secondwind.record.stages import ENDS, GATES, WHAT, Fact, rank, stand
from secondwind.record.timeline import append, retract, standing_of

WHATS = sorted(set(WHAT) - {"retracted"})
FACTS = st.lists(
    st.builds(
        Fact, st.sampled_from(WHATS), st.integers(0, 12).map(lambda days: MONDAY + timedelta(days=days))
    ),
    max_size=12,
)


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(facts: list[Fact], dice: object) -> None:
    """The same facts give the same standing in every order, also several on one day."""
    shuffled = list(facts)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert stand(shuffled) == stand(facts)


@given(FACTS, st.sampled_from(ENDS))
def test_no_end_erases_a_gate(facts: list[Fact], end: str) -> None:
    """An end told later leaves every gate passed, and never moves the furthest back."""
    before = stand(facts)
    after = stand([*facts, Fact(end, MONDAY + timedelta(days=40))])
    assert before.gates.items() <= after.gates.items()
    assert rank(after.furthest) >= rank(before.furthest)


@given(FACTS)
def test_a_standing_is_one_of_the_stages_and_its_end_is_dated(facts: list[Fact]) -> None:
    """A stage is a gate without an end date, or an end with one."""
    standing = stand(facts)
    assert standing.stage in GATES + ENDS
    assert (standing.ended_at is not None) == (standing.stage in ENDS)


def _day(what: str, day: int) -> Fact:
    return Fact(what, MONDAY + timedelta(days=day))


def test_a_silence_is_undone_by_their_mail_and_not_by_ours() -> None:
    """Any later mail from them ends a silence; a nudge of the person's own does not."""
    silent = [_day("applied", 0), _day("silent", 30)]
    assert stand(silent).stage == "silent"
    assert stand([*silent, _day("wrote", 31)]).stage == "silent"
    assert stand([*silent, _day("heard", 31)]).stage == "applied"
    assert stand([*silent, _day("interview", 31)]).stage == "interview"
    assert stand([*silent, _day("rejected", 31)]).stage == "rejected"
    assert stand([*silent, _day("heard", 20)]).stage == "silent"


def test_a_second_no_keeps_the_first_date() -> None:
    """The same no told twice ends the application on the earlier day, however it is learnt."""
    facts = [_day("rejected", 9), _day("interview", 2), _day("rejected", 7)]
    assert stand(facts).ended_at == MONDAY + timedelta(days=7)
    assert stand(facts).furthest == "interview"


@pytest.mark.django_db
def test_a_retracted_event_counts_for_nothing(person: Person) -> None:
    """Taking an event back brings the standing before it, and the event stays in the log."""
    application = an_application(person, passed=("applied", "interview"))
    no = append(application, "rejected", happened_at=MONDAY, now=MONDAY)
    assert application.stage == "rejected"
    retract(no, now=MONDAY)
    application.refresh_from_db()
    assert application.stage == "interview"
    assert application.events.filter(pk=no.pk).exists()


@pytest.mark.django_db
def test_rebuild_sets_right_what_was_scrambled_below_us(person: Person) -> None:
    """After the cached stages were changed by raw SQL, `rebuild` brings back what the events say."""
    for place, employer in enumerate(("Northwind", "Larkfield", "Elmscott")):
        an_application(person, employer, passed=("applied", "interview")[: 1 + place % 2], end="rejected")
    names = ("employer", "stage", "furthest", "opened_at", "ended_at", "last_at")
    before = sorted(Application.objects.of(person).values_list(*names))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE record_application SET stage='offer', furthest='noticed', ended_at=NULL, last_at=NULL"
        )
    assert sorted(Application.objects.of(person).values_list(*names)) != before
    assert rebuild(person) == (3, 3)
    assert sorted(Application.objects.of(person).values_list(*names)) == before
    assert rebuild(person) == (3, 0)
    assert all(standing_of(row).stage == row.stage for row in Application.objects.of(person))
