"""A mail to oneself becomes an unconfirmed note, once, and nothing by itself."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from connected import put, sync
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions.note_by_mail import confirm_note, drop_note
from secondwind.errors import SecondWindError
from secondwind.record.mailboxes import notes_waiting
from secondwind.record.models import Event, Mailbox, MailedNote, Message, Plan
from secondwind.record.queries import applications
from secondwind.record.timeline import standing_events
from secondwind.tools.registry import built

from .invented import GOT, NOW, about, mail

DAY = timedelta(days=1)


def to_oneself(box: Dovecot, subject: str, *, to: str = "", text: str = "", at=NOW - DAY) -> EmailMessage:
    me = f"Sam <{box.user}>"
    return mail(
        text, subject=subject, sender=me, at=at, id_=f"{abs(hash(subject))}@phone.example", to=to or me
    )


@pytest.fixture
def northwind(mailbox: Mailbox, dovecot: Dovecot) -> Mailbox:
    """A mailbox in which an application at Northwind stands."""
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    sync(mailbox)
    return mailbox


def test_a_no_by_mail_waits_for_the_persons_word(northwind: Mailbox, dovecot: Dovecot, owner: Person) -> None:
    """Met in the inbox and in Sent it is one note; the application is open until it is confirmed."""
    note = to_oneself(dovecot, "SW: no Northwind")
    put(dovecot, note)
    put(dovecot, note, "Sent")
    sync(northwind, NOW + DAY)
    sync(northwind, NOW + 2 * DAY)
    (waiting,) = notes_waiting(owner)
    assert (waiting.says, waiting.words, waiting.application.employer) == ("no", "Northwind", "Northwind")
    assert waiting.application.stage == "applied"
    assert [event.what for event in standing_events(waiting.application)] == ["acknowledged", "note"]
    assert Message.objects.of(owner).count() == 1
    confirm_note(waiting, built=built(), now=NOW + 2 * DAY)
    confirm_note(waiting, built=built(), now=NOW + 2 * DAY)
    assert applications(owner).get().stage == "rejected"
    assert Plan.objects.of(owner).count() == 1
    assert not notes_waiting(owner).exists()


def test_a_note_joins_the_timeline_when_it_is_confirmed(
    northwind: Mailbox, dovecot: Dovecot, owner: Person
) -> None:
    """Its words stand there once."""
    put(dovecot, to_oneself(dovecot, "sw: note Northwind rang, second talk on Friday"))
    sync(northwind, NOW)
    (waiting,) = notes_waiting(owner)
    confirm_note(waiting, built=built(), now=NOW)
    notes = [event for event in standing_events(waiting.application) if event.what == "note"]
    assert [event.detail["words"] for event in notes] == ["Northwind rang, second talk on Friday"]


def test_a_note_about_nobody_known_asks(northwind: Mailbox, dovecot: Dovecot, owner: Person) -> None:
    """Let go, nothing of it counts."""
    put(dovecot, to_oneself(dovecot, "sw: note bring the umbrella"))
    put(dovecot, to_oneself(dovecot, "sw: no Larkfield"))
    sync(northwind, NOW)
    note, no = notes_waiting(owner).order_by("-says")
    assert note.application is no.application is None
    with pytest.raises(SecondWindError):
        confirm_note(note, built=built(), now=NOW)
    drop_note(note, now=NOW)
    confirm_note(no, built=built(), now=NOW)
    assert applications(owner).get(employer="Larkfield").stage == "rejected"
    assert not Event.objects.of(owner).filter(what="note").exists()


def test_what_others_write_or_get_is_no_note(northwind: Mailbox, dovecot: Dovecot, owner: Person) -> None:
    """Only the person speaks to their own program."""
    put(dovecot, mail("", subject="sw: no Northwind", sender="Eve <eve@elsewhere.example>", at=NOW - DAY,
                      id_="eve@elsewhere.example", to=dovecot.user))  # fmt: skip
    put(dovecot, to_oneself(dovecot, "sw: no Northwind", to="Pat <pat@allotment.example>"), "Sent")
    put(dovecot, to_oneself(dovecot, "Re: sw: no Northwind"))
    sync(northwind, NOW)
    assert not MailedNote.objects.of(owner).exists()
