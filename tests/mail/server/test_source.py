"""A folder on a server keeps the promise of every source, and goes on where it was, whatever happened meanwhile."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from contracts.mail_source import MAILS, MailSourceContract, a_mail, messages, problems, raws
from dovecot import PASSWORD, Dovecot
from proxy import proxied
from scripted import scripted
from secondwind.errors import SourceError
from secondwind.mail.message import Message, Problem
from secondwind.mail.server.account import Login, MailServerError
from secondwind.mail.server.imap import Connection, open_mailbox
from secondwind.mail.server.source import MANY, ImapFolder
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources.base import MailSource, Mark
from secondwind.mail.sources.memory import MemorySource


@pytest.fixture
def mailbox(dovecot: Dovecot) -> Iterator[Connection]:
    with open_mailbox(dovecot.server, dovecot.login) as connection:
        yield connection


def sieved(*folders: MailSource, marks: dict[str, Mark] | None = None) -> tuple[list[str], Sieve[None]]:
    """The ids of what is worth reading, and the sieve itself."""
    sieve = Sieve(folders, lambda _: None, marks=marks)
    return [item.message_id for item, _, _ in sieve if isinstance(item, Message)], sieve


def ids(*numbers: int) -> list[str]:
    return [f"{number}@northwind.example" for number in numbers]


class TestImapFolder(MailSourceContract):
    no_mail = b""  # a server sends no NUL as it is

    @pytest.fixture(autouse=True)
    def _mailbox(self, dovecot: Dovecot, mailbox: Connection) -> None:
        self.dovecot, self.connection = dovecot, mailbox

    def as_given(self, mail: bytes) -> bytes:
        """Lines end on the wire as the protocol has it."""
        return mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        for mail in mails:
            self.dovecot.deliver(mail, "Jobs")
        return ImapFolder(self.connection, "Jobs")

    def test_is_never_written(self, tmp_path: Path) -> None:
        """Flags, dates and bytes of everything there are what they were before the reading."""
        source = self.source(tmp_path, MAILS)
        before = self.dovecot.files()
        messages(source)
        sieved(source)
        assert self.dovecot.files() == before


class TestImapFolderInBits(TestImapFolder):
    """The same where no mail is at hand when its beginning is."""

    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("secondwind.mail.server.source.WINDOW", 40)


def test_what_was_read_is_not_read_again(dovecot: Dovecot, mailbox: Connection) -> None:
    """The mark knows it; new mail is read, mail that was removed or read by somebody changes nothing."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number))
    first, sieve = sieved(ImapFolder(mailbox, "INBOX"))
    assert (first, sieve.seen) == (ids(1, 2, 3), 3)
    marks = sieve.new_marks()
    again, sieve = sieved(ImapFolder(mailbox, "INBOX"), marks=marks)
    assert (again, sieve.seen, sieve.known, sieve.new_marks()) == ([], 0, 3, marks)
    mailbox.move(2, "Trash")
    dovecot.deliver(a_mail(4))
    fresh, sieve = sieved(ImapFolder(mailbox, "INBOX"), marks=marks)
    assert (fresh, sieve.seen, sieve.known) == (ids(4), 1, 2)
    assert sieve.new_marks()["imap:" + dovecot.user + "/INBOX"].up_to == 4


def test_no_change_is_two_short_questions(dovecot: Dovecot) -> None:
    """On an open connection: the folder is looked at, and asked for newer mail."""
    dovecot.deliver(a_mail(1))
    with proxied(dovecot.server) as proxy, open_mailbox(proxy.server, dovecot.login) as connection:
        marks = sieved(ImapFolder(connection, "INBOX"))[1].new_marks()
        before = len(proxy.sent)
        sieved(ImapFolder(connection, "INBOX"), marks=marks)
        assert len(proxy.sent) - before == 2


def test_a_renumbered_folder_is_new(dovecot: Dovecot, mailbox: Connection) -> None:
    """All of it is read again: what its old numbers meant is not known."""
    for number in (1, 2):
        dovecot.deliver(a_mail(number))
    marks = sieved(ImapFolder(mailbox, "INBOX"))[1].new_marks()
    with proxied(dovecot.server) as proxy:
        proxy.alter = lambda line: re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 7", line)
        with open_mailbox(proxy.server, dovecot.login) as connection:
            again, sieve = sieved(ImapFolder(connection, "INBOX"), marks=marks)
    (mark,) = sieve.new_marks().values()
    assert (again, sieve.known) == (ids(1, 2), 0)
    assert mark.digest != next(iter(marks.values())).digest


