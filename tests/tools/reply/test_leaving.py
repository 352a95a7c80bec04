"""Leaving, and everything awkward on the way: twice at once, a moved clock, hostile words, very long ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan, an_application
from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.record.models import Event, Step
from secondwind.record.timeline import standing_events
from secondwind.tools.registry import built
from secondwind.tools.reply import actions
from secondwind.tools.reply.models import Letter

At = Callable[[datetime], datetime]
TUESDAY = MONDAY.replace(day=17, hour=10)
ARGUES = "You said that I was strong enough, and yet you chose less."
HOSTILE = '<script>alert(1)</script></textarea><img src=x onerror=alert(2)> {{ 7|add:7 }} "&amp;'


@pytest.fixture
def letter(person: Person, inside: Client, at: At) -> Letter:
    """A reply to Ana, opened on the morning after."""
    plan = a_plan(person)
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="reply")
    inside.get(f"/steps/{step.pk}/reply/")
    return Letter.objects.of(person).get()


def post(inside: Client, letter: Letter, where: str, **fields: str):
    return inside.post(f"/letters/{letter.pk}/{where}/", fields)


def page_of(inside: Client, letter: Letter) -> str:
    return inside.get(f"/letters/{letter.pk}/").content.decode()


def test_opening_twice_begins_one_letter(person: Person, inside: Client, letter: Letter) -> None:
    """A double click on the step, or two windows, lead to one draft."""
    for _ in range(3):
        assert inside.get(f"/steps/{letter.step_id}/reply/")["Location"] == f"/letters/{letter.pk}/"
    assert Letter.objects.of(person).count() == 1


def test_two_presses_at_once_send_once(person: Person, letter: Letter) -> None:
    """Of two requests that both read a draft before either wrote, one is the sending."""
    one, other = (Letter.objects.of(person).get(pk=letter.pk) for _ in range(2))
    said = [actions.mark_sent(press, built=built(), now=TUESDAY) for press in (one, other)]
    assert said == [True, False]
    assert Event.objects.of(person).filter(what="wrote").count() == 1
    late = Letter.objects.of(person).get(pk=letter.pk)
    late.state = "draft"
    assert actions.decline_letter(late, built=built(), now=TUESDAY) is False
    assert Letter.objects.of(person).get(pk=letter.pk).state == "sent"


def test_pressed_twice_is_sent_once_and_taken_back_whole(
    person: Person, inside: Client, letter: Letter
) -> None:
    """A second press changes nothing; the way back opens letter and step and leaves the timeline without it."""
    answer = inside.post(f"/letters/{letter.pk}/sent/", follow=True)
    assert "Noted as sent." in answer.content.decode()
    post(inside, letter, "sent")
    application = letter.application
    assert [event.what for event in standing_events(application)].count("wrote") == 1
    assert "Noted as sent" in page_of(inside, letter)

    post(inside, letter, "back")
    post(inside, letter, "back")
    letter.refresh_from_db()
    assert (letter.state, letter.sent_at, letter.step.state) == ("draft", None, "open")
    assert [event.what for event in standing_events(application)].count("wrote") == 0
    post(inside, letter, "sent")
    assert [event.what for event in standing_events(application)].count("wrote") == 1


@pytest.mark.parametrize(
    ("went_to", "kept"),
    [
        ("  Mei\u202e  Sato ", ("Mei Sato", "")),
        ("Mei@Northwind.example", ("", "mei@northwind.example")),
        ("", ("", "")),
    ],
)
def test_a_letter_to_nobody_may_say_whom_it_went_to(
    person: Person, inside: Client, at: At, went_to: str, kept: tuple[str, str]
) -> None:
    """Where no address is known the page asks beside "I sent it"; an answer is kept, and none stops nothing."""
    application = an_application(person, passed=("applied", "interview"), end="rejected")
    plan = a_plan(person, application, channel="phone")
    at(TUESDAY)
    inside.get(f"/steps/{Step.objects.of(person).get(plan=plan, template='reply').pk}/reply/")
    letter = Letter.objects.of(person).get()
    asked = page_of(inside, letter)
    assert "Nobody yet" in asked
    assert "Whom it went to" in asked
    post(inside, letter, "sent", went_to=went_to)
    letter.refresh_from_db()
    assert (letter.state, letter.to_name, letter.to_address) == ("sent", *kept)
    assert standing_events(application)[-1].detail["to"] == letter.to_address
    shown = page_of(inside, letter)
    assert (f"It went to {''.join(kept)}," in shown) == bool(went_to)
    assert ("Nobody noted" in shown) == (not went_to)


def test_a_known_recipient_is_not_asked_for_again(inside: Client, letter: Letter) -> None:
    """A letter to Ana stays one to Ana, whatever comes along with the press."""
    assert "Whom it went to" not in page_of(inside, letter)
    post(inside, letter, "sent", went_to="somebody@else.example")
    to = letter.to_address
    letter.refresh_from_db()
    assert (letter.state, letter.to_address) == ("sent", to)


def test_nothing_typed_can_turn_what_is_read(inside: Client, letter: Letter) -> None:
    """Marks that turn the direction of words are kept in no field of a letter."""
    turned = "one\u202etwo\u2066three\u2069 four\u202a"
    post(inside, letter, "look", body=f"{letter.body}\n{turned}", subject=turned)
    letter.refresh_from_db()
    assert letter.subject == "onetwothree four"
    assert letter.body.endswith("\nonetwothree four")
    post(inside, letter, "to", recipient="other", to_name=turned, to_address="mei@northwind.example")
    post(inside, letter, "moment", moment=turned)
    letter.refresh_from_db()
    assert (letter.to_name, letter.moment) == ("onetwothree four", "onetwothree four")


def test_a_step_that_cannot_be_done_begins_no_letter(person: Person, inside: Client, at: At) -> None:
    """The page of an impossible step leads to its plan, and nothing is written."""
    plan = a_plan(person)
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="reply")
    Step.objects.of(person).filter(pk=step.pk).update(state="impossible")
    answer = inside.get(f"/steps/{step.pk}/reply/")
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/{plan.pk}/")
    assert not Letter.objects.of(person).exists()


def test_pages_answer_a_head_and_refuse_other_methods(inside: Client, letter: Letter) -> None:
    """HEAD is answered as GET is; anything else is not allowed."""
    for page in (f"/letters/{letter.pk}/", f"/steps/{letter.step_id}/reply/"):
        assert inside.head(page).status_code == inside.get(page).status_code
        assert inside.delete(page).status_code == 405


def test_nothing_leaves_while_the_clock_is_moved(
    inside: Client, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copying, the mail program and the file are shut, each with a sentence; a note of what was done is not."""
    monkeypatch.setenv(clock.ENV, "3600")
    page = page_of(inside, letter)
    assert "The clock is moved, so nothing leaves from here." in page
    assert "mailto:" not in page
    assert "data-copy" not in page
    answer = post(inside, letter, "file")
    assert answer.status_code == 400
    assert "The clock is moved" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == "draft"
    post(inside, letter, "sent")
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_hostile_words_are_words(inside: Client, letter: Letter) -> None:
    """What is typed comes back as typed: in the field, under the marks, in a note, and in the file."""
    body = f"Dear Ana,\n\n{HOSTILE}\n\nYou said that my experience was enough, so the decision is wrong."
    part = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, HTTP_HX_REQUEST="true").content.decode()
    page = page_of(inside, letter)
    for shown in (part, page):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
    assert "&lt;/textarea&gt;" in page
    mail = message_from_bytes(post(inside, letter, "file").content, policy=policy.default)
    assert HOSTILE in mail.get_content()


