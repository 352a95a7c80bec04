"""The shelf, through the browser door with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from doors import MONDAY, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions.finish_step import skip_step
from secondwind.record.models import Application, Contact, Plan, Step
from secondwind.record.outlook import look_ahead
from secondwind.record.queries import applications, open_applications
from secondwind.tools.registry import built
from secondwind.tools.shelf.forms import web_address
from secondwind.tools.shelf.models import Posting

At = Callable[[datetime], datetime]
TUESDAY_9 = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
"""Where the rest after an interview, begun on Monday at 16:40, ends."""
THURSDAY = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
ROLE = {"title": "Capacity planner", "employer": "Hollin Bank Hospital", "closes_on": "2026-12-02"}
WISH = {
    "excitement": "4", "why": "Wards are docks with people in them.",
    "day": "2026-11-20", "clock": "09:30", "where": "the library", "obstacle": "If it is full, the kitchen.",
}  # fmt: skip


def page(client: Client, path: str = "/shelf/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def add(client: Client, **more: str) -> Posting:
    response = client.post(reverse("shelf-add"), {**ROLE, **more})
    assert response.status_code == 302
    return latest()


def latest() -> Posting:
    owner = Person.objects.get(username="sam")
    found = Posting.objects.of(owner).order_by("-pk").first()
    assert found is not None
    return found


def do(client: Client, posting: Posting, wish: str, **more: Any) -> HttpResponse:
    return client.post(reverse("shelf-role", args=[posting.pk]), {**WISH, **more, "do": wish})  # type: ignore[return-value]


def state_of(posting: Posting) -> str:
    posting.refresh_from_db()
    return posting.state


def take_back(client: Client, posting: Posting) -> None:
    change = posting.changes.filter(undone_at=None).order_by("-pk")[0]
    assert client.post(reverse("shelf-undo", args=[change.pk])).status_code == 302


def return_step(plan: Plan) -> Step:
    return Step.objects.of(plan.owner).get(plan=plan, template="return")


@pytest.mark.row("S0.1c")
def test_a_role_found_in_a_rest_comes_back_in_front_when_it_ends(
    person: Person, inside: Client, at: At
) -> None:
    """Saved in the rest, it waits on tomorrow's shelf; the minute the window ends it stands before all others."""
    at(MONDAY - timedelta(days=2))
    add(inside, title="Timetable analyst", employer="Sowden Buses", closes_on="2026-11-21")
    at(MONDAY)
    a_plan(person)
    at(MONDAY + timedelta(hours=2))
    parked = add(inside)
    resting = page(inside, f"/shelf/?role={parked.pk}")
    assert "Keep it for tomorrow" in resting
    assert "Choose it for this week" not in resting
    assert "New applications rest until <time" in resting
    assert page(inside).index("Timetable analyst, Sowden Buses") < page(inside).index("Capacity planner")
    assert not applications(person).filter(employer="Hollin Bank Hospital").exists()

    at(TUESDAY_9 - timedelta(minutes=1))
    assert "Parked while you rested." not in page(inside)
    at(TUESDAY_9)
    back = page(inside)
    assert "Parked while you rested." in back
    assert back.index("Capacity planner, Hollin Bank Hospital") < back.index("Timetable analyst")
    assert "Choose it for this week" in back
    assert "Keep it for tomorrow" not in back


@pytest.mark.row("S0.1c")
def test_a_rest_is_overridden_in_one_tap(person: Person, inside: Client, at: At) -> None:
    """In the middle of a rest one press of "Choose it now" chooses; no second page asks about it."""
    at(MONDAY)
    a_plan(person)
    posting = add(inside)
    assert posting.shelved_in_rest
    assert 'value="choose">Choose it now' in page(inside)
    assert do(inside, posting, "choose").status_code == 302
    assert state_of(posting) == "chosen"


