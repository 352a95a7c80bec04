"""Two different servers, and one with its abilities hidden, pass the tiers they advertise and every way round."""

from __future__ import annotations

import pytest

from contracts.mailbox import MailboxContract
from dovecot import Dovecot
from pymap_server import pymap
from secondwind.mail.server.account import Login, Server

__all__ = ["pymap"]


class OnDovecot(MailboxContract):
    @pytest.fixture
    def account(self, dovecot: Dovecot) -> tuple[Server, Login]:
        return dovecot.server, dovecot.login


class TestDovecot(OnDovecot):
    pass


class TestDovecotWithoutMove(OnDovecot):
    hidden = frozenset({"MOVE"})


class TestDovecotWithoutUidplus(OnDovecot):
    hidden = frozenset({"UIDPLUS"})


class TestDovecotWithoutBoth(OnDovecot):
    hidden = frozenset({"MOVE", "UIDPLUS"})


class TestDovecotWithoutSpecialUse(OnDovecot):
    hidden = frozenset({"SPECIAL-USE"})


class TestDovecotWithoutQresync(OnDovecot):
    hidden = frozenset({"QRESYNC"})


class TestDovecotWithoutIdleAndCondstore(OnDovecot):
    hidden = frozenset({"IDLE", "CONDSTORE", "QRESYNC", "ENABLE", "LITERAL+", "SASL-IR"})


class TestWeakDovecot(MailboxContract):
    @pytest.fixture
    def account(self, weak_dovecot: Dovecot) -> tuple[Server, Login]:
        return weak_dovecot.server, weak_dovecot.login


class TestPymap(MailboxContract):
    @pytest.fixture
    def account(self, pymap: tuple[Server, Login]) -> tuple[Server, Login]:
        return pymap
