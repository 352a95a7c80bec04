"""The sieve: what is worth reading, in whatever pieces and processes, and nothing twice."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from functools import partial
from io import FileIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondwind.mail.message import Message, Problem
from secondwind.mail.read import read_messages
from secondwind.mail.scan import Outline, cut_mbox
from secondwind.mail.sieve import Sieve
from secondwind.mail.sources import maildir as maildir_room
from secondwind.mail.sources import mbox as mbox_room
from secondwind.mail.sources.base import MailSource, Mark
from secondwind.mail.sources.eml import EmlSource
from secondwind.mail.sources.maildir import MaildirSource
from secondwind.mail.sources.mbox import MboxSource
from secondwind.mail.sources.memory import MemorySource
from secondwind.reading.read import read
from secondwind.reading.reading import Kind, Reading
from written import FORMS, Form, written

FROM_LINE = b"From someone@invented.example Wed Sep  2 10:00:00 2026\n"
CALM = (
    "The parcel left the depot this morning and arrives tomorrow. Here is the recipe for the plum tart. The train was "
    "late, so we took the bus along the coast. "
)
NO = "Thank you for your application for the position of gardener. Unfortunately we will not move forward with it."


def a_job(number: int, form: Form = FORMS["8bit"]) -> bytes:
    fields = (("Message-ID", f"<job{number}@northwind.example>"),)
    return written(
        f"Hiring <hiring{number}@northwind.example>", f"Your application {number}", NO, form, fields=fields
    )


def a_letter(number: int, answers: str = "", sender: str = "Pat <pat@lane.example>") -> bytes:
    """A long private mail without a word of work."""
    fields = [("Message-ID", f"<letter{number}@lane.example>")]
    fields += [("In-Reply-To", f"<{answers}>")] if answers else []
    return written(sender, f"Tart {number}", CALM * 15, Form(), fields=tuple(fields))


def as_mbox(mails: Iterable[bytes]) -> bytes:
    return b"".join(FROM_LINE + mail + (b"\n" if mail.endswith(b"\n") else b"\n\n") for mail in mails)


def sifted(*sources: MailSource, **wanted: object) -> tuple[list[str], Sieve[Reading]]:
    """The ids that are given, in order, following every mail that is not not_job."""
    sieve = Sieve(sources, read, **wanted)  # type: ignore[arg-type]
    ids = []
    for item, belief, _ in sieve:
        assert isinstance(item, Message)
        ids.append(item.message_id)
        if belief is not None and belief.kind is not Kind.NOT_JOB:
            sieve.follow(item, domain=True)
    return ids, sieve


def a_mailbox(seed: int, count: int = 60) -> list[bytes]:
    dice = random.Random(seed)
    forms = list(FORMS.values())
    return [a_job(n, dice.choice(forms)) if dice.random() < 0.2 else a_letter(n) for n in range(count)]


# ---- where mails stand


lines = st.lists(
    st.sampled_from(
        [b"", b"", FROM_LINE[:-1], b"From - ", b"From", b"Subject: x", b">From a", b"x" * 50, b"\r"]
    ),
    max_size=30,
)


@given(lines=lines, chunk=st.integers(1, 300), begin=st.integers(0, 400), crlf=st.booleans())
def test_the_outline_says_where_the_cuts_are(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], chunk: int, begin: int, crlf: bool
) -> None:
    """For any file, in chunks of any size and in two halves parted anywhere: the mails that cut_mbox gives."""
    end = b"\r\n" if crlf else b"\n"
    content = FROM_LINE.replace(b"\n", end) + b"".join(line + end for line in lines)
    path = tmp_path_factory.mktemp("box") / "Inbox"
    path.write_bytes(content)
    wanted = [(cut.start, cut.end) for cut in cut_mbox(iter([content]))]
    with FileIO(path) as file:
        whole = list(Outline(file, len(content), chunk=chunk).mails(0, len(content), 10_000))
        part = Outline(file, len(content), chunk=chunk)
        halves = [*part.mails(0, begin, 10_000), *part.mails(begin, len(content), 10_000)]
    assert [(start, until) for start, until, _ in whole] == wanted
    assert halves == whole
    for start, until, beginning in whole:
        assert content[start:until].partition(b"\n")[2] == beginning


# ---- scan and import agree


@settings(max_examples=10)
@given(seed=st.integers(0, 10_000))
def test_what_is_passed_over_would_have_been_read_as_nothing(seed: int) -> None:
    """Reading everything in full finds no mail about a search that the sieve did not give."""
    source = MemorySource(a_mailbox(seed))
    full = [found for found, _ in read_messages([source]) if isinstance(found, Message)]
    told = {message.message_id for message in full if read(message).kind is not Kind.NOT_JOB}
    ids, sieve = sifted(source)
    assert told <= set(ids)
    assert sieve.seen == len(full) == sieve.passed + len(ids)
    assert sieve.passed > 0


@settings(max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_neither_order_nor_kind_of_source_makes_a_difference(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """An mbox, a Maildir, single files and shuffled memory give the same mails."""
    folder = tmp_path_factory.mktemp("mail")
    mails = a_mailbox(seed, 30)
    (folder / "Inbox").write_bytes(as_mbox(mails))
    (folder / "M" / "new").mkdir(parents=True)
    (folder / "M" / "cur").mkdir()
    files = [folder / "M" / "cur" / f"{number:03}:2,S" for number in range(len(mails))]
    for file, mail in zip(files, mails, strict=True):
        file.write_bytes(mail)
    shuffled = random.Random(seed).sample(mails, len(mails))
    sources = [
        MboxSource(folder / "Inbox"),
        MaildirSource(folder / "M"),
        EmlSource(files, "f"),
        MemorySource(shuffled),
    ]
    first, *others = [sorted(sifted(source)[0]) for source in sources]
    assert all(other == first for other in others)


def test_two_processes_and_small_pieces_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the same order, with the same counts."""
    (tmp_path / "Inbox").write_bytes(as_mbox(a_mailbox(3, 80)))
    one, alone = sifted(MboxSource(tmp_path / "Inbox"))
    monkeypatch.setattr(mbox_room, "PIECE", 10_000)
    two, both = sifted(MboxSource(tmp_path / "Inbox"), processes=2)
    assert two == one
    assert (both.seen, both.passed, both.new_marks()) == (alone.seen, alone.passed, alone.new_marks())


