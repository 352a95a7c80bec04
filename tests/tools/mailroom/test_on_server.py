"""Putting a letter away moves it in the person's own mailbox, where that was allowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from actions.invented import NO, NOW, about
from connected import put, sync
from dovecot import Dovecot
from secondwind.actions.allow_changes import allow
from secondwind.actions.finish_step import skip_step
from secondwind.actions.move_on_server import do_moves
from secondwind.errors import NotNowError
from secondwind.record.mailboxes import copies_of
from secondwind.record.models import Mailbox, Message, Move, Step
from secondwind.tools.mailroom.actions import archive_mail, bring_back, fold, fold_mail, take_back
from secondwind.tools.registry import built


@pytest.fixture
def letter(mailbox: Mailbox, dovecot: Dovecot) -> Message:
    """A no whose plan is open, in a mailbox that may be changed."""
    put(dovecot, about(NO, "Northwind", at=NOW - timedelta(days=1)))
    sync(mailbox)
    allow(mailbox, "move")
    return Message.objects.of(mailbox.owner).get()


def lies(message: Message) -> str:
    (copy,) = copies_of(message)
    return copy.folder.name


def test_folding_asks_the_mailbox_for_the_same(mailbox: Mailbox, letter: Message) -> None:
    """The letter leaves the inbox there, and undo brings it back."""
    step = Step.objects.of(mailbox.owner).get(tool="mailroom.fold")
    fold(step, built=built(), now=NOW)
    assert do_moves(mailbox, now=NOW) == 1
    assert lies(letter) == "Second Wind"
    step.refresh_from_db()
    take_back(step, built=built(), now=NOW)
    assert do_moves(mailbox, now=NOW) == 1
    assert lies(letter) == "INBOX"


def test_one_mail_is_folded_filed_and_brought_back_by_its_name(mailbox: Mailbox, letter: Message) -> None:
    """The order holds: no filing while the reply is open; folding does the step of the plan."""
    fold_mail(letter, built=built(), now=NOW)
    assert Step.objects.of(mailbox.owner).get(tool="mailroom.fold").state == "done"
    do_moves(mailbox, now=NOW)
    step = Step.objects.of(mailbox.owner).get(tool="mailroom.archive")
    before = Step.objects.of(mailbox.owner).filter(template__in=step.after, state="open")
    if before.exists():
        with pytest.raises(NotNowError):
            archive_mail(letter, built=built(), now=NOW)
        for one in before:
            skip_step(one, built=built(), now=NOW)
    archive_mail(letter, built=built(), now=NOW)
    do_moves(mailbox, now=NOW)
    assert lies(letter) == "Archive"
    letter.refresh_from_db()
    assert bring_back(letter, now=NOW) == "archived"
    do_moves(mailbox, now=NOW)
    assert lies(letter) == "INBOX"
    assert set(Move.objects.of(mailbox.owner).values_list("state", flat=True)) == {"done"}
