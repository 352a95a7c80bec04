"""The connection is cut, line by line: nothing is lost, nothing doubled, and it says what is wrong until it is not."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest

from connected import connected, put, sync
from dovecot import Dovecot
from proxy import Proxy, proxied
from secondwind.accounts.models import Person
from secondwind.actions.allow_changes import allow
from secondwind.actions.move_on_server import ask_move, do_moves
from secondwind.errors import SecondWindError
from secondwind.mail.server.account import MailServerError
from secondwind.record.mailboxes import copies_of
from secondwind.record.models import Application, Copy, Mailbox, MailImport, Message, PassedOver, Plan
from secondwind.record.queries import applications

from .invented import NO, NOW, a_search, about

DAY = timedelta(days=1)


def fill(box: Dovecot) -> None:
    """A search over three folders, with the mail of a life beside it."""
    for number, one in enumerate(a_search(mails=60)):
        put(box, one, ("INBOX", "Jobs", "Archive")[number % 3])


def told(owner: Person) -> tuple[object, ...]:
    """What the record says, without its row numbers."""
    return (
        Counter(
            (row.key, row.kind, row.application.name if row.application else "")
            for row in Message.objects.of(owner).select_related("application")
        ),
        Counter((row.name, row.role, row.stage, row.furthest) for row in applications(owner)),
        Counter(
            (copy.folder.name, copy.uid, copy.message.key, copy.is_read)
            for copy in Copy.objects.of(owner).filter(gone_at=None).select_related("folder", "message")
        ),
        PassedOver.objects.of(owner).count(),
        Counter(plan.application.name for plan in Plan.objects.of(owner)),
    )


def through(mailbox: Mailbox, proxy: Proxy) -> None:
    """From here on the mailbox is reached through the proxy."""
    Mailbox.objects.of(mailbox.owner).update(imap_port=proxy.server.port)
    mailbox.refresh_from_db()


def test_a_reading_that_is_cut_off_again_and_again_ends_as_one_that_was_not(
    mailbox: Mailbox, dovecot: Dovecot, owner: Person
) -> None:
    """The same record as another person has who read the mailbox in one go, and an untouched server."""
    fill(dovecot)
    before = dovecot.files()
    other = Person.objects.create(username="other", zone="Europe/London", country="GB")
    whole = connected(other, dovecot)
    sync(whole)
    with proxied(dovecot.server) as proxy:
        through(mailbox, proxy)
        sentences = set()
        for lines in [*range(2, 30, 3), *range(30, 2400, 110)]:
            proxy.cut_after_lines = lines
            with suppress(SecondWindError):
                sync(mailbox)
            mailbox.refresh_from_db()
            sentences |= {mailbox.trouble}
        proxy.cut_after_lines = None
        sync(mailbox)
    mailbox.refresh_from_db()
    assert mailbox.trouble == ""
    assert any(sentences)
    assert [sentence for sentence in sentences if sentence and "cut" not in sentence] == []
    assert told(owner) == told(other)
    assert dovecot.files() == before
    assert MailImport.objects.of(owner).count() == 1


def test_a_move_that_is_cut_off_at_any_line_is_made_once(
    mailbox: Mailbox, dovecot: Dovecot, owner: Person
) -> None:
    """Away and back, cut at another line each time: the letter lies where it was asked to, and lies there once."""
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    sync(mailbox)
    allow(mailbox, "move")
    letter = Message.objects.of(owner).get()
    bodies = Counter(content for _, _, content in dovecot.files().values())
    cuts = 0
    with proxied(dovecot.server) as proxy:
        through(mailbox, proxy)
        for turn, lines in enumerate(range(3, 75, 3)):
            place, folder = (("folded", "Second Wind"), ("inbox", "INBOX"))[turn % 2]
            ask_move(letter, place, now=NOW)
            proxy.cut_after_lines = lines
            try:
                do_moves(mailbox, now=NOW)
            except MailServerError:
                cuts += 1
            proxy.cut_after_lines = None
            do_moves(mailbox, now=NOW)
            assert [copy.folder.name for copy in copies_of(letter)] == [folder]
            assert Counter(content for _, _, content in dovecot.files().values()) == bodies
    assert cuts > 5


@pytest.mark.parametrize("lie", [b"9999", b"1"])
def test_a_server_that_counts_wrongly_loses_nothing(
    mailbox: Mailbox, dovecot: Dovecot, owner: Person, lie: bytes
) -> None:
    """It says it holds far more mails, or fewer, than it does."""
    fill(dovecot)
    with proxied(dovecot.server) as proxy:
        through(mailbox, proxy)
        proxy.alter = lambda line: b"* " + lie + b" EXISTS\r\n" if line.endswith(b" EXISTS\r\n") else line
        sync(mailbox)
    other = Person.objects.create(username="other", zone="Europe/London", country="GB")
    sync(connected(other, dovecot))
    assert told(owner) == told(other)
    assert Application.objects.of(owner).exists()


def test_a_mail_of_sixty_megabytes_is_read_like_any_other(
    mailbox: Mailbox, dovecot: Dovecot, owner: Person
) -> None:
    """What it says is known, and its attachment is not kept."""
    no = about(NO, "Northwind", at=NOW - DAY)
    no.add_attachment(
        b"\0" * 45_000_000, maintype="application", subtype="octet-stream", filename="offer.bin"
    )
    put(dovecot, no)
    sync(mailbox)
    assert applications(owner).get().stage == "rejected"


def test_many_readings_give_what_one_gives(mailbox: Mailbox, dovecot: Dovecot, owner: Person) -> None:
    """Mail that comes bit by bit, in the order it was sent, adds up to the record of one reading of everything."""
    mails = a_search(mails=60)
    for start in range(0, len(mails), 12):
        for number, one in enumerate(mails[start : start + 12]):
            put(dovecot, one, ("INBOX", "Jobs")[number % 2])
        sync(mailbox)
    other = Person.objects.create(username="other", zone="Europe/London", country="GB")
    sync(connected(other, dovecot))
    messages, places = told(owner)[:3], told(other)[:3]
    assert messages == places
