"""A letter is moved on the server as it was asked for, and nothing else there ever is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from connected import connected, put, raw, sync
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions import move_on_server
from secondwind.actions.allow_changes import allow, forbid
from secondwind.actions.move_on_server import ask_move, do_moves
from secondwind.actions.open_mailbox import opened
from secondwind.errors import NotNowError
from secondwind.mail.server.account import MailServerError
from secondwind.record.mailboxes import copies_of
from secondwind.record.models import Mailbox, Message, Move

from .invented import CHATTER, NO, NOW, about, mail

DAY = timedelta(days=1)
OTHER = mail(CHATTER.format(word="spade"), subject="Saturday", sender="Pat <pat@allotment.example>", at=NOW - DAY,
             id_="spade@allotment.example")  # fmt: skip


@pytest.fixture
def letter(mailbox: Mailbox, dovecot: Dovecot) -> Message:
    """A no in the inbox beside another mail, read into the record; moving is allowed."""
    return _letter(mailbox, dovecot)


def _letter(mailbox: Mailbox, box: Dovecot) -> Message:
    put(box, OTHER)
    put(box, about(NO, "Northwind", at=NOW - DAY))
    sync(mailbox)
    allow(mailbox, "move")
    return Message.objects.of(mailbox.owner).get()


def lies(message: Message) -> list[str]:
    return [copy.folder.name for copy in copies_of(message)]


def bodies(box: Dovecot) -> Counter[bytes]:
    """Every mail on the server, byte for byte."""
    return Counter(content for _, _, content in box.files().values())


def on_server(box: Dovecot, word: bytes) -> list[str]:
    """The folders, as the Maildir names them ("" is the inbox), whose mail holds that word."""
    return sorted(name.rpartition("/")[0] for name, (_, _, content) in box.files().items() if word in content)


def test_folded_away_archived_and_put_back(mailbox: Mailbox, dovecot: Dovecot, letter: Message) -> None:
    """Each lies where it was asked to, with its flags and date; the other mail is as it was."""
    before = dovecot.files()
    for place, folder in (("folded", ".Second Wind"), ("archived", ".Archive"), ("inbox", "")):
        (move,) = ask_move(letter, place, now=NOW)
        assert do_moves(mailbox, now=NOW) == 1
        move.refresh_from_db()
        assert (move.state, move.trouble) == ("done", "")
        assert on_server(dovecot, b"Northwind") == [folder]
    assert bodies(dovecot) == Counter(content for _, _, content in before.values())
    assert {flags for flags, _, _ in dovecot.files().values()} == {"S"}
    assert lies(letter) == ["INBOX"]
    assert sync(mailbox, NOW + DAY) is None
    assert lies(letter) == ["INBOX"]
    assert Message.objects.of(mailbox.owner).count() == 1


def test_nothing_is_asked_without_permission(mailbox: Mailbox, letter: Message) -> None:
    """Neither before it was given nor after it was taken back; what waited is not done."""
    (move,) = ask_move(letter, "folded", now=NOW)
    forbid(mailbox, "move")
    assert do_moves(mailbox, now=NOW) == 0
    move.refresh_from_db()
    assert move.state == "undone"
    assert ask_move(letter, "folded", now=NOW) == []


def test_a_move_taken_back_before_it_began_is_not_made(
    mailbox: Mailbox, dovecot: Dovecot, letter: Message
) -> None:
    """Folded and brought back at once: the server is asked for nothing."""
    before = dovecot.files()
    ask_move(letter, "folded", now=NOW)
    assert ask_move(letter, "inbox", now=NOW) == []
    assert do_moves(mailbox, now=NOW) == 0
    assert dovecot.files() == before


@pytest.mark.parametrize("is_done", [True, False])
def test_a_move_that_was_cut_off_is_asked_after(
    mailbox: Mailbox, dovecot: Dovecot, letter: Message, is_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claimed, and the process gone before or after the server did it: in the end it lies there once."""
    (move,) = ask_move(letter, "folded", now=NOW)

    class GoneError(BaseException):
        pass

    def cut(move, here, to, connection, now):
        if is_done:
            connection.make_folder(to)
            connection.examine(here.folder)
            connection.move(here.uid, to)
        raise GoneError

    with monkeypatch.context() as patch:
        patch.setattr(move_on_server, "_move", cut)
        with pytest.raises(GoneError):
            do_moves(mailbox, now=NOW)
    move.refresh_from_db()
    assert move.state == "claimed"
    assert do_moves(mailbox, now=NOW + DAY) == 1
    move.refresh_from_db()
    assert move.state == "done"
    assert len(on_server(dovecot, b"Northwind")) == 1
    assert lies(letter) == ["Second Wind"]