def test_a_folder_renumbered_meanwhile_is_said(dovecot: Dovecot, mailbox: Connection) -> None:
    """A mail that now has an old number is not taken for the one that had it."""
    dovecot.deliver(a_mail(1))
    source = ImapFolder(mailbox, "INBOX")
    source.rest(None)
    with pytest.raises(SourceError, match="renumbered"):
        list(source.fetch([(1, source.state.uidvalidity + 1)]))
    mailbox.examine("Sent")
    object.__setattr__(source.state, "uidvalidity", 1)
    with pytest.raises(SourceError, match="renumbered"):
        list(source.glimpses(1, 2))


def test_a_folder_suddenly_empty_is_asked_about(dovecot: Dovecot, mailbox: Connection) -> None:
    """Many mails that are all gone are more likely a mistake; a few are not, and neither is what the person says."""
    name = ImapFolder(mailbox, "INBOX").name
    for mails, validity in ((MANY, "this"), (20_000, "another")):
        state = mailbox.examine("INBOX")
        digest = str(state.uidvalidity) if validity == "this" else "7"
        marks = {name: Mark(digest=digest, up_to=400, mails=mails)}
        with pytest.raises(SourceError, match=f"held {mails:,} mails") as asked:
            sieved(ImapFolder(mailbox, "INBOX"), marks=marks)
        assert "?" in asked.value.hint
        assert sieved(ImapFolder(mailbox, "INBOX", may_be_empty=True), marks=marks)[0] == []
    few = {name: Mark(digest=str(state.uidvalidity), up_to=400, mails=MANY - 1)}
    assert sieved(ImapFolder(mailbox, "INBOX"), marks=few)[0] == []


def test_mail_before_a_day_is_left_alone(dovecot: Dovecot, mailbox: Connection) -> None:
    """And is not asked for the next time either."""
    long_ago = datetime(2019, 3, 1, tzinfo=UTC).timestamp()
    os.utime(dovecot.deliver(a_mail(1)), (long_ago, long_ago))
    dovecot.deliver(a_mail(2))
    found, sieve = sieved(ImapFolder(mailbox, "INBOX", since=date(2026, 1, 1)))
    assert (found, sieve.seen) == (ids(2), 1)
    os.utime(dovecot.deliver(a_mail(3)), (long_ago, long_ago))
    found, sieve = sieved(ImapFolder(mailbox, "INBOX", since=date(2026, 1, 1)), marks=sieve.new_marks())
    assert (found, sieve.seen) == ([], 0)


def test_labels_say_where_a_mail_lies(dovecot: Dovecot, mailbox: Connection) -> None:
    """By what the folder is for, else by its name; the inbox says nothing."""
    for folder in ("INBOX", "Sent", "Bewerbungen/Köln"):
        dovecot.deliver(a_mail(1), folder)
    labels = [messages(ImapFolder(mailbox, name))[0].labels for name in ("INBOX", "Sent", "Bewerbungen/Köln")]
    assert labels == [(), ("Sent",), ("Köln",)]


def test_where_and_whether_it_is_read_is_told(dovecot: Dovecot, mailbox: Connection) -> None:
    """By the digest of a mail, for those at hand with their beginning and those fetched later."""
    dovecot.deliver(a_mail(1), flags="S")
    dovecot.deliver(a_mail(2, "word " * 9000))
    source = ImapFolder(mailbox, "INBOX")
    told = [(source.lying[each.digest].uid, source.lying[each.digest].is_read) for each in messages(source)]
    assert told == [(1, True), (2, False)]
    places = [mail.place for mail in raws(source)]
    assert places == [f"imap:{dovecot.user}/INBOX, mail {uid}" for uid in (1, 2)]


