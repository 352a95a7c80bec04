"""Looking back, through the browser door with a moved clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from doors import MONDAY, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import Application, Contact, Plan, Step
from secondwind.record.timeline import append
from secondwind.tools.lookback.models import PROMPTS, Answer, Debrief

At = Callable[[datetime], datetime]
THURSDAY = datetime(2026, 11, 19, 18, 0, tzinfo=UTC)
WORDS = {
    "keep": "Moving the stock count to nights: the numbers first.\nThe row with the union.",
    "improve": "How I choose between two forecasts.",
    "stumped": "",
    "worry": "Whether I would stay in a small team.",
    "doubt": "None.",
    "moment": "the walk on the dock",
}


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def look_step(plan: Plan) -> Step:
    return Step.objects.of(plan.owner).get(plan=plan, template="look")


def at_the_step(plan: Plan) -> str:
    return reverse("look-back", args=[look_step(plan).pk])


def after_an_interview(person: Person) -> Application:
    return an_application(person, passed=("applied", "screening", "interview"), now=MONDAY)


@pytest.mark.row("S0.4a")
def test_it_opens_without_feedback_in_a_plan_and_before_any_outcome(
    person: Person, inside: Client, at: At
) -> None:
    """With feedback = none it opens, keeps words and becomes done; so it does on the interview's day."""
    at(THURSDAY)
    plan = a_plan(person)
    assert plan.facts.get("feedback", "none") == "none"
    assert look_step(plan).state == "open"
    assert "Which answers would you keep?" in page(inside, at_the_step(plan))
    inside.post(at_the_step(plan), {**WORDS, "do": "save"})
    assert look_step(plan).state == "done"

    at(MONDAY + timedelta(hours=2))
    fresh = an_application(person, "Hollin Bank", passed=("applied", "interview"), now=MONDAY)
    path = reverse("look-back-at", args=[fresh.pk])
    assert "Today the facts are fresh." in page(inside, path)
    inside.post(path, {**WORDS, "do": "save"})
    assert Debrief.objects.of(person).get(application=fresh).finished_at == MONDAY + timedelta(hours=2)


@pytest.mark.row("S0.4b")
def test_an_empty_look_back_cannot_become_done(person: Person, inside: Client, at: At) -> None:
    """Nothing, dots or two answers leave the step open; three make it done and date it."""
    at(THURSDAY)
    plan = a_plan(person)
    path = at_the_step(plan)
    two = {"keep": WORDS["keep"], "doubt": "None"}
    for words in ({}, {"keep": " \n ", "improve": "...", "doubt": "-"}, two):
        inside.post(path, {**words, "do": "save"})
        assert look_step(plan).state == "open"
        assert Debrief.objects.of(person).get().finished_at is None
    assert "Two of five hold an answer." in page(inside, path)

    inside.post(path, {**two, "worry": "The commute.", "do": "save"})
    step = look_step(plan)
    debrief = Debrief.objects.of(person).get()
    assert (step.state, step.result) == ("done", {"debrief": debrief.pk, "answered": 3})
    assert debrief.finished_at == THURSDAY
    assert "Kept on" in page(inside, path)


@pytest.mark.row("S0.4b")
def test_an_explicit_skip_settles_it_and_keeps_the_words(person: Person, inside: Client, at: At) -> None:
    """Leaving it out settles the step as skipped, never as done; one press takes that back."""
    at(THURSDAY)
    plan = a_plan(person)
    inside.post(at_the_step(plan), {"keep": "The stock count.", "do": "skip"})
    assert look_step(plan).state == "skipped"
    assert Answer.objects.of(person).get().text == "The stock count."
    inside.post(reverse("look-back-again", args=[look_step(plan).pk]))
    assert look_step(plan).state == "open"


