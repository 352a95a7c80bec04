"""The reply, through the door: whom it goes to, what it holds, how it leaves, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind.accounts.models import Person
from secondwind.record.models import Contact, Plan, Step
from secondwind.record.outlook import look_ahead
from secondwind.record.timeline import standing_events
from secondwind.tools.reply.models import Letter

At = Callable[[datetime], datetime]
EVENING = MONDAY + timedelta(hours=4)
TUESDAY = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
ANA = "ana.lindqvist@northwind.example"
TOMASZ = "tomasz.wrona@northwind.example"
PARTS = {"HTTP_HX_REQUEST": "true"}


def step_of(plan: Plan) -> Step:
    """The step that answers, of that plan."""
    return Step.objects.of(plan.owner).get(plan=plan, template="reply")


def opened(inside: Client, plan: Plan) -> Letter:
    """The letter of a plan, opened through the page of its step."""
    answer = inside.get(f"/steps/{step_of(plan).pk}/reply/", follow=True)
    assert answer.status_code == 200
    return Letter.objects.of(plan.owner).get(application=plan.application)


def post(inside: Client, letter: Letter, where: str, **fields: str):
    return inside.post(f"/letters/{letter.pk}/{where}/", fields)


def saved(inside: Client, letter: Letter) -> EmailMessage:
    """The draft file of a letter, read back as a mail program would."""
    answer = post(inside, letter, "file")
    assert answer.status_code == 200, answer.content[:400]
    assert answer["Content-Disposition"].startswith("attachment")
    return message_from_bytes(answer.content, policy=policy.default)  # type: ignore[return-value]


def after_interview(person: Person) -> Plan:
    """A no by mail from Ana after an interview, with a thread behind it and a machine's receipt before."""
    began = MONDAY - timedelta(days=21)
    application = an_application(person, passed=("applied",), now=began)
    a_letter_from(
        person, application, sender="Northwind <no-reply@northwind.example>", kind="application_received",
        subject="We have your application", sent_at=began, key="receipt@northwind.example",
    )  # fmt: skip
    a_letter_from(
        person, application, kind="interview", subject="Your visit", text="Come and see us.", evidence=(),
        sent_at=began + timedelta(days=7), key="visit@northwind.example",
    )  # fmt: skip
    a_letter_from(
        person, application, sent_at=MONDAY, key="no@northwind.example",
        in_reply_to="visit@northwind.example", references=["visit@northwind.example"],
    )  # fmt: skip
    return a_plan(person, application)


@pytest.mark.row("S0.2a")
def test_the_reply_goes_to_the_person_who_wrote_in_their_thread(
    person: Person, inside: Client, at: At
) -> None:
    """The draft file is addressed to Ana, hangs under her letter, and its sending is recorded."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    mail = saved(inside, letter)
    assert [(to.display_name, to.addr_spec) for to in mail["To"].addresses] == [("Ana Lindqvist", ANA)]
    assert mail["From"].addresses[0].addr_spec == "sam@okafor.example"
    assert mail["In-Reply-To"] == "<no@northwind.example>"
    assert mail["References"].split() == ["<visit@northwind.example>", "<no@northwind.example>"]
    assert mail["Subject"] == "Re: Operations analyst, your visit"
    assert mail["X-Unsent"] == "1"
    assert mail.get_content().replace("\r\n", "\n").strip() == letter.body.strip()

    assert post(inside, letter, "sent").status_code == 302
    letter.refresh_from_db()
    step = step_of(plan)
    assert (letter.state, letter.sent_at, step.state) == ("sent", TUESDAY, "done")
    assert step.result["letter"] == letter.pk
    assert standing_events(plan.application)[-1].detail["letter"] == letter.pk


@pytest.mark.row("S0.2a")
def test_rather_not_answering_is_recorded_too(person: Person, inside: Client, at: At) -> None:
    """Declining settles the step, says so in its result, and keeps the words; it can be taken back."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    post(inside, letter, "declined", body="My own words.")
    letter.refresh_from_db()
    assert (letter.state, letter.body) == ("declined", "My own words.")
    assert step_of(plan).state == "done"
    assert step_of(plan).result == {"letter": letter.pk, "declined": True}
    assert [event.what for event in standing_events(plan.application)].count("wrote") == 0

    post(inside, letter, "back")
    letter.refresh_from_db()
    assert (letter.state, step_of(plan).state) == ("draft", "open")