def test_one_mail_in_three_folders_of_gmail() -> None:
    """Has one number wherever it lies, and its labels are told."""
    begun = (
        b'* 1 FETCH (UID 5 X-GM-MSGID 77 X-GM-THRID 70 X-GM-LABELS ("\\\\Sent" Jobs) FLAGS () '
        b"BODY[]<0> {%d}\r\n%s)\r\n" % (len(a_mail(1)), a_mail(1))
    )
    answers = {
        "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 3] ok\r\n* OK [UIDNEXT 6] ok\r\n",
        "UID SEARCH": b"* SEARCH 5\r\n",
        "UID FETCH": begun,
        "LIST": b'* LIST (\\All) "/" "[Gmail]/All Mail"\r\n',
    }
    with (
        scripted(answers, capability=b"IMAP4rev1 AUTH=PLAIN X-GM-EXT-1") as server,
        open_mailbox(server.server, Login("sam", PASSWORD)) as connection,
    ):
        source = ImapFolder(connection, connection.special("all") or "")
        (message,) = messages(source)
    assert message.labels == ("All", "Sent", "Jobs")
    gmail = source.lying[message.digest].gmail
    assert gmail is not None
    assert (gmail.msgid, gmail.thrid) == (77, 70)


def test_threads_are_followed_over_folders(dovecot: Dovecot, mailbox: Connection) -> None:
    """The same as over any other sources: what answers a kept mail is fetched, from whichever folder."""
    plain = "We saw the boats and the hills, and had soup by the water. " * 60
    bulk = "List-Id: <rowing.lists.example>\n"
    asked = a_mail(1, "Thank you for your application for the role of analyst at Northwind.\n")
    answer = a_mail(2, plain, head=bulk + "In-Reply-To: <1@northwind.example>\n")
    other = a_mail(3, plain, head=bulk + "In-Reply-To: <9@northwind.example>\n")
    for mail, folder in ((answer, "INBOX"), (other, "INBOX"), (asked, "Jobs"), (asked, "Sent")):
        dovecot.deliver(mail, folder)
    found = _followed([ImapFolder(mailbox, name) for name in ("INBOX", "Jobs", "Sent")])
    in_memory = [
        MemorySource([mail.replace(b"\n", b"\r\n") for mail in each])
        for each in ((answer, other), (asked,), (asked,))
    ]
    assert found == _followed(in_memory)
    assert "2@northwind.example" in found
    assert "3@northwind.example" not in found


def _followed(sources: Sequence[MailSource]) -> list[str]:
    sieve = Sieve(sources, lambda _: None)
    found = []
    for item, _, _ in sieve:
        assert isinstance(item, Message)
        found.append(item.message_id)
        sieve.follow(item)
    return found


def test_a_mail_that_goes_while_it_is_read(dovecot: Dovecot, mailbox: Connection) -> None:
    """Is a problem of its own, and the others are read."""
    for number in (1, 2, 3):
        dovecot.deliver(a_mail(number))
    source = ImapFolder(mailbox, "INBOX")
    rest = source.rest(None)
    places = [(uid, source.state.uidvalidity) for uid in range(rest.begin, rest.end)]
    with open_mailbox(dovecot.server, dovecot.login) as other:
        other.examine("INBOX")
        other.move(2, "Trash")
    mailbox.examine("INBOX")
    found = list(source.fetch(places))
    assert [type(each).__name__ for each in found] == ["RawMail", "Problem", "RawMail"]
    assert isinstance(found[1], Problem)
    assert found[1].place.endswith("mail 2")


def test_a_mail_that_is_too_large_is_a_problem(
    dovecot: Dovecot, mailbox: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, and the rest goes on; its whole is not asked for."""
    for module in ("imap", "source"):
        monkeypatch.setattr(f"secondwind.mail.server.{module}.MAX_MESSAGE", 50_000)
    for number, size in ((1, 10), (2, 20_000), (3, 10)):
        dovecot.deliver(a_mail(number, "word " * size))
    source = ImapFolder(mailbox, "INBOX")
    assert [each.message_id for each in messages(source)] == ids(1, 3)
    (problem,) = problems(source)
    assert "larger than" in problem.sentence


def test_a_cut_in_the_middle_is_said_and_gone_on_from(dovecot: Dovecot) -> None:
    """No mark is left of a reading that was cut; the next one gives everything."""
    for number in range(60):
        dovecot.deliver(a_mail(number, "Good day Sam, your application. " * 300))
    with proxied(dovecot.server) as proxy:
        proxy.cut_after_bytes = 150_000
        with open_mailbox(proxy.server, dovecot.login) as connection, pytest.raises(MailServerError):
            sieved(ImapFolder(connection, "INBOX"))
        proxy.cut_after_bytes = None
        with open_mailbox(proxy.server, dovecot.login) as connection:
            assert sieved(ImapFolder(connection, "INBOX"))[0] == ids(*range(60))
