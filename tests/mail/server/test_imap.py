"""A mailbox on a real server is read without a trace, changed as asked and no further, and trouble is a sentence."""

from __future__ import annotations

import base64
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contracts.mailbox import with_attachments
from dovecot import PASSWORD, Dovecot, free_port
from proxy import proxied
from scripted import scripted
from secondwind.mail.parse import parse_message
from secondwind.mail.server.account import (
    GoneError,
    Login,
    MailServerError,
    Server,
    SignInError,
    UnsafeServerError,
)
from secondwind.mail.server.imap import Connection, Gmail, open_mailbox


def a_mail(number: int, body: str = "Good day Sam,\r\nthank you for the talk.\r\n") -> bytes:
    head = f"From: Ana Vale <ana@northwind.example>\r\nTo: sam@okafor.example\r\nSubject: Part {number}\r\n"
    return f"{head}Message-ID: <{number}@northwind.example>\r\n\r\n{body}".encode()


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[Connection]:
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        yield connection


# ---- reading


def test_what_a_server_can_do_is_asked_after_the_sign_in(mailbox: Connection) -> None:
    """Before it, Dovecot names none of these."""
    assert mailbox.capabilities >= {"MOVE", "UIDPLUS", "SPECIAL-USE", "CONDSTORE", "QRESYNC", "IDLE"}


