"""A connected mailbox for tests of letters that leave: Sam's, on the real Dovecot and the real SMTP server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from doors import MONDAY
from dovecot import PASSWORD as IMAP_PASSWORD
from dovecot import Dovecot
from secondwind.accounts import secrets
from secondwind.accounts.models import Person
from secondwind.actions.open_mailbox import secret_name
from secondwind.record.models import Mailbox
from smtp_server import Post

ADDRESS = "sam@okafor.example"


def a_mailbox(person: Person, dovecot: Dovecot, post: Post, **more: object) -> Mailbox:
    """Sam's mailbox, connected; what it may do is said in `more`."""
    post.secrets[dovecot.user] = IMAP_PASSWORD
    fields = {
        "address": ADDRESS, "user": dovecot.user, "connected_at": MONDAY, "imap_host": dovecot.server.host,
        "imap_port": dovecot.server.port, "imap_security": dovecot.server.security, "smtp_host": post.server.host,
        "smtp_port": post.server.port, "smtp_security": post.server.security,
    }  # fmt: skip
    mailbox = Mailbox.objects.of(person).create(**{**fields, **more})
    secrets.keep_secret(secret_name(mailbox), IMAP_PASSWORD)
    return mailbox


Connect = Callable[..., Mailbox]


@pytest.fixture
def connect(person: Person, dovecot: Dovecot, post: Post, ring: Path) -> Connect:
    """Connect a mailbox of Sam's; what it may do is said by name."""
    return partial(a_mailbox, person, dovecot, post)


@pytest.fixture
def postbox(connect: Connect) -> Mailbox:
    """Sam's mailbox, which may send and save drafts."""
    return connect(may_send=True, may_save_drafts=True)
