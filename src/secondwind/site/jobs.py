"""The work between clicks: reading mail that waits, keeping up with mailboxes, and the day's copy of the data.

`python -m secondwind.site SERVER` runs it beside the web server, in a process of its own so that pages stay
quick while mail is read. It is told nothing and remembers nothing: what there is to do stands in the
record, so a kill at any moment loses no work. This is the only place that reads the clock for jobs.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.accounts.secrets import take_over
from secondwind.actions.reach_mail import is_on_server
from secondwind.actions.read_mail import Report, run_import, stop_import
from secondwind.actions.sync_mailbox import sync_mailbox
from secondwind.errors import NotNowError, SecondWindError
from secondwind.record.copies import copy_of_the_day
from secondwind.record.mailboxes import mailbox_of_path
from secondwind.record.models import MailImport
from secondwind.record.queries import RUNNING
from secondwind.tools.registry import built

from .keeping_up import Keepers

log = logging.getLogger("secondwind.jobs")
BREATH = 0.4
"""Seconds between looks."""
KEEPERS = 3.0
"""Seconds between looks which mailboxes are to be kept up with."""
COPY_AGAIN = 600.0
"""Seconds until a copy that could not be made is tried again."""


def work(parent: int) -> None:
    """Look, work, breathe, until told to stop or left alone by `parent`, the server that started it.

    The server says who it is: were it asked for here, one killed in the worker's first second would be missed.
    """
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    copy_after = 0.0

    def stay_with_the_server(_: MailImport) -> None:
        # The server was killed while mail was being read: what is stored is whole, and the next start goes on.
        if os.getppid() != parent:
            os._exit(0)

    keepers, keepers_after = Keepers(stay_with_the_server), 0.0
    threading.Thread(target=_hear_of_secrets, name="secrets", daemon=True).start()
    while os.getppid() == parent:
        if time.monotonic() >= keepers_after:
            keepers.look()
            keepers_after = time.monotonic() + KEEPERS
        if time.monotonic() >= copy_after and not copy_the_day():
            copy_after = time.monotonic() + COPY_AGAIN
        look_once(report=stay_with_the_server)
        time.sleep(BREATH)


def _hear_of_secrets() -> None:
    """The server tells through a pipe how the file with the passwords is opened, or that it is locked."""
    while take_over(sys.stdin.buffer):
        pass


def look_once(report: Report | None = None) -> None:
    """One look at everything there is to do."""
    close_old_connections()
    for person in Person.objects.all():
        waiting = MailImport.objects.of(person).filter(state__in=RUNNING).order_by("began_at", "id")
        for mail_import in waiting:
            _read(mail_import, report)


def copy_the_day() -> bool:
    """The day's copy, where there is none; False where it could not be made. None is made on a moved clock."""
    if clock.is_moved():
        return True
    try:
        copy_of_the_day(Path(settings.DATABASES["default"]["NAME"]), settings.DATA / "copies", clock.now())
    except (SecondWindError, OSError) as trouble:
        log.error("The copy of the day could not be made: %s", type(trouble).__name__)
        return False
    return True


def _read(mail_import: MailImport, report: Report | None) -> None:
    try:
        if is_on_server(mail_import.paths):
            mailbox = mailbox_of_path(mail_import.owner, mail_import.paths[0])
            sync_mailbox(mailbox, built=built(), now=clock.now(), report=report)
        else:
            run_import(mail_import, built=built(), now=clock.now(), report=report)
    except NotNowError:
        return
    except SecondWindError as trouble:
        stop_import(mail_import, trouble)
    except Exception as trouble:
        # No mail text in logs: the kind of trouble and nothing it carries.
        log.error("An import stopped: %s", type(trouble).__name__)
        stop_import(mail_import, SecondWindError("Reading stopped on something we did not expect."))