def test_a_header_is_never_smuggled_in(inside: Client, letter: Letter) -> None:
    """Line breaks in subject, name or address make no header of their own."""
    evil = "Hello\r\nBcc: everyone@northwind.example"
    post(inside, letter, "look", body=letter.body, subject=evil)
    post(inside, letter, "to", recipient="other", to_name=evil, to_address="mei@northwind.example")
    refused = post(
        inside, letter, "to", recipient="other", to_name="Mei", to_address="mei@n.example\r\nBcc: x@y.example"
    )
    assert "That is no mail address." in refused.content.decode()
    mail = message_from_bytes(post(inside, letter, "file").content, policy=policy.default)
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "mei@northwind.example"
    assert len(mail["To"].addresses) == 1


def test_a_letter_of_100_kilobytes_is_kept_and_answered_at_once(inside: Client, letter: Letter) -> None:
    """Very long words are kept whole, answered within seconds, and not handed to a mail program that cuts them."""
    body = "Dear Ana,\n\nThank you. " + "you said and " * 8000
    assert len(body) > 100_000
    began = time.monotonic()
    part = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, HTTP_HX_REQUEST="true")
    assert part.status_code == 200
    assert time.monotonic() - began < 4
    assert "It is kept, and not looked over." in part.content.decode()
    letter.refresh_from_db()
    assert letter.body == body
    page = page_of(inside, letter)
    assert "Too long to hand to your mail program whole" in page
    assert "mailto:" not in page
    mail = message_from_bytes(post(inside, letter, "file").content, policy=policy.default)
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")


