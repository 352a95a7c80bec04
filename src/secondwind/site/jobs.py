"""The work between clicks: reading mailboxes that wait, and the day's copy of the data.

`python -m secondwind.site` runs it beside the web server, in a process of its own so that pages stay
quick while mail is read. It is told nothing and remembers nothing: what there is to do stands in the
record, so a kill at any moment loses no work. This is the only place that reads the clock for jobs.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections

from secondwind import clock
from secondwind.accounts.models import Person
from secondwind.actions.read_mail import run_import, stop_import
from secondwind.errors import NotNowError, SecondWindError
from secondwind.record.copies import copied_on, make_copy
from secondwind.record.models import MailImport
from secondwind.record.queries import RUNNING
from secondwind.tools.registry import built

log = logging.getLogger("secondwind.jobs")
BREATH = 0.4
"""Seconds between looks."""


def work() -> None:
    """Look, work, breathe, until told to stop or left alone by the server that started it."""
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while os.getppid() == parent:
        look_once()
        time.sleep(BREATH)


def look_once() -> None:
    """One look at everything there is to do."""
    close_old_connections()
    _copy_of_the_day()
    for person in Person.objects.all():
        waiting = MailImport.objects.of(person).filter(state__in=RUNNING).order_by("began_at", "id")
        for mail_import in waiting:
            _read(mail_import)


def _copy_of_the_day() -> None:
    database = Path(settings.DATABASES["default"]["NAME"])
    copies, now = settings.DATA / "copies", clock.now()
    if clock.is_moved() or copied_on(copies, now):
        return
    try:
        make_copy(database, copies, now, "daily")
    except SecondWindError as trouble:
        log.error("%s", trouble)


def _read(mail_import: MailImport) -> None:
    try:
        run_import(mail_import, built=built(), now=clock.now())
    except NotNowError:
        return
    except SecondWindError as trouble:
        stop_import(mail_import, trouble)
    except Exception as trouble:
        # No mail text in logs: the kind of trouble and nothing it carries.
        log.error("An import stopped: %s", type(trouble).__name__)
        stop_import(mail_import, SecondWindError("Reading stopped on something we did not expect."))