def test_a_folder_is_opened_and_read(dovecot: Dovecot, mailbox: Connection) -> None:
    """Its state, UIDs in order, sizes, beginnings with what is told beside them, and mails whole."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number, "word " * 400 * number), flags="S" if number == 2 else "")
    state = mailbox.examine("INBOX")
    assert (state.mails, state.uidnext) == (3, 4)
    assert state.uidvalidity
    assert mailbox.uids() == [1, 2, 3]
    assert (mailbox.uids(after=2), mailbox.uids(after=3)) == ([3], [])
    whole = dict(mailbox.whole([1, 2, 3]))
    assert whole[3] == a_mail(3, "word " * 1200)
    assert mailbox.sizes([1, 2, 3, 9]) == {uid: len(raw) for uid, raw in whole.items()}
    begun = list(mailbox.beginnings([1, 2, 3], first=3000))
    assert [each.raw for each in begun] == [raw[:3000] for raw in whole.values()]
    assert [(each.uid, each.is_read, each.size) for each in begun] == [
        (1, False, len(whole[1])),
        (2, True, 0),
        (3, False, 0),
    ]
    assert all(each.sent and abs(each.sent - datetime.now(UTC)) < timedelta(days=1) for each in begun)


def test_searching(dovecot: Dovecot, mailbox: Connection) -> None:
    """By the day it came, by what is asked, in letters beyond ASCII, and by exactly one Message-ID."""
    old = dovecot.deliver(a_mail(1))
    long_ago = datetime(2019, 3, 1, tzinfo=UTC).timestamp()
    os.utime(old, (long_ago, long_ago))
    dovecot.deliver(a_mail(2, "Grüße"))
    dovecot.deliver(a_mail(22))
    mailbox.examine("INBOX")
    assert mailbox.uids(since=date(2026, 1, 1)) == [2, 3]
    assert mailbox.uids(criteria=("SUBJECT", "Part 2")) == [2, 3]
    assert mailbox.uids(criteria=("SUBJECT", "Grüße")) == []
    assert mailbox.find("2@northwind.example") == [2]
    assert mailbox.find("nobody@northwind.example") == []
    assert mailbox.find("sha256:00") == mailbox.find("") == mailbox.find('a"\r\nA1 DELETE INBOX') == []


def test_reading_leaves_no_trace(dovecot: Dovecot) -> None:
    """No flag, date or byte changes, and no command that could change one is sent."""
    for number in range(30):
        dovecot.deliver(
            a_mail(number), flags="S" if number % 2 else "", folder="INBOX" if number % 3 else "Jobs/2026"
        )
    before = dovecot.files()
    with proxied(dovecot.server) as proxy, open_mailbox(proxy.server, dovecot.login) as connection:
        for folder in (each for each in connection.folders() if each.selectable):
            connection.examine(folder.name)
            uids = connection.uids()
            assert len(list(connection.beginnings(uids))) == len(list(connection.whole(uids))) == len(uids)
            connection.find("3@northwind.example")
            connection.changes(1)
        connection.idle(0.1)
    assert dovecot.files() == before
    said = b"\n".join(proxy.commands())
    assert b"PEEK" in said
    for never in (b"SELECT", b" STORE", b"EXPUNGE", b"CLOSE", b"BODY[", b"RFC822 ", b"CREATE"):
        assert never not in said, never


def test_other_commands_may_come_between_beginnings(dovecot: Dovecot, mailbox: Connection) -> None:
    """Also in another folder; and leaving off half way does no harm."""
    for number in range(700):
        dovecot.deliver(a_mail(number, "x" * 30))
    dovecot.deliver(a_mail(900), folder="Jobs")
    mailbox.examine("INBOX")
    uids, seen = mailbox.uids(), []
    for begun in mailbox.beginnings(uids):
        seen.append(begun.uid)
        if begun.uid == 5:
            assert [uid for uid, _ in mailbox.whole([6, 700])] == [6, 700]
        if begun.uid == 300:
            mailbox.examine("Jobs")
            assert [uid for uid, _ in mailbox.whole([1])] == [1]
            mailbox.examine("INBOX")
        if begun.uid == 400:
            mailbox.examine("Jobs")
    assert seen == uids
    mailbox.examine("INBOX")
    for _ in mailbox.beginnings(uids):
        break
    assert mailbox.uids(after=699) == [700]


def test_folders_of_every_kind(dovecot: Dovecot) -> None:
    """Names beyond ASCII, signs that need quoting, folders in folders; and thousands of them."""
    names = [
        "Bewerbungen/Zürich & Köln",
        "Praca/ślad",
        "日本",
        'a "b" \\c',
        "100% sure",
        "INBOX extra",
        "1234",
    ]
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        for name in names:
            connection.make_folder(name)
            connection.make_folder(name)
        assert set(names) <= {each.name for each in connection.folders()}
        for name in names:
            assert connection.append(name, a_mail(1)) == 1
            assert connection.examine(name).mails == 1


def test_thousands_of_folders() -> None:
    """Are listed in no time, and each is opened by the name the server gave it, however that is written."""
    names = [f"Lists/{number}" for number in range(5000)] + ["R&D", "&Jjo-", "&notutf7", "Ärger"]
    lines = "".join(f'* LIST (\\HasNoChildren) "/" "{name}"\r\n' for name in names).encode()
    lines += b'* LIST () "/" {7}\r\nin "it"\r\n* LIST () NIL flat\r\n* LIST (\\Noselect) "/" above\r\n'
    with (
        scripted({"LIST": lines}) as server,
        open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
    ):
        began = time.monotonic()
        found = connection.folders()
        assert time.monotonic() - began < 3
        listed = {each.name: each for each in found}
        assert {"Lists/4999", "☺", 'in "it"', "flat", "above"} <= set(listed)
        assert (listed["above"].selectable, listed["flat"].leaf) == (False, "flat")
        for each in found[-8:]:
            connection.examine(each.name)
    asked = [line.partition(b"EXAMINE ")[2] for line in server.sent if b"EXAMINE" in line]
    assert b'"&Jjo-"' in asked
    assert rb'"in \"it\""' in asked


def test_what_a_folder_is_for_is_said_by_the_server(mailbox: Connection) -> None:
    """Whatever the folder is called."""
    said = {each.special: each.name for each in mailbox.folders() if each.special}
    assert said == {
        "inbox": "INBOX", "archive": "Archive", "drafts": "Drafts", "sent": "Sent", "trash": "Trash", "junk": "Junk",
    }  # fmt: skip
    assert mailbox.special("sent") == "Sent"
    assert mailbox.special("all") is None


def test_changes_of_flags_and_what_is_gone(dovecot: Dovecot, mailbox: Connection) -> None:
    """Since a modseq: what is read now, and which mails another client has removed."""
    for number in range(5):
        dovecot.deliver(a_mail(number))
    before = mailbox.examine("INBOX")
    with open_mailbox(dovecot.server, dovecot.login) as other:
        other._client.select_folder("INBOX")
        other._client.add_flags([2], [rb"\Seen"])
        other._client.add_flags([4], [rb"\Deleted"])
        other._client.uid_expunge([4])
    assert mailbox.examine("INBOX").modseq > before.modseq
    changes = mailbox.changes(before.modseq)
    assert changes is not None
    assert changes.is_read.get(2) is True
    assert changes.gone == (4,)
    assert mailbox.are_read([1, 2, 4]) == {1: False, 2: True}


def test_looking_again(dovecot: Dovecot, mailbox: Connection) -> None:
    """Finds what came, went or was read, also where the server said so in the middle of something else."""
    dovecot.deliver(a_mail(1))
    first = mailbox.examine("INBOX")
    assert mailbox.look_again("INBOX") is first
    for number, meanwhile in enumerate((lambda: None, mailbox.uids, lambda: mailbox.idle(2)), start=2):
        dovecot.deliver(a_mail(number))
        meanwhile()
        assert mailbox.look_again("INBOX").mails == number
        assert mailbox.look_again("INBOX") is mailbox.look_again("INBOX")
    with open_mailbox(dovecot.server, dovecot.login) as other:
        other.examine("INBOX")
        other.move(1, "Trash")
    assert mailbox.sizes([2, 3]).keys() == {2, 3}
    assert mailbox.look_again("INBOX").mails == 3
    assert mailbox.look_again("Trash").mails == 1


def test_waiting_ends_when_mail_comes(dovecot: Dovecot, mailbox: Connection) -> None:
    """And not before; after the time it was given it says that nothing came."""
    dovecot.deliver(a_mail(1))
    mailbox.examine("INBOX")
    assert mailbox.idle(0.2) is False
    threading.Timer(0.3, lambda: dovecot.deliver(a_mail(2))).start()
    assert mailbox.idle(20) is True
    mailbox.examine("INBOX")
    assert mailbox.uids() == [1, 2]


def test_waiting_is_begun_anew(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A router that forgets silent connections hears something now and then."""
    monkeypatch.setattr("secondwind.mail.server.imap.LONGEST_IDLE", 0.1)
    with proxied(dovecot.server) as proxy, open_mailbox(proxy.server, dovecot.login) as connection:
        connection.examine("INBOX")
        connection.idle(0.35)
    assert proxy.commands().count(b"IDLE") >= 3


