"""The promise every mail source keeps, as tests to inherit: `class TestX(MailSourceContract)`, with `source` filled in.

The people and employers here are invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from secondwind.mail.message import Message, Problem
from secondwind.mail.read import read_messages
from secondwind.mail.sources.base import MailSource, RawMail
from secondwind.mail.sources.memory import MemorySource


def a_mail(number: int, body: str = "Good day Sam,\nthank you for the talk.\n", head: str = "") -> bytes:
    """An invented mail with its own id, ending in a newline."""
    return (
        f"From: Ana Vale <ana{number}@northwind.example>\nTo: sam@example.org\nSubject: Your try, part {number}\n"
        f"Date: Wed, {number % 27 + 1:02} Sep 2026 10:00:00 +0200\nMessage-ID: <{number}@northwind.example>\n{head}"
        f"\n{body}"
    ).encode()


MAILS = (
    a_mail(1),
    a_mail(2, "A paragraph.\n\nFrom here on it is quoted.\n\n>From there too.\n\n\n"),
    a_mail(3).replace(b"\n", b"\r\n"),
    a_mail(4, "Grüße\n"),
    a_mail(5, ""),
)
NO_MAIL = b"\0\1\2\0\n"


def tree(path: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file and folder below a path with its mode, its time and its bytes."""
    found = sorted([path, *path.rglob("*")])
    return {
        str(each): (
            each.stat().st_mode,
            each.stat().st_mtime_ns,
            each.read_bytes() if each.is_file() else b"",
        )
        for each in found
    }


def raws(source: MailSource) -> list[RawMail]:
    return [mail for mail in source.mails() if isinstance(mail, RawMail)]


def messages(*sources: MailSource) -> list[Message]:
    return [found for found, _ in read_messages(sources) if isinstance(found, Message)]


def problems(*sources: MailSource) -> list[Problem]:
    return [found for found, _ in read_messages(sources) if isinstance(found, Problem)]


class MailSourceContract:
    """Fill in `source`: the source under test, holding these mails in this order, below `folder`.

    `no_mail` is what is no mail there; `as_given` how a mail's bytes are given, where that is not as they were written.
    """

    no_mail = NO_MAIL

    def as_given(self, mail: bytes) -> bytes:
        return mail

    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        raise NotImplementedError

    def test_gives_the_same_messages_as_any_other_source(self, tmp_path: Path) -> None:
        """A mail's bytes, and so its digest, do not depend on where it lay."""
        expected = [message.digest for message in messages(MemorySource(map(self.as_given, MAILS)))]
        assert [message.digest for message in messages(self.source(tmp_path, MAILS))] == expected

    def test_gives_them_in_the_same_order_each_time(self, tmp_path: Path) -> None:
        """Reading twice gives the same mails from the same places."""
        source = self.source(tmp_path, MAILS)
        assert list(source.mails()) == list(source.mails())
        assert len({mail.place for mail in raws(source)}) == len(MAILS)

    def test_is_never_written(self, tmp_path: Path) -> None:
        """Names, bytes, modes and times of everything there are what they were before the reading."""
        source = self.source(tmp_path, MAILS)
        before = tree(tmp_path)
        messages(source)
        assert tree(tmp_path) == before

    def test_says_how_far_it_has_come(self, tmp_path: Path) -> None:
        """The bytes read never go down, and end where the size hint said, or before."""
        source = self.source(tmp_path, MAILS)
        read = [mail.read_up_to for mail in raws(source)]
        assert read == sorted(read)
        assert 0 < read[-1] <= source.size_hint()

    def test_one_bad_mail_is_one_problem(self, tmp_path: Path) -> None:
        """What is no mail is said once with its place, and the mails around it are read."""
        source = self.source(tmp_path, [MAILS[0], self.no_mail, *MAILS[1:]])
        assert len(problems(source)) == 1
        assert [message.message_id for message in messages(source)] == [
            f"{number}@northwind.example" for number in range(1, 6)
        ]