@pytest.mark.row("S0.1c")
def test_a_role_kept_in_a_rest_is_parked_and_nothing_is_sent(person: Person, inside: Client, at: At) -> None:
    """The filled button of a rest keeps the role for tomorrow, wherever it was found before."""
    at(MONDAY - timedelta(days=1))
    posting = add(inside)
    at(MONDAY)
    a_plan(person)
    count = open_applications(person).count()
    do(inside, posting, "keep")
    assert state_of(posting) == "on_shelf"
    assert posting.shelved_in_rest
    assert open_applications(person).count() == count
    at(TUESDAY_9)
    assert "Parked while you rested." in page(inside)
    do(inside, posting, "keep")
    assert "Parked while you rested." not in page(inside)


@pytest.mark.row("S0.1c")
def test_a_deadline_within_a_day_passes_the_rest(person: Person, inside: Client, at: At) -> None:
    """A role that closes tonight is offered as on any day; one that closes tomorrow night rests."""
    at(MONDAY)
    a_plan(person)
    tonight = add(inside, closes_on="2026-11-16")
    assert not tonight.shelved_in_rest
    shown = page(inside, f"/shelf/?role={tonight.pk}")
    assert "Choose it for this week" in shown
    assert "It closes within a day, so the rest lets it through." in shown
    tomorrow = add(inside, closes_on="2026-11-17")
    assert tomorrow.shelved_in_rest
    assert "Keep it for tomorrow" in page(inside, f"/shelf/?role={tomorrow.pk}")


@pytest.mark.row("S1.6a")
def test_the_return_has_a_time_and_a_place(person: Person, inside: Client, at: At) -> None:
    """Choosing without a day, a time or a place asks for it and loses nothing; with them the step is done, dated."""
    at(MONDAY)
    plan = a_plan(person)
    at(THURSDAY)
    posting = add(inside)
    step = return_step(plan)
    for gap in ("day", "clock", "where"):
        said = do(inside, posting, "choose", step=step.pk, **{gap: ""}).content.decode()
        assert "A choice needs a" in said
        assert WISH["why"] in said
        assert state_of(posting) == "on_shelf"
    assert return_step(plan).state == "open"
    do(inside, posting, "choose", step=step.pk)
    done = return_step(plan)
    assert done.state == "done"
    assert done.result == {
        "posting": posting.pk, "when": "2026-11-20T09:30:00+00:00", "where": "the library", "intentional": True,
    }  # fmt: skip
    assert "the library. If it is full, the kitchen." in page(inside, f"/shelf/?role={posting.pk}")


@pytest.mark.row("S0.5a")
def test_the_return_waits_for_reply_and_look_back_and_not_for_feedback(
    person: Person, inside: Client, at: At
) -> None:
    """On its day it is not ready while either is open; settled both, it is, with feedback = none. No wait is a wall."""
    at(MONDAY)
    plan = a_plan(person)
    steps = {step.template: step for step in Step.objects.of(person).filter(plan=plan)}
    at(THURSDAY)
    while pending := [steps[name] for name in steps["return"].after if _is_open(steps[name])]:
        waiting = {item.step: item for item in look_ahead(person, THURSDAY).outlook.waiting}
        assert waiting[steps["return"].pk].waits_for == tuple(step.template for step in pending)
        skip_step(pending[0], built=built(), now=THURSDAY)
    plan.refresh_from_db()
    assert plan.facts.get("feedback", "none") == "none"
    outlook = look_ahead(person, THURSDAY).outlook
    held = {item.step: item.reason for item in outlook.waiting}
    in_the_way = held.get(steps["return"].pk, "nothing")
    assert in_the_way in {"nothing", "limit"}, "what is left may be the day's room, no other step"


@pytest.mark.row("S0.5a")
def test_the_return_can_come_sooner_in_one_tap(person: Person, inside: Client, at: At) -> None:
    """With the look back still open the step's own page works, and one press there settles it."""
    at(MONDAY)
    plan = a_plan(person)
    at(THURSDAY)
    posting = add(inside)
    path = reverse("shelf-step", args=[return_step(plan).pk])
    assert "Choose it for this week" in page(inside, path)
    assert _is_open(Step.objects.of(person).get(plan=plan, template="look"))
    do(inside, posting, "choose", step=return_step(plan).pk)
    assert return_step(plan).state == "done"