# ---- changing, as asked


def test_a_mail_is_moved_and_nothing_else(dovecot: Dovecot) -> None:
    """By MOVE: its bytes and flags are the same there, and a mail another client marked for removal stays."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number), flags="ST" if number == 2 else "")
    with proxied(dovecot.server) as proxy, open_mailbox(proxy.server, dovecot.login) as connection:
        connection.examine("INBOX")
        assert connection.move(3, "Archive") == 1
        assert connection.uids() == [1, 2]
        connection.examine("Archive")
        assert dict(connection.whole([1])) == {1: a_mail(3)}
        assert connection.move(1, "INBOX") == 4
    assert sorted(raw for _, _, raw in dovecot.files().values()) == sorted(map(a_mail, (1, 2, 3)))
    assert [flags for flags, _, _ in dovecot.files().values()].count("ST") == 1
    assert not any(b"EXPUNGE" in each or b" STORE" in each for each in proxy.commands())


def test_without_move_the_copy_is_looked_at_first(dovecot: Dovecot) -> None:
    """COPY, a look, then UID EXPUNGE of that one mail: never a bare EXPUNGE, no flag on any other."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number), flags="ST" if number == 2 else "")
    with proxied(dovecot.server) as proxy:
        proxy.hidden = frozenset({"MOVE"})
        with open_mailbox(proxy.server, dovecot.login) as connection:
            assert not connection.can("MOVE")
            connection.examine("INBOX")
            assert connection.move(3, "Archive") == 1
            assert connection.uids() == [1, 2]
    said = proxy.commands()
    assert [each for each in said if b"EXPUNGE" in each or b" STORE" in each] == [
        rb"UID STORE 3 +FLAGS.SILENT (\DELETED)",
        b"UID EXPUNGE 3",
    ]
    assert not any(b" MOVE " in each for each in said)
    assert sorted(raw for _, _, raw in dovecot.files().values()) == sorted(map(a_mail, (1, 2, 3)))


def test_a_copy_that_is_not_whole_keeps_the_mail(dovecot: Dovecot) -> None:
    """What the server says of the copy's length is compared before anything is removed."""
    dovecot.deliver(a_mail(1))
    with proxied(dovecot.server) as proxy:
        proxy.hidden = frozenset({"MOVE"})
        sizes = iter([b"RFC822.SIZE 5)", b"RFC822.SIZE 4)"])
        proxy.alter = lambda line: (
            line if b"RFC822.SIZE" not in line else line.partition(b"RFC822")[0] + next(sizes) + b"\r\n"
        )
        with open_mailbox(proxy.server, dovecot.login) as connection:
            connection.examine("INBOX")
            with pytest.raises(MailServerError, match="whole cannot be seen"):
                connection.move(1, "Archive")
            assert connection.uids() == [1]
    assert not any(b"EXPUNGE" in each or b" STORE" in each for each in proxy.commands())


