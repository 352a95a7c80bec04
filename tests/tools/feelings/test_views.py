"""The check-in, through the browser door with a moved clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client

from doors import MONDAY, a_plan
from secondwind.accounts.models import Person
from secondwind.record.models import Plan, Step
from secondwind.tools.feelings.models import CheckIn
from secondwind.tools.feelings.words import WORDS

At = Callable[[datetime], datetime]
SPOKEN_BESIDE_WORDS = [
    "Which word is nearest?",
    "You can pick two.",
    "Words, by energy and pleasantness",
    "More energy",
    "Less energy",
    "Unpleasant",
    "Pleasant",
    "How strong is it?",
    *[str(n) for n in range(1, 11)],
    "Hardly there",
    "All there is",
    "A line, if you want one",
    "Nobody else reads this. Nothing here is scored.",
    "Save",
    "Leave without words",
    "No words today is also an answer.",
]
"""Everything that stands on that screen besides the twenty words themselves."""


class Main(HTMLParser):
    """The pieces of text inside <main>, and its links and timers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = False
        self.said: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = self.inside or tag == "main"
        if self.inside:
            self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.said.append(" ".join(data.split()))


@pytest.fixture
def plan(person: Person, at: At) -> Plan:
    """A no on Monday afternoon, the clock an hour and a half later."""
    made = a_plan(person)
    at(MONDAY + timedelta(minutes=90))
    return made


@pytest.fixture
def step(plan: Plan) -> Step:
    return plan.steps.get(tool="feelings.checkin")


def say(client: Client, step: Step | None = None, **said: object) -> object:
    path = f"/check-in/{step.pk}/" if step else "/check-in/"
    return client.post(path, {"strength": "", "line": "", **said})


@pytest.mark.row("S1.1a")
def test_the_screen_holds_words_a_strength_a_line_and_no_advice(
    person: Person, inside: Client, step: Step
) -> None:
    """Every string on it is known: words, questions, the way out. No reason, no reframing, no offer."""
    main = Main(inside.get(f"/check-in/{step.pk}/").content.decode())
    assert sorted(main.said) == sorted([*SPOKEN_BESIDE_WORDS, *[word.capitalize() for word in WORDS]])
    assert "a" not in main.tags
    say(inside, step, word=["hurt", "flat"], strength="6", line="Two months for this.")
    kept = CheckIn.objects.of(person).get()
    assert (kept.words, kept.strength, kept.line) == (["hurt", "flat"], 6, "Two months for this.")
    assert (kept.step, kept.plan, kept.made_at) == (step, step.plan, MONDAY + timedelta(minutes=90))
    step.refresh_from_db()
    assert step.state == "done"
    assert step.result == {"check_in": kept.pk}


@pytest.mark.row("S2.2a")
def test_leaving_without_words_settles_the_step_and_nothing_is_timed(
    person: Person, inside: Client, step: Step
) -> None:
    """The step completes with no input at all: nothing is required, nothing runs, nothing is kept."""
    page = inside.get(f"/check-in/{step.pk}/").content.decode()
    assert not re.search(r"\brequired\b|autofocus|<progress|<meter|countdown|timer", page)
    say(inside, step, leave="1")
    step.refresh_from_db()
    assert step.state == "skipped"
    assert not CheckIn.objects.of(person).exists()
    inside.post(inside.session["undo"]["url"])
    step.refresh_from_db()
    assert step.state == "open"
    say(inside, step)
    step.refresh_from_db()
    assert step.state == "skipped"
    assert not CheckIn.objects.of(person).exists()


@pytest.mark.row("S4.2a")
def test_private_text_is_free_at_any_strength_and_hour(person: Person, inside: Client, at: At) -> None:
    """Rage at the top of the scale, at night, on the day of the no: kept word for word, nothing held."""
    plan = a_plan(person)
    step = plan.steps.get(tool="feelings.checkin")
    at(MONDAY + timedelta(hours=7))
    line = "  THEY CHEATED ME!!! Unfair, wasted, four rounds.\r\nAnd Ana knew it.  "
    answer = say(inside, step, word=["furious"], strength="10", line=line)
    assert answer.status_code == 302
    assert CheckIn.objects.of(person).get().line == line
    step.refresh_from_db()
    assert step.state == "done"


@pytest.mark.parametrize(
    ("words", "anger", "relief"),
    [
        (["furious"], True, False), (["angry", "relieved"], True, True),
        (["relieved"], False, True), (["sad", "calm"], False, False),
    ],
)  # fmt: skip
def test_the_plan_learns_anger_and_relief_from_the_words(
    inside: Client, step: Step, words: list[str], anger: bool, relief: bool
) -> None:
    """Two words tell of anger and one of relief; no other word tells a plan anything."""
    say(inside, step, word=words)
    facts = Plan.objects.of(step.owner).get().facts
    assert (facts["anger"], facts["relief"]) == (anger, relief)


