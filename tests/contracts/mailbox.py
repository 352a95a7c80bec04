"""What a mailbox is held to on any server, by what that server says it can: tests to inherit, with `box` filled in.

Each tier (MOVE, UIDPLUS, SPECIAL-USE, CONDSTORE, QRESYNC, IDLE) is passed where it is advertised, and else the way
round it is. Everything goes through a logging proxy, and no command is sent that was not offered.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import pytest

from contracts.mail_source import a_mail
from proxy import Proxy, proxied
from secondwind.mail.message import Message
from secondwind.mail.parse import parse_message
from secondwind.mail.read import read_messages
from secondwind.mail.server.account import GoneError, Login, MailServerError, Server
from secondwind.mail.server.imap import Connection, open_mailbox
from secondwind.mail.server.source import ImapFolder

_folders = count(1)
COMMANDS = {
    b"MOVE": "MOVE",
    b"UID MOVE": "MOVE",
    b"UID EXPUNGE": "UIDPLUS",
    b"IDLE": "IDLE",
    b"ENABLE": "ENABLE",
    b"XLIST": "XLIST",
}
"""Commands that may be sent where this is advertised and nowhere else."""


@dataclass
class Box:
    """A mailbox reached through a proxy, with an empty folder of this test's own."""

    proxy: Proxy
    login: Login
    folder: str

    def open(self) -> Connection:
        return open_mailbox(self.proxy.server, self.login, timeout=10)


def on_wire(number: int) -> bytes:
    return a_mail(number).replace(b"\n", b"\r\n")