@pytest.mark.row("S0.2b")
def test_the_reply_waits_for_the_morning_and_is_first_then(person: Person, inside: Client, at: At) -> None:
    """Not ready on day 0, where its page holds the ways to leave, one press lifts that; first on day 1."""
    plan = after_interview(person)
    at(EVENING)
    step = step_of(plan)
    assert step.pk not in {ready.step for ready in look_ahead(person, EVENING).outlook.ready}
    letter = opened(inside, plan)
    held = inside.get(f"/letters/{letter.pk}/").content.decode()
    assert "Write it tonight, leave it tomorrow at 9:00." in held
    assert "Copy the letter" not in held
    assert "mailto:" not in held
    assert post(inside, letter, "file").status_code == 400
    assert post(inside, letter, "sent").status_code == 400
    letter.refresh_from_db()
    assert (letter.state, step_of(plan).state) == ("draft", "open")

    post(inside, letter, "hold")
    assert "Copy the letter" in inside.get(f"/letters/{letter.pk}/").content.decode()
    assert saved(inside, letter)["To"].addresses[0].addr_spec == ANA
    post(inside, letter, "hold/back")
    assert post(inside, letter, "file").status_code == 400

    morning = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
    assert look_ahead(person, morning).outlook.ready[0].step == step.pk
    at(morning)
    assert "Copy the letter" in inside.get(f"/letters/{letter.pk}/").content.decode()


@pytest.mark.row("S0.3a")
def test_the_interviewer_is_asked_not_the_machine_that_wrote(person: Person, inside: Client, at: At) -> None:
    """A no from a no-reply address is answered to somebody who was in the room, in a thread they have."""
    application = an_application(person, now=MONDAY - timedelta(days=21))
    a_letter_from(
        person, application, sender=f"Tomasz Wrona <{TOMASZ}>", kind="interview", subject="Your visit",
        evidence=(), sent_at=MONDAY - timedelta(days=7), key="visit@northwind.example",
    )  # fmt: skip
    a_letter_from(person, application, sender="Northwind <no-reply@northwind.example>", key="no@n.example")
    Contact.objects.of(person).create(
        application=application, name="Tomasz Wrona", address=TOMASZ, part="in_the_room", noted_at=MONDAY
    )
    at(TUESDAY)
    letter = opened(inside, a_plan(person, application))
    assert letter.ask == "advice"
    mail = saved(inside, letter)
    assert mail["To"].addresses[0].addr_spec == TOMASZ
    assert mail["In-Reply-To"] == "<visit@northwind.example>"
    assert letter.body.startswith("Dear Tomasz,")
    page = inside.get(f"/letters/{letter.pk}/").content.decode()
    assert "You met Tomasz Wrona." in page
    assert "no-reply@" not in page


@pytest.mark.row("S1.4a")
@pytest.mark.parametrize(("stage", "asks"), [("interview", 1), ("final", 1), ("applied", 0)])
def test_a_reply_holds_one_ask_from_the_interview_on(
    person: Person, inside: Client, at: At, stage: str, asks: int
) -> None:
    """Whoever saw the person is asked one thing; where nobody has, nothing is asked, nor offered."""
    passed = tuple(dict.fromkeys(("applied", "interview" if stage == "final" else stage, stage)))
    application = an_application(person, passed=passed, now=MONDAY - timedelta(days=9))
    a_letter_from(person, application)
    at(TUESDAY + timedelta(days=3))
    letter = opened(inside, a_plan(person, application))
    assert letter.body.count("?") == asks
    assert (letter.ask != "none") == bool(asks)
    page = inside.get(f"/letters/{letter.pk}/").content.decode()
    assert ("What your experience lacked" in page) == bool(asks)
    assert "not one ask" not in page


def chosen_and_sent(inside: Client, plan: Plan, letter: Letter, ask: str) -> None:
    """Choose that ask on the page, send, and hold that it went along as the one ask of the letter."""
    post(inside, letter, "ask", ask=ask, body=letter.body)
    letter.refresh_from_db()
    assert (letter.ask, letter.body.count("?")) == (ask, 1)
    post(inside, letter, "sent")
    assert standing_events(plan.application)[-1].detail["ask"] == ask
    assert step_of(plan).result["ask"] == ask