def test_positions_never_go_down_and_end_within_the_hint(tmp_path: Path) -> None:
    """Over several sources, as the progress shows them."""
    (tmp_path / "a").write_bytes(as_mbox(a_mailbox(1)))
    (tmp_path / "b").write_bytes(as_mbox(a_mailbox(2)))
    sources = [MboxSource(tmp_path / "a"), MboxSource(tmp_path / "b")]
    positions = [position for _, _, position in Sieve(sources, read)]
    assert positions == sorted(positions)
    assert positions[-1] <= sum(source.size_hint() for source in sources)


def test_what_is_no_mail_is_a_problem(tmp_path: Path) -> None:
    """It is said with its place, and the mails around it are given."""
    (tmp_path / "a").write_bytes(as_mbox([a_job(1), b"\0\1\2\n", a_job(2)]))
    items = [item for item, _, _ in Sieve([MboxSource(tmp_path / "a")], read)]
    assert [type(item) for item in items] == [Message, Problem, Message]


# ---- threads and known senders


def test_a_thread_of_kept_mail_is_found_whichever_comes_first() -> None:
    """A long answer without a word of work, before the mail it answers, and after it one that names both."""
    both = "letter1@lane.example> <job7@northwind.example"
    mails = [a_letter(1, "job7@northwind.example"), a_job(7), a_letter(2, both), a_letter(3)]
    ids, sieve = sifted(MemorySource(mails))
    assert ids == ["job7@northwind.example", "letter1@lane.example", "letter2@lane.example"]
    assert sieve.passed == 1


def test_other_mail_of_a_kept_senders_house_is_found() -> None:
    """A long note from a colleague of theirs, and one of the person's own to them."""
    theirs = a_letter(1, sender="Jo <jo@mail.northwind.example>")
    mine = a_letter(2, sender="Sam <sam@okafor.example>").replace(
        b"To: sam@okafor.example", b"To: jo@northwind.example"
    )
    ids, _ = sifted(MemorySource([theirs, mine, a_job(7), a_letter(3)]))
    assert ids == ["job7@northwind.example", "letter1@lane.example", "letter2@lane.example"]


def test_what_the_record_knows_leads_on() -> None:
    """Ids and domains of an earlier import."""
    mails = [
        a_letter(1, "kept@elsewhere.example"),
        a_letter(2, sender="Jo <jo@northwind.example>"),
        a_letter(3),
    ]
    ids, _ = sifted(
        MemorySource(mails), known_ids=["kept@elsewhere.example"], known_domains=["northwind.example"]
    )
    assert ids == ["letter1@lane.example", "letter2@lane.example"]


# ---- a second time


def marks_of(source: MailSource, **marks: object) -> dict[str, Mark]:
    return sifted(source, **marks)[1].new_marks()


def again(path: Path, marks: dict[str, Mark]) -> tuple[list[str], Sieve[Reading]]:
    return sifted(MboxSource(path) if path.is_file() else MaildirSource(path), marks=marks)


class Counted(FileIO):
    """A file that counts what is read of it."""

    bytes_read = 0

    def read(self, size: int = -1, /) -> bytes:
        part = super().read(size)
        Counted.bytes_read += len(part or b"")
        return part or b""

    def readinto(self, buffer, /) -> int:  # type: ignore[no-untyped-def]
        count = super().readinto(buffer) or 0
        Counted.bytes_read += count
        return count


@pytest.fixture
def large_box(tmp_path: Path) -> Path:
    """An mbox of over two megabytes."""
    path = tmp_path / "Inbox"
    path.write_bytes(as_mbox(a_mailbox(5, 700)))
    assert path.stat().st_size > 2 * mbox_room.SMALL / 1.2
    return path


