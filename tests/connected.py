"""A mailbox that is connected, for tests: a keyring of the test's own, mail on the server, and one press of sync."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import keyring
import pytest
from django.conf import settings

from dovecot import Dovecot
from file_ring import FileRing
from secondwind.accounts import secrets
from secondwind.accounts.models import Person
from secondwind.actions.connect_mailbox import connect_mailbox
from secondwind.actions.sync_mailbox import sync_mailbox
from secondwind.record.models import Mailbox, MailImport
from secondwind.tools.registry import built

NOW = datetime(2026, 11, 16, 16, 40, tzinfo=UTC)


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder and a keyring of this test's own."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    before = keyring.get_keyring()
    keyring.set_keyring(FileRing(tmp_path / "ring.json"))
    secrets.look_again()
    yield tmp_path / "ring.json"
    keyring.set_keyring(before)
    secrets.look_again()


@pytest.fixture
def owner(db: object) -> Person:
    """The one person of this machine."""
    return Person.objects.create(username="local", zone="Europe/London", country="GB")


@pytest.fixture
def mailbox(ring: Path, owner: Person, dovecot: Dovecot) -> Mailbox:
    """The test's mailbox, connected and read by nobody yet."""
    return connected(owner, dovecot)


def connected(owner: Person, box: Dovecot, **more: Any) -> Mailbox:
    return connect_mailbox(
        owner, box.user, imap=box.server, smtp=None, secret=box.login.secret, now=NOW, **more
    )


def sync(mailbox: Mailbox, now: datetime = NOW, **more: Any) -> MailImport | None:
    mailbox.refresh_from_db()
    return sync_mailbox(mailbox, built=built(), now=now, **more)


def raw(mail: EmailMessage) -> bytes:
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def put(box: Dovecot, mail: EmailMessage, folder: str = "INBOX", flags: str = "S") -> Path:
    """A mail in a folder on the server, read unless `flags` say otherwise."""
    return box.deliver(raw(mail), folder, flags)


def read_there(path: Path) -> None:
    """The mail is opened in another mail program."""
    box = path.parent.parent
    name = path.name.partition(":")[0]
    (found,) = [
        each for part in ("new", "cur") for each in (box / part).iterdir() if each.name.startswith(name)
    ]
    found.rename(box / "cur" / f"{name}:2,S")