@pytest.mark.row("S1.4b")
def test_the_ask_for_advice_is_kept_with_the_letter(person: Person, inside: Client, at: At) -> None:
    """Advice for the search ahead can be chosen again after the other ask, and goes out as that."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    post(inside, letter, "ask", ask="lacked")
    letter.refresh_from_db()
    assert letter.ask == "lacked"
    chosen_and_sent(inside, plan, letter, "advice")
    assert "advise me" in letter.body
    assert "lack" not in letter.body


@pytest.mark.row("S1.4c")
def test_the_ask_what_was_lacking_takes_the_place_of_the_other(
    person: Person, inside: Client, at: At
) -> None:
    """What the experience lacked is asked instead of advice, never beside it."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    assert "advise me" in letter.body
    chosen_and_sent(inside, plan, letter, "lacked")
    assert "experience lack" in letter.body
    assert "advise" not in letter.body


@pytest.mark.row("S2.4b")
def test_the_same_ask_is_not_made_twice(person: Person, inside: Client, at: At) -> None:
    """One application has one reply: another step of the same plan opens the letter that is there."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    step = step_of(plan)
    post(inside, letter, "sent")
    twin = Step.objects.of(person).create(
        plan=plan, template="followup", position=90, tool="reply.compose", letter="thanks_feedback",
        kind="social", title="Write back", day=1, minutes=10,
    )  # fmt: skip
    answer = inside.get(f"/steps/{twin.pk}/reply/", follow=True)
    assert "Noted as sent" in answer.content.decode()
    assert [one.pk for one in Letter.objects.of(person)] == [letter.pk]
    assert Letter.objects.of(person).get().step_id == step.pk


@pytest.mark.row("S3.4a")
@pytest.mark.parametrize("channel", ["email", "portal", "phone", "in_person"])
def test_the_messenger_is_thanked_whatever_the_channel(
    person: Person, inside: Client, at: At, channel: str
) -> None:
    """A no by phone, in person or through an agency has its letter of thanks, as a no by mail has."""
    application = an_application(
        person, passed=("applied", "interview"), end="rejected", via="agency", via_name="Harbour Talent"
    )
    Contact.objects.of(person).create(
        application=application, name="Mei Sato", address="mei@harbour-talent.example", part="agency",
        noted_at=MONDAY,
    )  # fmt: skip
    a_letter_from(
        person, application, sender="Mei Sato <mei@harbour-talent.example>", kind="interview", evidence=(),
        sent_at=MONDAY - timedelta(days=8),
    )  # fmt: skip
    at(TUESDAY)
    letter = opened(inside, a_plan(person, application, channel=channel))
    assert letter.to_address == "mei@harbour-talent.example"
    assert letter.body.split("\n\n")[1].startswith("Thank you")
    assert saved(inside, letter)["To"].addresses[0].addr_spec == "mei@harbour-talent.example"


def notes_in(inside: Client, letter: Letter, body: str) -> str:
    """What the look says about those words, as the typing pause asks for it."""
    answer = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, **PARTS)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.row("S1.5c")
def test_a_second_sentence_of_disappointment_is_noted(person: Person, inside: Client, at: At) -> None:
    """One such sentence inside the letter is left alone; a second one is marked and can be moved out."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    second = "I am disappointed, too."
    with_two = letter.body.replace("\n\nIf you have", f"\n\n{second}\n\nIf you have")
    assert f"<mark>{second}</mark>" in notes_in(inside, letter, with_two)
    assert "<mark>" not in notes_in(inside, letter, letter.body)


@pytest.mark.row("S2.4d")
def test_thanks_that_are_missing_are_noted(person: Person, inside: Client, at: At) -> None:
    """Thanks belong into the first two sentences; without them the notes say so, with them they do not."""
    plan = after_interview(person)
    at(TUESDAY)
    letter = opened(inside, plan)
    first = letter.body.split("\n\n")[1]
    bare = letter.body.replace(first, "I accept the decision.")
    assert "Thanks are not in the first two sentences." in notes_in(inside, letter, bare)
    late = letter.body.replace(first, f"I am writing back. I accept the decision. It is a good one. {first}")
    assert "Thanks are not in the first two sentences." in notes_in(inside, letter, late)
    assert "all here" in notes_in(inside, letter, letter.body)
