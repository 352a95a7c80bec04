"""A no told by hand: three inputs to one plan and one rest, however often it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from doors import MONDAY, a_letter_from, an_application
from secondwind.accounts.models import Person
from secondwind.actions.note_no import close_as_silent, note_no
from secondwind.actions.redraft_plans import redraft_for
from secondwind.errors import SecondWindError
from secondwind.lib.days import rest_ends_at
from secondwind.record.models import Application, Plan
from secondwind.record.queries import applications
from secondwind.record.timeline import append
from secondwind.record.today import today_of
from secondwind.tools.registry import built

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")


def _told(person: Person, employer: str = "Northwind", now: datetime = MONDAY, **more: object) -> Plan:
    return note_no(person, employer, built=built(), now=now, **more)  # type: ignore[arg-type]


def test_the_same_no_told_twice_is_one(person: Person) -> None:
    """By phone, then by mail: one application, one plan, one rest, and the earlier day is kept."""
    first = _told(person, stage="interview", channel="phone")
    later = MONDAY + 2 * DAY
    second = _told(person, "Northwind Ltd", now=later, channel="email", happened_at=later)
    assert second.pk == first.pk
    assert Application.objects.of(person).count() == 1
    kept = Plan.objects.of(person).get()
    assert (kept.began_at, kept.rest_until) == (first.began_at, first.rest_until)
    assert kept.application.ended_at == MONDAY
    assert kept.application.events.filter(what="rejected").count() == 2
    _told(person, now=later, happened_at=MONDAY - 3 * DAY)
    assert Application.objects.of(person).get().ended_at == MONDAY - 3 * DAY


def test_a_role_told_with_the_second_telling_is_learnt(person: Person) -> None:
    """The same no with the role named this time joins, and fills the role in."""
    first = _told(person)
    assert _told(person, now=MONDAY + DAY, role="Data clerk").pk == first.pk
    assert Application.objects.of(person).get().role == "Data clerk"
    assert _told(person, now=MONDAY + DAY, role="Service designer").pk != first.pk


def test_a_no_of_another_try_is_not_the_same_no(person: Person) -> None:
    """Long after the first, a no from the same employer is one of a new application, which knows the old one."""
    first = _told(person)
    second = _told(person, now=MONDAY + 200 * DAY)
    assert second.pk != first.pk
    assert second.application.earlier_id == first.application_id
    assert second.rest_until > MONDAY + 200 * DAY


def test_the_open_application_with_that_role_is_meant(person: Person) -> None:
    """Of several at one employer, the one that names the role is ended, and only that one."""
    named = an_application(person, role="Data clerk", now=MONDAY - 9 * DAY)
    unnamed = an_application(person, role="", now=MONDAY - DAY)
    assert _told(person, role="data clerk").application_id == named.pk
    unnamed.refresh_from_db()
    assert unnamed.stage == "applied"


def test_a_later_stage_makes_a_running_rest_longer_and_never_shorter(person: Person) -> None:
    """Interview, not a first call: the rest grows. Told as less than that, it stays."""
    first = _told(person, stage="applied")
    longer = _told(person, now=MONDAY + timedelta(hours=1), stage="final")
    assert longer.pk == first.pk
    until = Plan.objects.of(person).get().rest_until
    assert until == rest_ends_at(MONDAY, "final", "Europe/London") > first.rest_until
    _told(person, now=MONDAY + timedelta(hours=2), stage="applied")
    assert Plan.objects.of(person).get().rest_until == until


def test_a_rest_that_is_over_does_not_begin_again(person: Person) -> None:
    """A stage learnt after the rest changes no rest."""
    first = _told(person, stage="applied")
    _told(person, now=MONDAY + 5 * DAY, stage="final")
    assert Plan.objects.of(person).get().rest_until == first.rest_until


def test_travel_never_shortens_a_rest(person: Person) -> None:
    """A change of zone moves what is shown; the rest ends at the moment it would have, and is worked out there."""
    plan = _told(person, stage="interview")
    for zone in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"):
        person.zone = zone
        person.save()
        assert today_of(person, MONDAY + timedelta(hours=1)).resting_until == plan.rest_until
        application = Application.objects.of(person).get()
        redraft_for(application, built=built(), now=MONDAY + timedelta(hours=1))
        assert Plan.objects.of(person).get().rest_until == plan.rest_until


@pytest.mark.parametrize(
    ("stage", "began", "ends"),
    [
        ("applied", datetime(2026, 10, 24, 18, tzinfo=LONDON), datetime(2026, 10, 25, 9, tzinfo=LONDON)),
        ("interview", datetime(2026, 3, 28, 16, tzinfo=LONDON), datetime(2026, 3, 29, 9, tzinfo=LONDON)),
        ("interview", datetime(2026, 3, 28, 17, 30, tzinfo=LONDON), datetime(2026, 3, 30, 9, tzinfo=LONDON)),
        ("interview", datetime(2026, 10, 24, 17, 30, tzinfo=LONDON), datetime(2026, 10, 25, 9, tzinfo=LONDON)),
        ("applied", datetime(2026, 11, 16, 23, 59, tzinfo=LONDON), datetime(2026, 11, 17, 9, tzinfo=LONDON)),
        ("applied", datetime(2026, 11, 17, 0, 1, tzinfo=LONDON), datetime(2026, 11, 17, 9, tzinfo=LONDON)),
        ("applied", datetime(2028, 2, 28, 20, tzinfo=LONDON), datetime(2028, 2, 29, 9, tzinfo=LONDON)),
        ("final", datetime(2028, 2, 28, 20, tzinfo=LONDON), datetime(2028, 3, 1, 9, tzinfo=LONDON)),
    ],
)  # fmt: skip
def test_a_rest_ends_at_nine_on_odd_days_too(
    person: Person, stage: str, began: datetime, ends: datetime
) -> None:
    """On days of 23 and 25 hours, around midnight and over a leap day, a rest ends at 9:00 on the wall."""
    plan = _told(person, now=began.astimezone(UTC), stage=stage)
    assert plan.rest_until == ends
    assert today_of(person, ends - timedelta(seconds=1)).resting_until == ends
    assert today_of(person, ends).resting_until is None


def test_a_silence_is_closed_once_confirmed_and_undone_by_a_real_no(person: Person) -> None:
    """The ghost variant has no reply to a decision; when the no comes after all, the same plan gets one."""
    application = an_application(person, passed=("applied", "interview"), now=MONDAY - 40 * DAY)
    ghost = close_as_silent(application, built=built(), now=MONDAY)
    assert ghost.ghosted
    assert Application.objects.of(person).get().stage == "silent"
    assert not ghost.steps.filter(letter="thanks_feedback", state="open").exists()
    later = MONDAY + 3 * DAY
    a_letter_from(person, application, sent_at=later)
    plan = _told(person, now=later, channel="email")
    assert plan.pk == ghost.pk
    fresh = Plan.objects.of(person).get()
    assert not fresh.ghosted
    assert fresh.rest_until == ghost.rest_until
    assert fresh.steps.filter(tool="reply.compose", state="open").exists()


def test_a_no_through_an_agency_needs_no_employer(person: Person) -> None:
    """An application through an agency is ended by its employer's name, and keeps its agency."""
    application = Application.objects.of(person).create(
        employer="Northwind",
        employer_key="northwind",
        via="agency",
        via_name="Calder & Reed",
        noted_at=MONDAY,
    )
    append(application, "applied", happened_at=MONDAY - DAY, now=MONDAY)
    plan = _told(person, channel="phone")
    assert plan.application_id == application.pk
    assert plan.application.via_name == "Calder & Reed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"stage": "onsite"}, {"stage": "rejected"}, {"channel": "pigeon"}, {"employer": "  "},
        {"happened_at": MONDAY + timedelta(minutes=1)},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_nothing_is_stored(person: Person, wrong: dict[str, object]) -> None:
    """An unknown stage or channel, no name, a day to come: a sentence with what to do, and no row."""
    with pytest.raises(SecondWindError) as trouble:
        _told(person, **wrong)  # type: ignore[arg-type]
    assert trouble.value.hint
    assert not applications(person).exists()


class TestOneEmployer(TestCase):
    """Properties over many tellings need a database that is fresh for each."""

    @hypothesis.settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["applied", "interview", "final"])),
            min_size=1, max_size=5,
        )
    )  # fmt: skip
    def test_however_often_a_no_is_told_there_is_one_plan(self, told: list[tuple[int, int, str]]) -> None:
        """Any tellings within two months: one application, one plan, the earliest day, the furthest stage."""
        person = Person.objects.create(username="sam", zone="Europe/London")
        told.sort()
        for knew, back, stage in told:
            now = MONDAY + knew * DAY
            happened_at = max(now - back * DAY, MONDAY)
            _told(person, now=now, stage=stage, happened_at=happened_at)
        plan = Plan.objects.of(person).get()
        assert plan.began_at == MONDAY + told[0][0] * DAY
        assert plan.application.furthest == max(
            (s for _, _, s in told), key=["applied", "interview", "final"].index
        )
        assert plan.application.ended_at == min(
            max(MONDAY + knew * DAY - back * DAY, MONDAY) for knew, back, _ in told
        )