def test_three_words_are_answered_kindly_and_lose_nothing(person: Person, inside: Client, step: Step) -> None:
    """The page comes back with everything on it and says what was picked; nothing is kept yet."""
    answer = say(inside, step, word=["hurt", "flat", "sad"], strength="7", line="a <b>line</b>")
    page = answer.content.decode()
    assert "You picked hurt, flat and sad. Which two are nearest?" in page
    assert page.count(" checked") == 4
    assert "a &lt;b&gt;line&lt;/b&gt;</textarea>" in page
    assert not CheckIn.objects.of(person).exists()
    step.refresh_from_db()
    assert step.state == "open"


@pytest.mark.parametrize("said", [{"word": "splendid"}, {"strength": "11"}, {"line": "a\x00b"}])
def test_what_the_page_never_offered_is_asked_again(
    person: Person, inside: Client, step: Step, said: dict[str, str]
) -> None:
    """A word off the grid, a strength off the scale, an unkeepable sign: the page again, nothing kept."""
    answer = say(inside, step, **said)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not CheckIn.objects.of(person).exists()


def test_taking_it_back_deletes_it_and_opens_the_step(person: Person, inside: Client, step: Step) -> None:
    """After the undo no row is left, the step is ready, and the plan knows of no anger."""
    say(inside, step, word=["furious"])
    inside.post(inside.session["undo"]["url"])
    assert not CheckIn.objects.of(person).exists()
    step.refresh_from_db()
    assert step.state == "open"
    assert not any(Plan.objects.of(person).get().facts.values())


def test_taking_the_second_back_leaves_what_the_first_told(
    person: Person, inside: Client, step: Step, at: At
) -> None:
    """The step stays done by the first check-in, and its anger stays known."""
    say(inside, step, word=["angry"])
    at(MONDAY + timedelta(hours=3))
    say(inside, step, word=["calm"])
    assert Plan.objects.of(person).get().facts["anger"] is False
    inside.post(inside.session["undo"]["url"])
    assert Plan.objects.of(person).get().facts["anger"] is True
    step.refresh_from_db()
    assert step.state == "done"


def test_the_same_press_twice_keeps_one(person: Person, inside: Client, step: Step) -> None:
    """Two presses in a row are one check-in."""
    say(inside, step, word=["hurt"], strength="3")
    say(inside, step, word=["hurt"], strength="3")
    assert CheckIn.objects.of(person).count() == 1


def test_from_the_foot_of_a_page_it_counts_for_the_step_that_is_ready(
    person: Person, inside: Client, step: Step
) -> None:
    """Who checks in on their own while a step asks for it is not asked again."""
    say(inside, None, word=["sad"])
    step.refresh_from_db()
    assert step.state == "done"


def test_without_any_plan_it_stands_alone(person: Person, inside: Client, at: At) -> None:
    """No plan, no step: words are kept, a strength or a line alone is enough; leaving keeps nothing."""
    at(MONDAY)
    assert inside.get("/check-in/").status_code == 200
    inside.post("/check-in/", {"word": ["okay"]})
    inside.post("/check-in/", {"strength": "2"})
    inside.post("/check-in/", {"word": ["okay"], "line": "not this", "leave": "1"})
    assert sorted((row.words, row.strength) for row in CheckIn.objects.of(person)) == [
        ([], 2),
        (["okay"], None),
    ]
    assert all(row.plan is None and row.step is None for row in CheckIn.objects.of(person))


def test_the_step_may_be_named_in_the_address(inside: Client, step: Step) -> None:
    """/check-in/?step=ID asks for that step; nonsense there is passed over."""
    assert f'action="/check-in/{step.pk}/"' in inside.get(f"/check-in/?step={step.pk}").content.decode()
    assert 'action="/check-in/"' in inside.get("/check-in/?step=x").content.decode()


def test_afterwards_a_person_who_rests_is_back_at_rest_without_a_word_of_praise(
    inside: Client, step: Step
) -> None:
    """The answer leads to the rest page and says that it is kept, nothing more."""
    answer = say(inside, step, word=["hurt"])
    assert answer["Location"] == "/rest/"
    assert inside.session["undo"]["sentence"] == "Kept, for you alone."


def test_what_somebody_wrote_is_out_of_reach_for_others(person: Person, inside: Client, at: At) -> None:
    """Another person's step and check-in cannot be opened, answered or taken back."""
    at(MONDAY)
    bo = Person.objects.create(username="bo", zone="Europe/London")
    theirs = a_plan(bo).steps.get(tool="feelings.checkin")
    row = CheckIn.objects.of(bo).create(words=["sad"], made_at=MONDAY)
    assert inside.get(f"/check-in/{theirs.pk}/").status_code == 404
    assert say(inside, theirs, word=["okay"]).status_code == 404
    inside.post(f"/check-in/take-back/{row.pk}/")
    assert CheckIn.objects.of(bo).count() == 1
    assert not CheckIn.objects.of(person).exists()


def test_a_step_of_another_tool_has_no_check_in(inside: Client, plan: Plan) -> None:
    """The address answers for its own steps alone."""
    assert inside.get(f"/check-in/{plan.steps.get(template='fold').pk}/").status_code == 404