def test_a_letter_the_person_moved_meanwhile_is_left_where_it_is(
    mailbox: Mailbox, dovecot: Dovecot, letter: Message
) -> None:
    """The move is impossible, and says so."""
    (move,) = ask_move(letter, "folded", now=NOW)
    with opened(mailbox) as connection:
        connection.examine("INBOX")
        (uid,) = connection.find(letter.key)
        connection.move(uid, "Archive")
    before = dovecot.files()
    assert do_moves(mailbox, now=NOW) == 0
    move.refresh_from_db()
    assert (move.state, move.trouble) == ("impossible", move_on_server.NOT_THERE)
    assert dovecot.files() == before


def test_another_mail_under_the_same_id_is_never_moved(
    mailbox: Mailbox, dovecot: Dovecot, letter: Message
) -> None:
    """A letter is known by its words, whatever carries its Message-ID."""
    other = about(NO, "Larkfield", at=NOW - 3 * DAY, id_=letter.key)
    ask_move(letter, "folded", now=NOW)
    (path,) = [each for each in (dovecot.maildir / "cur").iterdir() if b"Northwind" in each.read_bytes()]
    path.unlink()
    put(dovecot, other)
    assert do_moves(mailbox, now=NOW) == 0
    assert on_server(dovecot, b"Larkfield") == [""]


def test_nothing_is_moved_on_a_moved_clock(
    mailbox: Mailbox, letter: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits."""
    ask_move(letter, "folded", now=NOW)
    monkeypatch.setenv("SECONDWIND_AS_OF", "3600")
    with pytest.raises(NotNowError):
        do_moves(mailbox, now=NOW)
    assert Move.objects.of(mailbox.owner).get().state == "waiting"


def test_a_server_out_of_reach_leaves_it_waiting(mailbox: Mailbox, letter: Message) -> None:
    """Nothing is claimed by it."""
    ask_move(letter, "folded", now=NOW)
    mailbox.imap_port = 1
    with pytest.raises(MailServerError):
        do_moves(mailbox, now=NOW)
    assert Move.objects.of(mailbox.owner).get().state == "waiting"


def test_a_server_without_move_is_moved_on_in_steps(
    ring: object, owner: Person, weak_dovecot: Dovecot
) -> None:
    """Where it has no safe way at all, nothing is done and a sentence says so."""
    mailbox = connected(owner, weak_dovecot)
    letter = _letter(mailbox, weak_dovecot)
    before = weak_dovecot.files()
    (move,) = ask_move(letter, "folded", now=NOW)
    assert do_moves(mailbox, now=NOW) == 0
    move.refresh_from_db()
    assert move.state == "impossible"
    assert "no way to move" in move.trouble
    assert weak_dovecot.files() == before


def test_a_copy_that_was_cut_off_half_way_is_finished(
    mailbox: Mailbox, dovecot: Dovecot, letter: Message
) -> None:
    """On a server without MOVE: copied, not yet removed. The letter lies there once in the end."""
    (move,) = ask_move(letter, "folded", now=NOW)
    with opened(mailbox) as connection:
        connection.make_folder("Second Wind")
        here = move_on_server._find(move, connection, "INBOX")
        connection.append("Second Wind", raw(about(NO, "Northwind", at=NOW - DAY)), ("\\Seen",), NOW)
        Move.objects.of(mailbox.owner).update(
            state="claimed", uid=here.uid, uidvalidity=here.uidvalidity, claimed_at=NOW
        )
        connection.capabilities -= {"MOVE"}
        assert do_moves(mailbox, now=NOW, connection=connection) == 1
    assert len(on_server(dovecot, b"Northwind")) == 1
    assert lies(letter) == ["Second Wind"]