def test_a_weak_server_is_read_and_not_changed(weak_dovecot: Dovecot) -> None:
    """Without MOVE and UIDPLUS a move is refused in a sentence; no command is sent that was not offered."""
    weak_dovecot.deliver(a_mail(1))
    before = weak_dovecot.files()
    with proxied(weak_dovecot.server) as proxy, open_mailbox(proxy.server, weak_dovecot.login) as connection:
        assert connection.special("archive") == "Archive"
        assert connection.examine("INBOX").mails == 1
        assert [raw for _, raw in connection.whole(connection.uids())] == [a_mail(1)]
        assert connection.changes(1) is None
        with pytest.raises(MailServerError, match="safe for the others"):
            connection.move(1, "Archive")
        threading.Timer(0.2, lambda: weak_dovecot.deliver(a_mail(2))).start()
        assert connection.idle(0.6) is True
        connection.append("Drafts", a_mail(3), [r"\Draft"], datetime(2026, 9, 4, 10, tzinfo=UTC))
    after = weak_dovecot.files()
    assert {place: after[place] for place in before} == before
    said = b"\n".join(proxy.commands())
    for never in (b"MOVE", b"IDLE", b"ENABLE", b"SPECIAL-USE", b"EXPUNGE", b"CHANGEDSINCE", b"SELECT"):
        assert never not in said, never


def test_a_mail_is_put_into_a_folder(dovecot: Dovecot, mailbox: Connection) -> None:
    """With its flags and its date; the bytes are the ones that were given."""
    mailbox.make_folder("Second Wind")
    when = datetime(2026, 9, 4, 10, 30, tzinfo=UTC)
    uid = mailbox.append("Second Wind", a_mail(7), [r"\Draft", r"\Seen"], when)
    mailbox.examine("Second Wind")
    (begun,) = mailbox.beginnings([uid or 0])
    assert (begun.raw, begun.is_read, begun.sent) == (a_mail(7), True, when)
    assert mailbox.find("7@northwind.example") == [uid]


def test_moving_what_is_gone_or_to_nowhere(dovecot: Dovecot, mailbox: Connection) -> None:
    """Is a GoneError, and leaves everything where it was."""
    dovecot.deliver(a_mail(1))
    before = dovecot.files()
    mailbox.examine("INBOX")
    for uid, to in ((9, "Archive"), (1, "No such folder")):
        with pytest.raises(GoneError):
            mailbox.move(uid, to)
    with pytest.raises(GoneError, match="Nowhere"):
        mailbox.examine("Nowhere")
    with pytest.raises(GoneError):
        mailbox.append("Nowhere", a_mail(2))
    mailbox.examine("INBOX")
    assert mailbox.uids() == [1]
    assert dovecot.files() == before


def test_moving_in_a_renumbered_folder_is_refused(dovecot: Dovecot, mailbox: Connection) -> None:
    """Another mail may have that number now."""
    dovecot.deliver(a_mail(1))
    mailbox.examine("INBOX")
    mailbox._validity += 1
    with pytest.raises(GoneError, match="renumbered"):
        mailbox.move(1, "Archive")
    assert len(list(dovecot.maildir.glob("[cn]*/*.home*"))) == 1


def test_a_full_mailbox_is_said(dovecot: Dovecot) -> None:
    """Nothing is lost, and the connection goes on."""
    full = dovecot.on.mailbox("full@okafor.example")
    with open_mailbox(full.server, full.login) as connection:
        with pytest.raises(MailServerError, match="is full"):
            connection.append("Drafts", a_mail(1, "x" * 40_000))
        assert connection.examine("Drafts").mails == 0


# ---- signing in, and privacy


def test_signing_in_by_token(dovecot: Dovecot) -> None:
    """XOAUTH2 and OAUTHBEARER; a token for somebody else, or none at all, is no way in."""
    for way in ("xoauth2", "oauthbearer"):
        with open_mailbox(dovecot.server, Login(dovecot.user, dovecot.token(), way)) as connection:
            assert connection.examine("INBOX").mails == 0
        for token in (dovecot.token("other@okafor.example"), "nonsense"):
            with pytest.raises(SignInError):
                open_mailbox(dovecot.server, Login(dovecot.user, token, way))