@pytest.mark.row("S0.4c")
def test_all_five_prompts_are_kept_as_rows(person: Person, inside: Client, at: At) -> None:
    """Each prompt has a stored field of its own, questions a row each, and the page shows them again."""
    at(THURSDAY)
    plan = a_plan(person)
    words = {**WORDS, "stumped": "What does a wrong forecast cost?\n\nWhy us?"}
    inside.post(at_the_step(plan), {**words, "do": "save"})
    rows = Answer.objects.of(person)
    assert {row.prompt for row in rows} == set(PROMPTS)
    assert [row.text for row in rows.filter(prompt="stumped")] == [
        "What does a wrong forecast cost?",
        "Why us?",
    ]
    assert [row.text for row in rows.filter(prompt="keep")] == WORDS["keep"].splitlines()
    assert rows.get(prompt="worry").text == WORDS["worry"]
    assert rows.get(prompt="doubt").text == "None."
    shown = page(inside, at_the_step(plan))
    assert all(row.text in shown for row in rows)


def test_a_question_that_stays_keeps_its_row(person: Person, inside: Client, at: At) -> None:
    """Saving again changes the rows whose words changed and no others; lines taken out are gone."""
    at(THURSDAY)
    path = at_the_step(a_plan(person))
    inside.post(path, {"improve": "One\nTwo\nThree", "do": "keep"})
    before = {row.text: row.pk for row in Answer.objects.of(person)}
    inside.post(path, {"improve": "Zero\nTwo", "do": "keep"})
    after = {row.text: row.pk for row in Answer.objects.of(person)}
    assert set(after) == {"Zero", "Two"}
    assert after["Two"] == before["Two"]


