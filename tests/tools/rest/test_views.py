"""The rest, through the browser door with a moved clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.actions.finish_step import skip_step
from secondwind.playbooks.revise import SEARCH_FOLDERS
from secondwind.record.models import Plan, Step
from secondwind.record.outlook import look_ahead
from secondwind.record.queries import resting_until
from secondwind.tools.registry import built

At = Callable[[datetime], datetime]
TUESDAY_9 = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
WEDNESDAY_9 = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def a_no_after(person: Person, passed: tuple[str, ...], employer: str = "Northwind", **more: object) -> Plan:
    """A plan that begins on Monday at 16:40 with a letter, after those gates."""
    application = an_application(person, employer, passed=passed, now=MONDAY - timedelta(days=3))
    a_letter_from(person, application, sent_at=MONDAY, key=f"no-from-{employer}")
    return a_plan(person, application, now=MONDAY, **more)


def words_on(client: Client, path: str = "/rest/") -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def through_the_window() -> Iterator[datetime]:
    """Moments from the no to shortly before the rest after a final round ends."""
    moment = MONDAY
    while moment < WEDNESDAY_9:
        yield moment
        moment += timedelta(minutes=159)


def titles_of_search(plan: Plan) -> list[str]:
    """The titles of the steps that are search, or belong to a later day."""
    steps = Step.objects.of(plan.owner).filter(plan=plan)
    return [step.title for step in steps if step.day > 0 or step.tool.partition(".")[0] in SEARCH_FOLDERS]


@pytest.mark.row("S0.1a")
def test_no_search_step_is_offered_before_the_window_ends(person: Person, inside: Client, at: At) -> None:
    """From the no to a minute before the rest ends the page offers small things of day 0 alone."""
    plan = a_no_after(person, ("applied", "screening", "interview", "final"))
    search = titles_of_search(plan)
    assert search
    for moment in through_the_window():
        at(moment)
        page = words_on(inside)
        assert 'data-air="still"' in page
        assert "Resting until" in page
        offered = page.split("What goes on")[0]
        assert not [title for title in search if title in offered]
        ready = look_ahead(person, moment).outlook.ready
        assert all(Step.objects.of(person).get(pk=item.step).day == 0 for item in ready)
        for item in ready:  # what is done makes room for the next, and the next is not search either
            skip_step(Step.objects.of(person).get(pk=item.step), built=built(), now=moment)
    at(WEDNESDAY_9)
    assert "No rest is running." in words_on(inside)
    after = look_ahead(person, WEDNESDAY_9).outlook.ready
    assert {Step.objects.of(person).get(pk=item.step).day for item in after} >= {1}


@pytest.mark.row("S0.1b")
def test_a_late_no_rests_longer_and_says_why(person: Person, inside: Client, at: At) -> None:
    """After a screening the rest ends the next morning, after a final round a day later, in other words."""
    at(MONDAY)
    early = a_no_after(person, ("applied", "screening"))
    early_page = words_on(inside)
    assert early.rest_until == TUESDAY_9
    assert "Resting until <time" in early_page
    assert "tomorrow, 9:00" in early_page
    assert "their first look" in early_page
    Plan.objects.of(person).delete()
    late = a_no_after(person, ("applied", "screening", "interview", "final"), employer="Halden Rail")
    late_page = words_on(inside)
    assert late.rest_until == WEDNESDAY_9
    assert late.rest_until > early.rest_until
    assert "Wednesday, 9:00" in late_page
    assert "their last round" in late_page
    assert "their first look" not in late_page


@pytest.mark.row("S0.1c")
def test_one_press_ends_the_rest_and_one_brings_it_back(person: Person, inside: Client, at: At) -> None:
    """The way out stands on the page, needs one press and no reason, and can be taken back."""
    plan = a_no_after(person, ("applied", "screening", "interview"))
    at(MONDAY + timedelta(hours=2))
    page = words_on(inside)
    assert 'action="/rest/end/"' in page
    assert "A role that closes within 24 hours does not have to rest" in page
    assert inside.post("/rest/end/").status_code == 302
    assert resting_until(person, MONDAY + timedelta(hours=2)) is None
    assert plan.steps.get(tool="rest.window").state == "done"
    back = inside.session["undo"]["url"]
    assert inside.post(back).status_code == 302
    assert resting_until(person, MONDAY + timedelta(hours=2)) == plan.rest_until
    assert plan.steps.get(tool="rest.window").state == "open"


def test_ending_twice_is_ending_once(person: Person, inside: Client, at: At) -> None:
    """A second press changes nothing and the first can still be taken back."""
    plan = a_no_after(person, ("applied", "screening"))
    at(MONDAY + timedelta(hours=1))
    inside.post("/rest/end/")
    back = inside.session["undo"]["url"]
    at(MONDAY + timedelta(hours=2))
    inside.post("/rest/end/")
    inside.post(back)
    assert resting_until(person, MONDAY + timedelta(hours=2)) == plan.rest_until


def test_a_rest_cut_short_can_be_taken_up_again_from_its_own_page(
    person: Person, inside: Client, at: At
) -> None:
    """While it would still run, the quiet page offers it; afterwards it offers nothing."""
    plan = a_no_after(person, ("applied", "screening"))
    at(MONDAY + timedelta(hours=1))
    inside.post("/rest/end/")
    page = words_on(inside)
    assert "No rest is running." in page
    assert "Rest after all" in page
    inside.post("/rest/again/")
    assert resting_until(person, MONDAY + timedelta(hours=1)) == plan.rest_until
    inside.post("/rest/end/")
    at(TUESDAY_9)
    assert 'action="/rest/again/"' not in words_on(inside)


def test_the_news_comes_first_and_small_things_after(person: Person, inside: Client, at: At) -> None:
    """What was said, how far it went, then what may be done; one filled action on the page."""
    a_no_after(person, ("applied", "screening", "interview"))
    at(MONDAY + timedelta(hours=1, minutes=40))
    page = words_on(inside)
    order = [page.index(words) for words in ("said no this afternoon", "You had sat down", "If you like")]
    assert order == sorted(order)
    assert "Put their mail away" in page
    assert "Name the feeling" in page
    assert page.count('class="act"') == 1
    assert "<title>Resting · Second Wind</title>" in page


def test_what_is_under_way_stands_and_what_is_applied_for_is_not_named(
    person: Person, inside: Client, at: At
) -> None:
    """Interviews and later talks go on during a rest; the application that ended is not among them."""
    a_no_after(person, ("applied", "screening"))
    an_application(person, "Halden Rail", passed=("applied", "screening", "interview"), now=MONDAY)
    an_application(person, "Quiet Mills", passed=("applied",), now=MONDAY)
    at(MONDAY + timedelta(hours=1))
    goes_on = words_on(inside).split("What goes on")[1]
    assert "Halden Rail" in goes_on
    assert "Quiet Mills" not in goes_on
    assert "Northwind" not in goes_on


def test_several_noes_share_one_rest_and_the_furthest_one_speaks(
    person: Person, inside: Client, at: At
) -> None:
    """One page, the longest rest, the furthest no first, the other named beside it."""
    a_no_after(person, ("applied", "screening"), employer="Aldgate Foods")
    a_no_after(person, ("applied", "screening", "interview", "final"), employer="Halden Rail")
    at(MONDAY + timedelta(hours=1))
    page = words_on(inside)
    assert "Wednesday, 9:00" in page
    assert page.index("Halden Rail said no") < page.index("Aldgate Foods said no as well.")


def test_a_silence_is_not_told_as_a_no(person: Person, inside: Client, at: At) -> None:
    """Where a person closed a silence, the page says so and quotes nobody."""
    application = an_application(person, passed=("applied", "screening"), end="silent")
    a_plan(person, application, channel="none", ghosted=True)
    at(MONDAY + timedelta(hours=1))
    page = words_on(inside)
    assert "Northwind has not answered, and you called that an answer." in page
    assert "said no" not in page


def test_times_are_those_of_the_person_s_own_clock(person: Person, inside: Client, at: At) -> None:
    """A rest that ends at 9:00 in Auckland says 9:00, not the hour in UTC."""
    person.zone = "Pacific/Auckland"
    person.save()
    a_no_after(person, ("applied", "screening"))
    at(MONDAY + timedelta(minutes=5))
    assert "9:00" in words_on(inside).split("</h1>")[0]


def test_without_any_no_the_page_is_quiet_and_promises_nothing(person: Person, inside: Client) -> None:
    """Nobody rests: no button that would not work, and no air of rest."""
    page = words_on(inside)
    assert "No rest is running." in page
    assert "data-air" not in page
    assert "/rest/end/" not in page


def test_the_rest_of_one_person_is_out_of_reach_for_another(person: Person, inside: Client, at: At) -> None:
    """Ids of somebody else's plans and steps, or nonsense, end nothing and take nothing back."""
    other = Person.objects.create(username="bo", zone="Europe/London")
    theirs = a_no_after(other, ("applied", "screening"))
    at(MONDAY + timedelta(hours=1))
    inside.post("/rest/end/")
    theirs.refresh_from_db()
    assert not theirs.rest_ended_by_hand
    assert inside.get(f"/rest/{theirs.steps.get(tool='rest.window').pk}/").status_code == 404
    assert inside.post(f"/rest/take-back/{theirs.pk}-x-999999999999999999999/").status_code == 302
    assert inside.get("/rest/end/").status_code == 405


def test_the_door_of_a_rest_step_leads_to_the_rest(person: Person, inside: Client, at: At) -> None:
    """The address a plan gives for its rest step shows the rest page; other steps have no such door."""
    plan = a_no_after(person, ("applied", "screening"))
    at(MONDAY)
    assert inside.get(f"/rest/{plan.steps.get(tool='rest.window').pk}/")["Location"] == "/rest/"
    assert inside.get(f"/rest/{plan.steps.get(template='fold').pk}/").status_code == 404
