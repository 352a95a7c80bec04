"""Every source keeps the promise, and what a path holds is found by looking."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from contracts.mail_source import MAILS, MailSourceContract, a_mail, messages, problems, raws, tree
from secondwind.errors import SourceError
from secondwind.mail.message import Message
from secondwind.mail.read import read_messages
from secondwind.mail.sources.base import MailSource
from secondwind.mail.sources.eml import EmlSource
from secondwind.mail.sources.maildir import MaildirSource
from secondwind.mail.sources.mbox import MboxSource
from secondwind.mail.sources.memory import MemorySource
from secondwind.mail.sources.registry import open_sources

FROM_LINE = b"From ana@northwind.example Wed Sep  2 10:00:00 2026\n"


def as_mbox(mails: Sequence[bytes]) -> bytes:
    quoted = (re.sub(rb"(?m)^(>*From )", rb">\1", mail) for mail in mails)
    return b"".join(FROM_LINE + mail + b"\n" for mail in quoted)


def write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def make_maildir(path: Path) -> Path:
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True)
    return path


class TestMemory(MailSourceContract):
    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        return MemorySource(mails)


class TestMbox(MailSourceContract):
    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        return MboxSource(write(folder / "Inbox", as_mbox(mails)))


class TestPackedMbox(MailSourceContract):
    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        return MboxSource(write(folder / "Inbox", gzip.compress(as_mbox(mails))))


class TestEmlFolder(MailSourceContract):
    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        for number, mail in enumerate(mails):
            write(folder / f"{number:04}.eml", mail)
        (source,) = open_sources([folder])
        assert isinstance(source, EmlSource)
        return source


class TestMaildir(MailSourceContract):
    def source(self, folder: Path, mails: Sequence[bytes]) -> MailSource:
        box = make_maildir(folder / "Mail")
        for number, mail in enumerate(mails):
            name = f"cur/{number:04}.host:2,S" if number % 2 else f"new/{number:04}.host"
            write(box / name, mail)
        (source,) = open_sources([box])
        assert isinstance(source, MaildirSource)
        return source


def test_maildir_folders_and_flags_are_labels(tmp_path: Path) -> None:
    """A subfolder's name and each flag stand in the labels, and what the server keeps there is passed over."""
    box = make_maildir(tmp_path)
    make_maildir(box / ".Jobs.2026")
    write(box / ".Jobs.2026/cur/1.host:2,RS", MAILS[0])
    write(box / "new/2.host", MAILS[1])
    write(box / "cur/dovecot-uidlist", b"3 V1\n")
    write(box / "dovecot.index", b"\0\0")
    found = messages(*open_sources([box]))
    assert [message.labels for message in found] == [(), ("Jobs.2026", "R", "S")]
    assert (box / "new/2.host").exists()


def test_a_pipe_in_a_maildir_is_a_problem(tmp_path: Path) -> None:
    """What is no plain file is said and not waited for."""
    box = make_maildir(tmp_path)
    write(box / "cur/1.host:2,", MAILS[0])
    os.mkfifo(box / "cur/2.host:2,")
    source = MaildirSource(box)
    assert (len(messages(source)), len(problems(source))) == (1, 1)


def test_single_mails_of_several_kinds(tmp_path: Path) -> None:
    """A single .eml, a packed one, one without a name to go by, and Apple's .emlx are read."""
    mail = MAILS[0]
    for path, content in (
        ("a.eml", mail),
        ("b.eml.gz", gzip.compress(mail)),
        ("c", mail),
        ("d.emlx", b"%d   \n" % len(mail) + mail + b"<?xml version='1.0'?><plist/>"),
    ):
        (found,) = messages(*open_sources([write(tmp_path / path, content)]))
        assert found.message_id == "1@northwind.example", path
        assert "plist" not in found.text


def test_a_takeout_folder_with_labels(tmp_path: Path) -> None:
    """A Gmail export is found below its folder, and the labels in its heads are read, in any language."""
    labelled = a_mail(1, head='X-Gmail-Labels: =?UTF-8?Q?Posteingang,Ge=C3=B6ffnet,"Jobs,_alt"?=\n')
    write(tmp_path / "Takeout/Mail/All mail.mbox", as_mbox([labelled, MAILS[1]]).replace(b"\n", b"\r\n"))
    write(tmp_path / "Takeout/archive_browser.html", b"<html>")
    found = list(read_messages(open_sources([tmp_path / "Takeout"])))
    first, second = (message for message, _ in found)
    assert isinstance(first, Message)
    assert first.labels == ("Posteingang", "Geöffnet", "Jobs, alt")
    assert isinstance(second, Message)
    assert second.labels == ()


