"""Send and Save to Drafts, through the door, by a real IMAP and SMTP server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from doors import MONDAY, a_letter_from, a_plan
from posting import Connect
from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.actions.open_mailbox import opened
from secondwind.record.models import Mailbox, Plan, Sending, Step
from secondwind.record.timeline import standing_events
from secondwind.tools.reply.models import Letter
from secondwind.tools.reply.outbox import send_what_waits
from smtp_server import Orders, Post

At = Callable[[datetime], datetime]
TUESDAY = MONDAY.replace(day=17, hour=10)
ANA = "ana.lindqvist@northwind.example"
NO = "no1@northwind.example"
ARGUES = "You said that I was strong enough, and yet you chose less."
LATER = timedelta(seconds=10)


@pytest.fixture
def plan(person: Person) -> Plan:
    plan = a_plan(person)
    person_mail = plan.application.messages.get()
    person_mail.key = NO
    person_mail.references = ["first@northwind.example"]
    person_mail.save()
    return plan


@pytest.fixture
def letter(person: Person, inside: Client, at: At, plan: Plan) -> Letter:
    """A reply to Ana, opened on the morning after."""
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="reply")
    inside.get(f"/steps/{step.pk}/reply/")
    return Letter.objects.of(person).get()


def post_to(inside: Client, letter: Letter, where: str, **fields: str) -> str:
    answer = inside.post(f"/letters/{letter.pk}/{where}/", fields, follow=True)
    letter.refresh_from_db()
    return answer.content.decode()


def page_of(inside: Client, letter: Letter) -> str:
    return inside.get(f"/letters/{letter.pk}/").content.decode()


def do(postbox: Mailbox, after: timedelta = LATER) -> None:
    send_what_waits(postbox, now=TUESDAY + after)


def test_without_a_mailbox_it_is_as_before(inside: Client, letter: Letter) -> None:
    """No button that leads nowhere: the letter is copied or saved as a file."""
    page = page_of(inside, letter)
    assert ">Send<" not in page
    assert "Save to Drafts" not in page
    assert "No mailbox is connected." in post_to(inside, letter, "send")
    assert letter.state == "draft"


def test_send_and_drafts_are_each_their_own_press(inside: Client, letter: Letter, postbox: Mailbox) -> None:
    """One filled button, Send; everything there was before stays."""
    page = page_of(inside, letter)
    for words in (">Send<", "Save to Drafts", "Copy the letter", "Save as a draft file", "I sent it"):
        assert words in page
    assert page.count('class="act"') == 1
    assert not Sending.objects.of(postbox.owner).exists()


@pytest.mark.parametrize("way", [("send", "send", "may_send"), ("drafts", "drafts", "may_save_drafts")])
def test_a_missing_permission_is_asked_for_once(
    inside: Client, letter: Letter, connect: Connect, way: tuple[str, str, str]
) -> None:
    """The button leads to one question about that one kind of change; yes gives it and goes on, what is typed kept."""
    where, what, field = way
    postbox = connect()
    asked = post_to(inside, letter, where, body="Dear Ana,\n\nmy own words.")
    assert ("May letters leave from here?" in asked) == (where == "send")
    assert (letter.body, letter.state) == ("Dear Ana,\n\nmy own words.", "draft")
    assert not Sending.objects.of(letter.owner).exists()
    post_to(inside, letter, where, allow=what, mailbox=postbox.address)
    postbox.refresh_from_db()
    given = {name for name in ("may_move", "may_send", "may_save_drafts") if getattr(postbox, name)}
    assert given == {field}
    assert Sending.objects.of(letter.owner).get().state == "waiting"
    do(postbox)
    assert Sending.objects.of(letter.owner).get().state == "sent"


def test_a_permission_for_one_is_none_for_the_other(inside: Client, letter: Letter, connect: Connect) -> None:
    """Saying yes to drafts, under the button that sends, sends nothing."""
    postbox = connect()
    post_to(inside, letter, "send", allow="drafts")
    postbox.refresh_from_db()
    assert (postbox.may_send, postbox.may_save_drafts) == (False, False)
    assert (letter.state, Sending.objects.of(letter.owner).count()) == ("draft", 0)


def test_sent_in_its_thread_as_the_persons_own(
    inside: Client, letter: Letter, postbox: Mailbox, post: Post
) -> None:
    """From the mailbox and the name under the letter, to Ana, in the thread of her mail; typed words go along."""
    page = post_to(inside, letter, "send", body="Dear Ana,\n\nthank you.\n\nSam")
    assert letter.state == "leaving"
    assert "Your letter leaves in ten seconds." in page
    assert "Take it back" in page
    do(postbox)
    (mail,) = post.mails()
    assert (mail["From"], mail["To"]) == ("Sam Okafor <sam@okafor.example>", f"Ana Lindqvist <{ANA}>")
    assert (mail["In-Reply-To"], mail["References"]) == (f"<{NO}>", f"<first@northwind.example> <{NO}>")
    assert mail.get_content().split() == ["Dear", "Ana,", "thank", "you.", "Sam"]
    assert mail["X-Unsent"] is None


def test_sent_settles_letter_step_and_timeline_once(
    inside: Client, letter: Letter, postbox: Mailbox, post: Post
) -> None:
    """The letter is sent, its step done, the timeline has it once; it cannot be called back."""
    post_to(inside, letter, "send")
    for minutes in (1, 2, 3):
        do(postbox, timedelta(minutes=minutes))
    letter.refresh_from_db()
    assert (letter.state, letter.sent_how, letter.step.state) == ("sent", "server", "done")
    assert letter.step.result["letter"] == letter.pk
    wrote = [event for event in standing_events(letter.application) if event.what == "wrote"]
    assert [event.detail["message_id"] for event in wrote] == [letter.message_id]
    assert post.count(letter.message_id) == 1
    page = page_of(inside, letter)
    assert ">Sent</h1>" in page
    assert "A copy lies in Sent." in page
    assert "not sent after all" not in page
    post_to(inside, letter, "back")
    assert letter.state == "sent"
    assert "It has left already" in post_to(inside, letter, "send/back")


def test_taken_back_in_time(inside: Client, letter: Letter, postbox: Mailbox, post: Post) -> None:
    """Within the ten seconds it is a draft again, to be written in and sent anew, and nothing has left."""
    post_to(inside, letter, "send")
    post_to(inside, letter, "look", body="typed in another window")
    assert letter.body != "typed in another window"
    assert "Answer Ana" in post_to(inside, letter, "send/back")
    do(postbox)
    assert (letter.state, letter.step.state, post.letters) == ("draft", "open", [])
    post_to(inside, letter, "send", body="Dear Ana,\n\nbetter words.")
    do(postbox, timedelta(minutes=1))
    assert "better words" in post.mails()[0].get_content()


def test_two_presses_are_one_letter(
    person: Person, inside: Client, letter: Letter, postbox: Mailbox, post: Post
) -> None:
    """A double click, another tab, "I sent it" and "I'd rather not" meanwhile: one letter leaves, and it is sent."""
    for where in ("send", "send", "sent", "declined", "send"):
        post_to(inside, letter, where)
    do(postbox)
    post_to(inside, letter, "send")
    do(postbox, timedelta(minutes=1))
    assert (Sending.objects.of(letter.owner).count(), post.count(letter.message_id), letter.state) == (
        1,
        1,
        "sent",
    )


def test_a_rest_holds_it_and_one_press_lifts_that(
    inside: Client, letter: Letter, plan: Plan, postbox: Mailbox
) -> None:
    """Nothing leaves during the rest, whichever door is tried; lifted, it goes."""
    plan.rest_until = TUESDAY + timedelta(hours=20)
    plan.save()
    assert ">Send<" not in page_of(inside, letter)
    for where in ("send", "drafts"):
        assert "waits until your rest ends" in post_to(inside, letter, where)
    assert (letter.state, Sending.objects.of(letter.owner).count()) == ("draft", 0)
    post_to(inside, letter, "hold")
    post_to(inside, letter, "send")
    assert letter.state == "leaving"


def test_a_moved_clock_lets_nothing_leave(
    inside: Client, letter: Letter, postbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The buttons are not there, and pressing them by hand says why."""
    monkeypatch.setenv(clock.ENV, "3600")
    assert ">Send<" not in page_of(inside, letter)
    assert "The clock is moved" in post_to(inside, letter, "send")
    assert letter.state == "draft"