def _is_open(step: Step) -> bool:
    step.refresh_from_db()
    return step.state == "open"


def test_choosing_by_the_door_finishes_the_waiting_step_and_undo_opens_it(
    person: Person, inside: Client, at: At
) -> None:
    """What exists makes a step done, whichever way one came; taking it back gives both back."""
    at(MONDAY)
    plan = a_plan(person)
    at(THURSDAY)
    posting = add(inside)
    do(inside, posting, "choose")
    assert return_step(plan).state == "done"
    take_back(inside, posting)
    assert state_of(posting) == "on_shelf"
    assert return_step(plan).state == "open"


def test_choosing_works_without_any_plan(person: Person, inside: Client, at: At) -> None:
    """Somebody who was never told no has a shelf as well."""
    at(THURSDAY)
    posting = add(inside)
    do(inside, posting, "choose")
    assert state_of(posting) == "chosen"
    assert posting.plan_when == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.row("S0.5d")
@pytest.mark.parametrize(
    ("wish", "counts"),
    [
        ({"excitement": "4"}, True),
        ({"excitement": "5"}, True),
        ({"excitement": "3"}, False),
        ({"excitement": ""}, False),
        ({"excitement": "5", "why": " … "}, False),
    ],
)
def test_intentional_needs_a_why_and_a_four(
    inside: Client, at: At, wish: dict[str, str], counts: bool
) -> None:
    """A choice counts with a why and a 4 or 5. With less it is asked about once, said plainly, and still made."""
    at(THURSDAY)
    posting = add(inside)
    first = do(inside, posting, "choose", **wish)
    if not counts:
        assert "it is not counted as intentional" in first.content.decode()
        assert state_of(posting) == "on_shelf"
        do(inside, posting, "choose", **wish, asked=["low"])
    assert state_of(posting) == "chosen"
    assert posting.is_intentional is counts
    shown = page(inside, f"/shelf/?role={posting.pk}")
    assert ("not counted as intentional" in shown) is not counts


@pytest.mark.row("S1.2c")
def test_a_low_choice_is_asked_about_once_a_role(person: Person, inside: Client, at: At) -> None:
    """The question comes once; after that one press chooses, whatever became of the first attempt."""
    at(THURSDAY)
    posting = add(inside)
    assert (
        "What makes you choose it all the same?"
        in do(inside, posting, "choose", excitement="2").content.decode()
    )
    do(inside, posting, "keep", excitement="2")
    assert do(inside, posting, "choose", excitement="2").status_code == 302
    assert state_of(posting) == "chosen"


@pytest.mark.row("S0.5d")
def test_the_weekly_cap_takes_one_tap_more_and_is_the_persons(person: Person, inside: Client, at: At) -> None:
    """Three are chosen with a press each; a fourth with one more; a new week, or a higher cap, begins anew."""
    at(THURSDAY)
    roles = [add(inside, title=f"Role {n}") for n in range(6)]
    for posting in roles[:3]:
        assert do(inside, posting, "choose").status_code == 302
    asked = do(inside, roles[3], "choose").content.decode()
    assert "Three of three chosen this week. A fourth is yours to choose." in " ".join(asked.split())
    assert state_of(roles[3]) == "on_shelf"
    do(inside, roles[3], "choose", asked=["cap"])
    assert state_of(roles[3]) == "chosen"

    inside.post(reverse("shelf-cap"), {"cap": "5"})
    assert "Four of five chosen this week." in page(inside)
    assert do(inside, roles[4], "choose").status_code == 302
    inside.post(reverse("shelf-cap") + "?cap=3", {"csrfmiddlewaretoken": "x"})
    assert "Five of three chosen this week." in page(inside)

    at(datetime(2026, 11, 23, 0, 1, tzinfo=UTC))
    assert "None of three chosen this week." in page(inside)
    assert do(inside, roles[5], "choose", day="2026-11-24").status_code == 302