def test_an_unchanged_mbox_is_hardly_read(large_box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under two in a hundred of its bytes, and nothing is given."""
    marks = marks_of(MboxSource(large_box))
    monkeypatch.setattr(mbox_room, "FileIO", Counted)
    Counted.bytes_read = 0
    ids, sieve = again(large_box, marks)
    assert ids == []
    assert (sieve.seen, sieve.known) == (0, 700)
    assert Counted.bytes_read < large_box.stat().st_size * 0.02
    assert sieve.new_marks() == marks


def test_a_grown_mbox_is_read_from_its_last_mail(large_box: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last mail is looked at once more, as it may have been half written; what came after it is new."""
    marks = marks_of(MboxSource(large_box))
    with large_box.open("ab") as box:
        box.write(as_mbox([a_letter(9001), a_job(9002)]))
    monkeypatch.setattr(mbox_room, "FileIO", Counted)
    Counted.bytes_read = 0
    ids, sieve = again(large_box, marks)
    assert ids[-1] == "job9002@northwind.example"
    assert len(ids) <= 2
    assert sieve.seen + sieve.known == 702
    assert Counted.bytes_read < large_box.stat().st_size * 0.2
    assert sieve.new_marks() == marks_of(MboxSource(large_box))


@pytest.mark.parametrize("change", ["truncated", "first mail gone", "one of the middle gone", "another"])
def test_a_rewritten_mbox_is_read_anew(large_box: Path, change: str) -> None:
    """Whatever was taken out of it, or put in its place."""
    marks = marks_of(MboxSource(large_box))
    mails = a_mailbox(5, 700)
    changed = {
        "truncated": mails[:400], "first mail gone": mails[1:],
        "one of the middle gone": [*mails[:300], *mails[301:], a_job(9003), a_letter(9004), a_letter(9005)],
        "another": a_mailbox(6, 750),
    }[change]  # fmt: skip
    large_box.write_bytes(as_mbox(changed))
    _, sieve = again(large_box, marks)
    assert (sieve.seen, sieve.known) == (len(changed), 0)


def test_a_small_mbox_with_another_mail_of_the_same_length_is_read_anew(tmp_path: Path) -> None:
    """Samples would not see it; the time of its writing tells."""
    path = tmp_path / "Inbox"
    path.write_bytes(as_mbox([a_letter(1), a_job(2), a_letter(3)]))
    marks = marks_of(MboxSource(path))
    path.write_bytes(as_mbox([a_letter(1), a_job(5), a_letter(3)]))
    os.utime(path, ns=(1, 1))
    assert again(path, marks)[0] == ["job5@northwind.example"]


def test_a_maildir_gives_new_files_alone_and_knows_those_whose_flags_changed(tmp_path: Path) -> None:
    """Read from new, moved to cur, flagged, answered: the same mail."""
    folder = tmp_path / "M"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    (folder / "new" / "1.home").write_bytes(a_job(1))
    (folder / "cur" / "2.home:2,S").write_bytes(a_job(2))
    marks = marks_of(MaildirSource(folder))
    (folder / "new" / "1.home").rename(folder / "cur" / "1.home:2,S")
    (folder / "cur" / "2.home:2,S").rename(folder / "cur" / "2.home:2,RS")
    assert again(folder, marks)[0] == []
    (folder / "new" / "3.home").write_bytes(a_job(3))
    ids, sieve = again(folder, marks)
    assert ids == ["job3@northwind.example"]
    assert (sieve.seen, sieve.known) == (1, 2)


def test_files_that_are_single_mails_are_known_again(tmp_path: Path) -> None:
    """By path, size and time."""
    files = [tmp_path / f"{number}.eml" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(a_job(number))
    marks = marks_of(EmlSource(files, "f"))
    files[1].write_bytes(a_job(11))
    assert sifted(EmlSource(files, "f"), marks=marks)[0] == ["job11@northwind.example"]


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path) -> None:
    """It is no part of the mark."""
    folder = tmp_path / "M"
    for part in ("cur", "new"):
        (folder / part).mkdir(parents=True)
    (folder / "cur" / "1").write_bytes(b"\0\1\2\n")
    first = Sieve([MaildirSource(folder)], read)
    assert [type(item) for item, _, _ in first] == [Problem]
    (folder / "cur" / "1").write_bytes(a_job(1))
    assert again(folder, first.new_marks())[0] == ["job1@northwind.example"]


def test_small_pieces_of_a_maildir_keep_the_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, three files each time."""
    folder = tmp_path / "M"
    for part in ("cur", "new"):
        (folder / part).mkdir(parents=True)
    for number in range(20):
        (folder / "cur" / f"{number:02}").write_bytes(a_job(number))
    monkeypatch.setattr(maildir_room, "PIECE", 3)
    sieve = Sieve([MaildirSource(folder)], partial(read, own_addresses=frozenset()), processes=2)
    assert [item.message_id for item, _, _ in sieve if isinstance(item, Message)] == [
        f"job{number}@northwind.example" for number in range(20)
    ]
