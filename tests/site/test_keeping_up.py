"""Keeping up: mail is read as it comes, trouble is waited out, and what was asked for is done."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from actions.invented import GOT, NO, about
from connected import connected, put, sync
from dovecot import Dovecot
from secondwind.accounts.models import Person
from secondwind.actions.allow_changes import allow
from secondwind.actions.allow_changes import keep_up as choose
from secondwind.actions.move_on_server import ask_move
from secondwind.errors import NotNowError
from secondwind.mail.server.account import MailServerError
from secondwind.record.mailboxes import copies_of, letters_come
from secondwind.record.models import Mailbox, Message
from secondwind.record.queries import applications
from secondwind.site import keeping_up
from secondwind.site.keeping_up import Errands, Keepers, Pause, keep_up

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[..., threading.Event]:
    """Let it sync so many times, doing something after each one, then stop."""

    def until(times: int, after: Callable[[int], None] = lambda _: None) -> threading.Event:
        stop, done = threading.Event(), [0]
        real = keeping_up.sync_mailbox

        def counted(*args: Any, **kwargs: Any) -> Any:
            try:
                return real(*args, **kwargs)
            finally:
                done[0] += 1
                after(done[0])
                if done[0] >= times:
                    stop.set()

        monkeypatch.setattr(keeping_up, "sync_mailbox", counted)
        return stop

    return until


def test_mail_is_read_as_it_comes(mailbox: Mailbox, dovecot: Dovecot, told: Any, owner: Person) -> None:
    """On one connection that waits: what is delivered meanwhile is in the record soon after."""
    choose(mailbox, True)
    put(dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    stop = told(2, lambda n: put(dovecot, about(GOT, "Larkfield", at=NOW - DAY)) if n == 1 else None)
    keep_up(mailbox, stop)
    assert {row.employer for row in applications(owner)} == {"Northwind", "Larkfield"}


def test_a_mailbox_is_kept_up_with_only_if_that_was_chosen(mailbox: Mailbox, told: Any) -> None:
    """Nothing is opened for any other."""
    keep_up(mailbox, told(1))
    mailbox.refresh_from_db()
    assert mailbox.read_at is None
    keepers = Keepers()
    keepers._errands = threading.current_thread()
    keepers.look()
    assert keepers._running == {}


def test_trouble_is_waited_out(
    mailbox: Mailbox, dovecot: Dovecot, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server out of reach, then back: the sentence stands meanwhile and goes."""
    choose(mailbox, True)
    monkeypatch.setattr(keeping_up, "FIRST", 0.01)
    real, sentences = keeping_up.opened, []

    def shaky(row: Mailbox) -> Any:
        row.refresh_from_db()
        sentences.append(row.trouble)
        if len(sentences) < 3:
            raise MailServerError("mail.okafor.example does not answer.", "Try again later.")
        return real(row)

    monkeypatch.setattr(keeping_up, "opened", shaky)
    keep_up(mailbox, told(1))
    mailbox.refresh_from_db()
    assert [sentence[:20] for sentence in sentences] == ["", "mail.okafor.example ", "mail.okafor.example "]
    assert mailbox.trouble == ""
    assert mailbox.read_at is not None


def test_another_reading_is_no_trouble(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a file is read it waits, and says nothing."""
    choose(mailbox, True)
    stop = threading.Event()

    def busy(*_: Any, **__: Any) -> None:
        stop.set()
        raise NotNowError("Another mailbox is being read at this moment.")

    monkeypatch.setattr(keeping_up, "sync_mailbox", busy)
    keep_up(mailbox, stop)
    mailbox.refresh_from_db()
    assert mailbox.trouble == ""


def test_pauses_grow_to_a_quarter_of_an_hour_and_begin_anew() -> None:
    """Twice as long each time, give or take a quarter."""
    pause = Pause()
    waited = [pause.after_trouble() for _ in range(14)]
    assert 0.75 <= waited[0] <= 1.25
    assert all(low * 0.74 <= high for low, high in pairwise(waited))
    assert 0.75 * 900 <= waited[-1] <= 900
    pause.all_went_well()
    assert pause.after_trouble() <= 1.25


def test_errands_are_done_without_keeping_up(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """A move that was asked for is made, whether or not the mailbox is read by itself."""
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    sync(mailbox, NOW)
    allow(mailbox, "move")
    letter = Message.objects.of(mailbox.owner).get()
    ask_move(letter, "folded", now=NOW)
    Errands().run(0.0)
    assert [copy.folder.name for copy in copies_of(letter)] == ["Second Wind"]


def test_a_server_out_of_reach_is_not_asked_again_at_once(mailbox: Mailbox, dovecot: Dovecot) -> None:
    """The move waits, and the sentence stands with the mailbox."""
    put(dovecot, about(NO, "Northwind", at=NOW - DAY))
    sync(mailbox, NOW)
    allow(mailbox, "move")
    ask_move(Message.objects.of(mailbox.owner).get(), "folded", now=NOW)
    Mailbox.objects.of(mailbox.owner).update(imap_port=1)
    errands = Errands()
    errands.run(0.0)
    mailbox.refresh_from_db()
    assert mailbox.trouble
    assert errands._not_before[mailbox.pk] > 0.5


def test_a_letter_is_told_when_its_rest_is_over(mailbox: Mailbox, dovecot: Dovecot, owner: Person) -> None:
    """Nobody has to press anything for it."""
    put(dovecot, about(NO, "Northwind", at=NOW - 4 * DAY))
    sync(mailbox, NOW - timedelta(days=3))
    put(dovecot, about(NO, "Larkfield", at=NOW - timedelta(days=3) + timedelta(hours=1)))
    sync(mailbox, NOW - timedelta(days=3) + timedelta(hours=2))
    assert {row.employer for row in applications(owner)} == {"Northwind"}
    assert letters_come(owner, NOW) == []
    Errands().run(0.0)
    assert {row.employer for row in applications(owner)} == {"Northwind", "Larkfield"}


def test_a_server_without_idle_is_asked_from_time_to_time(ring: object, owner: Person, weak_dovecot: Dovecot, told: Any,
    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Each look on a connection of its own."""
    mailbox = connected(owner, weak_dovecot)
    choose(mailbox, True)
    monkeypatch.setattr(keeping_up, "POLL", 0.05)
    put(weak_dovecot, about(GOT, "Northwind", at=NOW - 9 * DAY))
    stop = told(2, lambda n: put(weak_dovecot, about(GOT, "Larkfield", at=NOW - DAY)) if n == 1 else None)
    keep_up(mailbox, stop)
    assert applications(owner).count() == 2