def test_mail_program_folders(tmp_path: Path) -> None:
    """Thunderbird's mailboxes beside their indexes, and Apple Mail's .mbox folders, are each one source."""
    write(tmp_path / "Inbox", as_mbox(MAILS[:2]))
    write(tmp_path / "Inbox.msf", b"// <!-- mork -->")
    write(tmp_path / "Trash", b"")
    write(tmp_path / "Inbox.sbd/Jobs", b"From - Wed Sep  2 10:00:00 2026\n" + MAILS[2])
    write(tmp_path / "Sent.mbox/mbox", as_mbox(MAILS[3:]))
    write(tmp_path / "Sent.mbox/table_of_contents", b"\0\1")
    sources = open_sources([tmp_path])
    assert [Path(source.name).name for source in sources] == ["Inbox", "Jobs", "mbox"]
    assert len(messages(*sources)) == len(MAILS)
    assert problems(*sources) == []


def test_every_file_of_a_folder_of_mails_is_accounted_for(tmp_path: Path) -> None:
    """In a folder of single mails, a file that is none is left out and said."""
    write(tmp_path / "a.eml", MAILS[0])
    write(tmp_path / "deep/er/b.txt", MAILS[1])
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff\0")
    write(tmp_path / "empty.eml", b"")
    found = [each for each, _ in read_messages(open_sources([tmp_path]))]
    assert [type(each).__name__ for each in found] == ["Message", "Problem", "Message", "Problem"]


def test_a_mailbox_reached_twice_is_read_once(tmp_path: Path) -> None:
    """The same file named twice, or inside a folder that is named too, is one source."""
    box = write(tmp_path / "Inbox", as_mbox(MAILS))
    assert len(open_sources([box, tmp_path / "." / "Inbox"])) == 1
    assert len(open_sources([box, write(tmp_path / "b.mbox", as_mbox(MAILS[:1])).parent])) == 2


def test_links_that_go_round_do_not_hang(tmp_path: Path) -> None:
    """A folder linked into itself is entered once."""
    write(tmp_path / "a/one.eml", MAILS[0])
    (tmp_path / "a/again").symlink_to(tmp_path)
    (tmp_path / "a/nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "a/self").symlink_to(tmp_path / "a/self")
    assert len(messages(*open_sources([tmp_path]))) == 1


def test_a_truncated_packed_mailbox_gives_what_was_whole(tmp_path: Path) -> None:
    """The mails before the break are read, and the break is one problem."""
    many = [a_mail(number, f"{os.urandom(3000).hex()}\n") for number in range(40)]
    packed = gzip.compress(as_mbox(many))
    source = MboxSource(write(tmp_path / "Inbox.gz", packed[: len(packed) // 2]))
    assert 10 < len(messages(source)) < 40
    assert len(problems(source)) == 1
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 0xFF
    assert len(problems(MboxSource(write(tmp_path / "damaged.gz", bytes(damaged))))) >= 1


REFUSED = {
    "a.pst": b"!BDN\0\0",
    "a.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "a.olm": b"PK\x03\x04",
    "takeout.zip": b"PK\x03\x04\0",
    "takeout.tgz": gzip.compress(b"Takeout/".ljust(257, b"\0") + b"ustar\0" + bytes(300)),
    "letter.pdf": b"%PDF-1.7\n",
    "empty.mbox": b"",
    "blank.mbox": b"\n\n",
    "program": b"\x7fELF\0\0\0",
    "notes.txt": b"Dear diary: today it rained.\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_mailbox_is_refused_with_a_hint(tmp_path: Path, name: str) -> None:
    """A sentence names the path and what it is, and a hint says what to do."""
    with pytest.raises(SourceError) as refused:
        open_sources([write(tmp_path / name, REFUSED[name])])
    assert name in refused.value.sentence
    assert refused.value.hint


def test_paths_that_hold_nothing_are_refused(tmp_path: Path) -> None:
    """A missing path, an empty folder, a folder without mail, a pipe and no path at all each have their sentence."""
    (tmp_path / "empty").mkdir()
    write(tmp_path / "papers/notes.txt", b"Nothing to see.\n")
    os.mkfifo(tmp_path / "pipe")
    said = set()
    for paths in (["gone"], ["empty"], ["papers"], ["pipe"], []):
        with pytest.raises(SourceError) as refused:
            open_sources([tmp_path / path for path in paths])
        said.add(refused.value.sentence.replace(str(tmp_path), ""))
    assert len(said) == 5


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened is refused by name, not with a traceback."""
    path = write(tmp_path / "Inbox", as_mbox(MAILS))

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)  # modes do not bind whoever runs the tests as root
    with pytest.raises(SourceError, match="may not be opened"):
        open_sources([path])


def test_opening_changes_nothing(tmp_path: Path) -> None:
    """Looking into a folder to decide what it holds leaves it as it was."""
    write(tmp_path / "Inbox", as_mbox(MAILS))
    write(make_maildir(tmp_path / "Mail") / "new/1.host", MAILS[0])
    before = tree(tmp_path)
    sources = open_sources([tmp_path])
    for source in sources:
        raws(source)
    assert tree(tmp_path) == before
