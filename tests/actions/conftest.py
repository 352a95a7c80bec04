"""What these tests share: a mailbox that is read into the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings

from secondwind.accounts.models import Person
from secondwind.actions.read_mail import begin_import, run_import
from secondwind.record.models import MailImport
from secondwind.tools.registry import built

from .invented import NOW, write_mbox

Reading = Callable[..., MailImport]


@pytest.fixture
def seeker(db: object) -> Person:
    """Somebody whose own address is not known yet."""
    return Person.objects.create(username="sam", zone="Europe/London", country="GB")


@pytest.fixture
def reading(seeker: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Write mails into a mailbox of that name and import it."""
    monkeypatch.setattr(settings, "DATA", tmp_path)

    def run(mails: Iterable[EmailMessage], name: str = "all.mbox", now: datetime = NOW) -> MailImport:
        path = write_mbox(tmp_path / name, mails)
        row = begin_import(seeker, [str(path)], look_first=False, now=now)
        return run_import(row, built=built(), now=now)

    return run