def test_a_wrong_password_is_a_sign_in_error(dovecot: Dovecot) -> None:
    """In any letters; it is in no part of what is said."""
    for secret in ("not-the-one", "pässwörd", 'q"u\\o', "a\r\nb"):
        with pytest.raises(SignInError) as refused:
            open_mailbox(dovecot.server, Login(dovecot.user, secret))
        assert secret not in "".join(traceback.format_exception(refused.value))


def test_signing_in_without_sasl() -> None:
    """Where LOGIN alone is offered, name and password are quoted; where it is forbidden, nothing is sent."""
    with scripted(capability=b"IMAP4rev1") as server, open_mailbox(server.server, Login('s "a"', 'p\\w "x"')):
        pass
    assert any(line.endswith(rb'LOGIN "s \"a\"" "p\\w \"x\""') for line in server.sent)
    with scripted(capability=b"IMAP4rev1") as server, pytest.raises(MailServerError):
        open_mailbox(server.server, Login("sam", "a\r\nA1 DELETE INBOX"))
    with scripted(capability=b"IMAP4rev1 LOGINDISABLED") as server, pytest.raises(UnsafeServerError):
        open_mailbox(server.server, Login("sam", PASSWORD))
    assert not any(b"DELETE" in line or PASSWORD.encode() in line for line in server.sent)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_has_to_be_trusted(
    dovecot: Dovecot, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One the server signed itself is refused unless it was named as trusted, and so is one for another name."""
    port = dovecot.on.tls_port if security == "tls" else dovecot.on.port
    server = Server("localhost", port, security)
    with pytest.raises(UnsafeServerError, match="not to be trusted"):
        open_mailbox(server, dovecot.login)
    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    with open_mailbox(server, dovecot.login) as connection:
        assert connection.examine("INBOX").mails == 0
    with pytest.raises(UnsafeServerError, match="another name"):
        open_mailbox(Server("127.0.0.1", port, security), dovecot.login)


def test_a_server_without_tls_is_not_spoken_to(dovecot: Dovecot) -> None:
    """STARTTLS that is not offered, and TLS where there is none: no password leaves."""
    with proxied(dovecot.server) as proxy:
        proxy.hidden = frozenset({"STARTTLS"})
        for security in ("starttls", "tls"):
            with pytest.raises(UnsafeServerError):
                open_mailbox(Server("127.0.0.1", proxy.server.port, security), dovecot.login, timeout=5)
        assert not any(b"LOGIN" in each or b"AUTH" in each for each in proxy.commands())
    with (
        scripted(greeting=b"* PREAUTH hello\r\n", capability=b"IMAP4rev1 STARTTLS") as server,
        pytest.raises(UnsafeServerError),
    ):
        open_mailbox(Server("127.0.0.1", server.server.port, "starttls"), dovecot.login)


# ---- trouble


def test_the_network_is_in_the_way(dovecot: Dovecot) -> None:
    """Refused, no such name, no answer, cut at once: each has its sentence."""
    said = set()
    for server in (Server("127.0.0.1", free_port(), "plain"), Server("no-such-host.invalid", 993)):
        with pytest.raises(MailServerError) as trouble:
            open_mailbox(server, dovecot.login, timeout=5)
        said.add(str(trouble.value).replace(str(server.port), ""))
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(MailServerError) as trouble:
        open_mailbox(Server("127.0.0.1", silent.getsockname()[1], "plain"), dovecot.login, timeout=0.3)
    said.add(str(trouble.value))
    for greeting in (b"* BYE go away\r\n", b"220 smtp.example ESMTP\r\n"):
        with scripted(greeting=greeting) as server, pytest.raises(MailServerError) as trouble:
            open_mailbox(server.server, dovecot.login, timeout=2)
        said.add(str(trouble.value))
    assert len(said) >= 5


def everything(connection: Connection) -> None:
    """A bit of all there is; the last mail goes to and fro."""
    connection.folders()
    connection.examine("INBOX")
    uids = connection.uids()
    assert len(uids) >= 2
    list(connection.beginnings(uids, first=100))
    list(connection.whole(uids))
    for from_folder, to in (("INBOX", "Archive"), ("Archive", "INBOX")):
        connection.examine(from_folder)
        for uid in connection.find("3@northwind.example"):
            connection.move(uid, to)
    connection.append("Drafts", a_mail(9))


def test_a_connection_cut_at_every_line(dovecot: Dovecot) -> None:
    """Is a MailServerError each time, and every mail is there afterwards, once."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number))
    with proxied(dovecot.server) as proxy:
        with open_mailbox(proxy.server, dovecot.login) as connection:
            everything(connection)
            lines = len(proxy.answered)
        whole = 0
        for cut in range(lines + 1):
            proxy.cut_after_lines = cut
            try:
                with open_mailbox(proxy.server, dovecot.login, timeout=5) as connection:
                    everything(connection)
                whole += 1
            except MailServerError as told:
                assert not isinstance(told, SignInError)  # noqa: PT017  it may also end well
        assert whole <= lines * 0.2  # a mail that already lies in the archive takes a few lines less
    raws = [raw for place, (_, _, raw) in dovecot.files().items() if "Drafts" not in place]
    assert sorted(raws) == sorted(map(a_mail, (1, 2, 3)))


def all_of(connection: Connection) -> Iterator[tuple[int, bytes]]:
    connection.examine("INBOX")
    yield from connection.whole([1, 2, 3, 4])


def test_a_connection_cut_in_the_middle_of_a_mail(dovecot: Dovecot) -> None:
    """Half a mail is never given out as one."""
    for number in range(4):
        dovecot.deliver(a_mail(number, "word " * 2000))
    with proxied(dovecot.server) as proxy:
        with open_mailbox(proxy.server, dovecot.login) as connection:
            connection.examine("INBOX")
            start = proxy.bytes_answered
            list(connection.whole([1, 2, 3, 4]))
            whole = proxy.bytes_answered
        for cut in range(start + 300, whole - 100, (whole - start) // 9):
            proxy.cut_after_bytes = cut
            given: list[tuple[int, bytes]] = []
            with open_mailbox(proxy.server, dovecot.login, timeout=5) as connection:
                with pytest.raises(MailServerError):
                    given.extend(all_of(connection))
                assert all(raw == a_mail(uid - 1, "word " * 2000) for uid, raw in given)
                with pytest.raises(MailServerError, match="is closed"):
                    connection.examine("INBOX")


def test_late_answers(dovecot: Dovecot) -> None:
    """Are waited for as long as was said, and not longer."""
    dovecot.deliver(a_mail(1))
    with (
        proxied(dovecot.server) as proxy,
        open_mailbox(proxy.server, dovecot.login, timeout=0.4) as connection,
    ):
        proxy.late = 0.05
        connection.examine("INBOX")
        proxy.late = 3
        began = time.monotonic()
        with pytest.raises(MailServerError, match="does not answer"):
            connection.examine("INBOX")
        assert time.monotonic() - began < 2


GARBAGE: dict[str, Callable[[Connection], object]] = {
    "EXAMINE": lambda connection: connection.examine("INBOX"),
    "LIST": lambda connection: connection.folders(),
    "UID SEARCH": lambda connection: connection.uids(),
    "UID FETCH": lambda connection: list(connection.beginnings([1, 2])),
}
WORDS = (
    b"* BYE no more\r\nHANGUP",
    b"nonsense\r\n",
    b"* 99999999999999999999 EXISTS\r\n* FETCH\r\n{tag} BAD " + b"x" * 400 + b"\r\n",
    b"* " + b"x" * 1_100_000 + b"\r\n",
    b"* 1 FETCH (UID 1 BODY[] {99999999999999}\r\n",
    b'* LIST (\\Sent "/" "Sent\r\n* LIST () "/" {5}\r\nab',
    b"* SEARCH one two\r\n",
    b"HANGUP",
)


@pytest.mark.parametrize("command", GARBAGE)
@pytest.mark.parametrize("words", WORDS)
def test_a_server_that_talks_nonsense(command: str, words: bytes) -> None:
    """Gives a sentence or an empty answer; nothing else comes out, and nothing hangs."""
    ready = {"EXAMINE": b"* 2 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 3] ok\r\n"}
    with (
        scripted({**ready, command: words}) as server,
        open_mailbox(server.server, Login("sam", PASSWORD), timeout=0.5) as connection,
    ):
        said = ""
        try:
            if command != "EXAMINE":
                connection.examine("INBOX")
            GARBAGE[command](connection)
        except MailServerError as told:
            said = str(told)
        assert "nonsense" not in said
        assert "xxxx" not in said


def test_a_server_that_lies_about_counts(dovecot: Dovecot) -> None:
    """More or fewer mails than there are, a far UIDNEXT: what the search finds is what there is."""
    for number in range(5):
        dovecot.deliver(a_mail(number))
    for lie in (b"0 EXISTS", b"3 EXISTS", b"4000000 EXISTS"):
        with proxied(dovecot.server) as proxy:
            proxy.alter = lambda line, lie=lie: line.replace(b"5 EXISTS", lie).replace(
                b"UIDNEXT 6", b"UIDNEXT 90000"
            )
            with open_mailbox(proxy.server, dovecot.login) as connection:
                assert connection.examine("INBOX").uidnext == 90000
                assert connection.uids() == [1, 2, 3, 4, 5]
                assert len(list(connection.whole([1, 2, 3, 4, 5, 6, 7]))) == 5


def open_and_examine(server: Server) -> None:
    with open_mailbox(server, Login("sam", PASSWORD), timeout=2) as connection:
        connection.examine("INBOX")


def test_no_secret_is_told(
    dovecot: Dovecot, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not in a log, a repr, an exception or its traceback, even where the server repeats it."""
    caplog.set_level("DEBUG")
    told = []
    echo = f"{{tag}} NO [ALERT] LOGIN sam {PASSWORD}\r\n".encode()
    for answers in (
        {"AUTHENTICATE": echo},
        {"EXAMINE": echo},
        {"EXAMINE": b"* " + PASSWORD.encode() + b"\r\nHANGUP"},
    ):
        with scripted(answers) as server, pytest.raises(MailServerError) as trouble:
            open_and_examine(server.server)
        told += traceback.format_exception(trouble.value)
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        reading_from = repr(vars(connection)) + repr(connection) + repr(dovecot.login)
    told += [reading_from, caplog.text, *capfd.readouterr()]
    assert PASSWORD not in "\n".join(told)


# ---- large things


def test_a_60_mb_mail(dovecot: Dovecot) -> None:
    """Is read whole without being held twice; one over what is held is left out, and the rest goes on."""
    large = b"Subject: photos\r\n\r\n" + b"x" * 76 + b"\r\n" + (b"y" * 76 + b"\r\n") * (60 * 2**20 // 78)
    dovecot.deliver(a_mail(1))
    dovecot.deliver(large)
    dovecot.deliver(a_mail(3))
    too_large = dovecot.deliver(large)
    with too_large.open("ab") as file:
        file.write((b"z" * 76 + b"\r\n") * (5 * 2**20 // 78))
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        connection.examine("INBOX")
        before = _peak()
        found = {uid: len(raw) for uid, raw in connection.whole([1, 2, 3, 4])}
        assert _peak() - before < 1.4 * len(large)
        assert found == {1: len(a_mail(1)), 2: len(large), 3: len(a_mail(3))}
        assert [each.size for each in connection.beginnings([2, 4])] == [0, 0]


def test_a_large_mail_without_what_is_attached(dovecot: Dovecot) -> None:
    """Reads the same, and its attachments stay at the server; a mail with little attached is left out."""
    raw = with_attachments(400_000)
    paper = (
        b"Subject: paper\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"%PDF" * 40_000)
    )
    for each in (raw, with_attachments(4_000), a_mail(3, "word " * 40_000), paper):
        dovecot.deliver(each)
    with proxied(dovecot.server) as proxy, open_mailbox(proxy.server, dovecot.login) as connection:
        connection.examine("INBOX")
        found = dict(connection.without_attachments([1, 2, 3, 4]))
        assert list(found) == [1, 4]
        assert proxy.bytes_answered < 20_000
    light, whole = parse_message(found[1]), parse_message(raw)
    assert replace(light, digest="", size=0) == replace(whole, digest="", size=0)
    assert b"filename=a.jpg" in found[1]
    assert parse_message(found[4]).subject == "paper"


def test_many_large_mails(dovecot: Dovecot) -> None:
    """Are asked for side by side, also while beginnings are on their way."""
    for _ in range(45):
        dovecot.deliver(with_attachments(90_000))
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        connection.examine("INBOX")
        for begun in connection.beginnings(range(1, 46), first=2000):
            if begun.uid == 3:
                assert len(list(connection.without_attachments(range(1, 46)))) == 45


def test_a_mail_whose_build_is_nonsense_is_fetched_whole() -> None:
    """What the server says of it is more than the library can read, or is not so."""
    plain = b'("TEXT" "PLAIN" NIL NIL NIL "7BIT" 5 1)'
    for said in (
        b'* 1 FETCH (UID 1 BODYSTRUCTURE ("APPLICATION" "PDF"\r\n',
        b'* 1 FETCH (UID 1 BODYSTRUCTURE (%s ("IMAGE" "JPEG" NIL NIL NIL "BASE64" 90000) "MIXED"))\r\n'
        % plain,
        b"* 1 FETCH (UID 1 BODYSTRUCTURE NIL)\r\n",
        b'* 1 FETCH (UID 1 BODYSTRUCTURE ("IMAGE" "JPEG" NIL NIL NIL "BASE64" "x"))\r\n',
        b"* 1 FETCH (UID 1 BODYSTRUCTURE " + b"(" * 3000 + b")" * 3000 + b")\r\n",
    ):
        with (
            scripted({"UID FETCH": said}) as server,
            open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
        ):
            connection.examine("INBOX")
            assert list(connection.without_attachments([1])) == []


def _peak() -> int:
    """The most memory this process has held so far, after a fresh start of the count, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak


# ---- Gmail, and older servers


def test_gmail_says_more_of_a_mail() -> None:
    """Its numbers and labels, in any notation; folders by XLIST, and by special use."""
    folders = (
        b'* XLIST (\\HasNoChildren \\Inbox) "/" "INBOX"\r\n* XLIST (\\Noselect) "/" "[Gmail]"\r\n'
        b'* XLIST (\\HasNoChildren \\AllMail) "/" "[Gmail]/Alle Nachrichten"\r\n'
        b'* XLIST (\\HasNoChildren \\Sent) "/" "[Gmail]/Gesendet"\r\n* XLIST () "/" "Archive"\r\n'
    )
    begun = (
        b'* 1 FETCH (X-GM-THRID 17 X-GM-MSGID 1234567890123456789 X-GM-LABELS ("\\\\Inbox" \\Sent {4}\r\nJobs '
        b'"a \\"b\\"" B&APw-ro 2026) UID 1 FLAGS (\\Seen) INTERNALDATE "04-Sep-2026 10:00:00 +0200" '
        b"BODY[]<0> {13}\r\nSubject: x\r\n\r)\r\n"
    )
    answers = {"XLIST": folders, "UID FETCH": begun}
    with (
        scripted(answers, capability=b"IMAP4rev1 AUTH=PLAIN XLIST X-GM-EXT-1") as server,
        open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
    ):
        assert connection.special("all") == "[Gmail]/Alle Nachrichten"
        assert connection.special("sent") == "[Gmail]/Gesendet"
        assert connection.special("archive") == "Archive"
        connection.examine("INBOX")
        (mail,) = connection.beginnings([1], first=50)
    assert mail.gmail == Gmail(1234567890123456789, 17, ("Inbox", "Sent", "Jobs", 'a "b"', "Büro", "2026"))
    assert mail.sent == datetime(2026, 9, 4, 8, tzinfo=UTC)
    assert (mail.raw, mail.is_read, mail.size) == (b"Subject: x\r\n\r", True, 13)


def test_answers_in_another_order_and_form() -> None:
    """A body in quotes or none, attributes after the body, news of other mails between, a NO at the end."""
    said = (
        b'* 2 FETCH (BODY[]<0> "A: \\"b\\"" UID 2 FLAGS ())\r\n* 7 EXISTS\r\n* 3 FETCH (FLAGS (\\Seen))\r\n'
        b"* 1 FETCH (BODY[]<0> {4}\r\nabcd UID 1 FLAGS (\\Answered \\Seen))\r\n* 4 FETCH (UID 4 BODY[]<0> NIL)\r\n"
        b"* 9 FETCH (UID 9 BODY[]<0> {2}\r\nno)\r\n* 1 FETCH (UID 1 FLAGS ())\r\n{tag} NO some are gone\r\n"
    )
    with (
        scripted({"UID FETCH": said}) as server,
        open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
    ):
        connection.examine("INBOX")
        found = {each.uid: (each.raw, each.is_read) for each in connection.beginnings([1, 2, 3, 4])}
    assert found == {2: (b'A: "b"', False), 1: (b"abcd", True), 4: (b"", False)}


def test_a_large_folder_is_searched_in_stretches() -> None:
    """The answer is one line, and a line has an end."""
    with (
        scripted({"EXAMINE": b"* 120000 EXISTS\r\n", "UID SEARCH": b"* SEARCH 3 1 2\r\n"}) as server,
        open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
    ):
        connection.examine("INBOX")
        assert connection.uids() == [1, 2, 3]
    asked = [line.split(b" ", 3)[3] for line in server.sent if b"SEARCH" in line]
    assert asked == [b"1:50000 ALL", b"50001:100000 ALL", b"100001:* ALL"]
