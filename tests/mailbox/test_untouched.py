"""Connecting, reading and looking again leave the Maildir as it was: names with flags, times and bytes."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from imapclient import IMAPClient

from actions.invented import CHATTER, NOW, a_search, about, mail
from connected import connected, put, sync
from doors import MONDAY
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions.allow_changes import allow
from secondwind.actions.connect_mailbox import disconnect_mailbox
from secondwind.actions.move_on_server import ask_move, do_moves
from secondwind.actions.open_mailbox import opened
from secondwind.actions.save_draft import ask_to_save
from secondwind.actions.send_letter import do_sendings
from secondwind.actions.tell_letter import tell_letters
from secondwind.actions.undo_import import undo_import
from secondwind.mail.message import Address
from secondwind.mail.outgoing import as_eml
from secondwind.record.mailboxes import letters_come
from secondwind.record.models import MailImport, Message
from secondwind.tools.registry import built

DAY = timedelta(days=1)
FLAGS = ("S", "", "RS", "FS", "F", "ST")
"""Read, unread, answered, flagged, and marked as deleted without having been removed yet."""
Tree = dict[str, tuple[int, bytes]]


def tree(box: Dovecot) -> Tree:
    """Every mail by folder and full name, flags included: its time and its bytes."""
    return {
        str(path.relative_to(box.maildir)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(box.maildir.rglob("*"))
        if path.parent.name in ("cur", "new", "tmp") and path.is_file()
    }


def as_opened(box: Dovecot) -> Tree:
    """The mailbox once it was opened for writing by a mail program, for which a server takes what is new to the rest
    (from new to cur). To be read alone, it does not even that."""
    with IMAPClient("127.0.0.1", box.on.port, ssl=False, timeout=20) as client:
        client.login(box.user, box.login.secret)
        for _, _, name in client.list_folders():
            client.select_folder(name)
            client.unselect_folder()
    return tree(box)


def fill(box: Dovecot) -> None:
    """A search over several folders in every state a mail can be in, with a large mail and one without an id."""
    for number, one in enumerate(a_search(mails=60)):
        put(box, one, ("INBOX", "Jobs", "Archive", "Ümläut")[number % 4], FLAGS[number % len(FLAGS)])
    large = mail(CHATTER.format(word="spade") * 4_000, subject="Large", sender="Pat <pat@allotment.example>",
                 at=NOW - DAY, id_="large@allotment.example")  # fmt: skip
    put(box, large, flags="")
    put(box, about("Unfortunately {employer} has nothing for you as {role}.", "Heronsgate", at=NOW, id_=None))
    box.deliver(b"no mail at all\r\n", flags="F")
    time.sleep(0.02)  # so that a time that is touched is another one


@pytest.mark.usefixtures("ring")
def test_connecting_reading_and_letting_go_change_nothing(owner: Person, dovecot: Dovecot) -> None:
    """Step by step: a first reading, a second, news, a letter that is told, everything undone and read anew."""
    fill(dovecot)
    before = tree(dovecot)
    assert len(before) == 63
    mailbox = connected(owner, dovecot)
    assert tree(dovecot) == before, "connecting"
    sync(mailbox)
    assert Message.objects.of(owner).count() > 20
    assert tree(dovecot) == before, "the first reading"
    sync(mailbox, NOW + DAY)
    assert tree(dovecot) == before, "a reading without news"
    tell_letters([come.message for come in letters_come(owner, NOW + 9 * DAY)], built=built(), now=NOW)
    assert tree(dovecot) == before, "telling a letter"
    for row in MailImport.objects.of(owner):
        undo_import(row, built=built(), now=NOW)
    sync(mailbox, NOW + 2 * DAY)
    assert tree(dovecot) == before, "everything read once more"
    with opened(mailbox) as connection:
        for info in connection.folders():
            connection.examine(info.name)
            uids = connection.uids()
            list(connection.beginnings(uids))
            list(connection.whole(uids))
            connection.are_read(uids)
            connection.find("large@allotment.example")
        connection.idle(0.05)
    assert tree(dovecot) == before, "every way to look"
    disconnect_mailbox(mailbox)
    assert tree(dovecot) == before, "disconnecting"


@pytest.mark.usefixtures("ring")
def test_permissions_alone_change_nothing(owner: Person, dovecot: Dovecot) -> None:
    """All three given and nothing asked for: what is done is nothing."""
    fill(dovecot)
    before = tree(dovecot)
    mailbox = connected(owner, dovecot)
    for what in ("move", "drafts", "send"):
        allow(mailbox, what)
    sync(mailbox)
    assert do_moves(mailbox, now=NOW) == 0
    do_sendings(mailbox, letters=None, now=NOW)  # type: ignore[arg-type]
    assert tree(dovecot) == before


@pytest.mark.usefixtures("ring")
def test_a_server_that_can_little_is_left_untouched_too(owner: Person, weak_dovecot: Dovecot) -> None:
    """The other ways to ask are as quiet."""
    fill(weak_dovecot)
    before = tree(weak_dovecot)
    mailbox = connected(owner, weak_dovecot)
    sync(mailbox)
    sync(mailbox, NOW + DAY)
    assert Message.objects.of(owner).count() > 20
    assert tree(weak_dovecot) == before


@pytest.mark.usefixtures("ring")
def test_a_move_and_a_draft_change_that_one_mail(owner: Person, dovecot: Dovecot) -> None:
    """The letter lies elsewhere with its flags, time and bytes; one draft is new; all else is as it was."""
    fill(dovecot)
    before = as_opened(dovecot)
    mailbox = connected(owner, dovecot)
    allow(mailbox, "move")
    allow(mailbox, "drafts")
    sync(mailbox)
    letter = Message.objects.of(owner).filter(copies__folder__name="Jobs", copies__is_read=True).first()
    assert len(ask_move(letter, "folded", now=NOW)) == 1
    assert do_moves(mailbox, now=NOW) == 1
    after = tree(dovecot)
    (was,) = [name for name in before if name not in after]
    (fresh,) = [name for name in after if name not in before]
    assert (was.split("/")[0], fresh.split("/")[0]) == (".Jobs", ".Second Wind")
    assert was.partition(":2,")[2] == fresh.partition(":2,")[2]
    assert before[was] == after[fresh]
    draft = as_eml(
        sender=Address("Sam Okafor", dovecot.user), to=[Address("Ana", "ana@northwind.example")], subject="Re: visit",
        body="Dear Ana,\n\nthank you.\n\nSam\n", date=MONDAY, message_id="draft1@okafor.example", unsent=False,
    )  # fmt: skip
    ask_to_save(owner, mailbox, 1, raw=draft, message_id="draft1@okafor.example", now=NOW)
    do_sendings(mailbox, letters=_Nobody(), now=NOW)
    with_draft = tree(dovecot)
    (drafted,) = [name for name in with_draft if name not in after]
    assert drafted.startswith(".Drafts/")
    assert {name: one for name, one in with_draft.items() if name != drafted} == after


class _Nobody:
    """In place of the tool that wrote the letter."""

    def went(self, *_: object, **__: object) -> None:
        pass

    def stays(self, *_: object, **__: object) -> None:
        pass