def test_more_than_a_letter_holds_is_refused_and_not_lost(inside: Client, letter: Letter) -> None:
    """Too long a text is said to be, stays in the field, and what was kept before stays kept."""
    body = "word " * 60_000
    answer = post(inside, letter, "look", body=body)
    page = answer.content.decode()
    assert "more than a letter can hold" in page
    assert body.strip() in page
    before = letter.body
    letter.refresh_from_db()
    assert letter.body == before


def test_the_marks_lie_where_the_words_are(inside: Client, letter: Letter) -> None:
    """A form's line ends become the field's, so that marks and field hold the very same text."""
    body = (
        "Dear Ana,\r\n\r\nThank you.\r\n\r\nI am disappointed.\r\nI am disappointed, too.\r\n\r\nSam Okafor"
    )
    part = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, HTTP_HX_REQUEST="true").content.decode()
    letter.refresh_from_db()
    assert letter.body == body.replace("\r\n", "\n")
    marks = part.partition('id="marks"')[2].partition(">")[2].partition("</div>")[0]
    assert marks.replace("<mark>", "").replace("</mark>", "") == letter.body
    assert "<mark>I am disappointed, too.</mark>" in marks


def test_a_note_left_alone_stays_away_and_stops_nothing(inside: Client, letter: Letter) -> None:
    """ "Leave it" hides that note on this letter; other notes stay, and no note keeps a letter from leaving."""
    body = letter.body.replace(
        "If you have", "You said that I was strong enough, and yet you chose less.\n\nIf you have"
    )
    page = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, follow=True).content.decode()
    assert "This line argues." in page
    key = page.partition('name="leave" value="')[2].partition('"')[0]
    post(inside, letter, "leave-it", leave=key.replace("&#x27;", "'").replace("&quot;", '"'), body=body)
    assert "This line argues." not in page_of(inside, letter)
    assert "One note is left as it is." in page_of(inside, letter)
    post(inside, letter, "leave-it/back")
    assert "This line argues." in page_of(inside, letter)
    assert post(inside, letter, "file").status_code == 200
    post(inside, letter, "sent")
    letter.refresh_from_db()
    assert letter.state == "sent"


def test_a_line_can_be_moved_out_and_had_back(inside: Client, letter: Letter) -> None:
    """Moving a line out leaves no gap behind it; the way back brings it back where it stood."""
    body = letter.body.replace("\n\nIf you have", f"\n\n{ARGUES}\n\nIf you have")
    page = inside.post(f"/letters/{letter.pk}/look/", {"body": body}, follow=True).content.decode()
    key = page.partition('name="use" value="')[2].partition('"')[0]
    post(inside, letter, "use", use=key, body=body)
    before = letter.body
    letter.refresh_from_db()
    assert letter.body == before
    post(inside, letter, f"words/{letter.earlier[-1]['number']}")
    letter.refresh_from_db()
    assert letter.body == body


def test_another_wording_never_loses_what_was_typed(inside: Client, letter: Letter) -> None:
    """Typed words give way to another wording and come back; and the other wording comes back in turn."""
    typed = "Dear Ana,\n\nThank you. These are my own words.\n\nSam"
    post(inside, letter, "wording", body=typed)
    letter.refresh_from_db()
    other = letter.body
    assert typed not in other
    post(inside, letter, f"words/{letter.earlier[-1]['number']}")
    letter.refresh_from_db()
    assert letter.body == typed
    post(inside, letter, f"words/{letter.earlier[-1]['number']}")
    letter.refresh_from_db()
    assert letter.body == other


def test_a_choice_goes_around_the_persons_own_words(inside: Client, letter: Letter) -> None:
    """Another ask, a moment, another recipient change their own part; a rewritten part is left and said so."""
    own = letter.body.replace("Thank you for writing", "Thank you from the heart for writing")
    post(inside, letter, "ask", ask="none", body=own)
    post(inside, letter, "moment", moment="Your question about the night shift.")
    post(
        inside,
        letter,
        "to",
        recipient="other",
        to_name="Tomasz Wrona",
        to_address="t.wrona@northwind.example",
    )
    letter.refresh_from_db()
    assert "Thank you from the heart" in letter.body
    assert "your question about the night shift" in letter.body
    assert letter.body.startswith("Dear Tomasz,")
    assert "?" not in letter.body

    mine = letter.body.replace("Dear Tomasz,", "Good morning all,")
    answer = inside.post(
        f"/letters/{letter.pk}/to/",
        {"recipient": "other", "to_name": "Mei Sato", "to_address": "mei@northwind.example", "body": mine},
        follow=True,
    ).content.decode()
    letter.refresh_from_db()
    assert "The greeting is your own, so it stays." in answer
    assert letter.body.startswith("Good morning all,")