def with_attachments(size: int) -> bytes:
    """A mail as programs send it: text twice, a photograph, an invitation, a forwarded mail and a last word."""
    noise = base64.encodebytes(b"\x89photo" * (size // 8)).replace(b"\n", b"\r\n")
    alternative = (
        b'Content-Type: multipart/alternative; boundary="in ner"\r\n\r\n--in ner\r\n'
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Gr=C3=BC=C3=9Fe, your application\r\n--in ner\r\nContent-Type: text/html\r\n\r\n"
        b"<p>Gr&uuml;&szlig;e, your application</p>\r\n--in ner--\r\n"
    )
    parts = (
        alternative,
        b"Content-Type: image/jpeg; name=a.jpg\r\nContent-Disposition: attachment; filename=a.jpg\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + noise,
        b"Content-Type: application/ics; name=i.ics\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"Content-Type: message/rfc822\r\n\r\nSubject: within\r\n\r\nbelow\r\n",
        b"Content-Type: text/plain\r\n\r\nSent with care.\r\n",
    )
    head = (
        b"From: Ana Vale <ana@northwind.example>\r\nSubject: Photos\r\nMessage-ID: <77@northwind.example>\r\n"
    )
    line = b"--=_o.u-t"
    body = b"".join(line + b"\r\n" + part + b"\r\n" for part in parts)
    return head + b'Content-Type: multipart/mixed; boundary="=_o.u-t"\r\n\r\n' + body + line + b"--\r\n"


class MailboxContract:
    """Fill in `account`: a server on this machine and who signs in there; `hidden`: what it is not to advertise."""

    hidden: frozenset[str] = frozenset()

    @pytest.fixture
    def account(self) -> tuple[Server, Login]:
        raise NotImplementedError

    @pytest.fixture
    def box(self, account: tuple[Server, Login]) -> Iterator[Box]:
        server, login = account
        with proxied(server) as proxy:
            proxy.hidden = self.hidden
            box = Box(proxy, login, f"Test {next(_folders)}")
            with box.open() as connection:
                connection.make_folder(box.folder)
            yield box
            with box.open() as connection:
                offered = connection.capabilities
            assert not offered & self.hidden
            for said in proxy.commands():
                for command, capability in COMMANDS.items():
                    assert not said.startswith(command) or capability in offered, said
                assert not said.startswith((b"EXPUNGE", b"CLOSE", b"DELETE")), said

    @pytest.fixture
    def connection(self, box: Box) -> Iterator[Connection]:
        with box.open() as connection:
            for number in (1, 2, 3):
                connection.append(box.folder, on_wire(number))
            connection.examine(box.folder)
            yield connection

    def test_a_folder_is_read(self, box: Box, connection: Connection) -> None:
        """Every way of reading gives the same mails, and leaves them unread."""
        uids = connection.uids()
        assert len(uids) == connection.examine(box.folder).mails == 3
        assert dict(connection.whole(uids)) == dict(zip(uids, map(on_wire, (1, 2, 3)), strict=True))
        assert [each.raw for each in connection.beginnings(uids, first=50)] == [
            on_wire(number)[:50] for number in (1, 2, 3)
        ]
        assert list(connection.sizes(uids).values()) == [len(on_wire(number)) for number in (1, 2, 3)]
        assert connection.find("2@northwind.example") == [uids[1]]
        assert connection.uids(after=uids[1]) == [uids[2]]
        assert connection.are_read(uids) == dict.fromkeys(uids, False)

    def test_one_mail_is_moved(self, box: Box, connection: Connection) -> None:
        """By MOVE, else by COPY and UID EXPUNGE, else not at all; what others marked for removal stays."""
        to = f"{box.folder} away"
        connection.make_folder(to)
        uids = connection.uids()
        with box.open() as other:
            other._client.select_folder(other._wire_name(box.folder))
            other._client.add_flags([uids[0]], [rb"\Deleted"])
        connection.examine(box.folder)
        if connection.can("MOVE") or connection.can("UIDPLUS"):
            there = connection.move(uids[2], to)
            assert connection.uids() == uids[:2]
            connection.examine(to)
            assert list(connection.whole(connection.uids())) == [(there, on_wire(3))]
        else:
            with pytest.raises(MailServerError, match="safe for the others"):
                connection.move(uids[2], to)
            assert connection.uids() == uids
            assert connection.examine(to).mails == 0

    def test_moving_what_is_not_there(self, box: Box, connection: Connection) -> None:
        """Changes nothing."""
        with pytest.raises(MailServerError) as refused:
            connection.move(connection.uids()[-1] + 50, "INBOX")
        assert isinstance(refused.value, GoneError) or not (
            connection.can("MOVE") or connection.can("UIDPLUS")
        )
        with pytest.raises(MailServerError):
            connection.move(connection.uids()[0], "No such folder")
        connection.examine(box.folder)
        assert len(connection.uids()) == 3

    def test_what_a_folder_is_for(self, connection: Connection) -> None:
        """The server says it, or its name does."""
        if connection.special("archive") is None:
            connection.make_folder("Archiv")
        assert connection.special("archive") in ("Archive", "Archiv")
        assert connection.special("inbox") == "INBOX"

    def test_changes_of_flags(self, box: Box, connection: Connection) -> None:
        """What another client read, and with QRESYNC what it removed; without CONDSTORE the flags are asked for."""
        state, uids = connection.examine(box.folder), connection.uids()
        with box.open() as other:
            other._client.select_folder(other._wire_name(box.folder))
            other._client.add_flags([uids[1]], [rb"\Seen"])
            if other.can("UIDPLUS"):
                other._client.add_flags([uids[2]], [rb"\Deleted"])
                other._client.uid_expunge([uids[2]])
        left = uids[:2] if connection.can("UIDPLUS") else uids
        connection.examine(box.folder)
        changes = connection.changes(state.modseq)
        if connection.can("CONDSTORE"):
            assert changes is not None
            assert changes.is_read.get(uids[1]) is True
            gone = tuple(uids[2:]) if connection.can("UIDPLUS") else ()
            assert changes.gone == (gone if connection.can("QRESYNC") else None)
        else:
            assert changes is None
        assert connection.are_read(uids) == {uid: uid == uids[1] for uid in left}

    def test_waiting_for_mail(self, box: Box, connection: Connection) -> None:
        """By IDLE, else by asking when the time is over."""
        assert connection.idle(0.2) is False
        with box.open() as other:
            threading.Timer(0.2, lambda: other.append(box.folder, on_wire(4))).start()
            assert connection.idle(20 if connection.can("IDLE") else 1) is True
        connection.examine(box.folder)
        assert len(connection.uids()) == 4

    def test_a_folder_is_a_source(self, box: Box, connection: Connection) -> None:
        """What was read is known by its mark, and new mail is all that is new."""
        source = ImapFolder(connection, box.folder)
        found = [message for message, _ in read_messages([source]) if isinstance(message, Message)]
        assert [message.message_id for message in found] == [
            f"{number}@northwind.example" for number in (1, 2, 3)
        ]
        assert [source.lying[message.digest].uid for message in found] == connection.uids()
        mark = source.mark(None, 3, frozenset())
        assert ImapFolder(connection, box.folder).rest(mark).known == 3
        connection.append(box.folder, on_wire(4))
        again = ImapFolder(connection, box.folder)
        rest = again.rest(mark)
        (glimpse,) = again.glimpses(rest.begin, rest.end)
        assert glimpse.at[0] > mark.up_to  # type: ignore[union-attr]
        assert rest.known == 3

    def test_a_large_mail_is_a_message_without_what_is_attached(
        self, box: Box, connection: Connection
    ) -> None:
        """Its words, its invitation and its date are the same; little of it is sent."""
        raw = with_attachments(300_000)
        connection.append(box.folder, raw)
        before = box.proxy.bytes_answered
        source = ImapFolder(connection, box.folder)
        found = [message for message, _ in read_messages([source]) if isinstance(message, Message)][-1]
        assert replace(found, digest="", size=0, labels=()) == replace(parse_message(raw), digest="", size=0)
        assert box.proxy.bytes_answered - before < 60_000
