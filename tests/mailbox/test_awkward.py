"""Whatever happens to a mailbox on a server, what is kept of it is what one reading of it would give."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError
from imapclient.imap_utf7 import decode

from actions.invented import CHATTER, GOT, NO, NOW, TALK, about, mail
from connected import connected, raw, sync
from dovecot import Dovecot, DovecotServer
from proxy import Proxy
from secondwind.accounts.models import Person
from secondwind.actions.allow_changes import allow
from secondwind.actions.connect_mailbox import connect_mailbox
from secondwind.actions.move_on_server import ask_move, do_moves
from secondwind.actions.read_mail import fingerprint
from secondwind.errors import SecondWindError
from secondwind.mail.message import Message as Mail
from secondwind.mail.read import read_raw
from secondwind.mail.server.account import MailServerError
from secondwind.mail.sources.base import RawMail
from secondwind.record.mailboxes import copies_of, moves_waiting
from secondwind.record.models import Mailbox, Message
from told import Said, said, with_rests_over

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "search"
"""`make soak` asks for many more."""
EXAMPLES, STEPS = (60, 40) if LONG else (9, 25)
AT_LEAST = 2_000 if LONG else 150
"""Steps in all; fewer would prove little."""
DAY = timedelta(days=1)
ME = "Sam Okafor <sam@okafor.example>"
LEFT_ALONE = ("Trash", "Junk")
MADE = ("Jobs", "Ümläut/Näher", "Later", "Früher & more")
"""Folders a person makes; the parent of one of them holds no mail."""
PLACES = ("INBOX", "Archive", *MADE, *LEFT_ALONE)
GONE = "Gone"
"""In a second mailbox: what is kept and does not lie on the server any more."""


# ---- what is delivered


def _pool() -> list[bytes]:
    mails: list[EmailMessage] = []
    for number, employer in enumerate(("Northwind", "Larkfield", "Quillmark")):
        day = NOW - (30 + number) * DAY
        got = about(GOT, employer, at=day)
        mails += [got, about(TALK, employer, at=day + 6 * DAY), about(NO, employer, at=day + 20 * DAY)]
        mails.append(
            mail("Dear all,\n\nthank you, see you then.\n\nSam\n", subject="Re: Your application", sender=ME,
                 at=day + DAY, id_=f"answer{number}@okafor.example", to=f"hiring@{employer.lower()}.example",
                 answers=str(got["Message-ID"])[1:-1])
        )  # fmt: skip
    mails.append(about(NO, "Northwind", at=NOW - 4 * DAY, role="Data clerk"))
    mails.append(about(NO, "Ostrea Foods", at=NOW - 5 * DAY, id_=None))
    mails.append(about(NO, "Veltrane", at=NOW - 6 * DAY, id_=str(mails[0]["Message-ID"])[1:-1]))
    words = "The train was late and we took the bus along the coast to the plum orchard. " * 40
    mails.append(mail(words, subject="Orchard", sender="Ana <ana@larkfield.example>", at=NOW - 40 * DAY,
                      id_="long@larkfield.example"))  # fmt: skip
    mails += [
        mail(CHATTER.format(word=word), subject=word, sender="Pat <pat@allotment.example>", at=NOW - 3 * DAY,
             id_=f"{word}@allotment.example")
        for word in ("spade", "rake")
    ]  # fmt: skip
    return [raw(each) for each in mails]


POOL = _pool()


def _mark(content: bytes) -> str:
    read = read_raw(RawMail(content, "here"))
    assert isinstance(read, Mail)
    return fingerprint(read)


MARKS = {content: _mark(content) for content in POOL}
CONTENTS = {mark: content for content, mark in MARKS.items()}
assert len(CONTENTS) == len(POOL)


# ---- what happens on the server


@dataclass(frozen=True)
class Change:
    """One thing that somebody does: `what`, to the mail or folder of that number, and where to."""

    what: str
    which: int
    where: int = 0
    is_read: bool = True


numbers = st.integers(0, 99)
changes = st.one_of(
    st.builds(
        Change,
        st.just("deliver"),
        st.integers(0, len(POOL) - 1),
        st.integers(0, len(PLACES) - 1),
        st.booleans(),
    ),
    st.builds(Change, st.sampled_from(["again", "delete", "move", "copy", "read"]), numbers, numbers),
    st.builds(Change, st.sampled_from(["rename", "remove", "renumber"]), numbers, numbers),
)


class Server:
    """The mailbox as another client sees and changes it, and as it ought to be."""

    def __init__(self, box: Dovecot) -> None:
        self.box = box
        self.lies: dict[str, list[bytes]] = {"INBOX": [], "Archive": []}
        self.client = self._signed_in()

    def _signed_in(self) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.box.on.port, ssl=False, timeout=20)
        client.login(self.box.user, self.box.login.secret)
        return client

    def close(self) -> None:
        with suppress(Exception):
            self.client.logout()

    def contents(self) -> Counter[bytes]:
        return Counter(content for lying in self.lies.values() for content in lying)

    def readable(self) -> set[str]:
        """The fingerprints of all that lies where mail is read."""
        return {MARKS[each] for name, lying in self.lies.items() for each in lying if name not in LEFT_ALONE}

    def do(self, change: Change) -> None:
        getattr(self, f"_{change.what}")(change)

    def _deliver(self, change: Change) -> None:
        self._put(POOL[change.which], PLACES[change.where], change.is_read)

    def _put(self, content: bytes, name: str, is_read: bool) -> None:
        self.box.deliver(content, name, "S" if is_read else "")
        self.lies.setdefault(name, []).append(content)

    def _mail(self, number: int) -> tuple[str, bytes] | None:
        every = [(name, content) for name, lying in self.lies.items() for content in lying]
        return every[number % len(every)] if every else None

    def _made(self, number: int) -> str | None:
        there = [name for name in self.lies if name in MADE]
        return there[number % len(there)] if there else None

    def _again(self, change: Change) -> None:
        if (found := self._mail(change.which)) is not None:
            self._put(found[1], found[0], change.is_read)

    @contextmanager
    def _at(self, name: str, content: bytes) -> Iterator[int]:
        """The UID of a mail of these bytes in a folder that is open for writing."""
        try:
            self.client.select_folder(name)
        except IMAPClientError:
            # A session that knew the folder before it was changed beneath the server is of no use any more.
            self.close()
            self.client = self._signed_in()
            self.client.select_folder(name)
        try:
            held = self.client.fetch(self.client.search(), ["BODY.PEEK[]"])
            yield min(uid for uid, said in held.items() if said[b"BODY[]"] == content)
        finally:
            self.client.unselect_folder()

    def _delete(self, change: Change) -> None:
        if (found := self._mail(change.which)) is None:
            return
        with self._at(*found) as uid:
            self.client.delete_messages([uid])
            self.client.uid_expunge([uid])
        self.lies[found[0]].remove(found[1])

    def _read(self, change: Change) -> None:
        if (found := self._mail(change.which)) is not None:
            with self._at(*found) as uid:
                self.client.add_flags([uid], [b"\\Seen"])

    def _move(self, change: Change) -> None:
        self._carry(change, "move", keeps=False)

    def _copy(self, change: Change) -> None:
        self._carry(change, "copy", keeps=True)

    def _carry(self, change: Change, how: str, *, keeps: bool) -> None:
        found = self._mail(change.which)
        there = [name for name in PLACES if name in self.lies or name in LEFT_ALONE]
        to = there[change.where % len(there)]
        if found is None or to == found[0]:
            return
        with self._at(*found) as uid:
            try:
                getattr(self.client, how)([uid], to)
            except IMAPClientError as error:
                # Dovecot stumbles once over files that were changed beneath it, and knows them from then on.
                if "SERVERBUG" not in str(error):
                    raise
                getattr(self.client, how)([uid], to)
        if not keeps:
            self.lies[found[0]].remove(found[1])
        self.lies.setdefault(to, []).append(found[1])

    def _rename(self, change: Change) -> None:
        name = self._made(change.which)
        free = [each for each in MADE if each not in self.lies]
        if name is not None and free:
            to = free[change.where % len(free)]
            self.client.rename_folder(name, to)
            self.lies[to] = self.lies.pop(name)

    def _remove(self, change: Change) -> None:
        if (name := self._made(change.which)) is not None:
            self.client.delete_folder(name)
            del self.lies[name]

    def _renumber(self, change: Change) -> None:
        """A new UIDVALIDITY, and the numbers in it given the other way round, as after a restore."""
        names = [name for name in self.lies if name not in LEFT_ALONE]
        folder = self.box.folder(names[change.which % len(names)])
        listed = folder / "dovecot-uidlist"
        if not listed.exists():
            return
        head, *lines = listed.read_text("utf-8").splitlines()
        version, validity, *rest = head.split()
        names_in = [line.partition(" ")[2] for line in lines]
        fresh = [f"{number} {name}" for number, name in enumerate(reversed(names_in), start=1)]
        rest = [f"N{len(fresh) + 1}" if each.startswith("N") else each for each in rest]
        _overwrite(listed, "\n".join([" ".join([version, f"V{int(validity[1:]) + 1}", *rest]), *fresh, ""]))
        for path in folder.glob("dovecot.index*"):
            path.unlink()


def _overwrite(path: Path, words: str) -> None:
    """A new file in its place, as the server looks whether the file is another one."""
    fresh = path.with_name("fresh")
    fresh.write_text(words, "utf-8")
    shutil.copystat(path, fresh)
    with suppress(PermissionError):
        os.chown(fresh, path.stat().st_uid, path.stat().st_gid)
    fresh.replace(path)


# ---- what the record says


class _GoesBackError(Exception):
    pass


people = count(1)


def somebody() -> Person:
    return Person.objects.create(
        username=f"sam{next(people)}",
        zone="Europe/London",
        country="GB",
        own_addresses=["sam@okafor.example"],
    )


def fresh_record(box: Dovecot, address: str) -> Said:
    """What somebody would have who reads that mailbox once."""
    found: list[Said] = []
    with suppress(_GoesBackError), transaction.atomic():
        mailbox = connect_mailbox(
            somebody(), address, imap=box.server, smtp=None, user=box.user, secret=box.login.secret, now=NOW
        )
        sync(mailbox)
        with_rests_over(mailbox.owner, NOW)
        found.append(said(mailbox.owner, but=GONE))
        raise _GoesBackError
    return found[0]


# ---- the machine


class Awkward(RuleBasedStateMachine):
    """A mailbox that is kept up with, while everything happens to it."""

    dovecot: ClassVar[DovecotServer]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.box = self.dovecot.mailbox()
        self.server = Server(self.box)
        self.proxy = Proxy(self.box.server)
        self.mailbox: Mailbox

    @initialize()
    def connect(self) -> None:
        self.mailbox = connected(somebody(), self.box)
        Mailbox.objects.of(self.mailbox.owner).update(imap_port=self.proxy.server.port)
        allow(self.mailbox, "move")
        self.mailbox.refresh_from_db()

    def teardown(self) -> None:
        self.server.close()
        self.proxy.close()

    @invariant()
    def nothing_is_lost_on_the_server(self) -> None:
        type(self).steps += 1
        assert self._on_server() == self.server.contents()

    def _on_server(self) -> Counter[bytes]:
        return Counter(content for _, _, content in self.box.files().values())

    @rule(change=changes)
    def somebody_changes(self, change: Change) -> None:
        self.server.do(change)

    @rule(first=changes, second=changes)
    def much_happens(self, first: Change, second: Change) -> None:
        self.server.do(first)
        self.server.do(second)

    @rule()
    def sync(self) -> None:
        """Afterwards the record is what a fresh one would be, and the server is untouched."""
        if self._sync():
            self._compare()

    @rule(lines=st.integers(1, 60))
    def sync_and_be_cut_off(self, lines: int) -> None:
        self.proxy.cut_after_lines = lines
        try:
            self._sync()
        finally:
            self.proxy.cut_after_lines = None

    @rule(change=changes.filter(lambda each: each.what != "renumber"), line=st.integers(5, 60))
    def sync_while_another_changes(self, change: Change, line: int) -> None:
        """What it missed, the next one finds."""
        wrong: list[BaseException] = []
        lines = count(1)
        done = []

        def alter(said: bytes) -> bytes:
            if next(lines) == line:
                done.append(True)
                try:
                    self.server.do(change)
                except Exception as error:
                    wrong.append(error)
            return said

        self.proxy.alter = alter
        try:
            with suppress(SecondWindError):
                sync(self.mailbox)
        finally:
            self.proxy.alter = bytes
        if wrong:
            raise wrong[0]
        if not done:
            self.server.do(change)

    @rule(
        which=numbers,
        place=st.sampled_from(["folded", "archived", "inbox"]),
        lines=st.none() | st.integers(1, 60),
    )
    def a_letter_is_put_away(self, which: int, place: str, lines: int | None) -> None:
        """As it was asked for, cut off or not; every other mail stays where it lies."""
        letters = [each for each in Message.objects.of(self.mailbox.owner).order_by("pk") if copies_of(each)]
        if not letters:
            return
        letter = letters[which % len(letters)]
        mark = letter.fingerprint
        before = self._others(mark)
        ask_move(letter, place, now=NOW)
        self.proxy.cut_after_lines = lines
        with suppress(MailServerError):
            do_moves(self.mailbox, now=NOW)
        self.proxy.cut_after_lines = None
        do_moves(self.mailbox, now=NOW)
        assert not moves_waiting(self.mailbox).exists()
        assert self._others(mark) == before
        self._look_again()

    def _others(self, mark: str) -> Counter[tuple[str, str, int, bytes]]:
        """Every mail but this one: folder, flags, time and bytes."""
        return Counter(
            (name.rpartition("/")[0], flags, changed, content)
            for name, (flags, changed, content) in self.box.files().items()
            if MARKS[content] != mark
        )

    def _look_again(self) -> None:
        """Where the mails lie after a move that was asked for."""
        lies: dict[str, list[bytes]] = {name: [] for name in self.server.lies}
        for place, (_, _, content) in self.box.files().items():
            name = decode(place.rpartition("/")[0].removeprefix(".").encode()).replace(".", "/") or "INBOX"
            lies.setdefault(name, []).append(content)
        for lying in lies.values():
            lying.sort(key=POOL.index)
        assert Counter(each for one in lies.values() for each in one) == self.server.contents()
        self.server.lies = lies

    def _sync(self) -> bool:
        """Whether it went well; either way not a byte, flag or date on the server is another."""
        before = self.box.files()
        trouble = self._trouble()
        assert self.box.files() == before
        if trouble is None:
            return True
        self.mailbox.refresh_from_db()
        assert self.mailbox.trouble == str(trouble)
        was_cut = isinstance(trouble, MailServerError) and self.proxy.cut_after_lines is not None
        assert was_cut or ("no mail at all" in str(trouble) and not self.server.readable()), trouble
        return False

    def _trouble(self) -> SecondWindError | None:
        try:
            sync(self.mailbox)
        except SecondWindError as trouble:
            return trouble
        return None

    def _compare(self) -> None:
        owner = self.mailbox.owner
        with_rests_over(owner, NOW)
        kept = said(owner, but=GONE)
        fresh = fresh_record(self._with_what_is_gone(), self.mailbox.address)
        assert kept.messages == fresh.messages
        assert kept.applications == fresh.applications
        assert kept.copies == fresh.copies

    def _with_what_is_gone(self) -> Dovecot:
        """The mailbox itself; where kept mail lies there no more, or a read copy of it does not, one beside it that
        is the same with these in a folder of their own."""
        gone: list[tuple[bytes, bool]] = []
        lying = self.server.readable()
        for row in Message.objects.all_of(self.mailbox.owner).order_by("pk"):
            was_read = row.copies.filter(is_read=True).exists()
            is_read = row.copies.filter(is_read=True, gone_at=None).exists()
            if row.fingerprint not in lying or was_read != is_read:
                gone.append((CONTENTS[row.fingerprint], was_read))
        if not gone:
            return self.box
        beside = self.dovecot.mailbox()
        home = beside.maildir.parent
        shutil.rmtree(home)
        shutil.copytree(self.box.maildir.parent, home)
        self.dovecot._own(home)
        for content, was_read in gone:
            beside.deliver(content, GONE, "S" if was_read else "")
        return beside


@pytest.mark.usefixtures("db", "ring")
def test_an_awkward_mailbox(dovecot_server: DovecotServer) -> None:
    """Delivered, doubled, moved, renamed, renumbered, deleted, cut off, by two at once: the record is the fresh one."""

    class Machine(Awkward):
        dovecot = dovecot_server

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=list(Phase) if LONG else [Phase.generate],  # to make a case smaller takes minutes
        ),
    )
    assert Machine.steps >= AT_LEAST