def test_an_address_nobody_reads_is_refused(inside: Client, letter: Letter) -> None:
    """A no-reply address is refused in a sentence; who was chosen stays, and so do the typed words."""
    answer = post(
        inside, letter, "to", recipient="other", to_name="Jobs", to_address="no-reply@northwind.example",
        body="Kept words.",
    )  # fmt: skip
    assert "Nobody reads mail sent to that address." in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.to_name, letter.body) == ("Ana Lindqvist", "Kept words.")


def test_a_name_is_asked_for_once(person: Person, inside: Client, at: At) -> None:
    """Before the first letter of somebody without a name one page asks for it; it is under the letter then."""
    plan = a_plan(person)
    Person.objects.filter(pk=person.pk).update(first_name="", last_name="", own_addresses=[])
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="reply")
    assert "What do you sign with?" in inside.get(f"/steps/{step.pk}/reply/").content.decode()
    assert not Letter.objects.of(person).exists()
    again = inside.post(f"/steps/{step.pk}/reply/name/", {"name": " "}).content.decode()
    assert "A name is needed to sign with." in again
    inside.post(f"/steps/{step.pk}/reply/name/", {"name": "Kit Marlow", "address": "Kit@marlow.example"})
    inside.get(f"/steps/{step.pk}/reply/", follow=True)
    assert Letter.objects.of(person).get().body.endswith("Kit Marlow")
    person.refresh_from_db()
    assert (person.letter_name, person.own_addresses) == ("Kit Marlow", ["kit@marlow.example"])


def test_the_file_asks_for_an_address_of_ones_own(person: Person, inside: Client, letter: Letter) -> None:
    """Where the person's own address is not known the page asks for it; the file has it as its sender."""
    Person.objects.filter(pk=person.pk).update(own_addresses=[])
    assert post(inside, letter, "file").status_code == 400
    assert (
        "That is no mail address." in post(inside, letter, "own-address", own_address="sam").content.decode()
    )
    post(inside, letter, "own-address", own_address="Sam@elsewhere.example")
    mail = message_from_bytes(post(inside, letter, "file").content, policy=policy.default)
    assert mail["From"].addresses[0].addr_spec == "sam@elsewhere.example"
    assert "The address you write from" not in page_of(inside, letter)


def test_silence_is_asked_about_once(person: Person, inside: Client, at: At) -> None:
    """Where nothing came the letter is a nudge: one question, no thanks for a decision, no ask to choose."""
    application = an_application(person, passed=("applied", "interview"), now=MONDAY - timedelta(days=30))
    a_letter_from(person, application, kind="interview", evidence=(), sent_at=MONDAY - timedelta(days=31))
    plan = a_plan(person, application, ghosted=True, channel="none")
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="nudge")
    page = inside.get(f"/steps/{step.pk}/reply/", follow=True).content.decode()
    letter = Letter.objects.of(person).get()
    assert (letter.kind, letter.body.count("?")) == ("ghost_nudge", 1)
    assert "decision" not in letter.body
    assert "The one ask" not in page
    assert "all here" in page


def test_a_letter_is_its_owners_alone(inside: Client, letter: Letter, db: object) -> None:
    """Somebody else finds nothing at its address, whichever way they ask."""
    stranger = Client(SERVER_NAME="127.0.0.1")
    stranger.force_login(Person.objects.create(username="bo", zone="UTC", letter_name="Bo"))
    assert stranger.get(f"/letters/{letter.pk}/").status_code == 404
    assert stranger.get(f"/steps/{letter.step_id}/reply/").status_code == 404
    for way in ("look", "to", "ask", "file", "sent", "declined", "back", "hold", "words/1"):
        assert stranger.post(f"/letters/{letter.pk}/{way}/", {"body": "mine"}).status_code == 404
    before = letter.body
    letter.refresh_from_db()
    assert (letter.state, letter.body) == ("draft", before)
