"""What comes back after a letter left: by a real server, from Send to the page that shows the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from django.test import Client

from connected import put, sync
from doors import MONDAY, a_letter_from, an_application
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions.note_no import close_as_silent
from secondwind.record.models import Application, Mailbox, Message, Step
from secondwind.record.timeline import standing_events
from secondwind.tools.registry import built
from secondwind.tools.reply.models import Letter
from secondwind.tools.reply.outbox import send_what_waits

At = Callable[[datetime], datetime]
TUESDAY = MONDAY.replace(day=17, hour=10)
ANSWERED = TUESDAY + timedelta(days=2)
ANA = "Ana Lindqvist <ana.lindqvist@northwind.example>"
NO = (
    "Dear Sam,\n\nThank you for asking. Unfortunately, we have decided not to move forward with your application "
    "for the Operations analyst position.\n\nKind regards\nAna\n"
)
INVITATION = (
    "Dear Sam,\n\nSorry for the silence. We would like to invite you to an interview for the Operations analyst "
    "position next Tuesday at 10:00.\n\nKind regards\nAna\n"
)
ADVICE = "Hi Sam, happy to. Two more years with large tables and you would have been first.\n\nAna\n"


@pytest.fixture
def nudge(person: Person, inside: Client, at: At, postbox: Mailbox) -> Letter:
    """One question about a silence that the person has called an answer, sent from here."""
    then = MONDAY - timedelta(days=30)
    application = an_application(person, passed=("applied", "interview"), now=then)
    a_letter_from(
        person, application, kind="interview", evidence=(), sent_at=then - timedelta(days=1), key="talk@n"
    )
    plan = close_as_silent(application, built=built(), now=MONDAY)
    at(TUESDAY)
    step = Step.objects.of(person).get(plan=plan, template="nudge")
    inside.get(f"/steps/{step.pk}/reply/")
    letter = Letter.objects.of(person).get()
    inside.post(f"/letters/{letter.pk}/send/")
    send_what_waits(postbox, now=TUESDAY + timedelta(seconds=10))
    letter.refresh_from_db()
    assert letter.state == "sent"
    return letter


def answer(
    text: str, letter: Letter, *, sender: str = ANA, subject: str = "", id_: str = "a1@n"
) -> EmailMessage:
    """A mail that names nothing but the letter it answers."""
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, "Sam Okafor <sam@okafor.example>"
    mail["Subject"] = subject or f"Re: {letter.subject}"
    mail["Date"], mail["Message-ID"] = format_datetime(ANSWERED), f"<{id_}>"
    mail["In-Reply-To"] = f"<{letter.message_id}>"
    mail.set_content(text)
    return mail


def standing(letter: Letter) -> Application:
    return Application.objects.of(letter.owner).get(pk=letter.application_id)


def test_a_no_after_a_nudge_moves_the_stage(
    inside: Client, nudge: Letter, postbox: Mailbox, dovecot: Dovecot
) -> None:
    """It is the answer to the letter, and the application has ended by it."""
    put(dovecot, answer(NO, nudge))
    sync(postbox, ANSWERED + timedelta(hours=1))
    assert standing(nudge).stage == "rejected"
    assert nudge.answer is not None
    assert "Ana Lindqvist answered" in inside.get(f"/letters/{nudge.pk}/").content.decode()


def test_an_invitation_wakes_a_silent_application(nudge: Letter, postbox: Mailbox, dovecot: Dovecot) -> None:
    """A silence is undone by any word from them; an interview is where it stands then."""
    application = standing(nudge)
    assert application.stage == "silent"
    put(dovecot, answer(INVITATION, nudge))
    sync(postbox, ANSWERED + timedelta(hours=1))
    application.refresh_from_db()
    assert (application.stage, application.ended_at) == ("interview", None)


def test_words_without_a_word_of_the_search_are_an_answer(
    nudge: Letter, postbox: Mailbox, dovecot: Dovecot
) -> None:
    """Whatever they say and whoever says it: kept word for word, with the application, as hearing from them."""
    put(dovecot, answer(ADVICE, nudge, sender="T. Wrona <tw@mailer.example>", subject="tables"))
    sync(postbox, ANSWERED + timedelta(hours=1))
    assert nudge.answer is not None
    assert nudge.answer.text.split() == ADVICE.split()
    assert nudge.answer.application_id == nudge.application_id
    assert standing(nudge).stage == "interview"


def test_the_copy_in_sent_is_no_second_letter(nudge: Letter, postbox: Mailbox) -> None:
    """Read from Sent, the mail joins the application, and the timeline has the letter once."""
    sync(postbox, TUESDAY + timedelta(hours=1))
    mail = Message.objects.of(nudge.owner).get(key=nudge.message_id)
    assert (mail.is_mine, mail.application_id) == (True, nudge.application_id)
    events = [event for event in standing_events(standing(nudge)) if event.what == "wrote"]
    assert [event.detail.get("letter") for event in events] == [nudge.pk]


def test_other_mail_is_no_answer(nudge: Letter, postbox: Mailbox, dovecot: Dovecot) -> None:
    """A mail from somebody else in no thread of it is none."""
    mail = answer(ADVICE, nudge, sender="Pat <pat@allotment.example>", subject="Saturday")
    del mail["In-Reply-To"]
    put(dovecot, mail)
    sync(postbox, ANSWERED + timedelta(hours=1))
    assert nudge.answer is None
