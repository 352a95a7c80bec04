"""Keep up with mailboxes: one connection for each that chose it, which waits until the server says that mail has come.

Each mailbox has a thread. It reads what is new, waits, reads again; where the server is out of reach it tries again,
sooner at first and seldom later. What there is to do stands in the record, so that a kill at any moment loses nothing.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import close_old_connections, connections

from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.accounts.secrets import LockedError
from secondwind.actions.move_on_server import do_moves
from secondwind.actions.open_mailbox import opened
from secondwind.actions.read_mail import Report
from secondwind.actions.sync_mailbox import note_trouble, sync_mailbox
from secondwind.actions.tell_letter import tell_what_is_known
from secondwind.errors import NotNowError, SecondWindError
from secondwind.record.mailboxes import mailboxes, moves_waiting, untold
from secondwind.record.models import Mailbox
from secondwind.tools.registry import built
from secondwind.tools.reply.outbox import send_what_waits

log = logging.getLogger("secondwind.jobs")
FIRST, LONGEST = 1.0, 900.0
"""Seconds between two tries where something is wrong: the first pause, and the longest."""
POLL = 900.0
"""Seconds between two looks where the server does not tell; and after which every folder is looked at anyway."""
SLICE = 60.0
"""Seconds of waiting after which it is seen whether the mailbox is still to be kept up with."""
OCCUPIED = 3.0
"""Seconds until the next try where another mailbox is being read."""
TELL = 60.0
"""Seconds between two looks whether a letter may be told: a rest may have ended."""


class Pause:
    """How long to wait after one more failure in a row: twice as long each time, and never the same for everybody."""

    def __init__(self) -> None:
        self._next = FIRST

    def after_trouble(self) -> float:
        pause, self._next = self._next, min(LONGEST, self._next * 2)
        return min(LONGEST, pause * random.uniform(0.75, 1.25))  # noqa: S311 - nothing hangs on guessing it

    def all_went_well(self) -> None:
        self._next = FIRST


def keep_up(mailbox: Mailbox, stop: threading.Event, report: Report | None = None) -> None:
    """Keep up with one mailbox until it is not wanted any more, or until told to stop."""
    pause = Pause()
    while not stop.is_set() and _is_wanted(mailbox):
        close_old_connections()
        try:
            with opened(mailbox) as connection:
                _stay(mailbox, connection, stop, pause, report)
                wait = 0.0 if connection.can("IDLE") else POLL
        except NotNowError:
            wait = OCCUPIED
        except LockedError as locked:
            note_trouble(mailbox, str(locked))
            wait = OCCUPIED
        except SecondWindError as trouble:
            note_trouble(mailbox, str(trouble))
            wait = pause.after_trouble()
        except Exception as trouble:
            # No mail text in logs: the kind of trouble and nothing it carries.
            log.error("Keeping up with a mailbox met trouble: %s", type(trouble).__name__)
            wait = pause.after_trouble()
        stop.wait(wait)


def _is_wanted(mailbox: Mailbox) -> bool:
    fresh = mailboxes(mailbox.owner).filter(pk=mailbox.pk, keeps_up=True).first()
    if fresh is None:
        return False
    mailbox.refresh_from_db()
    return True


def _stay(
    mailbox: Mailbox, connection: Any, stop: threading.Event, pause: Pause, report: Report | None
) -> None:
    """Read what is new and wait for more, on one connection, as long as it holds."""
    while not stop.is_set() and _is_wanted(mailbox):
        close_old_connections()
        first = _first_folder(mailbox, connection)
        before = connection.examine(first)
        sync_mailbox(mailbox, built=built(), now=clock.now(), report=report, connection=connection)
        pause.all_went_well()
        if not connection.can("IDLE"):
            return
        # What came while the others were read is told of by nobody: the server speaks of what comes from now on.
        if connection.examine(first) == before:
            _wait_for_mail(mailbox, connection, stop)


def _first_folder(mailbox: Mailbox, connection: Any) -> str:
    """Where new mail comes in; of Gmail the folder that holds all of it."""
    if mailbox.folders:
        return str(mailbox.folders[0])
    gmail = connection.special("all") if connection.can("X-GM-EXT-1") else None
    return str(gmail or connection.special("inbox") or "INBOX")


def _wait_for_mail(mailbox: Mailbox, connection: Any, stop: threading.Event) -> None:
    """Until the server says that something has changed in the folder that is open, or it is time to look at all."""
    for _ in range(max(1, int(POLL / SLICE))):
        if stop.is_set() or not _is_wanted(mailbox) or connection.idle(SLICE):
            return


class Keepers:
    """The threads that keep up, one a mailbox; and the one that runs errands."""

    def __init__(self, report: Report | None = None) -> None:
        self._report = report
        self._running: dict[int, tuple[threading.Thread, threading.Event]] = {}
        self._errands: threading.Thread | None = None

    def look(self) -> None:
        """Begin with mailboxes that are to be kept up with, end with those that are not. Nothing on a moved clock."""
        if clock.is_moved():
            return
        wanted = {row.pk: row for person in Person.objects.all() for row in mailboxes(person)}
        if wanted and self._errands is None:
            self._errands = _begun(_run_errands, "errands")
        keep = {pk: row for pk, row in wanted.items() if row.keeps_up}
        for pk, (thread, stop) in list(self._running.items()):
            if pk not in keep or not thread.is_alive():
                stop.set()
                del self._running[pk]
        for pk, row in keep.items():
            if pk not in self._running:
                stop = threading.Event()
                work = _closing(lambda row=row, stop=stop: keep_up(row, stop, self._report))
                self._running[pk] = (_begun(work, f"mailbox {pk}"), stop)


def _begun(work: Callable[[], None], name: str) -> threading.Thread:
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread


def _closing(work: Callable[[], None]) -> Callable[[], None]:
    """A thread has a connection to the record of its own, and closes it."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    return run


# ---- errands: what was asked for and does not wait for new mail


class Errands:
    """Moves and letters that were asked for, and letters that may be told by now."""

    def __init__(self) -> None:
        self._pauses: dict[int, Pause] = {}
        self._not_before: dict[int, float] = {}
        self._told_at = -TELL

    def run(self, moment: float) -> None:
        """One round. `moment` is in seconds of a clock that never goes back."""
        for person in Person.objects.all():
            for mailbox in mailboxes(person):
                if self._not_before.get(mailbox.pk, 0.0) <= moment:
                    self._for_one(mailbox, moment)
            if moment - self._told_at >= TELL and untold(person).exists():
                tell_what_is_known(person, built=built(), now=clock.now())
        if moment - self._told_at >= TELL:
            self._told_at = moment

    def _for_one(self, mailbox: Mailbox, moment: float) -> None:
        pause = self._pauses.setdefault(mailbox.pk, Pause())
        try:
            if mailbox.may_move and moves_waiting(mailbox).exists():
                do_moves(mailbox, now=clock.now())
            send_what_waits(mailbox, now=clock.now())
        except LockedError:
            self._not_before[mailbox.pk] = moment + OCCUPIED
        except SecondWindError as trouble:
            note_trouble(mailbox, str(trouble))
            self._not_before[mailbox.pk] = moment + pause.after_trouble()
        else:
            pause.all_went_well()


def _run_errands() -> None:
    errands = Errands()
    while True:
        close_old_connections()
        try:
            errands.run(time.monotonic())
        except Exception as trouble:
            log.error("An errand met trouble: %s", type(trouble).__name__)
        time.sleep(1.0)