def test_autosave_keeps_words_and_finishes_nothing(person: Person, inside: Client, at: At) -> None:
    """What HTMX sends while someone writes is kept and answered with one line; done takes a press."""
    at(THURSDAY)
    plan = a_plan(person)
    answer = inside.post(at_the_step(plan), {**WORDS, "do": "keep"}, headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert "<html" not in said
    assert "Four of five hold an answer. Kept at" in said
    assert look_step(plan).state == "open"


def test_stopping_for_today_keeps_it_for_tomorrow(person: Person, inside: Client, at: At) -> None:
    """The words are kept, the step comes again tomorrow, and even that can be taken back."""
    at(THURSDAY)
    plan = a_plan(person)
    inside.post(at_the_step(plan), {"keep": "The stock count.", "do": "stop"})
    step = look_step(plan)
    assert (step.state, str(step.not_before)) == ("open", "2026-11-20")
    assert Answer.objects.of(person).count() == 1
    inside.post(reverse("look-back-again", args=[step.pk]))
    assert look_step(plan).not_before is None


def test_an_old_undo_of_stopping_leaves_what_was_done_since(person: Person, inside: Client, at: At) -> None:
    """Taking a stop or a skip back after the look back was finished changes nothing."""
    at(THURSDAY)
    plan = a_plan(person)
    inside.post(at_the_step(plan), {"keep": "The numbers.", "do": "stop"})
    inside.post(at_the_step(plan), {**WORDS, "do": "save"})
    inside.post(reverse("look-back-again", args=[look_step(plan).pk]))
    assert look_step(plan).state == "done"


def test_finishing_can_be_taken_back(person: Person, inside: Client, at: At) -> None:
    """The step is open again and no word is lost."""
    at(THURSDAY)
    plan = a_plan(person)
    inside.post(at_the_step(plan), {**WORDS, "do": "save"})
    inside.post(reverse("look-back-reopen", args=[plan.application_id]))
    assert look_step(plan).state == "open"
    assert Debrief.objects.of(person).get().finished_at is None
    assert Answer.objects.of(person).count() == 5


def test_written_before_the_outcome_it_serves_the_step_later(person: Person, inside: Client, at: At) -> None:
    """The interview day's words stand in the step after the no, and one save there makes it done."""
    at(MONDAY)
    application = after_an_interview(person)
    inside.post(reverse("look-back-at", args=[application.pk]), {**WORDS, "do": "save"})
    append(application, "rejected", happened_at=MONDAY + timedelta(days=1), now=MONDAY + timedelta(days=1))
    plan = a_plan(person, application, now=MONDAY + timedelta(days=1))
    at(MONDAY + timedelta(days=4))
    assert look_step(plan).state == "open"
    assert "The row with the union." in page(inside, at_the_step(plan))
    inside.post(at_the_step(plan), {**WORDS, "do": "save"})
    assert look_step(plan).state == "done"
    assert Debrief.objects.of(person).count() == 1


def test_the_moment_is_handed_to_the_plan(person: Person, inside: Client, at: At) -> None:
    """The moment they marked is what the plan knows for the reply; taking it out takes it out there, too."""
    at(THURSDAY)
    plan = a_plan(person)
    inside.post(at_the_step(plan), {**WORDS, "do": "keep"})
    plan.refresh_from_db()
    assert plan.facts["moments"] == ["the walk on the dock"]
    inside.post(at_the_step(plan), {**WORDS, "moment": "", "do": "keep"})
    plan.refresh_from_db()
    assert plan.facts["moments"] == []


def test_facts_stand_above_in_the_order_they_happened(person: Person, inside: Client, at: At) -> None:
    """Gates, letters and the people in the room come from the record, the earliest first."""
    at(THURSDAY)
    plan = a_plan(person)
    Contact.objects.of(person).create(
        application=plan.application, name="Tomasz Reeve", part="in_the_room", noted_at=MONDAY
    )
    shown = page(inside, at_the_step(plan))
    places = [
        shown.index(words)
        for words in (
            "First talk",
            "Interview</strong>",
            "They said no",
            "Ana Lindqvist, by mail",
            "Tomasz Reeve",
        )
    ]
    assert places == sorted(places)


def test_the_timer_counts_sittings_and_stops_nobody(person: Person, inside: Client, at: At) -> None:
    """Six minutes in it says six; an hour and a half in it still saves; the night between is not counted."""
    at(THURSDAY)
    plan = a_plan(person)
    path = at_the_step(plan)
    page(inside, path)
    at(THURSDAY + timedelta(minutes=6))
    timer = reverse("look-back-time", args=[plan.application_id])
    assert "6 minutes in" in page(inside, timer)
    inside.post(path, {"keep": "The stock count.", "do": "keep"})
    at(THURSDAY + timedelta(hours=14))
    assert "6 minutes in" in page(inside, path)
    at(THURSDAY + timedelta(hours=15, minutes=30))
    assert "Over an hour in" in page(inside, timer)
    inside.post(path, {**WORDS, "do": "save"})
    assert look_step(plan).state == "done"


def test_it_asks_by_name_on_request(person: Person, inside: Client, at: At) -> None:
    """The third person is a press away, and so is the way back; nothing written gets lost between."""
    at(THURSDAY)
    path = at_the_step(a_plan(person))
    inside.post(path, {**WORDS, "do": "name"})
    shown = page(inside, path)
    assert "Which answers would Sam keep?" in shown
    assert "The row with the union." in shown
    inside.post(path, {**WORDS, "do": "name"})
    assert "Which answers would you keep?" in page(inside, path)


def test_too_many_words_get_a_sentence_and_lose_nothing(person: Person, inside: Client, at: At) -> None:
    """An answer longer than its room comes back whole, with the others, and what was kept before stands."""
    at(THURSDAY)
    path = at_the_step(a_plan(person))
    inside.post(path, {"keep": "The stock count.", "do": "keep"})
    long = "word " * 2001
    answer = inside.post(path, {**WORDS, "keep": long, "do": "save"})
    said = answer.content.decode()
    assert "This one is longer." in said
    assert long.strip() in said
    assert WORDS["worry"] in said
    assert Answer.objects.of(person).get().text == "The stock count."


def test_markup_and_odd_signs_are_words(person: Person, inside: Client, at: At) -> None:
    """What looks like markup is shown as it was written and never runs."""
    at(THURSDAY)
    path = at_the_step(a_plan(person))
    inside.post(path, {"keep": "</textarea><script>x</script>\u202e 🌊", "do": "keep"})
    assert "<script>x" not in page(inside, path)
    assert "&lt;script&gt;x" in page(inside, path)