def test_let_go_keep_and_put_back_can_each_be_taken_back(person: Person, inside: Client, at: At) -> None:
    """Each press has a way back to exactly what stood before."""
    at(THURSDAY)
    posting = add(inside)
    do(inside, posting, "keep", excitement="3", why="The numbers.")
    assert "You gave it a 3." not in page(inside)
    do(inside, posting, "let_go", excitement="1", why="")
    assert state_of(posting) == "let_go"
    assert "What you let go" in page(inside)
    take_back(inside, posting)
    assert (state_of(posting), posting.excitement, posting.why) == ("on_shelf", 3, "The numbers.")
    take_back(inside, posting)
    assert (state_of(posting), posting.excitement, posting.why) == ("on_shelf", None, "")
    do(inside, posting, "let_go")
    do(inside, posting, "put_back")
    assert state_of(posting) == "on_shelf"
    take_back(inside, posting)
    assert state_of(posting) == "let_go"


def test_an_older_change_is_not_undone_over_a_newer_one(person: Person, inside: Client, at: At) -> None:
    """An undo pressed late says so in a sentence and changes nothing."""
    at(THURSDAY)
    posting = add(inside)
    first = posting.changes.get()
    do(inside, posting, "keep", excitement="5")
    answer = inside.post(reverse("shelf-undo", args=[first.pk]))
    assert "Something else was done with this role since." in answer.content.decode()
    assert (state_of(posting), posting.excitement) == ("on_shelf", 5)


def test_applying_makes_an_application_and_undo_puts_it_out_of_sight(
    person: Person, inside: Client, at: At
) -> None:
    """ "I applied" is one press: an application stands in the record, applied today; the press can be taken back."""
    at(THURSDAY)
    posting = add(inside)
    do(inside, posting, "choose")
    do(inside, posting, "applied")
    application = applications(person).get()
    assert (application.employer, application.role) == ("Hollin Bank Hospital", "Capacity planner")
    assert (application.stage, application.opened_at) == ("applied", THURSDAY)
    assert state_of(posting) == "applied"
    assert "You have applied for this one already." in do(inside, posting, "choose").content.decode()
    take_back(inside, posting)
    assert state_of(posting) == "chosen"
    assert not applications(person).exists()
    do(inside, posting, "applied")
    assert applications(person).count() == 1


@pytest.mark.row("S3.4d")
def test_people_known_there_are_named_whichever_way_the_firm_is_written(
    person: Person, inside: Client, at: At
) -> None:
    """Contacts of an earlier application stand beside a new role at the same employer, and of no other."""
    at(THURSDAY)
    there = an_application(person, "Northwind Traders, Inc.")
    elsewhere = an_application(person, "Ruddle & Daughters")
    for name, application in (("Ana Lindqvist", there), ("Kit Ruddle", elsewhere)):
        Contact.objects.of(person).create(
            application=application, name=name, part="in_the_room", noted_at=MONDAY
        )
    add(inside, employer="The Northwind Traders")
    shown = page(inside)
    assert "Ana Lindqvist." in shown
    assert "You applied there in November 2026" in shown
    assert "Kit Ruddle" not in shown


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("closes_on", "31 November 2026", "There is no such day."),
        ("closes_on", "2026-11-31", "There is no such day."),
        ("closes_on", "9999-12-31", "There is no such day."),
        ("url", "javascript:alert(1)", "A web address begins with http:// or https://."),
        ("url", "data:text/html,x", "A web address begins with http:// or https://."),
        ("title", " \u200b ", "A title is needed"),
        ("employer", "", "A name is needed"),
        ("words", "x" * 5001, "There is room for 5000 characters here. This has 5001."),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    inside: Client, at: At, name: str, typed: str, sentence: str
) -> None:
    """What cannot be kept comes back as it was written, with the rest of the form and one sentence."""
    at(THURSDAY)
    answer = inside.post(reverse("shelf-add"), {**ROLE, "location": "Leeds", name: typed})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in said
    assert "Leeds" in said
    assert typed.strip() in said
    assert "What is the role?" in page(inside)
    if name == "closes_on":
        assert 'type="date"' not in said


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("why", "w" * 10_000, "There is room for 1000 characters here. This has 10000."),
        ("excitement", "11", "One of the five, from 1 to 5."),
        ("day", "2026-11-31", "There is no such day."),
        ("day", "2026-11-01", "That moment has passed. Pick one ahead."),
        ("clock", "25:00", "There is no such time."),
    ],
)
def test_a_choice_that_cannot_be_kept_loses_nothing(
    inside: Client, at: At, name: str, typed: str, sentence: str
) -> None:
    """The role stays on the shelf, and every word typed is there again."""
    at(THURSDAY)
    posting = add(inside)
    said = do(inside, posting, "choose", **{name: typed}).content.decode()
    assert sentence in said
    assert name == "excitement" or typed in said
    assert name == "why" or WISH["why"] in said
    assert WISH["obstacle"] in said
    assert state_of(posting) == "on_shelf"