def test_notes_never_stop_it(inside: Client, letter: Letter, postbox: Mailbox, post: Post) -> None:
    """A letter that argues goes as it is: the notes stand beside it, no more."""
    page = inside.post(
        f"/letters/{letter.pk}/look/", {"body": ARGUES}, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert "argues" in page
    post_to(inside, letter, "send", body=ARGUES)
    do(postbox)
    assert ARGUES in post.mails()[0].get_content()


def test_a_letter_to_nobody_asks_whom(inside: Client, letter: Letter, postbox: Mailbox) -> None:
    """Without an address there is nothing to send; the words stay."""
    Letter.objects.of(letter.owner).update(to_address="")
    page = post_to(inside, letter, "send", body="typed")
    assert "This letter has no address yet." in page
    assert (letter.state, letter.body) == ("draft", "typed")


def test_refused_says_why_on_the_draft(inside: Client, letter: Letter, postbox: Mailbox, post: Post) -> None:
    """A draft again, its step open, the reason at its top; sent anew it goes under the same id."""
    post.orders = Orders(answers={"RCPT": "550 5.1.1 unknown"}, times={"RCPT": 1})
    post_to(inside, letter, "send")
    do(postbox)
    page = page_of(inside, letter)
    assert "There is no mailbox by that address." in page
    assert "The letter is a draft again." in page
    letter.refresh_from_db()
    before = letter.message_id
    post_to(inside, letter, "send")
    do(postbox, timedelta(minutes=1))
    assert post.count(before) == 1
    assert "draft again" not in page_of(inside, letter)


def test_put_off_says_when(inside: Client, letter: Letter, postbox: Mailbox, post: Post) -> None:
    """The server asked to wait: the page says when it is tried again, and it can be taken back."""
    post.orders = Orders(answers={"RCPT": "451 4.7.1 later"})
    post_to(inside, letter, "send")
    do(postbox)
    page = page_of(inside, letter)
    assert "It has not left yet." in page
    assert "Take it back" in page
    post_to(inside, letter, "send/back")
    assert letter.state == "draft"


@pytest.fixture
def unsure(inside: Client, letter: Letter, postbox: Mailbox) -> Letter:
    """A letter that was cut off at the border."""
    post_to(inside, letter, "send")
    Sending.objects.of(letter.owner).update(state="maybe", claimed_at=TUESDAY)
    do(postbox)
    return letter


def test_it_may_have_been_sent(inside: Client, unsure: Letter, postbox: Mailbox, post: Post) -> None:
    """The page says that nobody knows, where to look, and asks; nothing is sent meanwhile."""
    page = page_of(inside, unsure)
    for words in ("It may have been sent", "Look in Sent at sam@okafor.example", "It went", "It did not"):
        assert words in page
    post_to(inside, unsure, "send")
    post_to(inside, unsure, "send/back")
    do(postbox, timedelta(hours=1))
    assert (unsure.state, post.connections) == ("leaving", 0)


def test_it_went(inside: Client, unsure: Letter) -> None:
    """Said, it is sent and its step done; saying it again, or the other, changes nothing."""
    for where in ("went", "went", "stayed"):
        post_to(inside, unsure, where)
    assert (unsure.state, unsure.step.state) == ("sent", "done")
    assert [event.what for event in standing_events(unsure.application)].count("wrote") == 1


def test_it_did_not(inside: Client, unsure: Letter, postbox: Mailbox, post: Post) -> None:
    """Said, it is a draft again, and goes when Send is pressed."""
    page = post_to(inside, unsure, "stayed")
    assert unsure.state == "draft"
    assert "Ways to leave" in page
    post_to(inside, unsure, "went")
    assert unsure.state == "draft"
    post_to(inside, unsure, "send")
    do(postbox)
    assert post.count(unsure.message_id) == 1


def in_drafts(postbox: Mailbox) -> list[bytes]:
    with opened(postbox) as connection:
        connection.examine("Drafts")
        return [raw for _, raw in connection.whole(connection.uids())]


def test_saved_to_drafts(inside: Client, letter: Letter, postbox: Mailbox, post: Post) -> None:
    """It lies in Drafts, in its thread, once; here it stays a draft; other words are a fresh one beside it."""
    assert "is on its way to Drafts" in post_to(inside, letter, "drafts")
    do(postbox)
    assert "A draft with these words lies in Drafts" in page_of(inside, letter)
    post_to(inside, letter, "drafts")
    do(postbox, timedelta(minutes=1))
    (raw,) = in_drafts(postbox)
    assert f"In-Reply-To: <{NO}>".encode() in raw
    assert b"X-Unsent" not in raw

    post_to(inside, letter, "look", body="Dear Ana,\n\nother words.")
    assert "your words from before" in page_of(inside, letter)
    post_to(inside, letter, "drafts")
    do(postbox, timedelta(minutes=2))
    assert "The earlier one is left beside it." in page_of(inside, letter)
    assert len(in_drafts(postbox)) == 2
    assert (letter.state, letter.step.state, post.connections) == ("draft", "open", 0)


def test_a_draft_that_could_not_be_saved_says_why(inside: Client, letter: Letter, postbox: Mailbox) -> None:
    """A sentence stands where the word of it would."""
    Mailbox.objects.of(postbox.owner).update(imap_port=1)
    post_to(inside, letter, "drafts")
    do(postbox)
    assert "Nothing answers at port 1" in page_of(inside, letter)


def test_a_quiet_look_whether_it_has_come_further(inside: Client, letter: Letter, postbox: Mailbox) -> None:
    """While nothing changes the answer is empty; then the page is loaded anew. Of a draft the one line is given."""
    post_to(inside, letter, "send")
    address = f"/letters/{letter.pk}/way/"
    assert f'hx-get="{address}?seen=waiting-"' in page_of(inside, letter)
    quiet = inside.get(address, {"seen": "waiting-"}, HTTP_HX_REQUEST="true")
    assert (quiet.status_code, quiet.headers.get("HX-Refresh")) == (204, None)
    do(postbox)
    moved = inside.get(address, {"seen": "waiting-"}, HTTP_HX_REQUEST="true")
    assert moved.headers["HX-Refresh"] == "true"


def test_the_line_about_the_draft_comes_alone(inside: Client, letter: Letter, postbox: Mailbox) -> None:
    """What is typed while the draft is saved stays: the answer is that one line."""
    post_to(inside, letter, "drafts")
    do(postbox)
    part = inside.get(
        f"/letters/{letter.pk}/way/", {"seen": "-saving", "part": "draft"}, HTTP_HX_REQUEST="true"
    ).content.decode()
    assert part.strip().startswith('<p class="fine" id="kept"')
    assert "lies in Drafts" in part
    assert "textarea" not in part


def test_the_mailbox_the_thread_came_to_is_offered_first(
    inside: Client, letter: Letter, postbox: Mailbox, connect: Connect, post: Post
) -> None:
    """With several, the person chooses; the choice is the From, and one that is not there is said so."""
    other = connect(address="sam@elsewhere.example", may_send=True)
    page = page_of(inside, letter)
    assert page.index(postbox.address) < page.index(other.address)
    assert "No mailbox nobody@x.example is connected." in post_to(
        inside, letter, "send", mailbox="nobody@x.example"
    )
    post_to(inside, letter, "send", mailbox=other.address)
    do(other)
    assert post.mails()[0]["From"] == "Sam Okafor <sam@elsewhere.example>"


def test_an_answer_in_the_thread_stands_under_the_letter(
    person: Person, inside: Client, letter: Letter, postbox: Mailbox
) -> None:
    """A mail that names the letter answers it, one of Ana's in the thread after it too; others do not."""
    post_to(inside, letter, "send")
    do(postbox)
    letter.refresh_from_db()
    assert letter.answer is None
    sent, application = letter.sent_at, letter.application
    common = {"kind": "other_job", "evidence": ()}
    a_letter_from(
        person, application, text="Before.", sent_at=sent - timedelta(hours=1), in_reply_to=NO, **common
    )
    a_letter_from(person, application, text="Elsewhere.", sent_at=sent + timedelta(hours=1), **common)
    assert letter.answer is None
    assert "Many never answer" in page_of(inside, letter)
    second = a_letter_from(
        person,
        application,
        text="One more thing.",
        sent_at=sent + timedelta(days=2),
        references=[NO],
        **common,
    )
    first = a_letter_from(
        person, application, text="More forecasting would help.", sent_at=sent + timedelta(days=1),
        sender="Tomasz Wrona <tomasz@northwind.example>", in_reply_to=letter.message_id, **common,
    )  # fmt: skip
    assert letter.answers == [first, second]
    assert letter.answer == first
    page = page_of(inside, letter)
    assert "Tomasz Wrona answered" in page
    assert "More forecasting would help." in page
    assert "Many never answer" not in page