@pytest.mark.parametrize("cap", ["0", "21", "many", ""])
def test_a_cap_that_is_none_is_asked_again(person: Person, inside: Client, at: At, cap: str) -> None:
    """The number it was stays until there is a number to take its place."""
    at(THURSDAY)
    assert inside.post(reverse("shelf-cap"), {"cap": cap}).status_code == 200
    assert "Three a week." in page(inside)


def test_a_web_address_is_a_link_that_tells_nobody(person: Person, inside: Client, at: At) -> None:
    """It is shown as a link without referrer or opener, its markup escaped, and a scheme is put before a bare host."""
    at(THURSDAY)
    add(inside, url='hollin-bank.example/jobs/7?a="><b>')
    shown = page(inside)
    assert (
        'href="https://hollin-bank.example/jobs/7?a=&quot;&gt;&lt;b&gt;" rel="noreferrer noopener"' in shown
    )


@given(st.text(max_size=60))
def test_no_typed_address_becomes_another_scheme(typed: str) -> None:
    """Whatever is typed, what is kept begins with http:// or https://, or nothing is kept."""
    try:
        kept = web_address(typed)
    except ValidationError:
        kept = ""
    assert not kept or kept.lower().startswith(("http://", "https://"))


def test_a_role_can_be_corrected_and_that_taken_back(person: Person, inside: Client, at: At) -> None:
    """Its facts are the person's to say again; the old ones come back with one press."""
    at(THURSDAY)
    posting = add(inside)
    inside.post(
        reverse("shelf-correct", args=[posting.pk]), {**ROLE, "title": "Flow analyst", "closes_on": ""}
    )
    posting.refresh_from_db()
    assert (posting.title, posting.closes_on) == ("Flow analyst", None)
    take_back(inside, posting)
    posting.refresh_from_db()
    assert (posting.title, str(posting.closes_on)) == ("Capacity planner", "2026-12-02")


def test_an_empty_shelf_offers_to_put_a_role_on_it(person: Person, inside: Client, at: At) -> None:
    """The first visit is a form, not a hole."""
    at(THURSDAY)
    shown = page(inside)
    assert "Nothing waits on the shelf" in shown
    assert "What is the role?" in shown


def test_a_stranger_finds_nothing_here(person: Person, inside: Client, at: At) -> None:
    """Roles, changes and steps of somebody else are no address at all."""
    at(MONDAY)
    plan = a_plan(person)
    at(THURSDAY)
    posting = add(inside)
    client = Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR="127.0.0.1")
    client.force_login(Person.objects.create(username="robin", zone="UTC"))
    change = posting.changes.get()
    assert client.get(reverse("shelf-role", args=[posting.pk])).status_code == 404
    assert client.get(f"/shelf/?role={posting.pk}").status_code == 404
    assert client.get(reverse("shelf-correct", args=[posting.pk])).status_code == 404
    assert client.get(reverse("shelf-step", args=[return_step(plan).pk])).status_code == 404
    assert client.post(reverse("shelf-undo", args=[change.pk])).status_code == 404
    assert do(client, posting, "choose").status_code == 404
    assert do(inside, posting, "choose", step="nonsense").status_code == 404
    assert state_of(posting) == "on_shelf"
    assert not Application.objects.of(person).filter(employer="Hollin Bank Hospital").exists()
